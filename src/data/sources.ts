/** Data sets and workspaces: what a data set needs there, and rows on their way in. Knows nothing of training. */
import { invalidOption, shapeMismatch } from "../errors.js";
import type { Heap, Kernels } from "../kernels/contract.js";
import { rowAddress, type Tensor } from "../memory/tensor.js";
import type { Architecture } from "../network/architecture.js";
import type { Plan, SourcePlan, SourceShape } from "../network/plan.js";
import { type Dataset, type FeatureArray, requireConsistent, requireFinite } from "./dataset.js";
import { cutColumns, recordsSize } from "./density.js";

/** Rows on their way into a workspace: a data set, or features without answers. */
export type SourceRows = Omit<Dataset, "classes">;

/** What the plan needs to know to keep `data` in the workspace as it is. */
export function sourceShape(name: string, data: SourceRows): SourceShape {
  return {
    name,
    rows: data.count,
    element: data.features instanceof Uint8Array ? "u8" : "f32",
    hasLabels: data.labels !== undefined,
    hasTargets: data.targets !== undefined,
  };
}

/** The same; bytes that are mostly 0 are kept as records, of which `threads` threads share the columns. */
export function compactShape(name: string, data: Dataset, threads: number): SourceShape {
  const shape = sourceShape(name, data);
  const { features, width } = data;
  if (!(features instanceof Uint8Array)) return shape;
  const bytes = recordsSize(features, width);
  return bytes === undefined ? shape : { ...shape, records: { bytes, cuts: cutColumns(features, width, threads) } };
}

/** Rows first … first + count − 1 of `data` become the first rows of a source of its kind. */
export function loadRows(
  kernels: Kernels,
  heap: Heap,
  source: SourcePlan,
  data: SourceRows,
  first: number,
  count: number,
): void {
  loadFeatures(kernels, heap, source, data, first, count);
  if (source.labels && data.labels) heap.bytes.set(data.labels.subarray(first, first + count), source.labels.address);
  if (!source.targets || !data.targets) return;
  const { address, columns } = source.targets;
  heap.floats.set(data.targets.subarray(first * columns, (first + count) * columns), address >>> 2);
}

/** The features of those rows alone: as they are, or a window at a time into records. */
export function loadFeatures(
  kernels: Kernels,
  heap: Heap,
  { features: window, records }: SourcePlan,
  { features, width, scale }: Pick<Dataset, "features" | "width" | "scale">,
  first: number,
  count: number,
): void {
  if (window.element === "f32") {
    heap.floats.set(rowsOf(features, width, first, count), window.address >>> 2);
    return;
  }
  if (!records) {
    heap.bytes.set(rowsOf(features, width, first, count), window.address);
    return;
  }
  writeByteValues(heap, records.values, scale);
  heap.words[records.offsets.address >>> 2] = 0;
  for (let done = 0; done < count; done += window.rows) {
    const rows = Math.min(window.rows, count - done);
    heap.bytes.set(rowsOf(features, width, first + done, rows), window.address);
    const { words, offsets } = records;
    kernels.compressRows(rows, width, window.address, words.address, rowAddress(offsets, done));
  }
}

/** Rows first … first + count − 1, in place. One row alone is not worth a view of itself. */
function rowsOf(features: FeatureArray, width: number, first: number, count: number): FeatureArray {
  if (count * width === features.length) return features;
  return features.subarray(first * width, (first + count) * width);
}

/** scale·byte for each byte, rounded as gatherU8 rounds it. */
function writeByteValues({ floats }: Heap, values: Tensor<"f32">, scale: number): void {
  const gain = floats instanceof Float32Array ? Math.fround(scale) : scale;
  if (floats[(values.address >>> 2) + 1] === gain) return;
  for (let byte = 0; byte < 256; byte++) floats[(values.address >>> 2) + byte] = gain * byte;
}

/** What each row of the first source counts, where the plan has a place for it: the first of `weights`. */
export function writeRowWeights(heap: Heap, { rowWeights }: Plan, weights: Float64Array | undefined): void {
  if (rowWeights && weights) heap.floats.set(weights.subarray(0, rowWeights.rows), rowWeights.address >>> 2);
}

/** Writes 0, 1, 2 … into the order, so that rows are taken as they stand. */
export function orderAsStored(heap: Heap, order: Tensor<"u32">, count: number): void {
  const start = order.address >>> 2;
  for (let i = 0; i < count; i++) heap.words[start + i] = i;
}

/**
 * Checks that a network can read the features of `data` and answer with its labels or targets.
 * @throws WasmlpError `shape-mismatch` or `invalid-option`, naming `what`.
 */
export function requireFit(what: string, data: Dataset, { inputs, outputs }: Architecture): void {
  requireDataset(what, data);
  if (data.width !== inputs) throw shapeMismatch(`${what}: features a row`, inputs, data.width);
  if (data.targets && data.classes !== outputs)
    throw shapeMismatch(`${what}: target columns`, `${outputs}, one an output`, data.classes);
  const most = outputs === 1 ? 2 : outputs;
  if (data.labels && data.classes > most)
    throw shapeMismatch(`${what}: classes`, `at most ${most} for ${outputs} outputs`, data.classes);
}

/**
 * A data set that can be learnt from or judged by: at least one row, counts that agree, labels in range, finite floats.
 * @throws WasmlpError `shape-mismatch`, `invalid-option` or `not-finite`, naming `what`.
 */
export function requireDataset(what: string, data: Dataset): void {
  requireConsistent(what, data);
  const { features, labels, targets, count, width, classes } = data;
  if (count < 1) throw invalidOption(what, "at least one row", `${count} rows`);
  if (!(features instanceof Uint8Array)) requireFinite(`${what}: features`, features, width);
  if (targets) requireFinite(`${what}: targets`, targets, classes);
  const wrong = labels?.findIndex((label) => label >= classes) ?? -1;
  if (wrong >= 0)
    throw invalidOption(`${what}: labels[${wrong}]`, `a class index from 0 to ${classes - 1}`, labels?.[wrong]);
}
