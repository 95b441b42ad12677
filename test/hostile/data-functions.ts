/** Functions that make, change and describe data: a call of each that works, and its doors. */
import {
  concatenateRows,
  type Dataset,
  dataset,
  digitFromPicture,
  featureRange,
  imageDataset,
  makeBlobs,
  makeCircles,
  makeMoons,
  makeSpirals,
  makeXor,
  measureStandardization,
  oneHot,
  parseIdx,
  serializeIdx,
  standardize,
  takeColumns,
  takeRows,
  threshold,
} from "../../src/index.js";
import { eightRows, FEATURES, shapeDoors, VALUES } from "./dataset-doors.js";
import type { Call, Door } from "./doors.js";
import { bytes, labels, number, numbers, options, thing, whole } from "./values.js";

const SEED = whole(0, 2 ** 32 - 1);

const synthetic = (name: string, make: (given: never) => Dataset, more: readonly Door[] = [], least = 2): Call => ({
  name,
  good: () => [{ count: 20, noise: 0.1, seed: 1 }],
  call: make as Call["call"],
  doors: [
    { place: "0", values: options, but: ["null"] },
    { place: "0.count", values: whole(least, 1e6) },
    { place: "0.noise", values: number(-1, -5e-324, 1e7) },
    { place: "0.seed", values: SEED },
    ...more,
  ],
});

const EIGHT_LABELS = (): number[] => [0, 1, 0, 1, 0, 1, 0, 1];

export const DATA_CALLS: readonly Call[] = [
  {
    name: "dataset",
    good: () => [{ features: new Uint8Array(16), width: 2, labels: EIGHT_LABELS(), classes: 2, scale: 1, shift: 0 }],
    call: dataset,
    doors: [
      { place: "0", values: thing },
      { place: "0.features", values: FEATURES },
      { place: "0.features", values: VALUES },
      { place: "0.width", values: whole(2, 2) },
      { place: "0.labels", values: labels(8, 2) },
      { place: "0.classes", values: whole(2, 256) },
      { place: "0.scale", values: number(1e38, -1e300) },
      { place: "0.shift", values: number(1e39, -1e300) },
    ],
  },
  {
    name: "dataset with targets",
    good: () => [{ features: new Float32Array(16), width: 2, targets: new Float32Array(8) }],
    call: dataset,
    doors: [
      { place: "0.features", values: FEATURES },
      {
        place: "0.targets",
        values: [...FEATURES.filter(([name]) => !/one value/.test(name)), ...numbers(8)],
        but: ["undefined"],
      },
      { place: "0.scale", values: number(1) },
    ],
  },
  {
    name: "takeRows",
    good: () => [eightRows(), [0, 7]],
    call: takeRows,
    doors: [
      ...shapeDoors("0"),
      {
        place: "1",
        values: labels(2, 8),
        but: ["none", "one more", "one less", "a detached array", "a view of a buffer that shrank"],
      },
    ],
  },
  {
    name: "takeColumns",
    good: () => [eightRows(), [0, 1]],
    call: takeColumns,
    doors: [...shapeDoors("0"), { place: "1", values: labels(2, 2), but: ["one more", "one less"] }],
  },
  {
    name: "concatenateRows",
    good: () => [eightRows(), eightRows()],
    call: concatenateRows,
    doors: [...shapeDoors("0"), ...shapeDoors("1")],
  },
  { name: "measureStandardization", good: () => [eightRows()], call: measureStandardization, doors: shapeDoors("0") },
  {
    name: "standardize",
    good: () => [eightRows(), { mean: [0, 0], std: [1, 1] }],
    call: standardize,
    doors: [
      ...shapeDoors("0"),
      { place: "1", values: thing, but: ["undefined"] },
      { place: "1.mean", values: numbers(2) },
      { place: "1.std", values: [...numbers(2, 1), ["a std of 0", () => [0, 1]], ["a std below 0", () => [1, -1]]] },
    ],
  },
  {
    name: "featureRange",
    good: () => [eightRows(), 1, 1],
    call: featureRange,
    doors: [...shapeDoors("0"), { place: "1", values: whole(0, 1) }, { place: "2", values: number(-1) }],
  },
  {
    name: "oneHot",
    good: () => [[0, 1], 2],
    call: oneHot,
    doors: [
      {
        place: "0",
        values: labels(2, 2),
        but: ["none", "one more", "one less", "a detached array", "a view of a buffer that shrank"],
      },
      { place: "1", values: whole(2, 2 ** 29) },
    ],
  },
  {
    name: "threshold",
    good: () => [[0, 1], 0.5],
    call: threshold,
    doors: [
      {
        place: "0",
        values: numbers(2),
        but: ["none", "one more", "one less", "Infinity", "a detached array", "a view of a buffer that shrank"],
      },
      { place: "1", values: number() },
    ],
  },
  synthetic("makeXor", makeXor),
  synthetic("makeMoons", makeMoons),
  synthetic("makeCircles", makeCircles, [{ place: "0.factor", values: number(-0.1, 1) }]),
  synthetic("makeBlobs", makeBlobs, [
    {
      place: "0.centers",
      values: [
        ...whole(1, 256),
        ["a hole", () => Array(2)],
        ["three coordinates", () => [[1, 2, 3]]],
        ["texts", () => [["1", "2"]]],
        ["a NaN", () => [[0, Number.NaN]]],
        ["a bigint within", () => [[1n, 2n]]],
      ],
    },
  ]),
  synthetic("makeSpirals", makeSpirals, [
    { place: "0.arms", values: whole(1, 20) },
    { place: "0.turns", values: number(-1, 101) },
  ]),
  {
    name: "parseIdx",
    good: () => [Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7), "a.idx"],
    call: parseIdx,
    doors: [{ place: "0", values: bytes }],
  },
  {
    name: "serializeIdx",
    good: () => [{ shape: [2], values: Uint8Array.of(1, 2) }],
    call: serializeIdx,
    doors: [
      { place: "0", values: thing },
      {
        place: "0.shape",
        values: [...numbers(1, 2), ["a size of -0.5", () => [-0.5]], ["a size of 2^32", () => [2 ** 32]]],
        but: ["one more"],
      },
      {
        place: "0.values",
        values: [...numbers(2), ...bytes.filter(([name]) => !name.startsWith("a Uint8Clamped"))],
        but: [],
      },
    ],
  },
  {
    name: "imageDataset",
    good: () => [
      { shape: [2, 1, 1], values: Uint8Array.of(1, 2) },
      { shape: [2], values: Uint8Array.of(0, 1) },
      { classes: 2, scale: 1, shift: 0 },
    ],
    call: imageDataset,
    doors: [
      { place: "0", values: thing },
      { place: "0.shape", values: numbers(3, 2) },
      { place: "0.values", values: numbers(2) },
      { place: "1", values: thing },
      { place: "1.shape", values: numbers(1, 2) },
      { place: "1.values", values: [...numbers(2), ["a label of 2", () => Uint8Array.of(0, 2)]] },
      { place: "2", values: thing },
      { place: "2.classes", values: whole(2, 256) },
      { place: "2.scale", values: number(1e300) },
      { place: "2.shift", values: number(1e300) },
    ],
  },
  {
    name: "digitFromPicture",
    good: () => [{ width: 2, height: 2, channels: 1, depth: 8, data: Uint8Array.of(0, 255, 255, 255) }, "digit"],
    call: digitFromPicture,
    doors: [
      { place: "0", values: thing },
      { place: "0.width", values: whole(2, 2) },
      { place: "0.height", values: whole(2, 2) },
      { place: "0.channels", values: whole(1, 1) },
      { place: "0.depth", values: whole(8, 8) },
      { place: "0.data", values: [...bytes, ["one byte more", () => new Uint8Array(5)]], but: ["a Uint8ClampedArray"] },
    ],
  },
];
