/** `wasmlp train`: loads, trains, scores, saves. With no options, the chapter's run. */
import { join } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { DivergenceError, WasmlpError } from "../errors.js";
import { confusionMatrix } from "../evaluation/metrics.js";
import type { Fitting } from "../models/fitting.js";
import { Mlp } from "../models/mlp.js";
import { describeShape } from "../network/architecture.js";
import { enableRevectorization } from "../node/revectorization.js";
import type { EpochResult } from "../training/history.js";
import { chapterOrder, storedOrder } from "../training/order.js";
import type { Progress } from "../training/run.js";
import { type DataFlags, loadData } from "./data-options.js";
import { exitCodes } from "./failures.js";
import type { Host, Interruption } from "./host.js";
import { checkpointFileName, findCheckpoint, keepRun, readStoppedRun, removeCheckpoint } from "./run-checkpoint.js";
import { prepareDirectory, runFileNames, saveRun } from "./run-directory.js";
import { runName } from "./run-name.js";
import type { RunStart, TestResult, Training } from "./run-outcome.js";
import { jsonPrinter, type RunPrinter, textPrinter } from "./run-printer.js";
import { StepProfile } from "./step-profile.js";
import type { TrainFlags } from "./train-options.js";
import { modelOptions, trainSettings } from "./train-settings.js";

/**
 * @param command the words after `wasmlp`, as a shell would take them
 * @returns the exit code
 * @throws WasmlpError where something cannot be done; what was trained until then is saved.
 */
export async function runTrain(flags: TrainFlags, host: Host, command: string): Promise<number> {
  const signal = host.catchInterrupts();
  const printer = flags.json ? jsonPrinter(host) : textPrinter(host);
  try {
    if (flags.revectorize) enableRevectorization();
    const start = await prepare(flags, command, printer, signal);
    const watch: Watch = {};
    const profile = flags.profile && new StepProfile();
    const fitting = startFit(start, flags, printer, signal, watch, profile);
    await prepareDirectory(start.directory, [...Object.values(runFileNames), checkpointFileName]);
    if (!start.resume) await removeCheckpoint(start.directory);
    signal.throwIfAborted();
    printer.start(start);
    signal.addEventListener("abort", () => printer.stopping());
    const { training, failure } = await trainEpochs(fitting, start, printer, watch);
    if (failure && training.epochs.length === 0) throw failure;
    const test = await testModel(start.model, start.data.test);
    const end = { start, training, test, ...(profile && { profile: profile.result(training.seconds) }) };
    const files = await saveRun(end, flags);
    if (training.stopped !== "aborted") await removeCheckpoint(start.directory);
    const checkpoint = await findCheckpoint(start.directory);
    printer.end(end, { ...files, ...(checkpoint && { checkpoint }) });
    if (failure) throw failure;
    return training.stopped === "aborted" ? (signal.reason as Interruption).exitCode : exitCodes.done;
  } finally {
    printer.close();
  }
}

/** Where training stands, an epoch that is stopped half-way included. */
interface Watch {
  last?: Pick<Progress, "samples" | "seconds">;
  isComplete?: true;
}

async function prepare(
  flags: TrainFlags,
  command: string,
  printer: RunPrinter,
  signal: AbortSignal,
): Promise<RunStart> {
  const stopped = flags.resume === undefined ? undefined : await readStoppedRun(flags.resume);
  const { settings, dataFlags } = stopped ?? { settings: trainSettings(flags), dataFlags: dataFlagsOf(flags) };
  const onProgress = printer.download;
  const data = await loadData(dataFlags, settings.scaling, settings.seed, { signal, onProgress });
  const model = new Mlp(modelOptions(settings, data.train.width, data.train.classes));
  const common = { settings, dataFlags, data, model };
  if (stopped)
    return { ...common, directory: flags.resume as string, command: stopped.command, resume: stopped.checkpoint };
  const directory = flags.out ?? join("runs", runName(dataFlags, settings, describeShape(model.architecture)));
  return { ...common, directory, command };
}

function dataFlagsOf({ data, dataDir, split, validationSize }: TrainFlags): DataFlags {
  return {
    data,
    split,
    ...(dataDir !== undefined && { dataDir }),
    ...(validationSize !== undefined && { validationSize }),
  };
}

function startFit(
  start: RunStart,
  flags: TrainFlags,
  printer: RunPrinter,
  signal: AbortSignal,
  watch: Watch,
  profile: StepProfile | undefined,
): Fitting {
  const { settings, data, model, resume } = start;
  if (resume) {
    const { samples, rows, seconds } = resume.position;
    watch.last = { samples: samples + rows, seconds };
  }
  const onEnd = (): void => {
    watch.isComplete = true;
  };
  return model.fit(data.train, {
    epochs: settings.epochs,
    batchSize: settings.batchSize,
    dropLast: settings.dropLast,
    optimizer: settings.optimizer,
    order: settings.shuffle ? chapterOrder(settings.seed, data.validation?.count ?? 0) : storedOrder,
    scoreTraining: settings.scoreTraining,
    recordFlow: settings.recordFlow,
    threads: flags.threads === "auto" ? settings.threads : flags.threads,
    checkpoints: keepRun(start, onEnd),
    ...(data.validation && { validation: data.validation }),
    ...(profile && { wrapKernels: (kernels, plan) => profile.wrap(kernels, plan) }),
    signal,
    onProgress: (progress) => {
      watch.last = progress;
      if (!signal.aborted) printer.progress(progress);
    },
  });
}

/** Trains to the end, to an interruption, until the numbers run away, or until a checkpoint cannot be saved. */
async function trainEpochs(
  fitting: Fitting,
  { resume }: RunStart,
  printer: RunPrinter,
  watch: Watch,
): Promise<{ training: Training; failure?: WasmlpError }> {
  const epochs: EpochResult[] = [...(resume?.history ?? [])];
  const until = (stopped: Training["stopped"]): Training => {
    return { epochs, stopped, samples: watch.last?.samples ?? 0, seconds: watch.last?.seconds ?? 0 };
  };
  try {
    for await (const epoch of fitting) {
      epochs.push(epoch);
      printer.epoch(epoch);
    }
  } catch (error) {
    if (error instanceof DivergenceError) return { training: until("diverged"), failure: error };
    if (error instanceof WasmlpError && error.code === "io") return { training: until("aborted"), failure: error };
    throw error;
  }
  return { training: until(watch.isComplete ? "completed" : "aborted") };
}

/** Scores the test rows. */
export async function testModel(model: Mlp, rows: Dataset): Promise<TestResult> {
  const predictions = await model.predict(rows, {});
  const confusion = confusionMatrix(rows.labels as Uint8Array, predictions, rows.classes);
  const outputs = await model.predictProba(rows, {});
  const score = await model.evaluate(rows, {});
  return { score, predictions, outputs, confusion: confusion.map((counts) => [...counts]) };
}
