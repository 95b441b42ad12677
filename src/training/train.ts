/**
 * Training: epochs of mini-batches in a workspace of its own, then the weights go back to whoever asked. Data flows one
 * way: rows and weights in, losses and weights out. Knows nothing of model classes, or of what a checkpoint holds.
 */
import type { Dataset } from "../data/dataset.js";
import { compactShape, loadRows, orderAsStored, writeRowWeights } from "../data/sources.js";
import { invalidOption } from "../errors.js";
import type { AnswerJob } from "../evaluation/answers.js";
import { emptyTally, type Score, tallyRows, toScore } from "../evaluation/evaluate.js";
import { LOSS_TABLE } from "../network/losses.js";
import { isFolded, momentNames } from "../network/optimizers.js";
import { firstNonFiniteLayer, type LayerParameters, readParameters, writeParameters } from "../network/parameters.js";
import { sumRowLoss } from "../network/passes.js";
import { planWorkspace, type SourcePlan } from "../network/plan.js";
import { FIRST_CORRECTION, nextCorrection } from "../network/update.js";
import { requireConverging } from "./divergence.js";
import { type FlowProbe, openFlowProbe } from "./flow.js";
import type { EpochResult } from "./history.js";
import { openRunner } from "./open-runner.js";
import { requireOrder } from "./order.js";
import type { Position, Run, TrainingJob } from "./run.js";

const BEGINNING: Position = {
  epoch: 1,
  step: 0,
  rows: 0,
  lossSum: 0,
  epochBegan: 0,
  steps: 0,
  samples: 0,
  seconds: 0,
  correction: FIRST_CORRECTION,
};

/** What an epoch takes on. */
interface EpochSize {
  readonly rows: number;
  readonly steps: number;
  /** Rows trained on: fewer than there are where the last batch is dropped. */
  readonly samples: number;
}

/**
 * Trains; yields after every epoch, returns `aborted` if the signal ended it.
 * @throws DivergenceError when the loss or a weight stops being finite; the weights kept are the last finite ones.
 */
export async function* train(job: TrainingJob): AsyncGenerator<EpochResult, "completed" | "aborted", undefined> {
  const run = await openRun(job);
  if (!run) return "aborted";
  // Whether the memory holds a state to go on from.
  let isSound = false;
  try {
    moveIn(run);
    await job.keeper?.restore(run);
    const probe = openProbe(run);
    while (run.epoch <= job.epochs) {
      const result = await trainEpoch(run);
      if (typeof result === "string") {
        isSound = result === "aborted";
        if (isSound && firstNonFiniteLayer(run.runner.heap, run.plan) < 0) keepParameters(run);
        return "aborted";
      }
      const parameters = keepParameters(run);
      const epoch = { ...result, ...(await scores(run)), ...(probe && { flow: probe(parameters) }) };
      if (!job.signal?.aborted) endEpoch(run, epoch, parameters);
      isSound = true;
      yield epoch;
      isSound = false;
    }
    isSound = true;
    return "completed";
  } finally {
    await closeRun(run, isSound);
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
  return runner && { job, plan, runner, ...BEGINNING, epochStart: job.parameters };
}

async function closeRun(run: Run, isSound: boolean): Promise<void> {
  try {
    await run.job.keeper?.close(run, isSound);
  } finally {
    await run.runner.close();
  }
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

function openProbe({ job, epochStart }: Run): FlowProbe | undefined {
  if (!job.recordFlow) return undefined;
  const { architecture, engine, train, batchSize, rowWeights } = job;
  return openFlowProbe(architecture, engine, train, Math.min(batchSize, train.count), epochStart, rowWeights);
}

/** What is left of the epoch at hand. `abandoned` where workers did not heed the signal: the memory is not to be kept. */
async function trainEpoch(run: Run): Promise<EpochResult | "aborted" | "abandoned"> {
  const { job, epoch } = run;
  if (job.signal?.aborted) return "aborted";
  const size = takeOrder(run);
  const { steps, samples } = size;
  while (run.step < steps) {
    if (!(await trainSteps(run, size))) return "abandoned";
    if (run.step === steps) break;
    if (job.signal?.aborted) return "aborted";
    job.keeper?.endSteps(run);
  }
  return { epoch, loss: meanLoss(run, samples), samples, seconds: run.seconds - run.epochBegan };
}

/** Puts the epoch's order into the workspace. */
function takeOrder({ job, plan, runner, epoch }: Run): EpochSize {
  const order = job.order(epoch, job.train.count);
  requireOrder(order, job.train.count);
  job.keeper?.see(epoch, order);
  runner.heap.words.set(order, plan.order.address >>> 2);
  const rows = order.length;
  const steps = job.dropLast ? Math.floor(rows / plan.capacity) : Math.ceil(rows / plan.capacity);
  if (steps === 0)
    throw invalidOption("batchSize", `at most the ${rows} rows of the epoch with dropLast`, job.batchSize);
  return { rows, steps, samples: Math.min(rows, steps * plan.capacity) };
}

/** Steps until the epoch ends, the signal says stop, or the keeper is due; false where workers did not heed the signal. */
async function trainSteps(run: Run, size: EpochSize): Promise<boolean> {
  const { job, plan, runner, step: first, correction, epoch } = run;
  const { keeper, optimizer, signal } = job;
  const { rows, steps, samples } = size;
  const { scale, shift } = job.train;
  const last = keeper ? Math.min(steps, first + keeper.stepsLeft(run.steps)) : steps;
  const began = performance.now();
  const before = run.seconds;
  const done = await runner.train({ first, last, rows, scaling: { scale, shift }, optimizer, correction }, (step) => {
    run.seconds = before + (performance.now() - began) / 1000;
    report(run, size, step);
    return signal?.aborted === true || (keeper?.isDue(run.steps + step - first) === true && "pause");
  });
  if (done === undefined) return false;
  for (; run.step < done; run.step++) run.correction = nextCorrection(optimizer, run.correction);
  run.steps += done - first;
  const seen = Math.min(samples, done * plan.capacity);
  run.lossSum = sumLoss(run, seen);
  run.rows = seen;
  // The run stops at the first step whose loss is not finite; a weight that is not shows at the end of the epoch.
  const start = (done - 1) * plan.capacity;
  const lastLoss = sumRowLoss(runner.heap, plan, start, seen - start);
  if (done === steps || signal?.aborted || !Number.isFinite(lastLoss))
    requireConverging(runner.heap, plan, epoch, done, lastLoss);
  return true;
}

/** Σ of the losses of the first `rows` rows of the epoch: those that have been summed, and from the memory the others. */
function sumLoss({ plan, runner, rows: summed, lossSum }: Run, rows: number): number {
  return sumRowLoss(runner.heap, plan, summed, rows - summed, lossSum);
}

/** Mean loss of the first `rows` rows of the epoch. */
function meanLoss(run: Run, rows: number): number {
  const { loss, outputs } = run.job.architecture;
  return (sumLoss(run, rows) / rows) * LOSS_TABLE[loss].valueScale(outputs);
}

function report(run: Run, { steps, samples }: EpochSize, step: number): void {
  const { epoch, seconds, job } = run;
  const { onProgress, epochs } = job;
  const seen = Math.min(samples, step * run.plan.capacity);
  if (!onProgress || seen === 0) return;
  onProgress({ epoch, epochs, step, steps, samples: run.samples + seen, seconds, loss: meanLoss(run, seen) });
}

/** What was scored by the time the signal said stop. */
async function scores(run: Run): Promise<{ training?: Score; validation?: Score }> {
  const { job } = run;
  const training = job.scoreTraining && (await scoreSource(run, 0, job.train));
  const validation = job.validation && (await scoreSource(run, 1, job.validation));
  return { ...(training && { training }), ...(validation && { validation }) };
}

/** The epoch is over, scores included. */
function endEpoch(run: Run, epoch: EpochResult, parameters: readonly LayerParameters[]): void {
  run.epoch++;
  run.samples += run.rows;
  run.step = run.rows = run.lossSum = 0;
  run.epochBegan = run.seconds;
  run.epochStart = parameters;
  run.job.keeper?.endEpoch(run, epoch);
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
