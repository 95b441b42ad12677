/** Data sets and workspaces: what a data set needs there, and rows on their way in. Knows nothing of training. */
import { invalidOption, shapeMismatch } from "../errors.js";
import type { Heap } from "../kernels/contract.js";
import type { Tensor } from "../memory/tensor.js";
import type { Architecture } from "../network/architecture.js";
import type { SourcePlan, SourceShape } from "../network/plan.js";
import type { Dataset } from "./dataset.js";

/** What the plan needs to know to keep `data` in the workspace. */
export function sourceShape(name: string, data: Dataset): SourceShape {
  return {
    name,
    rows: data.count,
    element: data.features instanceof Uint8Array ? "u8" : "f32",
    hasLabels: data.labels !== undefined,
    hasTargets: data.targets !== undefined,
  };
}

/** Copies rows first … first + count − 1 of `data` to the start of a source of its kind. */
export function loadRows(heap: Heap, source: SourcePlan, data: Dataset, first: number, count: number): void {
  const { width, classes } = data;
  const features = data.features.subarray(first * width, (first + count) * width);
  if (source.features.element === "u8") heap.bytes.set(features, source.features.address);
  else heap.floats.set(features, source.features.address >>> 2);
  if (source.labels && data.labels) heap.bytes.set(data.labels.subarray(first, first + count), source.labels.address);
  if (source.targets && data.targets)
    heap.floats.set(data.targets.subarray(first * classes, (first + count) * classes), source.targets.address >>> 2);
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
 * A data set made by hand may lie about itself: the counts are checked again before its rows are trusted.
 * @throws WasmlpError `shape-mismatch` or `invalid-option`, naming `what`.
 */
export function requireDataset(what: string, data: Dataset): void {
  if (typeof data !== "object" || data === null || !ArrayBuffer.isView(data.features))
    throw invalidOption(what, "a data set, as dataset(…) or mnist.load() gives", data);
  const { features, labels, targets, count, width, classes } = data;
  if (!Number.isInteger(count) || count < 1) throw invalidOption(what, "at least one row", `${count} rows`);
  if (features.length !== count * width)
    throw shapeMismatch(`${what}: features`, `${count} rows of ${width}`, `${features.length} values`);
  if (!labels && !targets) throw invalidOption(what, "labels or targets", "neither");
  if (labels && labels.length !== count) throw shapeMismatch(`${what}: labels`, count, labels.length);
  if (targets && targets.length !== count * classes)
    throw shapeMismatch(`${what}: targets`, `${count} rows of ${classes}`, targets.length);
  const wrong = labels?.findIndex((label) => label >= classes) ?? -1;
  if (wrong >= 0)
    throw invalidOption(`${what}: labels[${wrong}]`, `a class index from 0 to ${classes - 1}`, labels?.[wrong]);
}
