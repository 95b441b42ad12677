/** Loss and accuracy of a network over rows in its workspace, weights held still. Knows nothing of models or epochs. */
import type { F32Ptr, Heap, Kernels } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import { lossOnly } from "../network/backward.js";
import { firstBias, type Scaling, type Slice, type Window } from "../network/first-layer.js";
import { forward, gatherTargets } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import { isAborted, sumRowLoss } from "../network/passes.js";
import type { LayerPlan, Plan, SourcePlan } from "../network/plan.js";
import { type Lane, sliceOf } from "../network/step.js";

/** Loss and accuracy over one data set with the weights held still. */
export interface Score {
  /** As the model's loss is defined: averaged over rows, and over outputs where the loss says so. */
  readonly loss: number;
  /** Share of rows whose predicted class is the label, 0 to 1; absent where rows have targets, not labels. */
  readonly accuracy?: number;
  /** Mean over rows and outputs of the squared error (the chapter's printed MSE); squared-error losses only. */
  readonly meanSquaredError?: number;
}

/** Rows order[first] … order[last − 1] of a source. Plain data: it is posted to threads. */
export interface ScoreJob {
  readonly source: number;
  readonly first: number;
  readonly last: number;
  readonly scaling: Scaling;
}

/**
 * This lane's rows of each window: loss and class of each, by its place in the order. A lane keeps the same rows of the
 * batch in every window, the last, smaller one too: so no lane waits for another. Stops early on `abort`.
 */
export function scoreRows(kernels: Kernels, heap: Heap, plan: Plan, job: ScoreJob, lane: Lane): void {
  const source = plan.sources[job.source] as SourcePlan;
  const { scaling } = job;
  const slice = sliceOf(plan, plan.capacity, lane);
  const bias = firstBias(kernels, plan, { source, scaling }, lane.part);
  for (let start = job.first; start < job.last && !isAborted(heap, plan); start += plan.capacity) {
    const end = Math.min(slice.end, job.last - start);
    if (slice.begin < end) scoreWindow(kernels, heap, plan, { source, scaling, start }, { ...slice, end }, bias);
  }
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

/** The score of a tally of rows of a network with this loss and so many outputs. */
export function toScore(plan: Plan, tally: Tally, hasLabels: boolean): Score {
  const { loss: name, outputs } = plan.architecture;
  const { kernel, valueScale } = LOSS_TABLE[name];
  const perRow = tally.kernelLoss / tally.rows;
  return {
    loss: perRow * valueScale(outputs),
    ...(hasLabels && { accuracy: tally.correct / tally.rows }),
    ...(kernel === "squaredError" && { meanSquaredError: perRow / outputs }),
  };
}
