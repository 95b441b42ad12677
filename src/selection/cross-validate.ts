/** Cross-validation of one candidate: trained on all folds but one, scored on that one, in turn. */
import type { Dataset } from "../data/dataset.js";
import type { Candidate } from "./candidate.js";
import type { SelectionOptions } from "./options.js";
import type { FoldResult, Scoring, Stopped, Summary } from "./results.js";
import { mapRunning, type Running } from "./running.js";
import { search } from "./search.js";

/** Plain data; the same, to the bit, however many fits ran at a time. */
export interface CrossValidation extends Summary {
  readonly scoring: Scoring;
  /** Those that are done, in order. */
  readonly folds: readonly FoldResult[];
  readonly stopped: Stopped;
}

/** A fold that is done. */
export interface FoldFit {
  readonly fold: FoldResult;
  /** Done by the earlier run that was resumed. */
  readonly isResumed: boolean;
}

/**
 * Trains and scores a candidate on every fold, each time afresh from the same seed.
 *
 * ```ts
 * const { mean, std } = await crossValidate(data, { model: { … }, fit: { epochs: 10, optimizer: adam() } });
 * ```
 *
 * Nothing happens until the result is iterated, fold by fold, or awaited. A fold whose training diverges has no score,
 * and then there is no mean.
 * @throws WasmlpError at once for options, data and a candidate that do not fit
 */
export function crossValidate(
  data: Dataset,
  candidate: Candidate,
  options: SelectionOptions = {},
): Running<FoldFit, CrossValidation> {
  return mapRunning(
    search(data, [undefined], () => candidate, options),
    ({ fold, isResumed }) => ({ fold, isResumed }),
    ({ scoring, trials, stopped }) => {
      const { mean = null, std = null, folds = [] } = trials[0] ?? {};
      return { scoring, mean, std, folds, stopped };
    },
  );
}
