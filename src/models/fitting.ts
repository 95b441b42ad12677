/** A `fit` that is about to run: options checked, iterable epoch by epoch, or awaited for its history. */
import type { Dataset } from "../data/dataset.js";
import { type RowWeightOptions, rowWeights } from "../data/row-weights.js";
import { requireFit } from "../data/sources.js";
import { allocating, asOutOfMemory, invalidOption, requireCallback, requireOptions, requireSignal } from "../errors.js";
import type { Engine } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import type { Scaling } from "../network/first-layer.js";
import { type Optimizer, validateOptimizer } from "../network/optimizers.js";
import type { LayerParameters } from "../network/parameters.js";
import type { EpochResult, History } from "../training/history.js";
import { type RowOrder, shuffledOrder, storedOrder } from "../training/order.js";
import type { Checkpoints, Keeper, Progress, TrainingJob } from "../training/run.js";
import type { KernelWrapper } from "../training/runner.js";
import { train } from "../training/train.js";
import { requireSeed } from "./seed.js";
import { chooseBackground, chooseThreads, type Threads } from "./threads.js";

/**
 * With classWeights or sampleWeights the loss of a mini-batch is Σ_i w_i·L_i / rows, where w_i is the product of both for
 * row i, L_i its loss and rows the rows of the batch: Keras's meaning. PyTorch's weighted mean divides by Σ_i w_i
 * instead; weights with a mean of 1, as "balanced" gives, make both alike on average. Weighted are the gradient, the
 * `loss` of an epoch and its flow; scores of training and validation rows are not.
 */
export interface FitOptions extends RowWeightOptions {
  /** Passes over the rows, at least 1. */
  epochs: number;
  /** What `sgd(…)` or `adam(…)` returns. */
  optimizer: Optimizer;
  /** Rows of a mini-batch, at least 1; more than there are means all. Default 100. */
  batchSize?: number;
  /** Leave out the last batch of an epoch where it is smaller than the others, as the chapter does. Default false. */
  dropLast?: boolean;
  /** Shuffle the rows before every epoch. Default true. */
  shuffle?: boolean;
  /** Seed of the shuffles; default: the model's. */
  seed?: number;
  /** An order of one's own, instead of `shuffle` and `seed`. */
  order?: RowOrder;
  /** Rows to score after every epoch. */
  validation?: Dataset;
  /** Score the training rows too after every epoch (a whole forward pass). Default false. */
  scoreTraining?: boolean;
  /**
   * Measure, after every epoch, gradient, update, weights and outputs of each layer (`EpochResult.flow`) on the
   * first batchSize rows as stored. Costs about one step an epoch; never changes a bit of the result. Default false.
   */
  recordFlow?: boolean;
  /**
   * Threads to train on: "auto" (default) takes what the machine has where the job is large enough, and never changes
   * a bit of the result.
   */
  threads?: Threads;
  /**
   * Train on workers only, so that the calling thread stays free even of a job for one thread; the result is the same.
   * Default false: a job for one thread runs on the calling thread, in slices of 40 ms; but a large one on one worker
   * where memory cannot be shared (on a page that is not cross-origin isolated), unless `threads` says 1.
   */
  background?: boolean;
  /** Keeps checkpoints while training, or goes on from one: what `checkpointing({ … })` returns. */
  checkpoints?: Checkpoints;
  /**
   * For instruments: called with the kernels and the plan of the memory before the first step, returns what the steps
   * call instead, such as the same kernels with a clock around each. Training is then on one thread.
   */
  wrapKernels?: KernelWrapper;
  /**
   * Stops training within 0.1 s, after the step it is at; the history says `aborted`, the model keeps the weights
   * reached. Threads that are not done with their step after 0.75 s are ended: the weights are then those of the last
   * whole epoch.
   */
  signal?: AbortSignal;
  /** Called about 25 times a second while training. */
  onProgress?: (progress: Progress) => void;
}

/** What a model lends to a run. */
export interface Lender {
  readonly architecture: Architecture;
  readonly engine: Engine;
  readonly seed: number;
  /** How the model will read bytes after this run. */
  readonly scaling: Scaling;
  /** Called once, when the run starts; gives the weights to start from. */
  readonly begin: () => LayerParameters[];
  readonly keep: (parameters: LayerParameters[]) => void;
  readonly end: () => void;
}

/** Iterate it for its epochs, or await it for the history; once. */
export interface Fitting extends AsyncIterable<EpochResult>, PromiseLike<History> {}

/** Checks the options now; trains when iterated or awaited. */
export function startFitting(data: Dataset, options: FitOptions, lender: Lender): Fitting {
  const prepared = allocating("fit", () => prepare(data, options, lender));
  return fittingOf(() => run(prepared, lender), prepared.keeper?.earlier);
}

/** Epochs as they come, and why they ended. */
export type Epochs = AsyncGenerator<EpochResult, History["stopped"], undefined>;

/**
 * A fitting whose epochs begin with `start`, when iterated or awaited.
 * @param earlier epochs that were done before: first in the history, not iterated again
 */
export function fittingOf(start: () => Epochs, earlier: readonly EpochResult[] = []): Fitting {
  let history: Promise<History> | undefined;
  let isTaken = false;
  const take = (): Epochs => {
    if (isTaken) throw invalidOption("fit", "its result to be iterated or awaited once", "a second time");
    isTaken = true;
    return start();
  };
  return {
    [Symbol.asyncIterator]: take,
    // biome-ignore lint/suspicious/noThenProperty: a fit is awaited for its history
    then(onFulfilled, onRejected) {
      history ??= Promise.resolve().then(() => collect(take(), earlier));
      return history.then(onFulfilled, onRejected);
    },
  };
}

async function* run(job: Omit<TrainingJob, "parameters">, lender: Lender): Epochs {
  const own = allocating("fit", lender.begin);
  try {
    const kept = job.keeper?.parameters;
    if (kept) lender.keep(kept);
    return yield* train({ ...job, parameters: kept ?? own });
  } catch (error) {
    throw asOutOfMemory("fit", error);
  } finally {
    lender.end();
  }
}

async function collect(epochs: Epochs, earlier: readonly EpochResult[]): Promise<History> {
  const results: EpochResult[] = [...earlier];
  for (;;) {
    const next = await epochs.next();
    if (next.done) return { epochs: results, stopped: next.value };
    results.push(next.value);
  }
}

function prepare(data: Dataset, options: FitOptions, lender: Lender): Omit<TrainingJob, "parameters"> {
  requireOptions(options);
  const { epochs, batchSize = 100, dropLast = false, scoreTraining = false, recordFlow = false } = options;
  const { background = false, validation, signal, onProgress, wrapKernels } = options;
  requireCount("epochs", epochs);
  requireCount("batchSize", batchSize);
  requireBoolean("dropLast", dropLast);
  requireBoolean("scoreTraining", scoreTraining);
  requireBoolean("recordFlow", recordFlow);
  requireBoolean("background", background);
  if (dropLast && batchSize > data.count)
    throw invalidOption("batchSize", `at most the ${data.count} rows of the data with dropLast`, batchSize);
  requireSignal(signal);
  requireCallback("onProgress", onProgress);
  if (validation !== undefined) requireFit("validation", validation, lender.architecture);
  const weights = rowWeights(data, options);
  const threads = wantedThreads(options);
  const work = { ...lender, batchSize, epochs, rows: data.count };
  const job = {
    architecture: lender.architecture,
    engine: lender.engine,
    seed: lender.seed,
    scaling: lender.scaling,
    train: data,
    ...(weights && { rowWeights: weights }),
    epochs,
    batchSize,
    dropLast,
    scoreTraining,
    recordFlow,
    optimizer: validateOptimizer(options.optimizer),
    threads: chooseThreads(threads, work),
    background: chooseBackground(background, threads, work),
    ...chooseOrder(options, lender.seed),
    keep: lender.keep,
    ...(validation && { validation }),
    ...(wrapKernels && { wrapKernels }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  };
  const keeper = openKeeper(options.checkpoints, job);
  return keeper ? { ...job, keeper } : job;
}

function openKeeper(checkpoints: Checkpoints | undefined, job: Omit<TrainingJob, "parameters">): Keeper | undefined {
  if (checkpoints === undefined) return undefined;
  if (typeof checkpoints?.open !== "function")
    throw invalidOption("checkpoints", "what checkpointing({ … }) returns", checkpoints);
  return checkpoints.open(job);
}

function wantedThreads({ threads = "auto", background, wrapKernels }: FitOptions): Threads {
  if (wrapKernels === undefined) return threads;
  if (typeof wrapKernels !== "function") throw invalidOption("wrapKernels", "a function of kernels", wrapKernels);
  if (threads !== "auto" && threads !== 1) throw invalidOption("threads", "1 with wrapKernels", threads);
  if (background) throw invalidOption("background", "false with wrapKernels", background);
  return 1;
}

function chooseOrder(
  { order, shuffle = true, seed }: FitOptions,
  modelSeed: number,
): Pick<TrainingJob, "order" | "orderSeed"> {
  requireBoolean("shuffle", shuffle);
  if (order !== undefined && typeof order !== "function")
    throw invalidOption("order", "a function of epoch and row count", order);
  if (order && seed !== undefined) throw invalidOption("seed", "none beside order", seed);
  if (order || !shuffle) return { order: order ?? storedOrder };
  const orderSeed = requireSeed("seed", seed === undefined ? modelSeed : seed);
  return { order: shuffledOrder(orderSeed), orderSeed };
}

/** @throws WasmlpError `invalid-option` unless `value` is a whole number of at least 1. */
export function requireCount(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > 2 ** 31)
    throw invalidOption(option, "a whole number of at least 1", value);
}

/** @throws WasmlpError `invalid-option` unless `value` is true or false. */
export function requireBoolean(option: string, value: boolean): void {
  if (typeof value !== "boolean") throw invalidOption(option, "true or false", value);
}
