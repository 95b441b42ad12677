/**
 * What a run of training is given, where it stands, and who keeps its state: types only. Knows nothing of model classes
 * or files.
 */
import type { Dataset } from "../data/dataset.js";
import type { Engine } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import type { Scaling } from "../network/first-layer.js";
import type { Optimizer } from "../network/optimizers.js";
import type { LayerParameters } from "../network/parameters.js";
import type { Plan } from "../network/plan.js";
import type { AdamCorrection } from "../network/update.js";
import type { EpochResult } from "./history.js";
import type { RowOrder } from "./order.js";
import type { KernelWrapper, Runner } from "./runner.js";

/** Where a running epoch stands; reported about 25 times a second. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** Mini-batches of this epoch done, and in all. */
  readonly step: number;
  readonly steps: number;
  /**
   * Samples trained on since training began, and seconds spent on them (evaluation not included); what came before a
   * checkpoint that was gone on from counts.
   */
  readonly samples: number;
  readonly seconds: number;
  /** Mean loss over this epoch's mini-batches so far. */
  readonly loss: number;
}

/** Everything a run needs; options already validated. */
export interface TrainingJob {
  readonly architecture: Architecture;
  readonly engine: Engine;
  /** Seed of the model, and how it reads bytes: for its checkpoints. */
  readonly seed: number;
  readonly scaling: Scaling;
  readonly parameters: readonly LayerParameters[];
  readonly train: Dataset;
  /** What each row of `train` counts in loss and gradient; absent where all count 1. */
  readonly rowWeights?: Float64Array;
  readonly validation?: Dataset;
  /** Score the training rows too, after each epoch. */
  readonly scoreTraining: boolean;
  /** Measure gradient, update and weights of each layer after each epoch, on the first batchSize rows as stored. */
  readonly recordFlow: boolean;
  readonly epochs: number;
  readonly batchSize: number;
  /** Drop the last batch of an epoch where it is smaller than batchSize. */
  readonly dropLast: boolean;
  readonly optimizer: Optimizer;
  /** Threads to train on; the result is the same for any number. */
  readonly threads: number;
  /** Leave the calling thread free even of a job for one thread. */
  readonly background: boolean;
  readonly order: RowOrder;
  /** The seed of a shuffled order; absent for others. */
  readonly orderSeed?: number;
  /** Sees every call of a kernel that a step makes; with one thread only. */
  readonly wrapKernels?: KernelWrapper;
  readonly keeper?: Keeper;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Takes the weights, after every epoch and when training is stopped in the middle of one. */
  readonly keep: (parameters: LayerParameters[]) => void;
}

/** How far a run has come. */
export interface Position {
  /** The epoch to go on in; first is 1. */
  readonly epoch: number;
  /** Mini-batches of it that are done; all of them where the epoch's scores are still to come. */
  readonly step: number;
  /** Their rows, and Σ of the losses of those in f64, in order, as the kernels give them. */
  readonly rows: number;
  readonly lossSum: number;
  /** Mini-batches since training began. */
  readonly steps: number;
  /** Rows trained on in the epochs before. */
  readonly samples: number;
  /** Spent on steps since training began, and until this epoch. */
  readonly seconds: number;
  readonly epochBegan: number;
  /** As it stood after the last step. */
  readonly correction: AdamCorrection;
}

/** A run and, changing while it goes on, its position. */
export interface Run extends Record<Counter, number> {
  readonly job: TrainingJob;
  readonly plan: Plan;
  readonly runner: Runner;
  correction: AdamCorrection;
  /** The weights before the epoch's first step. */
  epochStart: readonly LayerParameters[];
}

type Counter = Exclude<keyof Position, "correction">;

/** What `checkpointing(…)` gives to the option `checkpoints` of `fit`. */
export interface Checkpoints {
  /** A keeper for one run. @throws WasmlpError where the checkpoint to go on from belongs to another job. */
  open(job: Omit<TrainingJob, "parameters">): Keeper;
}

/** Keeps the state of one run, between its steps. */
export interface Keeper {
  /** Epochs that were done before this run, and the weights they led to. */
  readonly earlier: readonly EpochResult[];
  readonly parameters?: LayerParameters[];
  /** Puts the run where the checkpoint to go on from stands. @throws WasmlpError for rows in another order. */
  restore(run: Run): Promise<void>;
  /** Hears of each epoch's rows. @throws WasmlpError where the checkpoint had others. */
  see(epoch: number, order: Uint32Array): void;
  /** After `steps` in all: how many more the run may do before it has to rest; at least 1. */
  stepsLeft(steps: number): number;
  /** Whether the run is to rest after these, as the clock says so. */
  isDue(steps: number): boolean;
  /** The run rests within an epoch, or at the end of one: a checkpoint is taken where one is due. @throws what saving threw. */
  endSteps(run: Run): void;
  endEpoch(run: Run, epoch: EpochResult): void;
  /** Once, at the end: keeps the state if it is sound, and resolves when all is saved. */
  close(run: Run, isSound: boolean): Promise<void>;
}
