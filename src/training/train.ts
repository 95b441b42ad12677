/**
 * Training: epochs of mini-batches in a workspace of its own, then the weights go back to whoever asked. Data flows one
 * way: rows and weights in, losses and weights out. Knows nothing of model classes.
 */
import type { Dataset } from "../data/dataset.js";
import { loadRows, orderAsStored, sourceShape } from "../data/sources.js";
import { DivergenceError, invalidOption } from "../errors.js";
import { emptyTally, type Score, sumRowLoss, tallyWindow, toScore } from "../evaluation/evaluate.js";
import { type Backend, openWorkspace, type Workspace } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { LOSS_TABLE } from "../network/losses.js";
import { isFolded, momentNames, type Optimizer } from "../network/optimizers.js";
import { firstNonFiniteLayer, type LayerParameters, readParameters, writeParameters } from "../network/parameters.js";
import { type Plan, planWorkspace, type SourcePlan } from "../network/plan.js";
import { step } from "../network/step.js";
import { FIRST_CORRECTION, nextCorrection, type UpdateRule } from "../network/update.js";
import type { EpochResult } from "./history.js";
import { type RowOrder, requireOrder } from "./order.js";
import { pause, SLICE_MS } from "./pause.js";

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
  readonly backend: Backend;
  readonly parameters: readonly LayerParameters[];
  readonly train: Dataset;
  readonly validation?: Dataset;
  /** Score the training rows too, after each epoch. */
  readonly scoreTraining: boolean;
  readonly epochs: number;
  readonly batchSize: number;
  /** Drop the last batch of an epoch where it is smaller than batchSize. */
  readonly dropLast: boolean;
  readonly optimizer: Optimizer;
  readonly order: RowOrder;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
  /** Takes the weights, after every epoch and when training is stopped in the middle of one. */
  readonly keep: (parameters: LayerParameters[]) => void;
}

/** What changes while a run goes on. */
interface Run {
  readonly job: TrainingJob;
  readonly plan: Plan;
  readonly workspace: Workspace;
  rule: UpdateRule;
  samples: number;
  seconds: number;
}

/**
 * Trains; yields after every epoch, returns `aborted` if the signal ended it.
 * @throws DivergenceError when the loss or a weight stops being finite; the weights kept are the last finite ones.
 */
export async function* train(job: TrainingJob): AsyncGenerator<EpochResult, "completed" | "aborted", undefined> {
  const run = openRun(job);
  for (let epoch = 1; epoch <= job.epochs; epoch++) {
    const result = await trainEpoch(run, epoch);
    if (result === "aborted") {
      if (firstNonFiniteLayer(run.workspace.heap, run.plan) < 0) keepParameters(run);
      return "aborted";
    }
    keepParameters(run);
    yield { ...result, ...(await scores(run)) };
  }
  return "completed";
}

function openRun(job: TrainingJob): Run {
  const { architecture, optimizer, train, validation } = job;
  const plan = planWorkspace(architecture, {
    capacity: Math.min(job.batchSize, train.count),
    sources: [sourceShape("train", train), ...(validation ? [sourceShape("validation", validation)] : [])],
    training: { keepsGradient: !isFolded(optimizer), moments: momentNames(optimizer) },
  });
  const workspace = openWorkspace(plan.layout, job.backend);
  writeParameters(workspace.heap, plan.layers, job.parameters);
  [train, validation].forEach((data, i) => {
    if (data) loadRows(workspace.heap, plan.sources[i] as SourcePlan, data, 0, data.count);
  });
  return { job, plan, workspace, rule: { optimizer, correction: FIRST_CORRECTION }, samples: 0, seconds: 0 };
}

function keepParameters({ job, plan, workspace }: Run): void {
  job.keep(readParameters(workspace.heap, plan.layers));
}

async function trainEpoch(run: Run, epoch: number): Promise<EpochResult | "aborted"> {
  const { job, plan, workspace } = run;
  const order = job.order(epoch, job.train.count);
  requireOrder(order, job.train.count);
  workspace.heap.words.set(order, plan.order.address >>> 2);
  const steps = job.dropLast ? Math.floor(order.length / plan.capacity) : Math.ceil(order.length / plan.capacity);
  if (steps === 0)
    throw invalidOption("batchSize", `at most the ${order.length} rows of the epoch with dropLast`, job.batchSize);
  const samples = Math.min(order.length, steps * plan.capacity);
  const before = run.seconds;
  const { valueScale } = LOSS_TABLE[job.architecture.loss];
  let done = 0;
  let sum = 0;
  while (done < steps) {
    if (job.signal?.aborted) return "aborted";
    const began = performance.now();
    do {
      const start = done * plan.capacity;
      sum += trainStep(run, epoch, done + 1, start, Math.min(plan.capacity, order.length - start));
      done++;
    } while (done < steps && performance.now() - began < SLICE_MS);
    run.seconds += (performance.now() - began) / 1000;
    const seen = Math.min(samples, done * plan.capacity);
    const loss = (sum / seen) * valueScale(job.architecture.outputs);
    const { seconds } = run;
    job.onProgress?.({ epoch, epochs: job.epochs, step: done, steps, samples: run.samples + seen, seconds, loss });
    await pause();
  }
  run.samples += samples;
  const layer = firstNonFiniteLayer(workspace.heap, plan);
  if (layer >= 0) throw new DivergenceError(epoch, steps, layer, "a weight that is not finite");
  const loss = (sum / samples) * valueScale(job.architecture.outputs);
  return { epoch, loss, samples, seconds: run.seconds - before };
}

/** One mini-batch; returns the sum of its row losses. */
function trainStep(run: Run, epoch: number, number: number, start: number, rows: number): number {
  const { plan, workspace, job } = run;
  const source = plan.sources[0] as SourcePlan;
  run.rule = { ...run.rule, correction: nextCorrection(job.optimizer, run.rule.correction) };
  step(workspace.kernels, plan, { source, scaling: job.train, start, rows }, run.rule);
  const loss = sumRowLoss(workspace.heap, plan, rows);
  if (!Number.isFinite(loss))
    throw new DivergenceError(epoch, number, firstNonFiniteLayer(workspace.heap, plan), `a loss of ${loss}`);
  return loss;
}

async function scores(run: Run): Promise<{ training?: Score; validation?: Score }> {
  const { job } = run;
  return {
    ...(job.scoreTraining && { training: await scoreSource(run, 0, job.train) }),
    ...(job.validation && { validation: await scoreSource(run, 1, job.validation) }),
  };
}

async function scoreSource({ plan, workspace }: Run, index: number, data: Dataset): Promise<Score> {
  orderAsStored(workspace.heap, plan.order, data.count);
  const tally = emptyTally();
  let began = performance.now();
  for (let start = 0; start < data.count; start += plan.capacity) {
    const rows = Math.min(plan.capacity, data.count - start);
    tallyWindow(workspace, plan, plan.sources[index] as SourcePlan, data, start, rows, tally);
    if (performance.now() - began < SLICE_MS) continue;
    await pause();
    began = performance.now();
  }
  return toScore(plan, tally, data.labels !== undefined);
}
