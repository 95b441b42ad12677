/**
 * Who performs the passes of a run: the calling thread, in slices with pauses between them, or a team of workers. Both
 * give the same bits; the trainer cannot tell them apart.
 */
import { type AnswerJob, answerRows } from "../evaluation/answers.js";
import type { Heap, Kernels } from "../kernels/contract.js";
import { joinWorkspace } from "../memory/join.js";
import {
  type Engine,
  giveBack,
  openSharedWorkspace,
  openWorkspace,
  type SharedWorkspace,
  type Workspace,
} from "../memory/workspace.js";
import { CONTROL, type StepsJob, trainSteps } from "../network/passes.js";
import type { Plan } from "../network/plan.js";
import { ALONE } from "../network/step.js";
import { nextCorrection } from "../network/update.js";
import { openTeam, type Team } from "../threads/team.js";
import { pause, SLICE_MS, wait } from "./pause.js";

export interface Runner {
  readonly heap: Heap;
  /** For what the calling thread does itself, before and between jobs. */
  readonly kernels: Kernels;
  /**
   * Performs steps; resolves with the step after the last one. `onTick` hears how far it is; true from it stops, and if
   * workers then do not answer they are given up: undefined, and the memory may hold half a step.
   */
  train(job: StepsJob, onTick: (done: number) => boolean): Promise<number | undefined>;
  /** Answers for rows; true from `onTick` stops, and resolves with false. */
  answer(job: AnswerJob, onTick: () => boolean): Promise<boolean>;
  /** Once, at the end, whatever happened. */
  close(): Promise<void>;
}

/** Puts something between steps and their kernels: it sees every call, and must pass it on. */
export type KernelWrapper = (kernels: Kernels, plan: Plan) => Kernels;

/**
 * A workspace for `plan` and those who work on it: in the background, workers only, even where one is enough.
 * `wrapKernels` is for the steps of the calling thread. Undefined where `isStopped` said so before workers were ready.
 * @throws WasmlpError `out-of-memory` or `worker-failed`.
 */
export async function openRunner(
  plan: Plan,
  engine: Engine,
  threads: number,
  isBackground: boolean,
  isStopped: () => boolean,
  wrapKernels?: KernelWrapper,
): Promise<Runner | undefined> {
  if (threads === 1 && !isBackground) return localRunner(plan, openWorkspace(plan.layout, engine), wrapKernels);
  const workspace = openSharedWorkspace(plan.layout, engine);
  const { kernels } = joinWorkspace(workspace.ticket, plan.layout);
  const team = openTeam(threads);
  let isOpen = false;
  try {
    isOpen = (await watched(team.open(workspace.ticket, plan), isStopped)) !== undefined;
  } finally {
    if (!isOpen) await team.close();
  }
  return isOpen ? teamRunner(plan, workspace, kernels, team) : undefined;
}

/** Longest time between the wish to stop and the end of workers that do not heed it. */
const PATIENCE_MS = 750;

/** What `work` comes to, or undefined once `isGivenUp` says so; it is asked about 25 times a second. */
async function watched<T>(work: Promise<T>, isGivenUp: () => boolean): Promise<T | undefined> {
  const finished = work.then((value) => ({ value }));
  for (;;) {
    const result = await Promise.race([finished, wait(SLICE_MS)]);
    if (result) return result.value;
    if (isGivenUp()) return undefined;
  }
}

function localRunner(plan: Plan, { kernels, heap }: Workspace, wrapKernels?: KernelWrapper): Runner {
  const stepKernels = wrapKernels ? wrapKernels(kernels, plan) : kernels;
  return {
    heap,
    kernels,
    async train(job, onTick) {
      let step = job.first;
      let { correction } = job;
      while (step < job.last) {
        const began = performance.now();
        let isStopped = false;
        do {
          const next = trainSteps(stepKernels, heap, plan, { ...job, first: step, last: step + 1, correction }, ALONE);
          correction = nextCorrection(job.optimizer, correction);
          step = next;
          isStopped = heap.words[(plan.control.address >>> 2) + CONTROL.stop] !== 0;
        } while (!isStopped && step < job.last && performance.now() - began < SLICE_MS);
        if (onTick(step) || isStopped) return step;
        await pause();
      }
      return step;
    },
    async answer(job, onTick) {
      let began = performance.now();
      for (let first = job.first; first < job.last; first += plan.capacity) {
        answerRows(kernels, heap, plan, { ...job, first, last: Math.min(job.last, first + plan.capacity) }, ALONE);
        if (performance.now() - began < SLICE_MS) continue;
        if (onTick()) return false;
        await pause();
        began = performance.now();
      }
      return true;
    },
    close: () => Promise.resolve(),
  };
}

function teamRunner(plan: Plan, workspace: SharedWorkspace, kernels: Kernels, team: Team): Runner {
  const { heap } = workspace;
  const control = plan.control.address >>> 2;
  const word = (index: number): number => Atomics.load(heap.words, control + index);

  /** Starts a job; once `isStopped` says so, tells the workers to stop, and after a while gives them up. */
  function perform(start: () => Promise<number>, isStopped: () => boolean): Promise<number | undefined> {
    Atomics.store(heap.words, control + CONTROL.abort, 0);
    let toldAt: number | undefined;
    return watched(start(), () => {
      if (!isStopped()) return false;
      Atomics.store(heap.words, control + CONTROL.abort, 1);
      toldAt ??= performance.now();
      return performance.now() - toldAt > PATIENCE_MS;
    });
  }

  return {
    heap,
    kernels,
    async train(job, onTick) {
      Atomics.store(heap.words, control + CONTROL.done, job.first);
      const done = await perform(
        () => team.train(job),
        () => onTick(word(CONTROL.done)),
      );
      if (done !== undefined) onTick(done);
      return done;
    },
    async answer(job, onTick) {
      await perform(() => team.answer(job), onTick);
      return word(CONTROL.abort) === 0;
    },
    async close() {
      const isAtRest = await team.close();
      if (isAtRest) giveBack(workspace);
    },
  };
}
