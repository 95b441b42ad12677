/**
 * A job in a worker's private memory: in slices, between which it hears of a stop, and with what it has changed told as
 * pieces. Training tells the losses of its rows after each slice, weights and moments at the end; answers are told at the end.
 */
import { type Piece, pieceOf, rowsPiece } from "../memory/pieces.js";
import type { Command, Outcome } from "./protocol.js";
import { answerInSlices, type Place, trainInSlices } from "./slices.js";

export async function performPrivately(
  place: Place,
  command: Command & { kind: "train" | "answer" },
  tell: (outcome: Outcome) => void,
  isStopped: () => boolean,
): Promise<Outcome> {
  if (command.kind === "train") return trainPrivately(place, command.job, tell, isStopped);
  const { heap, plan } = place;
  const { first, last } = command.job;
  const isWhole = await answerInSlices(place, command.job, () => {
    tell({ kind: "tick", done: 0, pieces: [] });
    return isStopped();
  });
  const answers = [plan.rowLoss, plan.classes, ...(plan.outputs ? [plan.outputs] : [])];
  const pieces = answers.map((tensor) => rowsPiece(heap, tensor, first, last));
  return { kind: "done", done: Number(isWhole), pieces };
}

async function trainPrivately(
  place: Place,
  job: (Command & { kind: "train" })["job"],
  tell: (outcome: Outcome) => void,
  isStopped: () => boolean,
): Promise<Outcome> {
  const { heap, plan } = place;
  let told = job.first;
  const rowOf = (step: number): number => Math.min(job.rows, step * plan.capacity);
  const done = await trainInSlices(place, job, (step) => {
    const losses = rowsPiece(heap, plan.rowLoss, rowOf(told), rowOf(step));
    told = step;
    tell({ kind: "tick", done: step, pieces: [losses] });
    return isStopped();
  });
  return { kind: "done", done, pieces: trainedPieces(place) };
}

/** Weights and moments. */
function trainedPieces({ heap, plan }: Place): Piece[] {
  const trained = plan.layout.tensors.filter(({ section }) => section === "parameters" || section === "moments");
  return trained.map((tensor) => pieceOf(heap, tensor));
}
