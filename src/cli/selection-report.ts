/** A finished selection as the report wants it: that of the best network, and the table and curves before it. Pure. */

import type { Score } from "../evaluation/evaluate.js";
import type { BandSeries, SearchSummary } from "../report/search-section.js";
import type { TrainingReport } from "../report/training-report.js";
import { type FoldResult, summarize, type TrialResult } from "../selection/results.js";
import { formatCount, formatSeconds } from "./format.js";
import { trainingReport } from "./run-report.js";
import type { NetworkResult, SelectionEnd, SelectionStart } from "./selection-outcome.js";
import { depthOf, type Network, unitsOf } from "./selection-settings.js";
import { formatSummary } from "./selection-table.js";
import { describeFolds, describeNetworks } from "./selection-words.js";
import { version } from "./version.js";

type Fact = [label: string, value: string];

export function selectionReport(end: SelectionEnd): TrainingReport {
  const { start, result, winner } = end;
  const set = start.data.title.split(",")[0];
  const what = start.kind === "cv" ? start.shapes[0] : `${start.networks.length} networks`;
  const model = winner
    ? trainingReport(winner)
    : { epochs: [], classes: start.data.classNames, facts: [["Written by", `wasmlp ${version}`]] as Fact[] };
  return {
    ...model,
    title: `${what} on ${set}, ${start.folds}-fold cross-validation`,
    facts: [...factsOf(end), ...model.facts],
    search: searchSummary(start, result),
    command: start.command,
  };
}

function factsOf({ start, result, fits, seconds }: SelectionEnd): Fact[] {
  const { best, stopped, trials } = result;
  const all = start.networks.length * start.folds;
  const done = trials.reduce((sum, { folds }) => sum + folds.length, 0);
  const isOne = start.kind === "cv";
  return [
    ...(isOne ? [] : ([["Compared", describeNetworks(start)]] as Fact[])),
    ["Folds", describeFolds(start)],
    ...(best && isOne ? ([["Accuracy over the folds", formatSummary(best)]] as Fact[]) : []),
    ...(best && !isOne ? ([["Best", `${start.shapes[best.trial]}, ${formatSummary(best)}`]] as Fact[]) : []),
    ...(stopped === "aborted" ? ([["Stopped", `after ${done} of ${all} fits`]] as Fact[]) : []),
    ["Time of the fits", `${formatCount(fits)} in ${formatSeconds(seconds)}`],
  ];
}

function searchSummary(start: SelectionStart, { trials, best }: NetworkResult): SearchSummary {
  const curve = best ?? (trials[0] as TrialResult<Network>);
  return {
    rows: trials.map((trial) => ({
      name: start.shapes[trial.trial] as string,
      parameters: start.parameters[trial.trial] as number,
      mean: trial.mean,
      std: trial.std,
      scores: Array.from({ length: start.folds }, (_, f) => trial.folds.find(({ fold }) => fold === f + 1)?.score),
      isBest: trial.trial === best?.trial,
    })),
    ...networkCurves(trials),
    epochs: { name: start.shapes[curve.trial] as string, series: epochCurves(curve.folds, start.folds) },
  };
}

/** Over units, a line for each depth; over depth where only that changes. Nothing for networks all of one kind. */
function networkCurves(trials: readonly TrialResult<Network>[]): Pick<SearchSummary, "networks"> {
  const depths = new Set(trials.map(({ parameters }) => depthOf(parameters)));
  const units = new Set(trials.map(({ parameters }) => unitsOf(parameters)));
  if (trials.length < 2) return {};
  const isOverDepth = units.size === 1;
  const groups = isOverDepth ? units : depths;
  const series = Array.from(groups, (group): BandSeries => {
    const own = trials.filter(({ parameters }) => (isOverDepth ? unitsOf : depthOf)(parameters) === group);
    return {
      name: isOverDepth ? `${group} units` : `${group} hidden ${group === 1 ? "layer" : "layers"}`,
      points: own
        .map(({ parameters, mean, std }) => ({ x: (isOverDepth ? depthOf : unitsOf)(parameters), mean, std }))
        .sort((a, b) => a.x - b.x),
    };
  });
  return { networks: { xLabel: isOverDepth ? "Hidden layers" : "Units of each hidden layer", series } };
}

/** Accuracy after each epoch, over the folds. */
function epochCurves(folds: readonly FoldResult[], count: number): BandSeries[] {
  const over = (name: string, pick: (fold: FoldResult) => readonly Score[] | undefined): BandSeries[] => {
    const epochs = folds.map((fold) => pick(fold)?.length ?? 0).reduce((a, b) => Math.max(a, b), 0);
    if (epochs === 0) return [];
    const points = Array.from({ length: epochs }, (_, e) => ({
      x: e + 1,
      ...summarize(
        folds.map((fold) => pick(fold)?.[e]?.accuracy),
        count,
      ),
    }));
    return [{ name, points }];
  };
  return [...over("held out", ({ validation }) => validation), ...over("training", ({ training }) => training)];
}
