/** Sets of parameters made into candidates, and their fits over all folds. The core that the searches share. */
import type { Dataset } from "../data/dataset.js";
import type { RowSplit } from "../data/stratify.js";
import { invalidOption } from "../errors.js";
import { type Candidate, requireCandidate } from "./candidate.js";
import type { FitPool, FitTask } from "./fit-pool.js";
import { type FoldResult, summarize, type TrialResult } from "./results.js";

/** Parameters made into what is to be trained. Must give the same for the same parameters. */
export type MakeCandidate<P> = (parameters: P) => Candidate;

/** A candidate and where it came from. */
export interface Trial<P> {
  /** Its place among the candidates; the first is 0. */
  readonly trial: number;
  readonly parameters: P;
  readonly candidate: Candidate;
  /** Multiply-adds of one row's forward pass. */
  readonly cost: number;
}

/** A fit of a search that is done. */
export interface TrialFit<P> {
  readonly trial: number;
  readonly parameters: P;
  readonly fold: FoldResult;
  /** Done by the earlier run that was resumed. */
  readonly isResumed: boolean;
}

/**
 * @param count rows of the smallest training set
 * @throws WasmlpError as `requireCandidate`
 */
export function makeTrials<P>(
  data: Dataset,
  candidates: readonly P[],
  make: MakeCandidate<P>,
  count: number,
): Trial<P>[] {
  if (!Array.isArray(candidates) || candidates.length === 0)
    throw invalidOption("candidates", "an array of at least one set of parameters", candidates);
  if (typeof make !== "function") throw invalidOption("make", "a function from parameters to a candidate", make);
  return candidates.map((parameters: P, trial) => {
    const candidate = make(parameters);
    return { trial, parameters, candidate, cost: requireCandidate(candidate, data, count) };
  });
}

/** Rows of the smallest training set. */
export function fewestRows(splits: readonly RowSplit[]): number {
  return splits.reduce((fewest, { train }) => Math.min(fewest, train.length), Number.MAX_SAFE_INTEGER);
}

/** A fit for each split. */
export function tasksOf<P>({ candidate, cost }: Trial<P>, splits: readonly RowSplit[]): FitTask[] {
  return splits.map((rows, i) => ({
    candidate,
    rows,
    fold: i + 1,
    work: cost * rows.train.length * candidate.fit.epochs,
  }));
}

export function workOf(tasks: readonly FitTask[]): number {
  return tasks.reduce((sum, { work }) => sum + work, 0);
}

/** Every trial over every split, trial by trial; `tasks` are those of `tasksOf`, in the same order. */
export async function runTrials<P>(
  pool: FitPool,
  trials: readonly Trial<P>[],
  tasks: readonly FitTask[],
  emit: (fit: TrialFit<P>) => void,
): Promise<TrialResult<P>[]> {
  const folds = tasks.length / trials.length;
  const results = await pool.run(tasks, (index, fold, isResumed) => {
    const { trial, parameters } = trials[Math.floor(index / folds)] as Trial<P>;
    emit({ trial, parameters, fold, isResumed });
  });
  return trials.map((trial, t) => trialResult(trial, results.slice(t * folds, (t + 1) * folds)));
}

/** @param folds one for each there is to be; undefined where it was not done */
export function trialResult<P>(
  { trial, parameters }: Pick<Trial<P>, "trial" | "parameters">,
  folds: readonly (FoldResult | undefined)[],
): TrialResult<P> {
  const scores = folds.map((fold) => fold?.score);
  return {
    trial,
    parameters,
    ...summarize(scores, folds.length),
    folds: folds.filter((fold) => fold !== undefined),
  };
}
