/** The results of a selection as lines of text: networks with their mean and spread, or the folds of one. Pure. */
import type { FoldResult, Summary } from "../selection/results.js";
import { lossOf } from "./epoch-table.js";
import { formatCount, formatPercent } from "./format.js";
import type { NetworkResult, SelectionStart } from "./selection-outcome.js";
import { textTable } from "./text-table.js";

/** `94.91 % ± 0.50`; `-` where there is no mean. */
export function formatSummary({ mean, std }: Summary): string {
  return mean === null || std === null ? "-" : `${formatPercent(mean)} ± ${(100 * std).toFixed(2)}`;
}

/** `94.91 %`; `-` where training diverged. */
export function formatScore(score: number | null): string {
  return score === null ? "-" : formatPercent(score);
}

/** A line a network, the best one marked; for one network, a line a fold. */
export function selectionTable(start: SelectionStart, result: NetworkResult): string[] {
  const [only] = result.trials;
  return start.kind === "cv" && only ? foldTable(only.folds) : networkTable(start, result);
}

function networkTable({ shapes, parameters, folds }: SelectionStart, { trials, best }: NetworkResult): string[] {
  const rows = trials.map((trial) => [
    trial.trial === best?.trial ? "*" : "",
    shapes[trial.trial] as string,
    formatCount(parameters[trial.trial] as number),
    formatSummary(trial),
    ...extremes(trial.folds),
    remark(trial.folds, folds),
  ]);
  return textTable(
    [["", "network", "parameters", "accuracy", "lowest", "highest", ""], ...rows],
    ["left", "left", "right", "right", "right", "right", "left"],
  );
}

function foldTable(folds: readonly FoldResult[]): string[] {
  const lossName = folds.flatMap(({ validation }) => validation.slice(-1).map(lossOf))[0]?.[0] ?? "loss";
  const rows = folds.map(({ fold, score, validation, training, diverged }) => [
    String(fold),
    validation.slice(-1).map((last) => lossOf(last)[1])[0] ?? "-",
    formatScore(score),
    ...(training ? [formatPercent(training.at(-1)?.accuracy ?? Number.NaN)] : []),
    diverged === undefined ? "" : "diverged",
  ]);
  const hasTraining = folds.some(({ training }) => training);
  return textTable([["fold", lossName, "accuracy", ...(hasTraining ? ["of training"] : []), ""], ...rows], ["right"]);
}

function extremes(folds: readonly FoldResult[]): [lowest: string, highest: string] {
  const scores = folds.map(({ score }) => score).filter((score) => score !== null);
  if (scores.length === 0) return ["-", "-"];
  return [formatPercent(Math.min(...scores)), formatPercent(Math.max(...scores))];
}

function remark(done: readonly FoldResult[], folds: number): string {
  const diverged = done.filter((fold) => fold.diverged !== undefined).length;
  if (diverged > 0) return `${diverged} of ${folds} folds diverged`;
  return done.length < folds ? `${done.length} of ${folds} folds done` : "";
}
