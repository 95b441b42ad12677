/** The worker's side: performs commands, one after the other. Knows nothing of the host it runs on. */
import { answerRows } from "../evaluation/answers.js";
import { type JoinedWorkspace, joinWorkspace, openPrivately } from "../memory/join.js";
import { putPieces } from "../memory/pieces.js";
import { CONTROL, trainSteps } from "../network/passes.js";
import { ALONE, type Lane } from "../network/step.js";
import { performPrivately } from "./private-job.js";
import type { Command, Reply } from "./protocol.js";
import type { Place } from "./slices.js";

interface Job extends Place {
  readonly lane: Lane;
  /** Whether the memory is this worker's own, and what changes in it has to be told. */
  readonly isPrivate: boolean;
  isStopped: boolean;
}

type Opening = Command & { kind: "open" | "open-private" };
type Work = Command & { kind: "train" | "answer" };

/** A function to call with each command; replies go to `post`. */
export function createServer(post: (reply: Reply) => void): (command: Command) => Promise<void> {
  let job: Job | undefined;
  return async (command) => {
    try {
      if (command.kind === "stop") {
        if (job) job.isStopped = true;
        return;
      }
      let reply: Reply = { kind: "done", done: 0 };
      if (command.kind === "open" || command.kind === "open-private") job = open(command);
      else if (command.kind === "close") job = undefined;
      else if (command.kind === "write") putPieces((job as Job).heap, command.pieces);
      else reply = await perform(job as Job, command, post);
      post(reply);
    } catch (error) {
      post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  };
}

async function perform(job: Job, command: Work, post: (reply: Reply) => void): Promise<Reply> {
  const { kernels, heap, plan, lane } = job;
  job.isStopped = false;
  if (job.isPrivate) return performPrivately(job, command, post, () => job.isStopped);
  if (command.kind === "train") return { kind: "done", done: trainSteps(kernels, heap, plan, command.job, lane) };
  answerRows(kernels, heap, plan, command.job, lane);
  return { kind: "done", done: 0 };
}

function open(command: Opening): Job {
  const { plan } = command;
  const place = ({ kernels, heap }: JoinedWorkspace): Place => ({ kernels, heap, plan });
  if (command.kind === "open-private")
    return { ...place(openPrivately(command.ticket)), lane: ALONE, isPrivate: true, isStopped: false };
  const { part, parts } = command;
  const joined = joinWorkspace(command.ticket);
  const state = plan.control.address + 4 * CONTROL.barrier;
  const lane: Lane = { part, parts, wait: () => joined.barrier(state, parts) };
  return { ...place(joined), lane, isPrivate: false, isStopped: false };
}
