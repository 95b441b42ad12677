/** What selection leaves behind, as plain data that JSON keeps whole: scores of folds, their mean, and the winner. */
import type { Score } from "../evaluation/evaluate.js";

/** What counts: the share of rows classified right (more is better), or the model's loss (less is better). */
export type Scoring = "accuracy" | "loss";

/** One fit: trained on the other folds, scored on this one. */
export interface FoldResult {
  /** First fold is 1. */
  readonly fold: number;
  /** Of the test rows, under the weights training ended with; null where it diverged. */
  readonly score: number | null;
  /** Test rows after each epoch. */
  readonly validation: readonly Score[];
  /** Training rows after each epoch; only when asked for. */
  readonly training?: readonly Score[];
  /** What was not finite, and where. */
  readonly diverged?: string;
  /** 16 hexadecimal digits: the same for the same data, rows and candidate. `resume` finds finished fits by it. */
  readonly key: string;
}

/** Over folds; null unless all of them are done and have a score. */
export interface Summary {
  readonly mean: number | null;
  /** Over the folds as they are (not an estimate from a sample): √(Σ(x − mean)² / n), as `numpy.std`. */
  readonly std: number | null;
}

/** One set of parameters over all folds. */
export interface TrialResult<P> extends Summary {
  /** Its place among the candidates; the first is 0. */
  readonly trial: number;
  readonly parameters: P;
  /** Those that are done, in order. */
  readonly folds: readonly FoldResult[];
}

/** Why it ended: `aborted` by the signal or by leaving the loop, `completed` otherwise. */
export type Stopped = "completed" | "aborted";

/** @param count folds there are to be */
export function summarize(scores: readonly (number | null | undefined)[], count: number): Summary {
  const values = scores.filter((score): score is number => typeof score === "number");
  if (values.length < count || count === 0) return { mean: null, std: null };
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / count) };
}

/** The score after the last epoch, or null where it is no finite number. */
export function lastScore(scores: readonly Score[], scoring: Scoring): number | null {
  const value = scores.at(-1)?.[scoring];
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Best mean first, ties in the order of the candidates, those without a mean last. */
export function ranked<T extends Summary>(trials: readonly T[], scoring: Scoring): T[] {
  const sign = scoring === "loss" ? 1 : -1;
  const cost = ({ mean }: Summary): number => (mean === null ? Number.MAX_VALUE : sign * mean);
  return [...trials].sort((a, b) => cost(a) - cost(b));
}

/** The trial with the best mean, the first of equals; null where none has one. */
export function bestOf<T extends Summary>(trials: readonly T[], scoring: Scoring): T | null {
  const first = ranked(trials, scoring)[0];
  return first && first.mean !== null ? first : null;
}
