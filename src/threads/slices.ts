/**
 * A job of one thread in slices of 40 ms, with pauses between them in which the thread can listen: the calling thread to
 * its host's other work, a worker of private memory to the page.
 */
import { type AnswerJob, answerRows } from "../evaluation/answers.js";
import type { Heap, Kernels } from "../kernels/contract.js";
import { CONTROL, type StepsJob, trainSteps } from "../network/passes.js";
import type { Plan } from "../network/plan.js";
import { ALONE } from "../network/step.js";
import { nextCorrection } from "../network/update.js";
import type { Wish } from "./patience.js";
import { pause, SLICE_MS } from "./pause.js";

/** A plan, the memory it is about, and what computes there. */
export interface Place {
  readonly kernels: Kernels;
  readonly heap: Heap;
  readonly plan: Plan;
}

/** Performs steps; `onTick` hears after each slice how far it is, true or "pause" from it stops. Resolves with the step after the last. */
export async function trainInSlices(
  { kernels, heap, plan }: Place,
  job: StepsJob,
  onTick: (done: number) => Wish,
): Promise<number> {
  let step = job.first;
  let { correction } = job;
  while (step < job.last) {
    const began = performance.now();
    let isStopped = false;
    do {
      const next = trainSteps(kernels, heap, plan, { ...job, first: step, last: step + 1, correction }, ALONE);
      correction = nextCorrection(job.optimizer, correction);
      step = next;
      isStopped = heap.words[(plan.control.address >>> 2) + CONTROL.stop] !== 0;
    } while (!isStopped && step < job.last && performance.now() - began < SLICE_MS);
    if (onTick(step) || isStopped) return step;
    await pause();
  }
  return step;
}

/** Answers for rows; true from `onTick` stops, and resolves with false. */
export async function answerInSlices(
  { kernels, heap, plan }: Place,
  job: AnswerJob,
  onTick: () => boolean,
): Promise<boolean> {
  let began = performance.now();
  for (let first = job.first; first < job.last; first += plan.capacity) {
    answerRows(kernels, heap, plan, { ...job, first, last: Math.min(job.last, first + plan.capacity) }, ALONE);
    if (performance.now() - began < SLICE_MS) continue;
    if (onTick()) return false;
    await pause();
    began = performance.now();
  }
  return true;
}
