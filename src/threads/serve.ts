/** The worker's side: performs commands, one after the other. Knows nothing of the host it runs on. */
import { answerRows } from "../evaluation/answers.js";
import { type JoinedWorkspace, joinWorkspace, openPrivately } from "../memory/join.js";
import { putPieces } from "../memory/pieces.js";
import { CONTROL, trainSteps } from "../network/passes.js";
import { ALONE, type Lane } from "../network/step.js";
import { performPrivately } from "./private-job.js";
import type { Command, Outcome, Reply } from "./protocol.js";
import type { Place } from "./slices.js";

interface Job extends Place {
  readonly lane: Lane;
  /** Whether the memory is this worker's own, and what changes in it has to be told. */
  readonly isPrivate: boolean;
  isStopped: boolean;
}

type Opening = Command & { kind: "open" | "open-private" };
type Work = Command & { kind: "train" | "answer" };
type Tell = (outcome: Outcome) => void;

/** A function to call with each command; replies go to `post`. */
export function createServer(post: (reply: Reply) => void): (command: Command) => Promise<void> {
  let job: Job | undefined;
  return async (command) => {
    const tell: Tell = (outcome) => post({ turn: command.turn, ...outcome });
    try {
      if (command.kind === "stop") {
        if (job) job.isStopped = true;
        return;
      }
      let outcome: Outcome = { kind: "done", done: 0 };
      if (command.kind === "open" || command.kind === "open-private") job = open(command);
      else if (command.kind === "close") job = undefined;
      else if (command.kind === "write") putPieces((job as Job).heap, command.pieces);
      else outcome = await perform(job as Job, command, tell);
      tell(outcome);
    } catch (error) {
      tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  };
}

async function perform(job: Job, command: Work, tell: Tell): Promise<Outcome> {
  const { kernels, heap, plan, lane } = job;
  job.isStopped = false;
  if (job.isPrivate) return performPrivately(job, command, tell, () => job.isStopped);
  if (command.kind === "train") return { kind: "done", done: trainSteps(kernels, heap, plan, command.job, lane) };
  answerRows(kernels, heap, plan, command.job, lane);
  return { kind: "done", done: 0 };
}

function open(command: Opening): Job {
  const { plan } = command;
  const place = ({ kernels, heap }: JoinedWorkspace): Place => ({ kernels, heap, plan });
  if (command.kind === "open-private")
    return { ...place(openPrivately(command.ticket, plan.layout)), lane: ALONE, isPrivate: true, isStopped: false };
  const { part, parts } = command;
  const joined = joinWorkspace(command.ticket, plan.layout);
  const state = plan.control.address + 4 * CONTROL.barrier;
  const lane: Lane = { part, parts, wait: () => joined.barrier(state, parts) };
  return { ...place(joined), lane, isPrivate: false, isStopped: false };
}
