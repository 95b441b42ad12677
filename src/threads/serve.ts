/** The worker's side: performs commands on shared memory, one after the other. Knows nothing of the host it runs on. */
import { answerRows } from "../evaluation/answers.js";
import type { Heap, Kernels } from "../kernels/contract.js";
import { joinWorkspace } from "../memory/join.js";
import { CONTROL, trainSteps } from "../network/passes.js";
import type { Plan } from "../network/plan.js";
import type { Lane } from "../network/step.js";
import type { Command, Outcome, Reply } from "./protocol.js";

interface Job {
  readonly kernels: Kernels;
  readonly heap: Heap;
  readonly plan: Plan;
  readonly lane: Lane;
}

/** A function to call with each command; it gives the reply. */
export function createServer(): (command: Command) => Reply {
  let job: Job | undefined;
  const outcomeOf = (command: Command): Outcome => {
    try {
      if (command.kind === "open") job = open(command);
      else if (command.kind === "close") job = undefined;
      else return { kind: "done", done: perform(job as Job, command) };
      return { kind: "done", done: 0 };
    } catch (error) {
      return { kind: "failed", message: error instanceof Error ? error.message : String(error) };
    }
  };
  return (command) => ({ turn: command.turn, ...outcomeOf(command) });
}

function perform({ kernels, heap, plan, lane }: Job, command: Command & { kind: "train" | "answer" }): number {
  if (command.kind === "train") return trainSteps(kernels, heap, plan, command.job, lane);
  answerRows(kernels, heap, plan, command.job, lane);
  return 0;
}

function open({ ticket, plan, part, parts }: Command & { kind: "open" }): Job {
  const { kernels, heap, barrier } = joinWorkspace(ticket, plan.layout);
  const state = plan.control.address + 4 * CONTROL.barrier;
  return { kernels, heap, plan, lane: { part, parts, wait: () => barrier(state, parts) } };
}
