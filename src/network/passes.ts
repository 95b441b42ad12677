/**
 * A run of mini-batches, as every thread that takes part in it performs it: its rows of each batch, wait, its rows of
 * the weights, wait. With one part it is the whole. Sees the type of the kernels only.
 */
import type { Heap, Kernels } from "../kernels/contract.js";
import type { Scaling } from "./first-layer.js";
import type { Optimizer } from "./optimizers.js";
import type { Plan, SourcePlan } from "./plan.js";
import { type Lane, type MiniBatch, phaseA, phaseB, sliceOf } from "./step.js";
import { type AdamCorrection, nextCorrection, type UpdateRule } from "./update.js";

/** Mini-batches first … last − 1 of an epoch, from the first source of a plan. Plain data: it is posted to threads. */
export interface StepsJob {
  readonly first: number;
  readonly last: number;
  /** Rows of the epoch; a batch has `plan.capacity` of them, the last one what is left. */
  readonly rows: number;
  readonly scaling: Scaling;
  readonly optimizer: Optimizer;
  /** As it stood after the step before `first`. */
  readonly correction: AdamCorrection;
}

/** What threads, and whoever waits for them, tell each other: indices into `plan.control`, each on a line of its own. */
export const CONTROL = {
  /** Three words that the barrier owns. */
  barrier: 0,
  /** Set from outside: stop after the current step. */
  abort: 16,
  /** Set by part 0 between the barriers of a step: this step is the last. */
  stop: 32,
  /** Steps done, for whoever looks on. */
  done: 48,
} as const;

/** Whether someone outside wants the current job to stop. */
export function isAborted(heap: Heap, plan: Plan): boolean {
  return Atomics.load(heap.words, (plan.control.address >>> 2) + CONTROL.abort) !== 0;
}

/** Performs this lane's part; returns the step after the last one performed. Stops early on `abort` or a loss that is not finite. */
export function trainSteps(kernels: Kernels, heap: Heap, plan: Plan, job: StepsJob, lane: Lane): number {
  const control = plan.control.address >>> 2;
  const source = plan.sources[0] as SourcePlan;
  const { optimizer, scaling } = job;
  let correction = job.correction;
  for (let step = job.first; step < job.last; step++) {
    const start = step * plan.capacity;
    const rows = Math.min(plan.capacity, job.rows - start);
    correction = nextCorrection(optimizer, correction);
    const rule: UpdateRule = { optimizer, correction };
    const batch: MiniBatch = { source, scaling, start, rows };
    phaseA(kernels, plan, batch, rule, sliceOf(plan, rows, lane));
    lane.wait();
    if (lane.part === 0) {
      const isLast = !Number.isFinite(sumRowLoss(heap, plan, start, rows)) || isAborted(heap, plan);
      Atomics.store(heap.words, control + CONTROL.stop, Number(isLast));
    }
    phaseB(kernels, plan, batch, rule, lane.part, lane.parts);
    lane.wait();
    if (lane.part === 0) Atomics.store(heap.words, control + CONTROL.done, step + 1);
    if (Atomics.load(heap.words, control + CONTROL.stop)) return step + 1;
  }
  return job.last;
}

/** `before` + Σ of the losses of rows order[start] … order[start + rows − 1], in that order, in f64. */
export function sumRowLoss(heap: Heap, plan: Plan, start: number, rows: number, before = 0): number {
  const from = (plan.rowLoss.address >>> 2) + start;
  let sum = before;
  for (let i = from; i < from + rows; i++) sum += heap.floats[i] as number;
  return sum;
}
