/**
 * Rows by class, and draws that keep the share of each class as scikit-learn's StratifiedShuffleSplit does, value for
 * value. Knows labels and the random stream; nothing of data sets.
 */
import { invalidOption, notFinite } from "../errors.js";
import type { MT19937 } from "../random/mt19937.js";

/** Row numbers in all the parts of all splits together: half a gigabyte, and a few seconds to write. */
export const MAX_ROW_NUMBERS: number = 2 ** 27;
/** Far from the 2²⁴ that a `Map` can hold. */
const MAX_CLASSES = 2 ** 20;

/** Row numbers to train on and to test on: no row in both, none twice. */
export interface RowSplit {
  readonly train: Uint32Array;
  readonly test: Uint32Array;
}

/** Class of each row as 0, 1, … in the order of the labels, and the rows of each class in ascending order. */
export interface RowsByClass {
  /** Rows sorted by class [rows]; those of class c begin at `starts[c]`. */
  readonly rows: Uint32Array;
  /** Ends with the number of rows [classes + 1]. */
  readonly starts: Uint32Array;
  /** [classes] */
  readonly counts: Uint32Array;
}

/**
 * One draw of scikit-learn's StratifiedShuffleSplit: the order of the calls on `rng` is part of the result. Sizes that
 * it would refuse are the caller's to refuse (`requireRoom`).
 */
export function drawStratified(classes: RowsByClass, trainSize: number, testSize: number, rng: MT19937): RowSplit {
  const { rows, starts, counts } = classes;
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

/** @throws WasmlpError `not-finite` for a label that is no finite number. */
export function rowsByClass(labels: ArrayLike<number>): RowsByClass {
  const countOf = new Map<number, number>();
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (!Number.isFinite(label)) throw notFinite("labels", label, `in row ${row}`);
    countOf.set(label, (countOf.get(label) ?? 0) + 1);
    requireClassCount(countOf.size);
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

/** @throws WasmlpError `invalid-option` where scikit-learn refuses: a class with one row, a part with fewer rows than classes. */
export function requireRoom({ counts }: RowsByClass, trainSize: number, testSize: number): void {
  const classes = counts.length;
  const single = counts.indexOf(1);
  if (single >= 0)
    throw invalidOption("labels", "at least 2 rows of each class to stratify", `1 row of class number ${single}`);
  if (trainSize < classes)
    throw invalidOption("testSize", `at least ${classes} rows left to train on, one a class`, `${trainSize} left`);
  if (testSize < classes) throw invalidOption("testSize", `at least ${classes} rows, one a class`, testSize);
}

/** @throws WasmlpError `invalid-option` for so many classes that the labels can be none. */
export function requireClassCount(count: number): void {
  if (count > MAX_CLASSES) throw invalidOption("labels", `at most ${MAX_CLASSES} classes to stratify`, "more");
}

/** How many labels there are. @throws WasmlpError `invalid-option` for anything that is no array of numbers. */
export function requireLabelCount(labels: ArrayLike<number>): number {
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
export function take(values: ArrayLike<number>, indices: Uint32Array): Uint32Array {
  const taken = new Uint32Array(indices.length);
  for (let i = 0; i < indices.length; i++) taken[i] = values[indices[i] as number] as number;
  return taken;
}
