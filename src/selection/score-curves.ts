/**
 * Learning and validation curves: scores of the training and of the test rows over the number of training rows, or over
 * the values of one parameter. Far apart, a model overfits; low together, it underfits.
 */
import type { Dataset } from "../data/dataset.js";
import { drawSubset } from "../data/shuffle-splits.js";
import type { RowSplit } from "../data/stratify.js";
import { invalidOption, requireOptions } from "../errors.js";
import type { Candidate } from "./candidate.js";
import { FitPool } from "./fit-pool.js";
import { checkOptions, type SelectionOptions } from "./options.js";
import { type FoldResult, lastScore, type Scoring, type Stopped, type Summary, summarize } from "./results.js";
import { type Running, startRunning } from "./running.js";
import {
  fewestRows,
  type MakeCandidate,
  makeTrials,
  runTrials,
  type Trial,
  type TrialFit,
  tasksOf,
  workOf,
} from "./trials.js";

/** The options of a selection; training rows are always scored. */
export type CurveOptions = Omit<SelectionOptions, "scoreTraining">;

/** Scores at one number of rows, or one value. */
export interface CurvePoint<V> {
  readonly value: V;
  /** Of the rows trained on. */
  readonly training: Summary;
  /** Of the rows held out. */
  readonly validation: Summary;
  readonly folds: readonly FoldResult[];
}

/** Plain data; the same, to the bit, however many fits ran at a time. */
export interface ScoreCurve<V> {
  readonly scoring: Scoring;
  readonly points: readonly CurvePoint<V>[];
  readonly stopped: Stopped;
}

/**
 * Scores over the number of training rows. Of each fold's training rows so many are drawn at random, by class where
 * there are labels (`drawSubset`); the rows to test on stay whole.
 * @param options.trainSizes rows to train on, ascending; default: 10, 32.5, 55, 77.5 and 100 % of the smallest fold's
 * @param options.seed of the draws; default 0
 * @throws WasmlpError at once for options, data and a candidate that do not fit
 */
export function learningCurve(
  data: Dataset,
  candidate: Candidate,
  options: CurveOptions & { trainSizes?: readonly number[]; seed?: number } = {},
): Running<TrialFit<number>, ScoreCurve<number>> {
  requireOptions(options);
  const checked = checkOptions(data, { ...options, scoreTraining: true });
  const { splits } = checked;
  const most = fewestRows(splits);
  const { trainSizes = [4, 13, 22, 31, 40].map((part) => Math.floor((most * part) / 40)), seed = 0 } = options;
  if (!Array.isArray(trainSizes) || trainSizes.length === 0)
    throw invalidOption("trainSizes", "an array of whole numbers of rows", trainSizes);
  const drawn = trainSizes.map((size: number) =>
    splits.map(({ train, test }) => ({ train: drawSubset(train, data.labels, size, seed), test })),
  );
  const [{ cost }] = makeTrials(data, [candidate], (same) => same, fewestRows(drawn.flat())) as [Trial<Candidate>];
  const trials = trainSizes.map((parameters: number, trial) => ({ trial, parameters, candidate, cost }));
  const tasks = trials.flatMap((trial, t) => tasksOf(trial, drawn[t] as RowSplit[]));
  return runCurve(data, trials, tasks, checked);
}

/**
 * Scores over the values of one parameter.
 * @param make a value into a candidate
 * @throws WasmlpError at once for options, data and candidates that do not fit
 */
export function validationCurve<V>(
  data: Dataset,
  values: readonly V[],
  make: MakeCandidate<V>,
  options: CurveOptions = {},
): Running<TrialFit<V>, ScoreCurve<V>> {
  requireOptions(options);
  const checked = checkOptions(data, { ...options, scoreTraining: true });
  const trials = makeTrials(data, values, make, fewestRows(checked.splits));
  const tasks = trials.flatMap((trial) => tasksOf(trial, checked.splits));
  return runCurve(data, trials, tasks, checked);
}

function runCurve<V>(
  data: Dataset,
  trials: readonly Trial<V>[],
  tasks: ReturnType<typeof tasksOf>,
  checked: ReturnType<typeof checkOptions>,
): Running<TrialFit<V>, ScoreCurve<V>> {
  const { scoring, splits, signal } = checked;
  return startRunning(async (emit, stop) => {
    const pool = new FitPool(data, checked, stop, { fits: tasks.length, work: workOf(tasks) });
    const results = await runTrials(pool, trials, tasks, emit);
    const points = results.map(({ parameters, mean, std, folds }) => {
      const training = folds.map((fold) => lastScore(fold.training ?? [], scoring));
      return { value: parameters, training: summarize(training, splits.length), validation: { mean, std }, folds };
    });
    const isWhole = points.every(({ folds }) => folds.length === splits.length);
    return { scoring, points, stopped: isWhole ? "completed" : "aborted" };
  }, signal);
}
