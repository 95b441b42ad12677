/** A small data set, and the doors of one wherever a function takes it. */
import { type Dataset, dataset } from "../../src/index.js";
import type { Door } from "./doors.js";
import { bytes, detached, type Hostile, numbers, thing, whole } from "./values.js";

/** Eight rows of two floats in two classes. */
export function eightRows(): Dataset {
  const features = Float32Array.from({ length: 16 }, (_, i) => (i % 5) / 4);
  return { ...dataset({ features, width: 2, labels: [0, 1, 0, 1, 0, 1, 0, 1] }) };
}

/** In place of the features of a data set. */
export const FEATURES: readonly Hostile[] = [
  ...bytes,
  ["a Uint16Array", () => new Uint16Array(16)],
  ["an Int8Array", () => new Int8Array(16)],
  ["a BigUint64Array", () => new BigUint64Array(16)],
  ["one value more", () => new Float32Array(17)],
  ["one value less", () => new Float32Array(15)],
  ["a detached Float32Array", () => detached(new Float32Array(16))],
];

/** The right kind and number of features, wrong ones among them. */
export const VALUES: readonly Hostile[] = [
  ["NaN among them", () => new Float32Array(16).fill(Number.NaN, 15)],
  ["Infinity among them", () => new Float64Array(16).fill(Number.POSITIVE_INFINITY, 3, 4)],
  ["an f64 beyond f32", () => new Float64Array(16).fill(1e39, 3, 4)],
];

/** In place of the labels in a data set of eight rows and two classes, which are bytes. */
const BYTE_LABELS: readonly Hostile[] = [
  ...numbers(8),
  ["an array of the right labels", () => [0, 1, 0, 1, 0, 1, 0, 1]],
];

const WRONG_LABELS: readonly Hostile[] = [
  ["a label of 2", () => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 2)],
  ["a label of 255", () => Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0)],
];

/** The doors of a data set like `eightRows` that stands at `place`. */
export function datasetDoors(place: string): Door[] {
  return [
    ...shapeDoors(place),
    { place: `${place}.features`, values: VALUES },
    { place: `${place}.labels`, values: WRONG_LABELS },
    { place: `${place}.classes`, values: whole(2, 2) },
  ];
}

/** The same where rows are moved, not looked at: kinds and counts alone. */
export function shapeDoors(place: string): Door[] {
  return [
    { place, values: thing },
    { place: `${place}.features`, values: FEATURES },
    { place: `${place}.labels`, values: BYTE_LABELS },
    { place: `${place}.count`, values: whole(8, 8) },
    { place: `${place}.width`, values: whole(2, 2) },
    { place: `${place}.classes`, values: whole(0, 2 ** 53 - 1) },
  ];
}
