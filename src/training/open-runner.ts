/**
 * Who performs the passes of a run: the calling thread, in slices with pauses between them, a team of workers on shared
 * memory, or one worker with its own (remote-runner.ts). All give the same bits; the trainer cannot tell them apart.
 */
import { joinWorkspace } from "../memory/join.js";
import {
  type Engine,
  giveBack,
  openSharedWorkspace,
  openWorkspace,
  type SharedWorkspace,
  type Workspace,
} from "../memory/workspace.js";
import { CONTROL } from "../network/passes.js";
import type { Plan } from "../network/plan.js";
import { SLICE_MS, wait } from "../threads/pause.js";
import { answerInSlices, type Place, trainInSlices } from "../threads/slices.js";
import { hasThreads, openTeam, type Team } from "../threads/team.js";
import { openRemoteRunner } from "./remote-runner.js";
import type { KernelWrapper, Runner } from "./runner.js";

/**
 * A workspace for `plan` and those who work on it: in the background, workers only, even where one is enough.
 * `wrapKernels` is for the steps of the calling thread.
 */
export async function openRunner(
  plan: Plan,
  engine: Engine,
  threads: number,
  isBackground: boolean,
  wrapKernels?: KernelWrapper,
): Promise<Runner> {
  if (threads === 1 && !isBackground) return localRunner(plan, openWorkspace(plan.layout, engine), wrapKernels);
  if (!hasThreads()) return openRemoteRunner(plan, engine);
  const workspace = openSharedWorkspace(plan.layout, engine);
  const team = openTeam(threads);
  try {
    await team.open(workspace.ticket, plan);
  } catch (error) {
    await team.close();
    throw error;
  }
  return teamRunner(plan, workspace, team);
}

function localRunner(plan: Plan, { kernels, heap }: Workspace, wrapKernels?: KernelWrapper): Runner {
  const place: Place = { kernels: wrapKernels ? wrapKernels(kernels, plan) : kernels, heap, plan };
  return {
    heap,
    kernels,
    train: (job, onTick) => trainInSlices(place, job, onTick),
    answer: (job, onTick) => answerInSlices({ ...place, kernels }, job, onTick),
    close: () => Promise.resolve(),
  };
}

function teamRunner(plan: Plan, workspace: SharedWorkspace, team: Team): Runner {
  const { heap } = workspace;
  const control = plan.control.address >>> 2;
  const word = (index: number): number => Atomics.load(heap.words, control + index);

  /** Starts a job and looks in on it about 25 times a second; once `isStopped` says so, tells the workers to stop. */
  async function watched(start: () => Promise<number>, isStopped: () => boolean): Promise<number> {
    Atomics.store(heap.words, control + CONTROL.abort, 0);
    const finished = start().then((done) => ({ done }));
    for (;;) {
      const result = await Promise.race([finished, wait(SLICE_MS)]);
      if (result) return result.done;
      if (isStopped()) Atomics.store(heap.words, control + CONTROL.abort, 1);
    }
  }

  return {
    heap,
    kernels: joinWorkspace(workspace.ticket).kernels,
    async train(job, onTick) {
      Atomics.store(heap.words, control + CONTROL.done, job.first);
      const done = await watched(
        () => team.train(job),
        () => onTick(word(CONTROL.done)),
      );
      onTick(done);
      return done;
    },
    async answer(job, onTick) {
      await watched(() => team.answer(job), onTick);
      return word(CONTROL.abort) === 0;
    },
    async close() {
      const isAtRest = await team.close();
      if (isAtRest) giveBack(workspace);
    },
  };
}
