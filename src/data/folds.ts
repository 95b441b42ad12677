/**
 * Folds for cross-validation: row numbers only, value for value as scikit-learn's `KFold` and `StratifiedKFold`
 * (1.2.1). Knows labels and the random stream; nothing of networks.
 */
import { allocating, invalidOption, notFinite, requireOptions, shapeMismatch } from "../errors.js";
import { MT19937 } from "../random/mt19937.js";
import { MAX_ROW_NUMBERS, type RowSplit, requireClassCount, requireLabelCount } from "./stratify.js";

/** How to fold. */
export interface FoldOptions {
  /** 2 … rows; each row is tested in exactly one fold. Default 5. */
  folds?: number;
  /** Deal the rows out at random. Default false: folds are runs of rows as they are stored. */
  shuffle?: boolean;
  /** With `shuffle`: 0 … 2³² − 1, scikit-learn's `random_state`. Default 0. */
  seed?: number;
}

/**
 * `count` rows in folds of equal size, the first ones larger by one where they do not divide. Row numbers ascend.
 * @throws WasmlpError `invalid-option` or `out-of-memory`
 */
export function kFold(count: number, options: FoldOptions = {}): RowSplit[] {
  if (!Number.isInteger(count) || count < 2 || count > MAX_ROW_NUMBERS / 2)
    throw invalidOption("count", `a whole number of rows from 2 to ${MAX_ROW_NUMBERS / 2}`, count);
  const { folds, random } = checkOptions(options, count);
  return allocating("folds", () => equalFolds(count, folds, random));
}

function equalFolds(count: number, folds: number, random: MT19937 | undefined): RowSplit[] {
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  random?.shuffle(order);
  const foldOf = new Uint32Array(count);
  const size = Math.floor(count / folds);
  const larger = count % folds;
  for (let fold = 0, at = 0; fold < folds; fold++) {
    const end = at + size + (fold < larger ? 1 : 0);
    for (; at < end; at++) foldOf[order[at] as number] = fold;
  }
  return splitsOf(foldOf, folds);
}

/**
 * Folds that keep the share of each class. A class with fewer rows than folds is missing from the test rows of some
 * (scikit-learn warns of it); only where every class has fewer are the labels refused, as there.
 * @param labels one number a row
 * @throws WasmlpError `invalid-option`, `not-finite` for a label that is no finite number, or `out-of-memory`
 */
export function stratifiedKFold(labels: ArrayLike<number>, options: FoldOptions = {}): RowSplit[] {
  const count = requireLabelCount(labels);
  if (count < 2) throw invalidOption("labels", "at least 2 rows", count);
  const { folds, random } = checkOptions(options, count);
  return allocating("folds", () => foldsByClass(labels, folds, random));
}

function foldsByClass(labels: ArrayLike<number>, folds: number, random: MT19937 | undefined): RowSplit[] {
  const { classOf, counts } = classesByAppearance(labels);
  const largest = counts.reduce((a, b) => Math.max(a, b));
  if (folds > largest)
    throw invalidOption("folds", `at most the ${largest} rows of the largest class to stratify`, folds);
  const dealt = deal(counts, folds);
  for (const folds of dealt) random?.shuffle(folds);
  const next = new Uint32Array(counts.length);
  const foldOf = new Uint32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const c = classOf[row] as number;
    foldOf[row] = dealt[c]?.[next[c]!++] as number;
  }
  return splitsOf(foldOf, folds);
}

/**
 * Checks splits of one's own: rows that exist, at least one on either side, none on both or twice.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`, naming the split
 */
export function requireSplits(splits: readonly RowSplit[], count: number): void {
  if (!Array.isArray(splits) || splits.length === 0) throw invalidOption("folds", "at least one split of rows", splits);
  for (const [i, split] of splits.entries()) {
    const seen = new Uint8Array(count);
    for (const part of ["train", "test"] as const) {
      const rows: unknown = split?.[part];
      const name = `folds[${i}].${part}`;
      if (!(rows instanceof Uint32Array)) throw invalidOption(name, "a Uint32Array of row numbers", rows);
      if (rows.length === 0) throw shapeMismatch(name, "at least one row", 0);
      for (const row of rows) {
        if (row >= count) throw invalidOption(name, `row numbers below ${count}`, row);
        if (seen[row]) throw invalidOption(name, "each row in one part, once", `row ${row} again`);
        seen[row] = 1;
      }
    }
  }
}

function checkOptions(options: FoldOptions, count: number): { folds: number; random: MT19937 | undefined } {
  requireOptions(options ?? {});
  const { folds = 5, shuffle = false, seed } = options ?? {};
  const most = Math.min(count, Math.floor(MAX_ROW_NUMBERS / count));
  if (!Number.isInteger(folds) || folds < 2 || folds > most)
    throw invalidOption(
      "folds",
      `a whole number from 2 to ${most === count ? "the" : `${most} for`} ${count} rows`,
      folds,
    );
  if (typeof shuffle !== "boolean") throw invalidOption("shuffle", "true or false", shuffle);
  if (seed !== undefined && !shuffle) throw invalidOption("seed", "shuffle: true beside it", seed);
  return { folds, random: shuffle ? new MT19937(seed === undefined ? 0 : seed) : undefined };
}

/** Class of each row as 0, 1, … in the order in which the labels first appear, and the rows of each. */
function classesByAppearance(labels: ArrayLike<number>): { classOf: Uint32Array; counts: number[] } {
  const classes = new Map<number, number>();
  const counts: number[] = [];
  const classOf = new Uint32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row] as number;
    if (!Number.isFinite(label)) throw notFinite("labels", label, `in row ${row}`);
    const c = classes.get(label) ?? classes.size;
    classes.set(label, c);
    requireClassCount(classes.size);
    classOf[row] = c;
    counts[c] = (counts[c] ?? 0) + 1;
  }
  return { classOf, counts };
}

/**
 * The fold of each member of each class, ascending [classes][counts[c]]: with the rows sorted by class, place p goes to
 * fold p mod folds, so that folds differ by one row at most, of each class and in all.
 */
function deal(counts: readonly number[], folds: number): Uint32Array[] {
  let place = 0;
  return counts.map((count) => Uint32Array.from({ length: count }, () => place++ % folds).sort());
}

/** A fold's own rows to test on, all others to train on. */
function splitsOf(foldOf: Uint32Array, folds: number): RowSplit[] {
  const rows = Uint32Array.from({ length: foldOf.length }, (_, row) => row);
  return Array.from({ length: folds }, (_, fold) => ({
    train: rows.filter((row) => foldOf[row] !== fold),
    test: rows.filter((row) => foldOf[row] === fold),
  }));
}
