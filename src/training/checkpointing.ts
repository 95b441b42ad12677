/**
 * When checkpoints are taken, who saves them, and how a run goes on from one. An app that does not ask for it carries
 * none of it: `fit` knows the interface only. Knows nothing of files.
 */

import { fingerprint } from "../data/fingerprint.js";
import { invalidOption, requireOptions } from "../errors.js";
import type { LayerParameters } from "../network/parameters.js";
import { pause, SLICE_MS } from "../threads/pause.js";
import { type Checkpoint, copyWeights, restoreCheckpoint, type SeenOrder, takeCheckpoint } from "./checkpoint.js";
import { requireCheckpoint } from "./checkpoint-check.js";
import {
  type CheckpointSettings,
  requireSame,
  requireSameArchitecture,
  requireSameSettings,
  settingsOf,
} from "./checkpoint-settings.js";
import type { EpochResult } from "./history.js";
import { requireOrder } from "./order.js";
import type { Checkpoints, Keeper, Position, Run, TrainingJob } from "./run.js";

export interface CheckpointOptions {
  /**
   * Called with each checkpoint, and with one more when training ends or stops (not when it fails), so that the last is
   * always where it stopped. Training goes on while a promise is pending, and takes no other checkpoint; in the end it
   * waits. Where it throws or rejects, training stops with that error within 0.1 s, between two steps, and the model
   * keeps the weights reached.
   */
  save?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** Mini-batches from one checkpoint to the next, at least 1. */
  everySteps?: number;
  /** Seconds from one to the next, above 0. Without this and `everySteps`, there is one in the end only. */
  everySeconds?: number;
  /**
   * Goes on from here, to the same bits as if it had never stopped; times aside, and with any number of threads before
   * and after. All else that `fit` is given must be as it was: `order`, if a function, one that begins anew and gives
   * the same rows again. `epochs` may be more. The loop begins with the epoch that was stopped, the history with
   * the first. Where it diverges, the model keeps the checkpoint's weights until a whole epoch has led to others.
   */
  resume?: Checkpoint;
}

/**
 * Keeps the state of a `fit`, or goes on from it:
 *
 * ```ts
 * const save = (checkpoint) => saveCheckpoint(checkpoint, "run.safetensors");
 * await model.fit(train, { epochs: 50, optimizer, checkpoints: checkpointing({ save, everySeconds: 30 }) });
 * // and after whatever has happened
 * const resume = await loadCheckpoint("run.safetensors");
 * await model.fit(train, { epochs: 50, optimizer, checkpoints: checkpointing({ save, everySeconds: 30, resume }) });
 * ```
 *
 * @throws WasmlpError `invalid-option` for options or a checkpoint that cannot be; `fit` throws it, naming what differs,
 * for a checkpoint of another network, other options or other data, and where an order is another as soon as it shows.
 */
export function checkpointing(options: CheckpointOptions): Checkpoints {
  requireOptions(options);
  const { save, everySteps, everySeconds, resume } = options;
  if (save !== undefined && typeof save !== "function") throw invalidOption("save", "a function", save);
  if (save === undefined && resume === undefined) throw invalidOption("save", "a function, or resume", save);
  if (everySteps !== undefined && !(Number.isInteger(everySteps) && everySteps >= 1))
    throw invalidOption("everySteps", "a whole number of at least 1", everySteps);
  if (everySeconds !== undefined && !(typeof everySeconds === "number" && everySeconds > 0))
    throw invalidOption("everySeconds", "a number above 0", everySeconds);
  if (resume !== undefined) requireCheckpoint(resume, "resume");
  return { open: (job) => new CheckpointKeeper(options, job) };
}

class CheckpointKeeper implements Keeper {
  readonly earlier: readonly EpochResult[];
  readonly parameters?: LayerParameters[];
  readonly #options: CheckpointOptions;
  readonly #settings: CheckpointSettings;
  readonly #history: EpochResult[];
  #order: SeenOrder | undefined;
  /** Where the last checkpoint was taken, and when. */
  #last: Position | undefined;
  #takenAt = 0;
  #pending: Promise<void> | undefined;
  #failure: { readonly error: unknown } | undefined;

  constructor(options: CheckpointOptions, job: Omit<TrainingJob, "parameters">) {
    const { resume } = options;
    this.#options = options;
    this.#settings = settingsOf(job);
    this.earlier = resume?.history ?? [];
    this.#history = [...this.earlier];
    this.#last = resume?.position;
    if (!resume) return;
    requireMatch(resume, job, this.#settings);
    this.parameters = copyWeights(resume);
  }

  async restore(run: Run): Promise<void> {
    this.#takenAt = performance.now();
    const { resume } = this.#options;
    if (!resume) return;
    restoreCheckpoint(run, resume);
    const { order, signal, train } = run.job;
    let servedAt = performance.now();
    // A function of one's own may hold a stream, as shuffledOrder does: it is called for every epoch, in order.
    for (let epoch = 1; epoch < resume.position.epoch && !signal?.aborted; epoch++) {
      const rows = order(epoch, train.count);
      if (epoch === resume.order?.epoch) {
        requireOrder(rows, train.count);
        this.see(epoch, rows);
      }
      if (performance.now() - servedAt < SLICE_MS) continue;
      await pause();
      servedAt = performance.now();
    }
    this.#order ??= resume.order;
  }

  see(epoch: number, order: Uint32Array): void {
    this.#order = { epoch, fingerprint: fingerprint(order) };
    const known = this.#options.resume?.order;
    if (known?.epoch === epoch) requireSame(`order of epoch ${epoch}`, known.fingerprint, this.#order.fingerprint);
  }

  stepsLeft(steps: number): number {
    const { everySteps } = this.#options;
    if (everySteps === undefined || this.#pending) return Number.POSITIVE_INFINITY;
    return Math.max(1, (this.#last?.steps ?? 0) + everySteps - steps);
  }

  isDue(steps: number): boolean {
    if (this.#failure) return true;
    if (this.#pending) return false;
    const { everySteps = Number.POSITIVE_INFINITY, everySeconds = Number.POSITIVE_INFINITY } = this.#options;
    const seconds = (performance.now() - this.#takenAt) / 1000;
    return seconds >= everySeconds || steps - (this.#last?.steps ?? 0) >= everySteps;
  }

  endSteps(run: Run): void {
    if (this.isDue(run.steps)) this.#take(run);
  }

  endEpoch(run: Run, epoch: EpochResult): void {
    this.#history.push(epoch);
    this.endSteps(run);
  }

  /** Steps alone do not tell: an epoch's scores come after its last. */
  #isTaken({ steps, epoch }: Run): boolean {
    return this.#last?.steps === steps && this.#last.epoch === epoch;
  }

  #take(run: Run): void {
    const checkpoint = takeCheckpoint(run, this.#settings, this.#history, this.#order);
    if (checkpoint && !this.#failure) this.#save(checkpoint);
    if (!this.#failure) return;
    if (checkpoint) run.job.keep([...checkpoint.parameters]);
    throw this.#failure.error;
  }

  async close(run: Run, isSound: boolean): Promise<void> {
    await this.#pending;
    if (!isSound) return;
    if (!this.#isTaken(run) || this.#failure) this.#take(run);
    await this.#pending;
    if (this.#failure) throw this.#failure.error;
  }

  #save(checkpoint: Checkpoint): void {
    const { save } = this.#options;
    this.#last = checkpoint.position;
    this.#takenAt = performance.now();
    if (!save) return;
    const fail = (error: unknown): void => {
      this.#failure = { error };
    };
    try {
      const saving = save(checkpoint);
      if (typeof saving?.then !== "function") return;
      this.#pending = Promise.resolve(saving)
        .catch(fail)
        .finally(() => {
          this.#pending = undefined;
        });
    } catch (error) {
      fail(error);
    }
  }
}

/** @throws WasmlpError `invalid-option`. */
function requireMatch(
  { architecture, settings, seed, position }: Checkpoint,
  job: Omit<TrainingJob, "parameters">,
  own: CheckpointSettings,
): void {
  requireSameArchitecture(architecture, job.architecture);
  requireSameSettings(settings, own);
  requireSame("seed of the model", seed, job.seed);
  const least = position.step > 0 ? position.epoch : Math.max(1, position.epoch - 1);
  if (job.epochs < least) throw invalidOption("epochs", `at least ${least}, as far as the checkpoint is`, job.epochs);
}
