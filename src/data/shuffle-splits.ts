/**
 * Repeated random draws of rows to train on and rows to test on that keep the share of each class, value for value as
 * scikit-learn's `StratifiedShuffleSplit` (1.2.1); and smaller training sets for learning curves. Row numbers only.
 */
import { allocating, invalidOption, requireOptions } from "../errors.js";
import { MT19937 } from "../random/mt19937.js";
import { splitRows } from "./split.js";
import {
  drawStratified,
  MAX_ROW_NUMBERS,
  type RowSplit,
  requireLabelCount,
  requireRoom,
  rowsByClass,
  take,
} from "./stratify.js";

/** How to draw. */
export interface ShuffleSplitOptions {
  /** Draws, at least 1. Default 10. */
  splits?: number;
  /** Rows of each part, at least one a class and together no more than there are; rows may be left over. */
  trainSize: number;
  testSize: number;
  /** 0 … 2³² − 1; scikit-learn's `random_state`. Default 0. */
  seed?: number;
}

/**
 * @param labels one number a row
 * @throws WasmlpError `invalid-option` where scikit-learn refuses, too: parts that are too small or too large, a class
 * with one row; `not-finite` for a label that is no finite number; `out-of-memory`.
 */
export function stratifiedShuffleSplit(labels: ArrayLike<number>, options: ShuffleSplitOptions): RowSplit[] {
  const count = requireLabelCount(labels);
  requireOptions(options ?? {});
  const { splits = 10, trainSize, testSize, seed = 0 } = options ?? {};
  if (!Number.isInteger(splits) || splits < 1 || splits > 2 ** 20)
    throw invalidOption("splits", `a whole number from 1 to ${2 ** 20}`, splits);
  if (!Number.isInteger(testSize) || testSize < 1 || testSize >= count)
    throw invalidOption("testSize", `a whole number of rows, above 0 and below all ${count}`, testSize);
  if (!Number.isInteger(trainSize) || trainSize < 1 || trainSize > count - testSize)
    throw invalidOption("trainSize", `a whole number of rows from 1 to the ${count - testSize} left over`, trainSize);
  const most = Math.floor(MAX_ROW_NUMBERS / (trainSize + testSize));
  if (splits > most) throw invalidOption("splits", `at most ${most} of ${trainSize + testSize} rows`, splits);
  return allocating("rows of the splits", () => {
    const classes = rowsByClass(labels);
    if (trainSize < classes.counts.length)
      throw invalidOption("trainSize", `at least ${classes.counts.length} rows, one a class`, trainSize);
    requireRoom(classes, trainSize, testSize);
    const random = new MT19937(seed);
    return Array.from({ length: splits }, () => drawStratified(classes, trainSize, testSize, random));
  });
}

/**
 * `size` of `rows`, by class where there are labels: the training rows of `train_test_split` with `train_size=size`,
 * in random order; all of them, as they stand, where `size` is their number.
 * @param labels of the whole data set, by row number; absent to draw regardless of class
 * @throws WasmlpError `invalid-option`
 */
export function drawSubset(
  rows: Uint32Array,
  labels: ArrayLike<number> | undefined,
  size: number,
  seed: number,
): Uint32Array {
  const classes = labels && rowsByClass(take(labels, rows));
  const least = classes?.counts.length ?? 1;
  if (!Number.isInteger(size) || size < least || size > rows.length)
    throw invalidOption("trainSizes", `whole numbers of rows from ${least} to ${rows.length}`, size);
  if (size === rows.length) return rows;
  const rest = rows.length - size;
  const { train } = classes
    ? drawStratified(classes, size, rest, new MT19937(seed))
    : splitRows({ length: rows.length }, { testSize: rest, seed });
  return take(rows, train);
}
