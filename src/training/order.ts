/** In which order an epoch takes its rows. */
import { invalidOption, shapeMismatch } from "../errors.js";
import { MT19937 } from "../random/mt19937.js";

/**
 * The rows of an epoch, in the order they are trained on: row numbers below `count`, each at most once.
 * Called once an epoch, epochs in order; the first is 1.
 */
export type RowOrder = (epoch: number, count: number) => Uint32Array;

/** 0, 1, 2 … shuffled afresh each epoch from one MT19937 stream, as NumPy's `RandomState(seed).shuffle` does. */
export function shuffledOrder(seed: number): RowOrder {
  const random = new MT19937(seed);
  return (_epoch, count) => {
    const order = storedOrder(1, count);
    random.shuffle(order);
    return order;
  };
}

/** More row numbers would not fit beside the rows in a 32-bit memory. */
const MAX_ROWS = 2 ** 28;

/** Rows as they are stored. @throws WasmlpError `invalid-option` for a count that is none, or beyond 2²⁸. */
export const storedOrder: RowOrder = (_epoch, count) => {
  if (!Number.isInteger(count) || count < 0 || count > MAX_ROWS)
    throw invalidOption("count", `a whole number of rows from 0 to ${MAX_ROWS}`, count);
  const order = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  return order;
};

/**
 * The chapter's order. Its evaluation shuffles as well, so from the second epoch on, one shuffle of the training rows
 * and one of the validation rows come out of the same stream before the epoch's own.
 */
export function chapterOrder(seed: number, validationCount: number): RowOrder {
  const shuffled = shuffledOrder(seed);
  return (epoch, count) => {
    if (epoch > 1) {
      shuffled(epoch, count);
      shuffled(epoch, validationCount);
    }
    return shuffled(epoch, count);
  };
}

/**
 * Each epoch's rows are those of the epoch before, permuted with the next draw of `random`: what shuffling arrays in
 * place comes to, as chapter 2's AdalineSGD does.
 */
export function reshuffledOrder(random: MT19937): RowOrder {
  if (!(random instanceof MT19937)) throw invalidOption("random", "an MT19937", random);
  let rows = new Uint32Array();
  return (epoch, count) => {
    const before = epoch === 1 ? storedOrder(epoch, count) : rows;
    rows = random.permutation(count).map((row) => before[row] as number);
    return rows;
  };
}

/** @throws WasmlpError `shape-mismatch` or `invalid-option` where an order names rows that are not there, or one twice. */
export function requireOrder(order: Uint32Array, count: number): void {
  if (!(order instanceof Uint32Array)) throw invalidOption("order", "a function that gives a Uint32Array", order);
  if (order.length < 1 || order.length > count) throw shapeMismatch("order", `from 1 to ${count} rows`, order.length);
  const seen = new Uint8Array(count);
  for (const row of order) {
    if (row >= count) throw invalidOption("order", `row numbers below ${count}`, row);
    if (seen[row]) throw invalidOption("order", "each row at most once", `row ${row} twice`);
    seen[row] = 1;
  }
}
