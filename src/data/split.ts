/**
 * Splits rows at random into rows to train on and rows to test on, index for index as scikit-learn's
 * `train_test_split` does. Knows labels and the random stream; nothing of networks.
 */
import { invalidOption, WasmlpError } from "../errors.js";
import { MT19937 } from "../random/mt19937.js";
import { type Dataset, takeRows } from "./dataset.js";

/** How to split. */
export interface SplitOptions {
  /** Rows to test on, 1 … rows − 1; all others are to train on. */
  testSize: number;
  /** 0 … 2³² − 1; scikit-learn's `random_state`. */
  seed: number;
  /** Keep the share of each class in both parts (scikit-learn's `stratify=labels`). Default false. */
  stratify?: boolean;
}

/** Row numbers of both parts, in random order: every row in exactly one. */
export interface RowSplit {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Class of each row as 0, 1, … in the order of the labels, and the rows of each class in ascending order. */
interface RowsByClass {
  /** Rows sorted by class [rows]; those of class c begin at `starts[c]`. */
  readonly rows: Uint32Array;
  /** Ends with the number of rows [classes + 1]. */
  readonly starts: Uint32Array;
  /** [classes] */
  readonly counts: Uint32Array;
}

const CHAPTER_ROWS = 70_000;
const CHAPTER_SEED = 123;

/**
 * Row numbers of a random split.
 * @param labels one number a row; only their count matters unless stratified.
 * @throws WasmlpError `invalid-option` where scikit-learn refuses: testSize out of range or, stratified, a class with
 * one row or a part with fewer rows than classes. `not-finite` for a label that is no finite number.
 */
export function splitRows(labels: ArrayLike<number>, options: SplitOptions): RowSplit {
  const count = requireCount(labels);
  const { testSize, seed, stratify = false } = options ?? {};
  if (!Number.isInteger(testSize) || testSize < 1 || testSize >= count)
    throw invalidOption("testSize", `a whole number of rows, above 0 and below all ${count}`, testSize);
  if (typeof stratify !== "boolean") throw invalidOption("stratify", "true or false", stratify);
  const rng = new MT19937(seed);
  if (stratify) return stratifiedSplit(rowsByClass(labels), count - testSize, testSize, rng);
  const order = rng.permutation(count);
  return { train: order.slice(testSize), test: order.slice(0, testSize) };
}

/**
 * The rows of a random split, copied.
 * @throws WasmlpError as `splitRows`; `invalid-option` when asked to stratify a data set without labels.
 */
export function splitDataset(source: Dataset, options: SplitOptions): { train: Dataset; test: Dataset } {
  const { labels, count } = source;
  if (options?.stratify && !labels) throw invalidOption("stratify", "false for a data set without labels", true);
  const { train, test } = splitRows(labels ?? { length: count }, options);
  return { train: takeRows(source, train), test: takeRows(source, test) };
}

/**
 * The split of the chapter "Implementing a Multilayer Artificial Neural Network from Scratch" (Raschka et al., 2022):
 * 55,000 rows to train on, 5,000 to validate, 10,000 to test. Both cuts stratified, seed 123, the test rows first.
 * @param all 70,000 labelled rows: MNIST's 60,000 training rows, then its 10,000 test rows.
 * @throws WasmlpError `invalid-option` for another number of rows or none labelled; otherwise as `splitRows`.
 */
export function chapterSplit(all: Dataset): { train: Dataset; validation: Dataset; test: Dataset } {
  const { labels, count } = all;
  if (!labels) throw invalidOption("all", "a data set with labels", "targets");
  if (count !== CHAPTER_ROWS) throw invalidOption("all", `${CHAPTER_ROWS} rows, training and test together`, count);
  const outer = splitRows(labels, { testSize: 10_000, seed: CHAPTER_SEED, stratify: true });
  const rest = outer.train;
  const inner = splitRows(take(labels, rest), { testSize: 5_000, seed: CHAPTER_SEED, stratify: true });
  return {
    train: takeRows(all, take(rest, inner.train)),
    validation: takeRows(all, take(rest, inner.test)),
    test: takeRows(all, outer.test),
  };
}

/** One draw of scikit-learn's StratifiedShuffleSplit: the order of the calls on `rng` is part of the result. */
function stratifiedSplit(classes: RowsByClass, trainSize: number, testSize: number, rng: MT19937): RowSplit {
  const { rows, starts, counts } = classes;
  requireRoom(classes, trainSize, testSize);
  const trainCounts = apportion(counts, trainSize, rng);
  const testCounts = apportion(
    counts.map((count, c) => count - (trainCounts[c] as number)),
    testSize,
    rng,
  );
  const train = new Uint32Array(trainSize);
  const test = new Uint32Array(testSize);
  let trained = 0;
  let tested = 0;
  for (let c = 0; c < counts.length; c++) {
    const order = rng.permutation(counts[c] as number);
    const mixed = take(rows.subarray(starts[c], starts[c + 1]), order);
    const cut = trainCounts[c] as number;
    const end = cut + (testCounts[c] as number);
    train.set(mixed.subarray(0, cut), trained);
    test.set(mixed.subarray(cut, end), tested);
    trained += cut;
    tested += end - cut;
  }
  rng.shuffle(train);
  rng.shuffle(test);
  return { train, test };
}

/**
 * `draws` shared out among the classes in proportion to `counts` [classes]: the whole part each, then one more to those
 * with the largest remainders, equal remainders by lot (scikit-learn's `_approximate_mode`).
 */
function apportion(counts: Uint32Array, draws: number, rng: MT19937): Uint32Array {
  const total = sum(counts);
  const shares = Array.from(counts, (count) => (count / total) * draws);
  const given = Uint32Array.from(shares, Math.floor);
  const remainders = shares.map((share, c) => share - (given[c] as number));
  let missing = draws - sum(given);
  for (const remainder of [...new Set(remainders)].sort((a, b) => b - a)) {
    if (missing <= 0) break;
    const tied = [...remainders.keys()].filter((c) => remainders[c] === remainder);
    // The lot is drawn even where all tied classes win: the stream moves on.
    const winners = rng.choice(tied.length, Math.min(tied.length, missing), { replace: false });
    for (const winner of winners) given[tied[winner] as number]!++;
    missing -= winners.length;
  }
  return given;
}

function rowsByClass(labels: ArrayLike<number>): RowsByClass {
  const countOf = new Map<number, number>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (!Number.isFinite(label))
      throw new WasmlpError("not-finite", `labels: expected finite numbers, got ${label} in row ${row}`);
    countOf.set(label, (countOf.get(label) ?? 0) + 1);
  }
  const ascending = [...countOf.keys()].sort((a, b) => a - b);
  const counts = Uint32Array.from(ascending, (label) => countOf.get(label) as number);
  const starts = new Uint32Array(counts.length + 1);
  for (let c = 0; c < counts.length; c++) starts[c + 1] = (starts[c] as number) + (counts[c] as number);
  const next = new Map(ascending.map((label, c) => [label, starts[c] as number]));
  const rows = new Uint32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const at = next.get(labels[row] as number) as number;
    rows[at] = row;
    next.set(labels[row] as number, at + 1);
  }
  return { rows, starts, counts };
}

function requireRoom({ counts }: RowsByClass, trainSize: number, testSize: number): void {
  const classes = counts.length;
  const single = counts.indexOf(1);
  if (single >= 0)
    throw invalidOption("labels", "at least 2 rows of each class to stratify", `1 row of class number ${single}`);
  if (trainSize < classes)
    throw invalidOption("testSize", `at least ${classes} rows left to train on, one a class`, `${trainSize} left`);
  if (testSize < classes) throw invalidOption("testSize", `at least ${classes} rows, one a class`, testSize);
}

function requireCount(labels: ArrayLike<number>): number {
  const count = (labels as ArrayLike<number> | null)?.length;
  if (typeof labels !== "object" || !Number.isSafeInteger(count))
    throw invalidOption("labels", "one number a row", labels);
  return count as number;
}

function sum(values: Uint32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/** `values` in the order of `indices`, as u32. */
function take(values: ArrayLike<number>, indices: Uint32Array): Uint32Array {
  const taken = new Uint32Array(indices.length);
  for (let i = 0; i < indices.length; i++) taken[i] = values[indices[i] as number] as number;
  return taken;
}
