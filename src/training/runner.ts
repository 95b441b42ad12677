/** Who performs the passes of a run, as the trainer sees it: a memory to fill and read, and jobs on it. Types only. */
import type { AnswerJob } from "../evaluation/answers.js";
import type { Heap, Kernels } from "../kernels/contract.js";
import type { StepsJob } from "../network/passes.js";
import type { Plan } from "../network/plan.js";
import type { Wish } from "../threads/patience.js";

export interface Runner {
  readonly heap: Heap;
  /** For what the calling thread does itself, before and between jobs. */
  readonly kernels: Kernels;
  /**
   * Performs steps; resolves with the step after the last one. `onTick` hears how far it is; true from it stops, and if
   * workers then do not answer they are given up: undefined, and the memory may hold half a step. "pause" stops too, and
   * waits for as long as the step takes. Between two calls the heap may be read and written.
   */
  train(job: StepsJob, onTick: (done: number) => Wish): Promise<number | undefined>;
  /** Answers for rows; true from `onTick` stops, and resolves with false. */
  answer(job: AnswerJob, onTick: () => boolean): Promise<boolean>;
  /** Once, at the end, whatever happened. */
  close(): Promise<void>;
}

/** Puts something between steps and their kernels: it sees every call, and must pass it on. */
export type KernelWrapper = (kernels: Kernels, plan: Plan) => Kernels;
