/** What `wasmlp train` says while it runs and in the end: for people, or as JSON lines for programs. */
import type { EpochResult } from "../training/history.js";
import type { Progress } from "../training/run.js";
import { commandLine } from "./command-line.js";
import { describeDownload, describeRows } from "./data-options.js";
import { type EpochTable, epochTableHead, epochTableRow, lossOf, runningLoss } from "./epoch-table.js";
import { formatCount, formatPercent, formatSeconds } from "./format.js";
import type { Host } from "./host.js";
import { LiveLine } from "./live-line.js";
import { paint } from "./paint.js";
import { profileTable } from "./profile-table.js";
import { progressLine, type RunProgress } from "./progress-line.js";
import type { RunEnd, RunStart, SavedFiles } from "./run-outcome.js";
import { describeSettings } from "./run-words.js";
import { textTable } from "./text-table.js";

export interface RunPrinter {
  /** While data are fetched from afar. */
  download(progress: Parameters<typeof describeDownload>[0]): void;
  start(start: RunStart): void;
  progress(progress: Progress): void;
  epoch(epoch: EpochResult): void;
  /** The run was asked to stop; scoring and saving are still to come. */
  stopping(): void;
  end(end: RunEnd, files: SavedFiles): void;
  /** Leaves nothing half drawn; may be called at any time, and twice. */
  close(): void;
}

/**
 * One object a line. Each epoch: `type` "epoch", `epoch`, `epochs`, `loss`, `samples`, `seconds`, and where scored
 * `training` and `validation`, each `{loss, accuracy, meanSquaredError}`, and `flow`, an object a layer. Last: `type`
 * "result", `stopped`, `epochs` (whole ones), `samples`, `seconds`, `samplesPerSecond`, `test` and `files`. Before it
 * with --profile: `type` "profile", `steps`, `seconds` and `phases`, each `{phase, seconds, share, flops}`.
 */
export function jsonPrinter(host: Host): RunPrinter {
  const print = (value: object): void => host.out.write(`${JSON.stringify(value)}\n`);
  let epochs = 0;
  return {
    download: () => {},
    start: ({ settings }) => {
      epochs = settings.epochs;
    },
    progress: () => {},
    epoch: ({ epoch, ...result }) => print({ type: "epoch", epoch, epochs, ...result }),
    stopping: () => {},
    end: ({ training, test, profile }, files) => {
      if (profile) print({ type: "profile", ...profile });
      const { stopped, samples, seconds } = training;
      const samplesPerSecond = seconds > 0 ? samples / seconds : 0;
      const whole = training.epochs.length;
      print({ type: "result", stopped, epochs: whole, samples, seconds, samplesPerSecond, test: test.score, files });
    },
    close: () => {},
  };
}

/** A line drawn again and again on a terminal, a line an epoch elsewhere; then the result. */
export function textPrinter(host: Host): RunPrinter {
  const live = new LiveLine(host);
  const print = (line: string): void => host.out.write(`${line}\n`);
  let table: EpochTable | undefined;
  let last: EpochResult | undefined;
  let beganAt = 0;
  let doneBefore = 0;
  return {
    download: (progress) => live.draw((columns) => describeDownload(progress).slice(0, columns - 1)),
    start: (start) => {
      live.clear();
      const { settings, data, model, resume } = start;
      print(`${paint(host.out, "bold", data.title)}: ${describeRows(data)}`);
      for (const line of describeSettings(settings, model.architecture)) print(line);
      if (resume) {
        const { epoch, step } = resume.position;
        print(`resumed in epoch ${epoch}, after ${formatCount(step)} mini-batches of it`);
        doneBefore = (epoch - 1) / settings.epochs;
      }
      table = {
        epochs: settings.epochs,
        loss: settings.loss,
        outputs: model.architecture.outputs,
        hasTraining: settings.scoreTraining,
        hasValidation: data.validation !== undefined,
      };
      if (!host.out.isTerminal) print(`\n${epochTableHead(table)}`);
      beganAt = performance.now();
    },
    progress: (progress) =>
      live.draw((columns) => {
        const [lossName, loss] = table
          ? runningLoss(table.loss, table.outputs, progress.loss)
          : ["loss", progress.loss];
        return progressLine({ ...standing(progress, last, beganAt, doneBefore), lossName, loss }, columns);
      }),
    epoch: (epoch) => {
      last = epoch;
      if (table && !host.out.isTerminal) print(epochTableRow(table, epoch));
    },
    stopping: () => {
      live.clear();
      if (host.out.isTerminal) print("stopping; what was reached is scored and saved, a second Ctrl-C ends that too");
    },
    end: (end, files) => {
      live.clear();
      print("");
      for (const line of endLines(end, files, host)) print(line);
      if (end.profile) for (const line of ["", ...profileTable(end.profile)]) print(line);
    },
    close: () => live.clear(),
  };
}

function standing(
  { epoch, epochs, step, steps, samples, seconds }: Progress,
  last: EpochResult | undefined,
  beganAt: number,
  doneBefore: number,
): Omit<RunProgress, "loss" | "lossName"> {
  const done = (epoch - 1 + step / steps) / epochs;
  // By the clock on the wall, so that scoring between epochs counts.
  const elapsed = (performance.now() - beganAt) / 1000;
  return {
    epoch,
    epochs,
    done,
    trainingAccuracy: last?.training?.accuracy,
    validationAccuracy: last?.validation?.accuracy,
    samplesPerSecond: samples / seconds,
    secondsLeft: (elapsed / (done - doneBefore)) * (1 - done),
  };
}

function endLines({ start, training, test }: RunEnd, files: SavedFiles, host: Host): string[] {
  const { epochs, stopped, samples, seconds } = training;
  const last = epochs.at(-1);
  const rows: string[][] = [];
  if (stopped !== "completed")
    rows.push([
      "stopped",
      `${stopped === "diverged" ? "diverged" : "interrupted"} after ${epochs.length} of ${start.settings.epochs} epochs`,
    ]);
  for (const [name, score] of [
    ["train", last?.training],
    ["validation", last?.validation],
    ["test", test.score],
  ] as const) {
    if (!score) continue;
    const accuracy = `accuracy ${formatPercent(score.accuracy ?? Number.NaN)}`;
    rows.push([name, `${lossOf(score).join(" ")}, ${name === "test" ? paint(host.out, "bold", accuracy) : accuracy}`]);
  }
  const rate = seconds > 0 ? `, ${formatCount(samples / seconds)} samples/s` : "";
  rows.push(["speed", `${formatCount(samples)} samples in ${formatSeconds(seconds)}${rate}`]);
  for (const [name, file] of Object.entries(files)) rows.push([name, file]);
  if (files.checkpoint) rows.push(["go on with", commandLine(["train", "--resume", start.directory])]);
  return textTable(rows, ["left"]);
}
