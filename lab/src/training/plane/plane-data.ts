/** Points of the plane to learn from: drawn, measured or one's own, split, and as the models see them. */
import {
  chapterIris,
  type Dataset,
  dataset,
  featureRange,
  makeBlobs,
  makeCircles,
  makeMoons,
  makeSpirals,
  makeXor,
  measureStandardization,
  type Standardization,
  splitDataset,
  standardize,
} from "wasmlp";
import type { PlaneView } from "../../state/plane/own-view.js";
import { ownView } from "../../state/plane/own-view.js";
import type { PlaneSettings } from "../../state/plane/plane-settings.js";
import type { PlanePoints } from "./plane-protocol.js";

export interface PlaneData {
  /** As the models see them. */
  readonly train: Dataset;
  readonly test: Dataset | undefined;
  readonly points: PlanePoints;
  readonly view: PlaneView;
  readonly axes: readonly [x: string, y: string] | undefined;
  /** Coordinates of the plane as features; in place. */
  toFeatures(coordinates: Float64Array): Float64Array;
}

export function planeData(settings: PlaneSettings): PlaneData {
  const all = draw(settings);
  const { train, test } = split(all, settings);
  const by: Standardization = settings.standardize ? measureStandardization(train) : { mean: [0, 0], std: [1, 1] };
  return {
    train: standardize(train, by),
    test: test && standardize(test, by),
    points: pointsOf(train, test),
    view: settings.data === "own" ? ownView(settings.points) : viewAround(all),
    axes: settings.data === "iris" ? ["sepal length, cm", "petal length, cm"] : undefined,
    toFeatures(coordinates) {
      for (let i = 0; i < coordinates.length; i++)
        coordinates[i] = ((coordinates[i] as number) - by.mean[i % 2]!) / by.std[i % 2]!;
      return coordinates;
    },
  };
}

function draw({ data, count, noise, dataSeed: seed, points }: PlaneSettings): Dataset {
  const options = { count, noise, seed };
  if (data === "xor") return makeXor(options);
  if (data === "circle") return makeCircles(options);
  if (data === "moons") return makeMoons(options);
  if (data === "spiral") return makeSpirals(options);
  if (data === "blobs") return makeBlobs({ ...options, centers: [[-1, -1], [1, 1]] }); // biome-ignore format: two places
  if (data === "iris") return chapterIris();
  const labels = points.map(({ label }) => label);
  if (new Set(labels).size < 2) throw new Error("put at least one point of each class into the plane");
  return dataset({ features: Float64Array.from(points.flatMap(({ x, y }) => [x, y])), width: 2, labels, classes: 2 });
}

/** Of fewer points, all are needed to learn from. */
const LEAST_TO_SPLIT = 20;

function split(all: Dataset, { test, dataSeed }: PlaneSettings): { train: Dataset; test: Dataset | undefined } {
  const testSize = Math.round((all.count * test) / 100);
  const ones = (all.labels as Uint8Array).reduce((sum, label) => sum + label, 0);
  const isRoom = testSize >= 2 && all.count >= LEAST_TO_SPLIT && Math.min(ones, all.count - ones) >= 2;
  return isRoom ? splitDataset(all, { testSize, seed: dataSeed, stratify: true }) : { train: all, test: undefined };
}

function pointsOf(train: Dataset, test: Dataset | undefined): PlanePoints {
  const features = [train, ...(test ? [test] : [])].flatMap((part) => Array.from(part.features));
  const labels = [train, ...(test ? [test] : [])].flatMap((part) => Array.from(part.labels as Uint8Array));
  return {
    x: Float64Array.from(labels, (_, row) => features[2 * row] as number),
    y: Float64Array.from(labels, (_, row) => features[2 * row + 1] as number),
    labels: Uint8Array.from(labels),
    trainCount: train.count,
  };
}

/** A square around the points: a unit is as long in one direction as in the other. */
function viewAround(all: Dataset): PlaneView {
  const [x, y] = [featureRange(all, 0, 0), featureRange(all, 1, 0)];
  const half = 0.56 * Math.max(x[1] - x[0], y[1] - y[0], 1e-9);
  const around = ([low, high]: [number, number]): [number, number] => [
    (low + high) / 2 - half,
    (low + high) / 2 + half,
  ];
  return { x: around(x), y: around(y) };
}
