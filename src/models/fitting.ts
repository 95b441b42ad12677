/** A `fit` that is about to run: options checked, iterable epoch by epoch, or awaited for its history. */
import type { Dataset } from "../data/dataset.js";
import { requireFit } from "../data/sources.js";
import { invalidOption } from "../errors.js";
import type { Backend } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { type Optimizer, validateOptimizer } from "../network/optimizers.js";
import type { LayerParameters } from "../network/parameters.js";
import type { EpochResult, History } from "../training/history.js";
import { type RowOrder, shuffledOrder, storedOrder } from "../training/order.js";
import { type Progress, type TrainingJob, train } from "../training/train.js";
import { requireSeed } from "./seed.js";
import { chooseThreads, requireBackground, type Threads } from "./threads.js";

export interface FitOptions {
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
   * Threads to train on: "auto" (default) takes what the machine has where the job is large enough, and never changes
   * a bit of the result.
   */
  threads?: Threads;
  /**
   * Train on workers only, so that the calling thread stays free even of a job for one thread; the result is the same.
   * Needs shared memory: `unsupported` where the host has none. Default false: a job for one thread runs on the calling
   * thread, in slices of 40 ms.
   */
  background?: boolean;
  /** Stops training within 0.1 s; the history says `aborted`, the model keeps the weights reached. */
  signal?: AbortSignal;
  /** Called about 25 times a second while training. */
  onProgress?: (progress: Progress) => void;
}

/** What a model lends to a run. */
export interface Lender {
  readonly architecture: Architecture;
  readonly backend: Backend;
  readonly seed: number;
  /** Called once, when the run starts; gives the weights to start from. */
  readonly begin: () => LayerParameters[];
  readonly keep: (parameters: LayerParameters[]) => void;
  readonly end: () => void;
}

/** Iterate it for its epochs, or await it for the history; once. */
export interface Fitting extends AsyncIterable<EpochResult>, PromiseLike<History> {}

/** Checks the options now; trains when iterated or awaited. */
export function startFitting(data: Dataset, options: FitOptions, lender: Lender): Fitting {
  const prepared = prepare(data, options, lender);
  let history: Promise<History> | undefined;
  let isTaken = false;
  const take = (): AsyncGenerator<EpochResult, History["stopped"], undefined> => {
    if (isTaken) throw invalidOption("fit", "its result to be iterated or awaited once", "a second time");
    isTaken = true;
    return run(prepared, lender);
  };
  return {
    [Symbol.asyncIterator]: take,
    // biome-ignore lint/suspicious/noThenProperty: a fit is awaited for its history
    then(onFulfilled, onRejected) {
      history ??= Promise.resolve().then(() => collect(take()));
      return history.then(onFulfilled, onRejected);
    },
  };
}

async function* run(
  job: Omit<TrainingJob, "parameters">,
  lender: Lender,
): AsyncGenerator<EpochResult, History["stopped"], undefined> {
  const parameters = lender.begin();
  try {
    return yield* train({ ...job, parameters });
  } finally {
    lender.end();
  }
}

async function collect(epochs: AsyncGenerator<EpochResult, History["stopped"], undefined>): Promise<History> {
  const results: EpochResult[] = [];
  for (;;) {
    const next = await epochs.next();
    if (next.done) return { epochs: results, stopped: next.value };
    results.push(next.value);
  }
}

function prepare(data: Dataset, options: FitOptions, lender: Lender): Omit<TrainingJob, "parameters"> {
  if (typeof options !== "object" || options === null) throw invalidOption("options", "an object", options);
  const { epochs, batchSize = 100, dropLast = false, scoreTraining = false, validation, signal, onProgress } = options;
  const { background = false } = options;
  requireCount("epochs", epochs);
  requireCount("batchSize", batchSize);
  requireBoolean("dropLast", dropLast);
  requireBoolean("scoreTraining", scoreTraining);
  requireBoolean("background", background);
  if (background) requireBackground(lender.backend);
  if (dropLast && batchSize > data.count)
    throw invalidOption("batchSize", `at most the ${data.count} rows of the data with dropLast`, batchSize);
  if (validation) requireFit("validation", validation, lender.architecture);
  return {
    architecture: lender.architecture,
    backend: lender.backend,
    train: data,
    epochs,
    batchSize,
    dropLast,
    scoreTraining,
    optimizer: validateOptimizer(options.optimizer),
    threads: chooseThreads(options.threads ?? "auto", { ...lender, batchSize, epochs, rows: data.count }),
    background,
    order: chooseOrder(options, lender.seed),
    keep: lender.keep,
    ...(validation && { validation }),
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  };
}

function chooseOrder({ order, shuffle = true, seed }: FitOptions, modelSeed: number): RowOrder {
  requireBoolean("shuffle", shuffle);
  if (order === undefined) return shuffle ? shuffledOrder(requireSeed("seed", seed ?? modelSeed)) : storedOrder;
  if (typeof order !== "function") throw invalidOption("order", "a function of epoch and row count", order);
  if (seed !== undefined) throw invalidOption("seed", "none beside order", seed);
  return order;
}

function requireCount(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > 2 ** 31)
    throw invalidOption(option, "a whole number of at least 1", value);
}

function requireBoolean(option: string, value: boolean): void {
  if (typeof value !== "boolean") throw invalidOption(option, "true or false", value);
}
