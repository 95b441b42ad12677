/**
 * Training where memory cannot be shared: one worker computes in a private memory, and the calling thread keeps a mirror
 * of the same layout, which the trainer fills and reads as if the work were done there. What the trainer has written goes
 * to the worker before its first job; between jobs it writes the order of the rows alone. What a job changes comes back
 * in pieces. The worker's slices are those of the calling thread's own runner, so the bits are the same.
 */
import type { Heap } from "../kernels/contract.js";
import { copyBytes, type Piece, putPieces, rowsPiece } from "../memory/pieces.js";
import { tensorBytes } from "../memory/tensor.js";
import { type Engine, openWorkspace, privateTicket } from "../memory/workspace.js";
import type { Plan } from "../network/plan.js";
import { stoppable } from "../threads/patience.js";
import type { Reply } from "../threads/protocol.js";
import { isOpened, openTeam, type Team } from "../threads/team.js";
import type { Runner } from "./runner.js";

/** What is sent in one message: small enough to be copied without being felt. */
const MAX_PIECE_BYTES = 2 ** 23;
/** What the trainer writes before the first job. */
const WRITTEN: readonly string[] = ["parameters", "moments", "data"];

/** Undefined where `isStopped` said so before the worker was ready. */
export async function openRemoteRunner(
  plan: Plan,
  engine: Engine,
  isStopped: () => boolean,
): Promise<Runner | undefined> {
  const { heap, kernels } = openWorkspace(plan.layout, engine);
  let done = 0;
  const team: Team = openTeam(1, (reply: Reply) => {
    if (reply.kind === "failed") return;
    putPieces(heap, reply.pieces ?? []);
    done = reply.done;
  });
  if (!(await isOpened(team, team.openPrivate(privateTicket(plan.layout, engine), plan), isStopped))) return undefined;
  let isSent = false;
  const send = async (first: number, last: number): Promise<void> => {
    if (!isSent) for (const piece of writtenPieces(plan, heap)) await team.write([piece]);
    isSent = true;
    await team.write([rowsPiece(heap, plan.order, first, last)]);
  };
  return {
    heap,
    kernels,
    async train(job, onTick) {
      await send(0, job.rows);
      done = job.first;
      const last = await stoppable(
        team.train(job),
        () => onTick(done),
        () => team.stop(),
      );
      if (last !== undefined) onTick(last);
      return last;
    },
    async answer(job, onTick) {
      await send(job.first, job.last);
      return (await stoppable(team.answer(job), onTick, () => team.stop())) === 1;
    },
    async close() {
      await team.close();
    },
  };
}

function* writtenPieces({ layout }: Plan, heap: Heap): Generator<Piece> {
  for (const tensor of layout.tensors) {
    if (!WRITTEN.includes(tensor.section)) continue;
    const end = tensor.address + tensorBytes(tensor);
    for (let begin: number = tensor.address; begin < end; begin += MAX_PIECE_BYTES)
      yield copyBytes(heap, begin, Math.min(end, begin + MAX_PIECE_BYTES));
  }
}
