/**
 * Splits rows at random into rows to train on and rows to test on, index for index as scikit-learn's
 * `train_test_split` does. Knows labels and the random stream; nothing of networks.
 */
import { allocating, invalidOption, requireOptions } from "../errors.js";
import { MT19937 } from "../random/mt19937.js";
import { type Dataset, requireConsistent, takeRows } from "./dataset.js";
import { drawStratified, type RowSplit, requireLabelCount, requireRoom, rowsByClass, take } from "./stratify.js";

export type { RowSplit } from "./stratify.js";

/** How to split. */
export interface SplitOptions {
  /** Rows to test on, 1 … rows − 1; all others are to train on. */
  testSize: number;
  /** 0 … 2³² − 1; scikit-learn's `random_state`. */
  seed: number;
  /** Keep the share of each class in both parts (scikit-learn's `stratify=labels`). Default false. */
  stratify?: boolean;
}

const CHAPTER_ROWS = 70_000;
const CHAPTER_SEED = 123;

/**
 * Row numbers of a random split.
 * @param labels one number a row; only their count matters unless stratified.
 * @throws WasmlpError `invalid-option` where scikit-learn refuses: testSize out of range or, stratified, a class with
 * one row or a part with fewer rows than classes; `not-finite` for a label that is no finite number; `out-of-memory`.
 */
export function splitRows(labels: ArrayLike<number>, options: SplitOptions): RowSplit {
  const count = requireLabelCount(labels);
  requireOptions(options ?? {});
  const { testSize, seed, stratify = false } = options ?? {};
  if (!Number.isInteger(testSize) || testSize < 1 || testSize >= count)
    throw invalidOption("testSize", `a whole number of rows, above 0 and below all ${count}`, testSize);
  if (typeof stratify !== "boolean") throw invalidOption("stratify", "true or false", stratify);
  const rng = new MT19937(seed);
  return allocating("rows of the split", () => {
    if (stratify) {
      const classes = rowsByClass(labels);
      requireRoom(classes, count - testSize, testSize);
      return drawStratified(classes, count - testSize, testSize, rng);
    }
    const order = rng.permutation(count);
    return { train: order.slice(testSize), test: order.slice(0, testSize) };
  });
}

/**
 * The rows of a random split, copied.
 * @throws WasmlpError as `splitRows`; `invalid-option` when asked to stratify a data set without labels.
 */
export function splitDataset(source: Dataset, options: SplitOptions): { train: Dataset; test: Dataset } {
  requireConsistent("source", source);
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
  requireConsistent("all", all);
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
