/**
 * Who performs the passes of a run: the calling thread, in slices with pauses between them, a team of workers on shared
 * memory, or one worker with its own (remote-runner.ts). All give the same bits; the trainer cannot tell them apart.
 */
import type { Kernels } from "../kernels/contract.js";
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
import { stoppable, type Wish } from "../threads/patience.js";
import { answerInSlices, type Place, trainInSlices } from "../threads/slices.js";
import { hasThreads, isOpened, openTeam, type Team } from "../threads/team.js";
import { openRemoteRunner } from "./remote-runner.js";
import type { KernelWrapper, Runner } from "./runner.js";

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
  if (!hasThreads()) return openRemoteRunner(plan, engine, isStopped);
  const workspace = openSharedWorkspace(plan.layout, engine);
  const { kernels } = joinWorkspace(workspace.ticket, plan.layout);
  const team = openTeam(threads);
  const isOpen = await isOpened(team, team.open(workspace.ticket, plan), isStopped);
  return isOpen ? teamRunner(plan, workspace, kernels, team) : undefined;
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

function teamRunner(plan: Plan, workspace: SharedWorkspace, kernels: Kernels, team: Team): Runner {
  const { heap } = workspace;
  const control = plan.control.address >>> 2;
  const word = (index: number): number => Atomics.load(heap.words, control + index);
  const write = (index: number, value: number): number => Atomics.store(heap.words, control + index, value);

  function perform(start: () => Promise<number>, isStopped: () => Wish): Promise<number | undefined> {
    write(CONTROL.abort, 0);
    return stoppable(start(), isStopped, () => write(CONTROL.abort, 1));
  }

  return {
    heap,
    kernels,
    async train(job, onTick) {
      write(CONTROL.done, job.first);
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
