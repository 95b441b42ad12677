/**
 * Nested cross-validation: the search for the best parameters is itself part of what is trained, on the training rows
 * of each outer fold, and the winner is scored on rows that the search has never seen. Without it, the winner's own
 * score is too good: it was chosen for it.
 */
import type { Dataset } from "../data/dataset.js";
import { type RowSplit, take } from "../data/stratify.js";
import { invalidOption } from "../errors.js";
import { FitPool } from "./fit-pool.js";
import { checkOptions, chooseSplits, type SelectionOptions } from "./options.js";
import {
  bestOf,
  type FoldResult,
  type Scoring,
  type Stopped,
  type Summary,
  summarize,
  type TrialResult,
} from "./results.js";
import { type Running, startRunning } from "./running.js";
import {
  fewestRows,
  type MakeCandidate,
  makeTrials,
  type Trial,
  type TrialFit,
  tasksOf,
  trialResult,
  workOf,
} from "./trials.js";

export interface NestedOptions extends SelectionOptions {
  /** Folds of the search within the training rows of each outer fold (`folds`), stratified for labels. Default 2. */
  innerFolds?: number;
}

/** One outer fold. */
export interface NestedFold<P> {
  /** First fold is 1. */
  readonly fold: number;
  /** The search on this fold's training rows, in the order of the candidates. */
  readonly trials: readonly TrialResult<P>[];
  /** Its winner; null where the search is not whole, or all diverged. */
  readonly best: TrialResult<P> | null;
  /** The winner trained on all of this fold's training rows and scored on its test rows. */
  readonly result: FoldResult | null;
}

/** Plain data; the same, to the bit, however many fits ran at a time. */
export interface NestedResult<P> extends Summary {
  readonly scoring: Scoring;
  readonly folds: readonly NestedFold<P>[];
  readonly stopped: Stopped;
}

/** A fit that is done, of the search within an outer fold or of its winner. */
export interface NestedFit<P> extends TrialFit<P> {
  readonly outerFold: number;
  readonly isWinner: boolean;
}

/**
 * @param candidates sets of parameters: `parameterGrid(…)`, `parameterSamples(…)` or one's own
 * @param make parameters into a candidate; called once for each set
 * @throws WasmlpError at once for options, data and candidates that do not fit
 */
export function nestedCrossValidate<P>(
  data: Dataset,
  candidates: readonly P[],
  make: MakeCandidate<P>,
  options: NestedOptions = {},
): Running<NestedFit<P>, NestedResult<P>> {
  const checked = checkOptions(data, options);
  const { splits, scoring, signal } = checked;
  const { innerFolds = 2 } = options;
  const inner = splits.map((outer) => innerSplits(data, outer, innerFolds));
  const trials = makeTrials(data, candidates, make, fewestRows(inner.flat()));
  return startRunning(async (emit, stop) => {
    const pool = new FitPool(data, checked, stop, expectedOf(trials, splits, inner));
    const searches = await searchWithin(pool, trials, inner, scoring, emit);
    const results = await scoreWinners(pool, trials, splits, searches, emit);
    const folds = searches.map((search, f) => ({ fold: f + 1, ...search, result: results[f] ?? null }));
    const isWhole = folds.every(({ trials, best, result }) =>
      best ? result : trials.every(({ folds }) => folds.length === innerFolds),
    );
    const summary = summarize(
      results.map((result) => result?.score),
      splits.length,
    );
    return { scoring, ...summary, folds, stopped: isWhole ? "completed" : "aborted" };
  }, signal);
}

type Search<P> = Pick<NestedFold<P>, "trials" | "best">;
type Emit<P> = (fit: NestedFit<P>) => void;

/** The searches of all outer folds, in one go, so that no thread waits for the end of one of them. */
async function searchWithin<P>(
  pool: FitPool,
  trials: readonly Trial<P>[],
  inner: readonly (readonly RowSplit[])[],
  scoring: Scoring,
  emit: Emit<P>,
): Promise<Search<P>[]> {
  const tasks = inner.flatMap((splits) => trials.flatMap((trial) => tasksOf(trial, splits)));
  const perTrial = (inner[0] as readonly RowSplit[]).length;
  const perFold = perTrial * trials.length;
  const results = await pool.run(tasks, (index, fold, isResumed) => {
    const { trial, parameters } = trials[Math.floor((index % perFold) / perTrial)] as Trial<P>;
    emit({ outerFold: Math.floor(index / perFold) + 1, trial, parameters, fold, isResumed, isWinner: false });
  });
  return inner.map((_, f) => {
    const own = results.slice(f * perFold, (f + 1) * perFold);
    const done = trials.map((trial, t) => trialResult(trial, own.slice(t * perTrial, (t + 1) * perTrial)));
    return { trials: done, best: own.includes(undefined) ? null : bestOf(done, scoring) };
  });
}

/** Each outer fold's winner, trained on all its training rows; undefined where there is none, or the signal came. */
async function scoreWinners<P>(
  pool: FitPool,
  trials: readonly Trial<P>[],
  splits: readonly RowSplit[],
  searches: readonly Search<P>[],
  emit: Emit<P>,
): Promise<(FoldResult | undefined)[]> {
  const winners = searches.flatMap(({ best }, f) => (best ? [{ f, trial: trials[best.trial] as Trial<P> }] : []));
  const tasks = winners.flatMap(({ f, trial }) =>
    tasksOf(trial, [splits[f] as RowSplit]).map((task) => ({ ...task, fold: f + 1 })),
  );
  const results = await pool.run(tasks, (index, fold, isResumed) => {
    const { trial, parameters } = (winners[index] as (typeof winners)[number]).trial;
    emit({ outerFold: fold.fold, trial, parameters, fold, isResumed, isWinner: true });
  });
  return searches.map((_, f) => results[winners.findIndex((winner) => winner.f === f)]);
}

/** Folds of the training rows of `outer`, as row numbers of the whole data set. */
function innerSplits({ labels }: Dataset, { train }: RowSplit, folds: number): RowSplit[] {
  if (typeof folds !== "number") throw invalidOption("innerFolds", "a whole number of at least 2", folds);
  const own = chooseSplits(
    { count: train.length, ...(labels && { labels: Uint8Array.from(take(labels, train)) }) },
    folds,
  );
  return own.map((split) => ({ train: take(train, split.train), test: take(train, split.test) }));
}

/** Fits and work of all searches and, as if they cost as much as others do on average, of their winners. */
function expectedOf<P>(
  trials: readonly Trial<P>[],
  splits: readonly RowSplit[],
  inner: readonly (readonly RowSplit[])[],
): { fits: number; work: number } {
  const searches = trials.flatMap((trial) => inner.flatMap((splits) => tasksOf(trial, splits)));
  const winners = trials.flatMap((trial) => tasksOf(trial, splits));
  return { fits: searches.length + splits.length, work: workOf(searches) + workOf(winners) / trials.length };
}
