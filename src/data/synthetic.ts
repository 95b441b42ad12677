/**
 * Small problems in the plane, drawn from a seed: for first steps, pictures and tests. The same bits on every host; moons,
 * circles and blobs are those of scikit-learn for the same seed. Knows nothing of networks.
 */
import { invalidOption, requireOptions } from "../errors.js";
import { MT19937 } from "../random/mt19937.js";
import { type Dataset, dataset } from "./dataset.js";
import { sineAndCosine } from "./sine.js";

/** What all of them take. */
export interface SyntheticOptions {
  /** Rows, at least 1 and at least one a class. Default 200. */
  count?: number;
  /** Standard deviation of the Gaussian noise added to both coordinates, at least 0. Default 0. */
  noise?: number;
  /** 0 … 2³² − 1. Default 0. */
  seed?: number;
}

type Point = readonly [x: number, y: number];

/**
 * Gaussian points around the origin; label 1 where exactly one of x and y is above 0. No line can part them.
 * With noise, points move after they were labelled.
 */
export function makeXor(options: SyntheticOptions = {}): Dataset {
  const { count, noise, random } = prepare(options, 2);
  const points = Array.from({ length: count }, (): Point => [random.normal(), random.normal()]);
  const labels = points.map(([x, y]) => Number(x > 0 !== y > 0));
  return toDataset(points, labels, 2, noise, random);
}

/**
 * A circle of radius 1 (label 0) around one of radius `factor` (label 1), as scikit-learn's `make_circles`.
 * @param options.factor 0 to below 1, default 0.5.
 */
export function makeCircles(options: SyntheticOptions & { factor?: number } = {}): Dataset {
  const { count, noise, random } = prepare(options, 2);
  requireOptions(options ?? {});
  const { factor = 0.5 } = options ?? {};
  if (!(typeof factor === "number" && factor >= 0 && factor < 1))
    throw invalidOption("factor", "a number from 0 to below 1", factor);
  const outer = Math.floor(count / 2);
  const onCircle = (length: number, radius: number): Point[] =>
    Array.from({ length }, (_, i) => {
      const { sine, cosine } = sineAndCosine(i * ((2 * Math.PI) / length));
      return [cosine * radius, sine * radius];
    });
  return shuffled([onCircle(outer, 1), onCircle(count - outer, factor)], noise, random);
}

/** Two half circles, one reaching into the other, as scikit-learn's `make_moons`. */
export function makeMoons(options: SyntheticOptions = {}): Dataset {
  const { count, noise, random } = prepare(options, 2);
  const outer = Math.floor(count / 2);
  const halfCircle = (length: number, place: (cosine: number, sine: number) => Point): Point[] =>
    Array.from({ length }, (_, i) => {
      // NumPy's linspace ends at π itself.
      const { sine, cosine } = sineAndCosine(i > 0 && i === length - 1 ? Math.PI : i * (Math.PI / (length - 1 || 1)));
      return place(cosine, sine);
    });
  const moons = [
    halfCircle(outer, (cosine, sine) => [cosine, sine]),
    halfCircle(count - outer, (cosine, sine) => [1 - cosine, 1 - sine - 0.5]),
  ];
  return shuffled(moons, noise, random);
}

/**
 * A Gaussian cloud a class, as scikit-learn's `make_blobs`.
 * @param options.centers how many (drawn from the square ±10), or where: x and y of each. Default 3; at most 256.
 * @param options.noise standard deviation of the clouds. Default 1.
 */
export function makeBlobs(options: SyntheticOptions & { centers?: number | readonly Point[] } = {}): Dataset {
  requireOptions(options ?? {});
  const { centers = 3 } = options ?? {};
  if (typeof centers !== "number" && !Array.isArray(centers))
    throw invalidOption("centers", "a number of centers, or an array of them", centers);
  const classes = typeof centers === "number" ? centers : centers.length;
  const { count, noise, random } = prepare({ noise: 1, ...options }, requireClasses("centers", classes));
  const places =
    typeof centers === "number"
      ? Array.from({ length: classes }, (): Point => [random.uniform(-10, 10), random.uniform(-10, 10)])
      : Array.from(centers, requirePoint);
  const clouds = places.map(([x, y], label) =>
    Array.from(
      { length: share(count, classes, label) },
      (): Point => [random.normal(x, noise), random.normal(y, noise)],
    ),
  );
  return shuffled(clouds, 0, random);
}

/**
 * Arms that wind around the origin, a class each, from radius 0 to 1.
 * @param options.arms default 2; at most 256.
 * @param options.turns how often an arm winds around, 0 to 100. Default 1.
 */
export function makeSpirals(options: SyntheticOptions & { arms?: number; turns?: number } = {}): Dataset {
  requireOptions(options ?? {});
  const { arms = 2, turns = 1 } = options ?? {};
  const { count, noise, random } = prepare(options, requireClasses("arms", arms));
  if (!(typeof turns === "number" && turns >= 0 && turns <= 100))
    throw invalidOption("turns", "a number from 0 to 100", turns);
  const spirals = Array.from({ length: arms }, (_, arm) => {
    const length = share(count, arms, arm);
    return Array.from({ length }, (_, i): Point => {
      const radius = (i + 1) / length;
      const { sine, cosine } = sineAndCosine(2 * Math.PI * (arm / arms + turns * radius));
      return [radius * cosine, radius * sine];
    });
  });
  return shuffled(spirals, noise, random);
}

/** Rows of class `label` where `count` rows are divided among `classes`: the first classes take what is left over. */
function share(count: number, classes: number, label: number): number {
  return Math.floor(count / classes) + Number(label < count % classes);
}

/** Points by class, in random order, then moved by the noise: the order of scikit-learn's draws. */
function shuffled(byClass: readonly (readonly Point[])[], noise: number, random: MT19937): Dataset {
  const points = byClass.flat();
  const labels = byClass.flatMap((members, label) => members.map(() => label));
  const order = Array.from(random.permutation(points.length));
  const take = <T>(values: readonly T[]): T[] => order.map((row) => values[row] as T);
  return toDataset(take(points), take(labels), byClass.length, noise, random);
}

function toDataset(
  points: readonly Point[],
  labels: readonly number[],
  classes: number,
  noise: number,
  random: MT19937,
): Dataset {
  const features = Float32Array.from(points.flat(), (value) => (noise > 0 ? value + random.normal(0, noise) : value));
  return dataset({ features, width: 2, labels, classes });
}

/** A million points are a picture's worth many times over. */
const MAX_COUNT = 1e6;
const MAX_NOISE = 1e6;

function prepare(options: SyntheticOptions, classes: number): { count: number; noise: number; random: MT19937 } {
  requireOptions(options ?? {});
  const { count = 200, noise = 0, seed = 0 } = options ?? {};
  if (!Number.isInteger(count) || count < classes || count > MAX_COUNT)
    throw invalidOption("count", `a whole number from ${classes} to ${MAX_COUNT}`, count);
  if (!(typeof noise === "number" && noise >= 0 && noise <= MAX_NOISE))
    throw invalidOption("noise", `a number from 0 to ${MAX_NOISE}`, noise);
  return { count, noise, random: new MT19937(seed) };
}

function requireClasses(option: string, classes: number): number {
  if (!Number.isInteger(classes) || classes < 1 || classes > 256)
    throw invalidOption(option, "a whole number from 1 to 256", classes);
  return classes;
}

function isWithin(value: unknown): boolean {
  return typeof value === "number" && Math.abs(value) <= MAX_NOISE;
}

function requirePoint(point: Point, i: number): Point {
  if (!Array.isArray(point) || point.length !== 2 || !point.every(isWithin))
    throw invalidOption(`centers[${i}]`, `two numbers within ±${MAX_NOISE}`, point);
  return point;
}
