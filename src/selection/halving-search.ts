/**
 * Successive halving: all candidates on a little of a resource, epochs or rows; the best of them on more of it, and so
 * on. Each round trains afresh, so that a fit is what it would be on its own.
 */

import type { Dataset } from "../data/dataset.js";
import { drawSubset } from "../data/shuffle-splits.js";
import type { RowSplit } from "../data/stratify.js";
import { invalidOption } from "../errors.js";
import { requireSeed } from "../models/seed.js";
import { FitPool } from "./fit-pool.js";
import { type HalvingRound, halvingRounds } from "./halving.js";
import { checkOptions, type SelectionOptions } from "./options.js";
import { bestOf, ranked, type Scoring, type Stopped, type TrialResult } from "./results.js";
import { type Running, startRunning } from "./running.js";
import { fewestRows, type MakeCandidate, makeTrials, runTrials, type Trial, type TrialFit, tasksOf } from "./trials.js";

export interface HalvingOptions extends SelectionOptions {
  /** What grows from round to round: epochs, or training rows of each fold (drawn by class, as `learningCurve` does). */
  resource: "epochs" | "rows";
  /** Of the resource in the last round, at most. Default for rows: all of the smallest fold's. */
  most?: number;
  /** Of the resource in the first round, at least. Default: 1 epoch, or 100 rows where there are so many. */
  least?: number;
  /** How many times fewer candidates, and more of the resource, each round has: 2 … . Default 3. */
  factor?: number;
  /** Of the draws of rows. Default 0. */
  seed?: number;
}

/** A fit of one round that is done; the first round is 1. */
export interface HalvingFit<P> extends TrialFit<P> {
  readonly round: number;
}

/** Plain data; the same, to the bit, however many fits ran at a time. */
export interface HalvingResult<P> {
  readonly scoring: Scoring;
  readonly resource: "epochs" | "rows";
  readonly rounds: readonly { readonly resource: number; readonly trials: readonly TrialResult<P>[] }[];
  /** The best of the last round; null where that is not whole. */
  readonly best: TrialResult<P> | null;
  readonly stopped: Stopped;
}

/**
 * @param candidates sets of parameters: `parameterGrid(…)`, `parameterSamples(…)` or one's own
 * @param make parameters into a candidate; where the resource is epochs, its own are replaced
 * @throws WasmlpError at once for options, data and candidates that do not fit
 */
export function halvingSearch<P>(
  data: Dataset,
  candidates: readonly P[],
  make: MakeCandidate<P>,
  options: HalvingOptions,
): Running<HalvingFit<P>, HalvingResult<P>> {
  const checked = checkOptions(data, options);
  const { splits, scoring, signal } = checked;
  const { resource, least, most, factor, seed } = checkHalving(options, fewestRows(splits));
  const count = resource === "rows" ? least : fewestRows(splits);
  const trials = makeTrials(data, candidates, make, count);
  const rounds = halvingRounds(trials.length, least, most, factor);
  const splitsAt = (rows: number): RowSplit[] =>
    splits.map(({ train, test }) => ({ train: drawSubset(train, data.labels, rows, seed), test }));
  // The draws are checked before anything is trained.
  const drawn = rounds.map((round) => (resource === "rows" ? splitsAt(round.resource) : splits));
  return startRunning(async (emit, stop) => {
    const pool = new FitPool(data, checked, stop, expectedOf(trials, rounds, splits, resource));
    const results: HalvingResult<P>["rounds"][number][] = [];
    let left = trials;
    for (const [r, round] of rounds.entries()) {
      const resourced = left.map((trial) => (resource === "epochs" ? withEpochs(trial, round.resource) : trial));
      const tasks = resourced.flatMap((trial) => tasksOf(trial, drawn[r] as RowSplit[]));
      const done = await runTrials(pool, resourced, tasks, (fit) => emit({ ...fit, round: r + 1 }));
      results.push({ resource: round.resource, trials: done });
      if (done.some(({ folds }) => folds.length < splits.length))
        return { scoring, resource, rounds: results, best: null, stopped: "aborted" };
      const kept = ranked(done, scoring).slice(0, rounds[r + 1]?.candidates);
      left = left.filter(({ trial }) => kept.some((each) => each.trial === trial));
    }
    const best = bestOf(results.at(-1)?.trials ?? [], scoring);
    return { scoring, resource, rounds: results, best, stopped: "completed" };
  }, signal);
}

function withEpochs<P>(trial: Trial<P>, epochs: number): Trial<P> {
  const { model, fit } = trial.candidate;
  return { ...trial, candidate: { model, fit: { ...fit, epochs } } };
}

function checkHalving(options: HalvingOptions, rows: number): Required<Omit<HalvingOptions, keyof SelectionOptions>> {
  const { resource, factor = 3, seed = 0 } = options;
  if (resource !== "epochs" && resource !== "rows") throw invalidOption("resource", "epochs or rows", resource);
  const { most = resource === "rows" ? rows : undefined } = options;
  const { least = resource === "rows" ? Math.min(100, rows) : 1 } = options;
  const largest = resource === "rows" ? rows : 2 ** 31;
  if (most === undefined || !isWhole(most, 1, largest))
    throw invalidOption("most", `a whole number of ${resource} from 1 to ${largest}`, most);
  if (!isWhole(least, 1, most)) throw invalidOption("least", `a whole number of ${resource} from 1 to ${most}`, least);
  if (!isWhole(factor, 2, 2 ** 20)) throw invalidOption("factor", "a whole number of at least 2", factor);
  return { resource, most, least, factor, seed: requireSeed("seed", seed) };
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to;
}

/** Fits and work of all rounds, as if the trials that are kept cost as much as others do on average. */
function expectedOf<P>(
  trials: readonly Trial<P>[],
  rounds: readonly HalvingRound[],
  splits: readonly RowSplit[],
  resource: "epochs" | "rows",
): { fits: number; work: number } {
  const whole = trials.flatMap((trial) => tasksOf(trial, splits)).reduce((sum, { work }) => sum + work, 0);
  const perFit = whole / trials.length / splits.length;
  const rows = fewestRows(splits);
  let fits = 0;
  let work = 0;
  for (const round of rounds) {
    const share = resource === "rows" ? round.resource / rows : round.resource;
    fits += round.candidates * splits.length;
    work += round.candidates * splits.length * perFit * share;
  }
  return { fits, work };
}
