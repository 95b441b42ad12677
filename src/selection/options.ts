/** The options that every selection shares, checked once. Knows data, folds and threads; nothing of candidates. */
import type { Dataset } from "../data/dataset.js";
import { kFold, requireSplits, stratifiedKFold } from "../data/folds.js";
import { requireDataset } from "../data/sources.js";
import type { RowSplit } from "../data/stratify.js";
import { allocating, invalidOption, requireCallback, requireOptions, requireSignal } from "../errors.js";
import { requireThreads, type Threads } from "../models/threads.js";
import { availableThreads, hasThreads } from "../threads/team.js";
import type { FoldResult, Scoring } from "./results.js";
import { finishedFits } from "./resume.js";

/** How far a selection is. */
export interface SelectionProgress {
  /** Fits done, resumed ones included, and in all. */
  readonly done: number;
  readonly fits: number;
  /** Of the expected multiply-adds, fits under way included; 0 to 1. */
  readonly share: number;
}

export interface SelectionOptions {
  /**
   * How many folds, as scikit-learn takes `cv`: stratified for labels, runs of rows as they are stored for targets; or
   * splits of one's own, such as `stratifiedKFold(labels, { shuffle: true, seed: 1 })`. Default 5.
   */
  folds?: number | readonly RowSplit[];
  /** Default: "accuracy" for labels, "loss" for targets. */
  scoring?: Scoring;
  /** Score the training rows too after every epoch. Default false. */
  scoreTraining?: boolean;
  /**
   * Fits at a time, each on one thread and with a copy of its rows; never changes a bit of the result. Default "auto":
   * as many as the host has.
   */
  threads?: Threads;
  /** The result of an earlier run that was stopped, or its JSON: fits of the same data, rows and candidates are taken over. */
  resume?: unknown;
  /** Stops within 0.2 s; the result says `aborted` and holds the fits that were done. */
  signal?: AbortSignal;
  /** Called about 25 times a second for each fit under way, and after each. */
  onProgress?: (progress: SelectionProgress) => void;
}

export interface CheckedOptions {
  readonly splits: readonly RowSplit[];
  readonly scoring: Scoring;
  readonly scoreTraining: boolean;
  /** Fits at a time. */
  readonly lanes: number;
  readonly resume: ReadonlyMap<string, FoldResult>;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: SelectionProgress) => void;
}

/** @throws WasmlpError `invalid-option`, `shape-mismatch`, or `unsupported` for threads that the host does not have */
export function checkOptions(data: Dataset, options: SelectionOptions): CheckedOptions {
  requireDataset("data", data);
  requireOptions(options);
  const { folds = 5, scoreTraining = false, threads = "auto", resume, signal, onProgress } = options;
  const { scoring = data.labels ? "accuracy" : "loss" } = options;
  if (scoring !== "accuracy" && scoring !== "loss") throw invalidOption("scoring", "accuracy or loss", scoring);
  if (scoring === "accuracy" && !data.labels) throw invalidOption("scoring", "loss for data without labels", scoring);
  if (typeof scoreTraining !== "boolean") throw invalidOption("scoreTraining", "true or false", scoreTraining);
  requireCallback("onProgress", onProgress);
  requireSignal(signal);
  return {
    splits: allocating("folds", () => chooseSplits(data, folds)),
    scoring,
    scoreTraining,
    lanes: chooseLanes(threads),
    resume: resume === undefined ? new Map() : finishedFits(resume),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  };
}

/** @throws WasmlpError `invalid-option` */
export function chooseSplits(
  { labels, count }: Pick<Dataset, "labels" | "count">,
  folds: unknown,
): readonly RowSplit[] {
  if (typeof folds === "number") return labels ? stratifiedKFold(labels, { folds }) : kFold(count, { folds });
  requireSplits(folds as RowSplit[], count);
  return folds as RowSplit[];
}

function chooseLanes(threads: Threads): number {
  if (threads === "auto") return hasThreads() ? availableThreads() : 1;
  requireThreads(threads);
  return threads;
}
