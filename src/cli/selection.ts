/** `wasmlp cv` and `wasmlp search`: loads, trains every network on every fold, saves as it goes, trains the best one. */
import { join } from "node:path";
import { type Dataset, takeRows } from "../data/dataset.js";
import { drawSubset } from "../data/shuffle-splits.js";
import { invalidOption, WasmlpError } from "../errors.js";
import { Mlp } from "../models/mlp.js";
import { describeShape, parameterCount, validateArchitecture } from "../network/architecture.js";
import { enableRevectorization } from "../node/revectorization.js";
import type { TrialResult } from "../selection/results.js";
import type { Running } from "../selection/running.js";
import { search } from "../selection/search.js";
import { trialResult } from "../selection/trials.js";
import type { EpochResult } from "../training/history.js";
import { type DataFlags, type LoadedData, loadData } from "./data-options.js";
import { exitCodes } from "./failures.js";
import type { Host, Interruption } from "./host.js";
import { prepareDirectory } from "./run-directory.js";
import type { RunEnd } from "./run-outcome.js";
import { readResults, saveResults, saveSelection, selectionFileNames } from "./selection-files.js";
import type { CrossValidationFlags } from "./selection-options.js";
import type { NetworkFit, NetworkResult, SelectionEnd, SelectionStart } from "./selection-outcome.js";
import { jsonSelectionPrinter, type SelectionPrinter, textSelectionPrinter } from "./selection-printer.js";
import { candidateOf, type Network, type SelectionSettings, selectionName } from "./selection-settings.js";
import { testModel } from "./train.js";

/** While fits come in, results are written no more often than this. */
const saveIntervalMs = 1000;

/**
 * @param command the words after `wasmlp`, as a shell would take them
 * @returns the exit code
 * @throws WasmlpError where something cannot be done; the fits that were done until then are saved.
 */
export async function runSelection(
  settings: SelectionSettings,
  flags: CrossValidationFlags,
  host: Host,
  command: string,
): Promise<number> {
  const signal = host.catchInterrupts();
  const printer = flags.json ? jsonSelectionPrinter(host) : textSelectionPrinter(host);
  try {
    if (flags.revectorize) enableRevectorization();
    const start = await prepare(settings, flags, command, printer, signal);
    const resume = flags.resume ? await readResults(start.directory) : undefined;
    const running = startSearch(start, resume, printer, signal);
    await prepareDirectory(start.directory, Object.values(selectionFileNames));
    signal.throwIfAborted();
    printer.start(start);
    signal.addEventListener("abort", () => printer.stopping());
    const end = await watch(running, start, printer);
    const winner = await trainWinner(end, printer, signal);
    const whole: SelectionEnd = { ...end, ...(winner && { winner }) };
    printer.end(whole, await saveSelection(whole, flags));
    if (signal.aborted) return (signal.reason as Interruption).exitCode;
    if (!winner) throw divergence(end);
    return exitCodes.done;
  } finally {
    printer.close();
  }
}

async function prepare(
  selection: SelectionSettings,
  flags: CrossValidationFlags,
  command: string,
  printer: SelectionPrinter,
  signal: AbortSignal,
): Promise<SelectionStart> {
  const { data: set, dataDir, split, out } = flags;
  const dataFlags = { data: set, split, ...(dataDir !== undefined && { dataDir }) };
  const { scaling, seed } = selection.settings;
  const data = await loadData(dataFlags, scaling, seed, { signal, onProgress: printer.download });
  const directory = out ?? join("runs", selectionName(dataFlags, selection));
  return selectionStart(selection, dataFlags, data, directory, command);
}

/** @throws WasmlpError `invalid-option` for networks or rows that these data do not allow. */
export function selectionStart(
  selection: SelectionSettings,
  dataFlags: DataFlags,
  data: LoadedData,
  directory: string,
  command: string,
): SelectionStart {
  const folded = drawRows(data, selection);
  const architectures = selection.networks.map((network) =>
    validateArchitecture(candidateOf(selection.settings, network, folded).model),
  );
  return {
    ...selection,
    dataFlags,
    data,
    folded,
    shapes: architectures.map(describeShape),
    parameters: architectures.map(parameterCount),
    directory,
    command,
  };
}

/** So many training rows as were asked for, by class. */
function drawRows({ train }: LoadedData, { rows, settings }: SelectionSettings): Dataset {
  if (rows === undefined) return train;
  if (rows > train.count) throw invalidOption("--rows", `at most the ${train.count} training rows`, rows);
  const all = Uint32Array.from({ length: train.count }, (_, row) => row);
  return takeRows(train, drawSubset(all, train.labels, rows, settings.seed));
}

function startSearch(
  { settings, networks, folds, folded }: SelectionStart,
  resume: unknown,
  printer: SelectionPrinter,
  signal: AbortSignal,
): Running<NetworkFit, NetworkResult> {
  return search<Network>(folded, networks, (network) => candidateOf(settings, network, folded), {
    folds,
    scoreTraining: settings.scoreTraining,
    threads: settings.threads,
    ...(resume !== undefined && { resume }),
    signal,
    onProgress: (progress) => {
      if (!signal.aborted) printer.progress(progress);
    },
  });
}

/** To the end, or to an interruption. What is done is saved as it comes in. */
async function watch(
  running: Running<NetworkFit, NetworkResult>,
  start: SelectionStart,
  printer: SelectionPrinter,
): Promise<Omit<SelectionEnd, "winner">> {
  const began = performance.now();
  const fits: NetworkFit[] = [];
  let savedAt = began;
  try {
    for await (const fit of running) {
      fits.push(fit);
      printer.fit(fit);
      if (performance.now() - savedAt < saveIntervalMs) continue;
      await saveResults(start, { trials: trialsSoFar(start, fits) });
      savedAt = performance.now();
    }
  } catch (error) {
    if (fits.length > 0) await saveResults(start, { trials: trialsSoFar(start, fits) });
    throw error;
  }
  const own = fits.filter(({ isResumed }) => !isResumed).length;
  return { start, result: await running, fits: own, seconds: (performance.now() - began) / 1000 };
}

/** Of a search without a winner: where it first went wrong. */
function divergence({ start, result }: Omit<SelectionEnd, "winner">): WasmlpError {
  const { trial = 0, folds = [] } = result.trials[0] ?? {};
  const first = folds.find((fold) => fold.diverged !== undefined);
  return new WasmlpError("diverged", `${start.shapes[trial]}, fold ${first?.fold}: ${first?.diverged}`);
}

function trialsSoFar({ networks, folds }: SelectionStart, fits: readonly NetworkFit[]): TrialResult<Network>[] {
  return networks.map((parameters, trial) => {
    const own = fits.filter((fit) => fit.trial === trial);
    return trialResult(
      { trial, parameters },
      Array.from({ length: folds }, (_, f) => own.find(({ fold }) => fold.fold === f + 1)?.fold),
    );
  });
}

/** The best network on all rows; nothing where there is none, or the signal comes first. */
async function trainWinner(
  { start, result }: Omit<SelectionEnd, "winner">,
  printer: SelectionPrinter,
  signal: AbortSignal,
): Promise<RunEnd | undefined> {
  const { best, stopped } = result;
  if (!best || stopped === "aborted" || signal.aborted) return undefined;
  const { folded, data, dataFlags, directory, command } = start;
  const settings = { ...start.settings, hidden: best.parameters.hidden };
  const candidate = candidateOf(settings, best.parameters, folded);
  const model = new Mlp(candidate.model);
  const epochs: EpochResult[] = [];
  let last = { samples: 0, seconds: 0 };
  const fitting = model.fit(folded, {
    ...candidate.fit,
    scoreTraining: settings.scoreTraining,
    threads: settings.threads,
    signal,
    onProgress: (progress) => {
      last = progress;
      const { epoch, step, steps } = progress;
      if (!signal.aborted)
        printer.winner(start.shapes[best.trial] as string, (epoch - 1 + step / steps) / progress.epochs);
    },
  });
  for await (const epoch of fitting) epochs.push(epoch);
  if (epochs.length < settings.epochs) return undefined;
  const { title, classNames, test } = data;
  return {
    start: { settings, dataFlags, data: { title, classNames, train: folded, test }, model, directory, command },
    training: { epochs, stopped: "completed", samples: last.samples, seconds: last.seconds },
    test: await testModel(model, data.test),
  };
}
