/**
 * The mini-batches of a training as windows of row numbers, the ones `fit` takes. Knows orders and counts; nothing of
 * networks or memory.
 */
import type { Dataset } from "../data/dataset.js";
import { invalidOption, requireOptions, requireWhole } from "../errors.js";
import { type RowOrder, requireOrder, shuffledOrder } from "./order.js";

export interface MinibatchOptions {
  /** Rows of a window, at least 1; more than there are means all. Default 100. */
  batchSize?: number;
  /** Seed of the shuffles, 0 … 2³² − 1. Default 0. */
  seed?: number;
  /** An order of one's own instead of `seed`, such as `storedOrder`. */
  order?: RowOrder;
  /** Leave out the last window of an epoch where it is smaller than the others. Default false. */
  dropLast?: boolean;
  /** Passes over the rows, one behind the other, at least 1. Default 1. */
  epochs?: number;
}

/** Orders are held as 32-bit row numbers: 2²⁶ of them are a quarter of a gigabyte. */
const MAX_ROWS = 2 ** 26;

/**
 * Row numbers of mini-batch after mini-batch, in the order in which `fit` with the same options trains on them. Each
 * window is a copy [up to batchSize].
 *
 * ```ts
 * for (const rows of minibatches(train, { batchSize: 100, seed: 1, epochs: 5 })) model.partialFit(takeRows(train, rows), { optimizer });
 * ```
 *
 * @param rows how many, 1 … 2²⁶, or the data set that has them.
 * @throws WasmlpError `invalid-option` at once, and from an order that names rows which are not there.
 */
export function minibatches(
  rows: number | Pick<Dataset, "count">,
  options: MinibatchOptions = {},
): Generator<Uint32Array, void, undefined> {
  const count = typeof rows === "object" ? rows?.count : rows;
  requireWhole("rows", count, 1, MAX_ROWS);
  requireOptions(options);
  const { batchSize = 100, seed, order, dropLast = false, epochs = 1 } = options;
  requireWhole("batchSize", batchSize, 1, 2 ** 31);
  requireWhole("epochs", epochs, 1, 2 ** 31);
  if (typeof dropLast !== "boolean") throw invalidOption("dropLast", "true or false", dropLast);
  if (dropLast && batchSize > count)
    throw invalidOption("batchSize", `at most the ${count} rows with dropLast`, batchSize);
  if (order !== undefined && typeof order !== "function")
    throw invalidOption("order", "a function of epoch and row count", order);
  if (order && seed !== undefined) throw invalidOption("seed", "none beside order", seed);
  return windows(
    count,
    Math.min(batchSize, count),
    order ?? shuffledOrder(seed === undefined ? 0 : seed),
    dropLast,
    epochs,
  );
}

function* windows(
  count: number,
  size: number,
  order: RowOrder,
  dropLast: boolean,
  epochs: number,
): Generator<Uint32Array, void, undefined> {
  for (let epoch = 1; epoch <= epochs; epoch++) {
    const rows = order(epoch, count);
    requireOrder(rows, count);
    const end = dropLast ? rows.length - (rows.length % size) : rows.length;
    if (end === 0) throw invalidOption("batchSize", `at most the ${rows.length} rows of the epoch with dropLast`, size);
    for (let start = 0; start < end; start += size) yield rows.slice(start, Math.min(end, start + size));
  }
}
