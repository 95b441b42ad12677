/**
 * Training: epochs of mini-batches in a workspace of its own, then the weights go back to whoever asked. Data flows one
 * way: rows and weights in, losses and weights out. Knows nothing of model classes.
 */
import type { Dataset } from "../data/dataset.js";
import { compactShape, loadRows, orderAsStored, writeRowWeights } from "../data/sources.js";
import { invalidOption } from "../errors.js";
import type { AnswerJob } from "../evaluation/answers.js";
import { emptyTally, type Score, tallyRows, toScore } from "../evaluation/evaluate.js";
import type { Engine } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { LOSS_TABLE } from "../network/losses.js";
import { isFolded, momentNames, type Optimizer } from "../network/optimizers.js";
import { firstNonFiniteLayer, type LayerParameters, readParameters, writeParameters } from "../network/parameters.js";
import { sumRowLoss } from "../network/passes.js";
import { type Plan, planWorkspace, type SourcePlan } from "../network/plan.js";
import { type AdamCorrection, FIRST_CORRECTION, nextCorrection } from "../network/update.js";
import { requireConverging } from "./divergence.js";
import { type FlowProbe, openFlowProbe } from "./flow.js";
import type { EpochResult } from "./history.js";
import { openRunner } from "./open-runner.js";
import { type RowOrder, requireOrder } from "./order.js";
import type { KernelWrapper, Runner } from "./runner.js";

/** Where a running epoch stands; reported about 25 times a second. */
export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  /** Mini-batches of this epoch done, and in all. */
  readonly step: number;
  readonly steps: number;
  /** Samples trained on since `fit` began, and seconds spent on them (evaluation not included). */
  readonly samples: number;
  readonly seconds: number;
  /** Mean loss over this epoch's mini-batches so far. */
  readonly loss: number;
}

/** Everything a run needs; options already validated. */
export interface TrainingJob {
  readonly architecture: Architecture;
  readonly engine: Engine;
  readonly parameters: readonly LayerParameters[];
  readonly train: Dataset;
  /** What each row of `train` counts in loss and gradient; absent where all count 1. */
  readonly rowWeights?: Float64Array;
  readonly validation?: Dataset;
  /** Score the training rows too, after each epoch. */
  readonly scoreTraining: boolean;
  /** Measure gradient, update and weights of each layer after each epoch, on the first batchSize rows as stored. */
  readonly recordFlow?: boolean;
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
  /** Sees every call of a kernel that a step makes; with one thread only. */
  readonly wrapKernels?: KernelWrapper;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Takes the weights, after every epoch and when training is stopped in the middle of one. */
  readonly keep: (parameters: LayerParameters[]) => void;
}

/** What changes while a run goes on. */
interface Run {
  readonly job: TrainingJob;
  readonly plan: Plan;
  readonly runner: Runner;
  correction: AdamCorrection;
  samples: number;
  seconds: number;
}

/**
 * Trains; yields after every epoch, returns `aborted` if the signal ended it.
 * @throws DivergenceError when the loss or a weight stops being finite; the weights kept are the last finite ones.
 */
export async function* train(job: TrainingJob): AsyncGenerator<EpochResult, "completed" | "aborted", undefined> {
  const run = await openRun(job);
  if (!run) return "aborted";
  try {
    const probe = openProbe(job);
    moveIn(run);
    for (let epoch = 1; epoch <= job.epochs; epoch++) {
      const result = await trainEpoch(run, epoch);
      if (result === "abandoned") return "aborted";
      if (result === "aborted") {
        if (firstNonFiniteLayer(run.runner.heap, run.plan) < 0) keepParameters(run);
        return "aborted";
      }
      const parameters = keepParameters(run);
      yield { ...result, ...(await scores(run)), ...(probe && { flow: probe(parameters) }) };
    }
    return "completed";
  } finally {
    await run.runner.close();
  }
}

/** Undefined where the signal came before workers were ready. */
async function openRun(job: TrainingJob): Promise<Run | undefined> {
  const { architecture, optimizer, train, validation, threads } = job;
  const plan = planWorkspace(architecture, {
    capacity: Math.min(job.batchSize, train.count),
    sources: [
      compactShape("train", train, threads),
      ...(validation ? [compactShape("validation", validation, threads)] : []),
    ],
    training: {
      keepsGradient: !isFolded(optimizer),
      moments: momentNames(optimizer),
      hasRowWeights: job.rowWeights !== undefined,
    },
    threads,
  });
  const isStopped = (): boolean => job.signal?.aborted === true;
  const runner = await openRunner(plan, job.engine, threads, job.background, isStopped, job.wrapKernels);
  return runner && { job, plan, runner, correction: FIRST_CORRECTION, samples: 0, seconds: 0 };
}

/** Weights and rows into the workspace. */
function moveIn({ job, plan, runner }: Run): void {
  writeParameters(runner.heap, plan.layers, job.parameters);
  writeRowWeights(runner.heap, plan, job.rowWeights);
  for (const [i, data] of [job.train, job.validation].entries())
    if (data) loadRows(runner.kernels, runner.heap, plan.sources[i] as SourcePlan, data, 0, data.count);
}

function keepParameters({ job, plan, runner }: Run): readonly LayerParameters[] {
  const parameters = readParameters(runner.heap, plan.layers);
  job.keep(parameters);
  return parameters;
}

function openProbe(job: TrainingJob): FlowProbe | undefined {
  if (!job.recordFlow) return undefined;
  const { architecture, engine, train, batchSize, parameters, rowWeights } = job;
  return openFlowProbe(architecture, engine, train, Math.min(batchSize, train.count), parameters, rowWeights);
}

/** `abandoned` where workers did not heed the signal: the weights in memory are not to be kept. */
async function trainEpoch(run: Run, epoch: number): Promise<EpochResult | "aborted" | "abandoned"> {
  const { job, plan, runner } = run;
  if (job.signal?.aborted) return "aborted";
  const rows = takeOrder(run, epoch);
  const steps = job.dropLast ? Math.floor(rows / plan.capacity) : Math.ceil(rows / plan.capacity);
  if (steps === 0)
    throw invalidOption("batchSize", `at most the ${rows} rows of the epoch with dropLast`, job.batchSize);
  const samples = Math.min(rows, steps * plan.capacity);
  const began = performance.now();
  const before = run.seconds;
  const { optimizer, train: scaling } = job;
  const { scale, shift } = scaling;
  const steppingJob = { first: 0, last: steps, rows, scaling: { scale, shift }, optimizer, correction: run.correction };
  const done = await runner.train(steppingJob, (step) => {
    run.seconds = before + (performance.now() - began) / 1000;
    report(run, epoch, step, steps, samples);
    return job.signal?.aborted === true;
  });
  if (done === undefined) return "abandoned";
  for (let step = 0; step < done; step++) run.correction = nextCorrection(optimizer, run.correction);
  // The run stops at the first step whose loss is not finite; a weight that is not shows at the end of the epoch.
  const start = (done - 1) * plan.capacity;
  const lastLoss = sumRowLoss(runner.heap, plan, start, Math.min(plan.capacity, samples - start));
  requireConverging(runner.heap, plan, epoch, done, lastLoss);
  if (done < steps) return "aborted";
  run.samples += samples;
  return { epoch, loss: meanLoss(run, samples), samples, seconds: run.seconds - before };
}

/** Puts the epoch's order into the workspace; returns how many rows it has. */
function takeOrder({ job, plan, runner }: Run, epoch: number): number {
  const order = job.order(epoch, job.train.count);
  requireOrder(order, job.train.count);
  runner.heap.words.set(order, plan.order.address >>> 2);
  return order.length;
}

/** Mean loss of the first `rows` rows of the epoch. */
function meanLoss({ job, plan, runner }: Run, rows: number): number {
  const { valueScale } = LOSS_TABLE[job.architecture.loss];
  return (sumRowLoss(runner.heap, plan, 0, rows) / rows) * valueScale(job.architecture.outputs);
}

function report(run: Run, epoch: number, step: number, steps: number, samples: number): void {
  const { onProgress, epochs } = run.job;
  const seen = Math.min(samples, step * run.plan.capacity);
  if (!onProgress || seen === 0) return;
  const { seconds } = run;
  onProgress({ epoch, epochs, step, steps, samples: run.samples + seen, seconds, loss: meanLoss(run, seen) });
}

/** What was scored by the time the signal said stop. */
async function scores(run: Run): Promise<{ training?: Score; validation?: Score }> {
  const { job } = run;
  const training = job.scoreTraining && (await scoreSource(run, 0, job.train));
  const validation = job.validation && (await scoreSource(run, 1, job.validation));
  return { ...(training && { training }), ...(validation && { validation }) };
}

async function scoreSource(
  { job: { signal }, plan, runner }: Run,
  source: number,
  data: Dataset,
): Promise<Score | undefined> {
  const isStopped = (): boolean => signal?.aborted === true;
  if (isStopped()) return undefined;
  orderAsStored(runner.heap, plan.order, data.count);
  const { scale, shift } = data;
  const job: AnswerJob = { wanted: "score", source, first: 0, last: data.count, scaling: { scale, shift } };
  const isWhole = await runner.answer(job, isStopped);
  if (!isWhole) return undefined;
  const tally = emptyTally();
  tallyRows(runner.heap, plan, plan.sources[source] as SourcePlan, 0, data.count, tally);
  return toScore(plan, tally, data.labels !== undefined);
}
