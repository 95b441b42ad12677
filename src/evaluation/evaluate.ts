/** Loss and accuracy of a network over rows in its workspace, weights held still. Knows nothing of models or epochs. */
import type { F32Ptr, Heap, Kernels } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import { lossOnly } from "../network/backward.js";
import type { Window } from "../network/first-layer.js";
import { forward, gatherTargets } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import type { FloatArray } from "../network/parameters.js";
import { sumRowLoss } from "../network/passes.js";
import type { LayerPlan, Plan, SourcePlan } from "../network/plan.js";
import type { Slice } from "../network/products.js";

/** Loss and accuracy over one data set with the weights held still. */
export interface Score {
  /** As the model's loss is defined: averaged over rows, and over outputs where the loss says so. */
  readonly loss: number;
  /** Share of rows whose predicted class is the label, 0 to 1; absent where rows have targets, not labels. */
  readonly accuracy?: number;
  /** Mean over rows and outputs of the squared error (the chapter's printed MSE); squared-error losses only. */
  readonly meanSquaredError?: number;
}

/**
 * Loss and class of the slice's rows of a window, at the same places of `plan.rowLoss` and `plan.classes`. `bias` as
 * firstBias gives it.
 */
export function scoreWindow(
  kernels: Kernels,
  heap: Heap,
  plan: Plan,
  window: Window,
  slice: Slice,
  bias: F32Ptr,
): void {
  const { source, start } = window;
  const { fromLogits } = LOSS_TABLE[plan.architecture.loss];
  forward(kernels, plan, window, slice, bias, fromLogits);
  gatherTargets(kernels, plan, source, start, slice);
  lossOnly(kernels, plan, start, slice);
  if (source.labels) classify(kernels, heap, plan, start, slice, fromLogits);
}

/**
 * Class of each row of the last forward pass: the first largest output; with one output, 1 where it is at least 0.5
 * (or its logit at least 0).
 */
export function classify(
  kernels: Kernels,
  heap: Heap,
  plan: Plan,
  start: number,
  { begin, end }: Slice,
  isLogits: boolean,
): void {
  const { output, units } = plan.layers.at(-1) as LayerPlan;
  const classes = rowAddress(plan.classes, start + begin);
  if (units > 1) {
    kernels.argmaxRows(end - begin, units, rowAddress(output, begin), output.stride, classes);
    return;
  }
  const threshold = isLogits ? 0 : 0.5;
  for (let i = begin; i < end; i++)
    heap.words[(classes >>> 2) + i - begin] = Number((heap.floats[rowAddress(output, i) >>> 2] as number) >= threshold);
}

/** Sums over rows seen so far. */
export interface Tally {
  rows: number;
  kernelLoss: number;
  /** Rows classified right, where they have labels. */
  correct: number;
}

export function emptyTally(): Tally {
  return { rows: 0, kernelLoss: 0, correct: 0 };
}

/** Adds scored rows order[start] … order[start + rows − 1] of `source`. */
export function tallyRows(heap: Heap, plan: Plan, source: SourcePlan, start: number, rows: number, tally: Tally): void {
  tally.rows += rows;
  tally.kernelLoss += sumRowLoss(heap, plan, start, rows);
  if (!source.labels) return;
  const order = (plan.order.address >>> 2) + start;
  const classes = (plan.classes.address >>> 2) + start;
  for (let i = 0; i < rows; i++) {
    const row = heap.words[order + i] as number;
    if (heap.words[classes + i] === heap.bytes[source.labels.address + row]) tally.correct++;
  }
}

/**
 * Rows whose losses are summed before their sum joins the others'. Floating-point sums depend on the grouping: rows that
 * are passed in windows of another size give the same bits if they are tallied in these.
 */
export const TALLY_ROWS = 256;

/** The tally of rows whose losses, and classes where they have labels, have been collected. */
export function tallyOf(losses: FloatArray, classes: Uint32Array, labels: Uint8Array | undefined): Tally {
  const tally = emptyTally();
  tally.rows = losses.length;
  for (let start = 0; start < losses.length; start += TALLY_ROWS) {
    let sum = 0;
    for (const loss of losses.subarray(start, start + TALLY_ROWS)) sum += loss;
    tally.kernelLoss += sum;
  }
  if (labels) for (let i = 0; i < labels.length; i++) if (classes[i] === labels[i]) tally.correct++;
  return tally;
}

/** The score of a tally of rows of a network with this loss and so many outputs. */
export function toScore({ architecture }: Pick<Plan, "architecture">, tally: Tally, hasLabels: boolean): Score {
  const { loss: name, outputs } = architecture;
  const { kernel, valueScale } = LOSS_TABLE[name];
  const perRow = tally.kernelLoss / tally.rows;
  return {
    loss: perRow * valueScale(outputs),
    ...(hasLabels && { accuracy: tally.correct / tally.rows }),
    ...(kernel === "squaredError" && { meanSquaredError: perRow / outputs }),
  };
}
