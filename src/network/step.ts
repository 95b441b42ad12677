/**
 * One mini-batch, in two phases. Phase A works on rows of the batch (forward, loss, deltas), phase B on rows of the
 * weights (gradient over the whole batch, update). Slices within a phase are independent; between the phases, and
 * before the next step, all slices must be done. Sees the type of the kernels only.
 */
import type { Kernels } from "../kernels/contract.js";
import { backward, lossAndDelta } from "./backward.js";
import { bucketFirst, firstBias, type Window } from "./first-layer.js";
import { forward, gatherTargets } from "./forward.js";
import { LOSS_TABLE } from "./losses.js";
import type { Plan } from "./plan.js";
import type { Slice } from "./products.js";
import { gradientFactor, type UpdateRule, updateLayer } from "./update.js";

/** A mini-batch: rows order[start] … order[start + rows − 1] of a source. */
export interface MiniBatch extends Window {
  readonly rows: number;
}

/** Rows of the batch: everything up to the deltas of every layer, and the row losses. */
export function phaseA(kernels: Kernels, plan: Plan, batch: MiniBatch, rule: UpdateRule, slice: Slice): void {
  if (slice.begin === slice.end) return;
  const bias = firstBias(kernels, plan, batch, slice.part);
  forward(kernels, plan, batch, slice, bias, LOSS_TABLE[plan.architecture.loss].fromLogits);
  bucketFirst(kernels, plan, batch, slice);
  gatherTargets(kernels, plan, batch.source, batch.start, slice);
  lossAndDelta(kernels, plan, batch.start, slice, batch.rows, gradientFactor(rule.optimizer));
  backward(kernels, plan, slice);
}

/** Rows of the weights: share `part` of `parts` of every layer. */
export function phaseB(
  kernels: Kernels,
  plan: Plan,
  batch: MiniBatch,
  rule: UpdateRule,
  part: number,
  parts: number,
): void {
  plan.layers.forEach((layer, l) => {
    const cuts = l === 0 && batch.source.records?.cuts;
    const [begin, end] = cuts
      ? [cuts[part] as number, cuts[part + 1] as number]
      : share(layer.inputs, part, parts, TILE_ROWS);
    if (begin < end) updateLayer(kernels, plan, l, batch, batch.rows, rule, { begin, end, part });
  });
}

/** Both phases on one thread. */
export function step(kernels: Kernels, plan: Plan, batch: MiniBatch, rule: UpdateRule): void {
  phaseA(kernels, plan, batch, rule, sliceOf(plan, batch.rows, ALONE));
  phaseB(kernels, plan, batch, rule, 0, 1);
}

/** One of the threads that work on a plan together, and how it waits for the others. */
export interface Lane {
  readonly part: number;
  readonly parts: number;
  readonly wait: () => void;
}

/** The lane of a thread that works alone. */
export const ALONE: Lane = { part: 0, parts: 1, wait: () => {} };

/** A lane's rows of a batch of `rows`: whole bins where the batch is sorted into them. */
export function sliceOf(plan: Plan, rows: number, { part, parts }: Lane): Slice {
  const [begin, end] = share(rows, part, parts, plan.buckets?.binRows ?? TILE_ROWS);
  return { begin, end, part };
}

/** Rows of the micro-kernels: slices are whole multiples of it. */
const TILE_ROWS = 4;

/** Share `part` of `parts` of `rows`, in whole tiles: [begin, end). */
function share(rows: number, part: number, parts: number, tileRows: number): [number, number] {
  const size = Math.ceil(rows / tileRows / parts) * tileRows;
  return [Math.min(rows, part * size), Math.min(rows, (part + 1) * size)];
}
