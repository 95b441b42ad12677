/** Loss and accuracy of a network over rows in its workspace, weights held still. Knows nothing of models or epochs. */
import type { Heap } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import type { Workspace } from "../memory/workspace.js";
import { lossOnly } from "../network/backward.js";
import { forward, gatherFeatures, gatherTargets, type Scaling, type Slice } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import type { LayerPlan, Plan, SourcePlan } from "../network/plan.js";

/** Loss and accuracy over one data set with the weights held still. */
export interface Score {
  /** As the model's loss is defined: averaged over rows, and over outputs where the loss says so. */
  readonly loss: number;
  /** Share of rows whose predicted class is the label, 0 to 1; absent where rows have targets, not labels. */
  readonly accuracy?: number;
  /** Mean over rows and outputs of the squared error (the chapter's printed MSE); squared-error losses only. */
  readonly meanSquaredError?: number;
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

/**
 * Adds rows order[start] … order[start + rows − 1] of `source`; their classes are left in `plan.classes`, the output
 * layer's logits or activations in its output.
 */
export function tallyWindow(
  { kernels, heap }: Workspace,
  plan: Plan,
  source: SourcePlan,
  scaling: Scaling,
  start: number,
  rows: number,
  tally: Tally,
): void {
  const slice: Slice = { begin: 0, end: rows, scratch: plan.scratch.address };
  gatherFeatures(kernels, plan, source, scaling, start, slice);
  gatherTargets(kernels, plan, source, start, slice);
  const { fromLogits } = LOSS_TABLE[plan.architecture.loss];
  forward(kernels, plan, slice, fromLogits);
  lossOnly(kernels, plan, slice);
  tally.rows += rows;
  tally.kernelLoss += sumRowLoss(heap, plan, rows);
  if (!source.labels) return;
  classify({ kernels, heap }, plan, rows, fromLogits);
  for (let i = 0; i < rows; i++) {
    const row = heap.words[(plan.order.address >>> 2) + start + i] as number;
    if (heap.words[(plan.classes.address >>> 2) + i] === heap.bytes[source.labels.address + row]) tally.correct++;
  }
}

/** Σ of the row losses of a batch, in row order, in f64. */
export function sumRowLoss(heap: Heap, plan: Plan, rows: number): number {
  const start = plan.rowLoss.address >>> 2;
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += heap.floats[start + i] as number;
  return sum;
}

/**
 * Class of each row of the last forward pass, into `plan.classes`: the first largest output; with one output, 1 where
 * it is at least 0.5 (or its logit at least 0).
 */
export function classify(
  { kernels, heap }: Pick<Workspace, "kernels" | "heap">,
  plan: Plan,
  rows: number,
  isLogits: boolean,
): void {
  const { output, units } = plan.layers.at(-1) as LayerPlan;
  if (units > 1) {
    kernels.argmaxRows(rows, units, output.address, output.stride, plan.classes.address);
    return;
  }
  const threshold = isLogits ? 0 : 0.5;
  for (let i = 0; i < rows; i++)
    heap.words[(plan.classes.address >>> 2) + i] = Number(
      (heap.floats[rowAddress(output, i) >>> 2] as number) >= threshold,
    );
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
