/**
 * Passes over rows with the weights held still, as every thread that takes part performs them: loss and class of each
 * row, its class alone, or its outputs. Knows nothing of models, epochs, or how many threads there are.
 */
import type { Heap, Kernels } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import { firstBias, type Scaling } from "../network/first-layer.js";
import { activateOutput, forward } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import type { FloatArray } from "../network/parameters.js";
import { isAborted } from "../network/passes.js";
import type { LayerPlan, Plan, SourcePlan } from "../network/plan.js";
import type { Slice } from "../network/products.js";
import { type Lane, sliceOf } from "../network/step.js";
import { classify, scoreWindow } from "./evaluate.js";

/** Where the answers lie: `plan.rowLoss` and `plan.classes`; `plan.classes`; `plan.outputs`. */
export type Wanted = "score" | "classes" | "outputs";

/** Rows order[first] … order[last − 1] of a source. Plain data: it is posted to threads. */
export interface AnswerJob {
  readonly wanted: Wanted;
  readonly source: number;
  readonly first: number;
  readonly last: number;
  readonly scaling: Scaling;
}

/**
 * This lane's rows of each window, answered at their places in the order. A lane keeps the same rows of the batch in
 * every window, the last, smaller one too: so no lane waits for another. Stops early on `abort`.
 */
export function answerRows(kernels: Kernels, heap: Heap, plan: Plan, job: AnswerJob, lane: Lane): void {
  const source = plan.sources[job.source] as SourcePlan;
  const { wanted, scaling } = job;
  const { fromLogits } = LOSS_TABLE[plan.architecture.loss];
  const whole = sliceOf(plan, plan.capacity, lane);
  const bias = firstBias(kernels, plan, { source, scaling }, lane.part);
  for (let start = job.first; start < job.last && !isAborted(heap, plan); start += plan.capacity) {
    const slice = { ...whole, end: Math.min(whole.end, job.last - start) };
    if (slice.begin >= slice.end) continue;
    const window = { source, scaling, start };
    if (wanted === "score") scoreWindow(kernels, heap, plan, window, slice, bias);
    else if (wanted === "classes") {
      forward(kernels, plan, window, slice, bias, fromLogits);
      classify(kernels, heap, plan, start, slice, fromLogits);
    } else {
      forward(kernels, plan, window, slice, bias, true);
      activateOutput(kernels, plan, slice);
      keepOutputs(heap, plan, start, slice);
    }
  }
}

/** The last layer's outputs to `plan.outputs`, at the rows' places in the order. */
function keepOutputs(heap: Heap, plan: Plan, start: number, slice: Slice): void {
  const layer = plan.layers.at(-1) as LayerPlan;
  const { address } = plan.outputs as NonNullable<Plan["outputs"]>;
  copyOutputs(heap, layer, slice, heap.floats, (address >>> 2) + (start + slice.begin) * layer.units);
}

/** A slice of a layer's outputs to `target`, row after row without padding, the first value at `at`. */
export function copyOutputs(
  { floats }: Heap,
  { output, units }: LayerPlan,
  { begin, end }: Slice,
  target: FloatArray,
  at: number,
): void {
  let to = at;
  for (let i = begin; i < end; i++) {
    const from = rowAddress(output, i) >>> 2;
    for (let j = 0; j < units; j++) target[to++] = floats[from + j] as number;
  }
}
