/** Epochs as lines of a table whose width is known before the first: they are printed one at a time. Pure. */
import type { Score } from "../evaluation/evaluate.js";
import type { LossName } from "../network/architecture.js";
import type { EpochResult } from "../training/history.js";
import { formatCount, formatNumber, formatPercent } from "./format.js";

/** What the table is going to hold. */
export interface EpochTable {
  readonly epochs: number;
  readonly loss: LossName;
  readonly outputs: number;
  readonly hasTraining: boolean;
  readonly hasValidation: boolean;
}

interface Column {
  readonly head: string;
  readonly width: number;
  readonly cell: (epoch: EpochResult) => string;
}

export function epochTableHead(table: EpochTable): string {
  return columnsOf(table)
    .map(({ head, width }) => head.padStart(width))
    .join("  ");
}

export function epochTableRow(table: EpochTable, epoch: EpochResult): string {
  return columnsOf(table)
    .map(({ cell, width }) => cell(epoch).padStart(width))
    .join("  ");
}

/** The loss of a score as it is called and printed: `["MSE", "0.049904"]`. */
export function lossOf(score: Score): readonly [name: string, value: string] {
  return score.meanSquaredError === undefined
    ? ["loss", formatLoss(score.loss)]
    : ["MSE", formatLoss(score.meanSquaredError)];
}

/** A running loss in the units of `lossOf`: squared errors as the chapter prints them, a mean over rows and outputs. */
export function runningLoss(loss: LossName, outputs: number, value: number): readonly [name: string, value: number] {
  if (loss === "sumSquaredError") return ["MSE", value / outputs];
  return [loss === "mse" ? "MSE" : "loss", value];
}

function columnsOf({ epochs, loss, outputs, hasTraining, hasValidation }: EpochTable): Column[] {
  const [name] = runningLoss(loss, outputs, 0);
  const scored = (part: "training" | "validation", head: string): Column[] => [
    { head: `${head} ${name}`, width: 10, cell: ({ [part]: score }) => (score ? lossOf(score)[1] : "-") },
    { head: "accuracy", width: 8, cell: ({ [part]: score }) => formatPercent(score?.accuracy ?? Number.NaN) },
  ];
  const running: Column = {
    head: `train ${name}`,
    width: 10,
    cell: (epoch) => formatLoss(runningLoss(loss, outputs, epoch.loss)[1]),
  };
  return [
    { head: "epoch", width: Math.max(5, 2 * String(epochs).length + 1), cell: ({ epoch }) => `${epoch}/${epochs}` },
    ...(hasTraining ? scored("training", "train") : [running]),
    ...(hasValidation ? scored("validation", "valid") : []),
    { head: "samples/s", width: 9, cell: ({ samples, seconds }) => formatCount(samples / seconds) },
  ];
}

/** Six decimals, as the chapter's losses need them to be told apart. */
export function formatLoss(loss: number): string {
  return loss < 1000 ? loss.toFixed(6) : formatNumber(loss);
}
