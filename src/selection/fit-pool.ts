/**
 * Runs fits, as many at a time as there are threads, each on one worker off the calling thread; on the calling thread,
 * one after the other, where the host has no threads. How many run at a time never changes a result or its order.
 */
import { type Dataset, takeRows } from "../data/dataset.js";
import { fingerprint, fingerprintDataset } from "../data/fingerprint.js";
import type { RowSplit } from "../data/stratify.js";
import { DivergenceError, invalidOption } from "../errors.js";
import type { Score } from "../evaluation/evaluate.js";
import { Mlp } from "../models/mlp.js";
import { hasThreads } from "../threads/team.js";
import { type Candidate, fitOf } from "./candidate.js";
import type { CheckedOptions } from "./options.js";
import { type FoldResult, lastScore } from "./results.js";

/** One fit: a candidate trained on the one part of a split and scored on the other. */
export interface FitTask {
  readonly candidate: Candidate;
  readonly rows: RowSplit;
  /** First fold is 1. */
  readonly fold: number;
  /** Multiply-adds it is expected to take, in any unit. */
  readonly work: number;
}

/** What a fit leaves behind, whoever asked for it. */
type Outcome = Pick<FoldResult, "validation" | "training" | "diverged">;

/** A fit that is done; `isResumed` where an earlier run did it. */
export type OnFit = (index: number, result: FoldResult, isResumed: boolean) => void;

export class FitPool {
  readonly #data: Dataset;
  readonly #options: CheckedOptions;
  readonly #stop: AbortController;
  readonly #fits: number;
  readonly #work: number;
  #dataKey: string | undefined;
  #done = 0;
  #workDone = 0;
  /** Work of the fits under way that is done. */
  readonly #underway = new Map<FitTask, number>();

  /** @param expected fits and work of all tasks there are going to be */
  constructor(
    data: Dataset,
    options: CheckedOptions,
    stop: AbortController,
    expected: { readonly fits: number; readonly work: number },
  ) {
    this.#data = data;
    this.#options = options;
    this.#stop = stop;
    this.#fits = expected.fits;
    this.#work = expected.work;
  }

  /**
   * Performs tasks; `onFit` hears of each in their order. Resolves with a result for each, undefined where the signal
   * came first. A fit that diverges has a result; where one fails otherwise the others are stopped.
   * @throws WasmlpError the first failure, when nothing is running any more
   */
  async run(tasks: readonly FitTask[], onFit: OnFit): Promise<(FoldResult | undefined)[]> {
    const keys = tasks.map((task) => this.#keyOf(task));
    const isFirst = this.#done === 0;
    const { resume, lanes } = this.#options;
    if (isFirst && resume.size > 0 && !keys.some((key) => resume.has(key)))
      throw invalidOption("resume", "results of the same data, folds and candidates", "none that are");
    const results: (FoldResult | undefined)[] = tasks.map(() => undefined);
    let next = 0;
    let told = 0;
    const lane = async (): Promise<void> => {
      while (next < tasks.length && !this.#stop.signal.aborted) {
        const index = next++;
        results[index] = await this.#perform(tasks[index] as FitTask, keys[index] as string);
        for (; results[told]; told++) onFit(told, results[told] as FoldResult, resume.has(keys[told] as string));
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => this.#stoppingOthers(lane)));
    for (const end of ends) if (end.status === "rejected") throw end.reason;
    return results;
  }

  /** Fits that nobody waits for any more are stopped, and waited for, before the failure is told. */
  async #stoppingOthers(lane: () => Promise<void>): Promise<void> {
    try {
      await lane();
    } catch (error) {
      this.#stop.abort();
      throw error;
    }
  }

  async #perform(task: FitTask, key: string): Promise<FoldResult | undefined> {
    const { resume, scoring } = this.#options;
    const outcome = resume.get(key) ?? (await this.#train(task));
    this.#underway.delete(task);
    if (!outcome) return undefined;
    this.#done++;
    this.#workDone += task.work;
    this.#report();
    const { validation, training, diverged } = outcome;
    return {
      fold: task.fold,
      score: diverged === undefined ? lastScore(validation, scoring) : null,
      validation,
      ...(training && { training }),
      ...(diverged !== undefined && { diverged }),
      key,
    };
  }

  /** Undefined where the signal came before the end. */
  async #train(task: FitTask): Promise<Outcome | undefined> {
    const { candidate, rows } = task;
    const { scoreTraining } = this.#options;
    const model = new Mlp(candidate.model);
    const fitting = model.fit(takeRows(this.#data, rows.train), {
      ...fitOf(candidate, rows.train),
      validation: takeRows(this.#data, rows.test),
      scoreTraining,
      threads: 1,
      background: hasThreads() && model.backend === "wasm",
      signal: this.#stop.signal,
      onProgress: ({ epoch, epochs, step, steps }) => {
        this.#underway.set(task, (task.work * (epoch - 1 + step / steps)) / epochs);
        this.#report();
      },
    });
    try {
      const { epochs, stopped } = await fitting;
      // The signal may come while the last epoch is scored, too.
      if (stopped === "aborted" || !epochs.at(-1)?.validation) return undefined;
      const validation = epochs.map((epoch) => epoch.validation as Score);
      return { validation, ...(scoreTraining && { training: epochs.map((epoch) => epoch.training as Score) }) };
    } catch (error) {
      if (error instanceof DivergenceError) return { validation: [], diverged: error.message };
      throw error;
    }
  }

  #report(): void {
    let work = this.#workDone;
    for (const done of this.#underway.values()) work += done;
    const share = Math.min(1, work / this.#work);
    this.#options.onProgress?.({ done: this.#done, fits: this.#fits, share });
  }

  #keyOf({ candidate, rows }: FitTask): string {
    this.#dataKey ??= fingerprintDataset(this.#data);
    const { scoreTraining } = this.#options;
    const contents = [this.#dataKey, candidate, fingerprint(rows.train), fingerprint(rows.test), scoreTraining];
    return fingerprint(JSON.stringify(contents));
  }
}
