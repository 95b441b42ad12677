/** Search over sets of parameters: every set over every fold, and the set with the best mean. */
import type { Dataset } from "../data/dataset.js";
import { FitPool } from "./fit-pool.js";
import { checkOptions, type SelectionOptions } from "./options.js";
import { type Grid, parameterGrid, parameterSamples, type Ranges, type SampleOptions } from "./parameters.js";
import { bestOf, type Scoring, type Stopped, type TrialResult } from "./results.js";
import { type Running, startRunning } from "./running.js";
import { fewestRows, type MakeCandidate, makeTrials, runTrials, type TrialFit, tasksOf, workOf } from "./trials.js";

/** Plain data; the same, to the bit, however many fits ran at a time. */
export interface SearchResult<P> {
  readonly scoring: Scoring;
  /** In the order of the candidates. */
  readonly trials: readonly TrialResult<P>[];
  /** The best mean, the first of equals; null where no trial is whole, or all diverged. */
  readonly best: TrialResult<P> | null;
  readonly stopped: Stopped;
}

/**
 * Cross-validates every combination of a grid (`parameterGrid`).
 *
 * ```ts
 * const search = gridSearch(train, { units: [25, 50], depth: [1, 2] }, ({ units, depth }) => ({
 *   model: { inputs: 784, layers: […], loss: "crossEntropy" },
 *   fit: { epochs: 10, optimizer: adam() },
 * }));
 * for await (const { trial, fold } of search) console.log(trial, fold.score);
 * const { best } = await search;
 * ```
 *
 * @param make parameters into a candidate; called once for each set, before anything is trained
 * @throws WasmlpError at once for options, data and candidates that do not fit
 */
export function gridSearch<const P extends object>(
  data: Dataset,
  grid: Grid<P>,
  make: MakeCandidate<P>,
  options: SelectionOptions = {},
): Running<TrialFit<P>, SearchResult<P>> {
  return search(data, parameterGrid(grid), make, options);
}

/** The same for sets of parameters drawn at random (`parameterSamples`). */
export function randomSearch<P extends object>(
  data: Dataset,
  ranges: Ranges<P>,
  make: MakeCandidate<P>,
  options: SelectionOptions & SampleOptions,
): Running<TrialFit<P>, SearchResult<P>> {
  return search(data, parameterSamples(ranges, options), make, options);
}

/** The same for any sets of parameters. */
export function search<P>(
  data: Dataset,
  candidates: readonly P[],
  make: MakeCandidate<P>,
  options: SelectionOptions,
): Running<TrialFit<P>, SearchResult<P>> {
  const checked = checkOptions(data, options);
  const { splits, scoring, signal } = checked;
  const trials = makeTrials(data, candidates, make, fewestRows(splits));
  const tasks = trials.flatMap((trial) => tasksOf(trial, splits));
  return startRunning(async (emit, stop) => {
    const pool = new FitPool(data, checked, stop, { fits: tasks.length, work: workOf(tasks) });
    const results = await runTrials(pool, trials, tasks, emit);
    const isWhole = results.every(({ folds }) => folds.length === splits.length);
    return {
      scoring,
      trials: results,
      best: bestOf(results, scoring),
      stopped: isWhole ? "completed" : "aborted",
    };
  }, signal);
}
