/** What `wasmlp cv` and `wasmlp search` say while they run and in the end: for people, or as JSON lines for programs. */
import type { DownloadProgress } from "../data/download.js";
import { summarize } from "../selection/results.js";
import { describeDownload } from "./data-options.js";
import { formatCount, formatDuration, formatPercent, formatSeconds } from "./format.js";
import type { Host } from "./host.js";
import { LiveLine } from "./live-line.js";
import { paint } from "./paint.js";
import { bar } from "./progress-line.js";
import type {
  NetworkFit,
  SelectionEnd,
  SelectionFiles,
  SelectionProgress,
  SelectionStart,
} from "./selection-outcome.js";
import { formatScore, formatSummary, selectionTable } from "./selection-table.js";
import { describeSelection } from "./selection-words.js";
import { textTable } from "./text-table.js";

export interface SelectionPrinter {
  /** While data are fetched from afar. */
  download(progress: DownloadProgress): void;
  start(start: SelectionStart): void;
  progress(progress: SelectionProgress): void;
  fit(fit: NetworkFit): void;
  /** The winner is trained on all rows: part of it done. */
  winner(shape: string, share: number): void;
  /** The run was asked to stop; saving is still to come. */
  stopping(): void;
  end(end: SelectionEnd, files: SelectionFiles): void;
  /** Leaves nothing half drawn; may be called at any time, and twice. */
  close(): void;
}

/**
 * One object a line. Each fit: `type` "fit", `network` (its place), `shape`, `hidden`, `fold`, `score`, `loss` and, where
 * it was, `diverged` and `isResumed`. Last: `type` "result", `stopped`, `fits`, `seconds`, `networks` (each `{shape,
 * hidden, mean, std}`), `best` (one of them, or null), `test` and `files`.
 */
export function jsonSelectionPrinter(host: Host): SelectionPrinter {
  const print = (value: object): void => host.out.write(`${JSON.stringify(value)}\n`);
  let shapes: readonly string[] = [];
  return {
    download: () => {},
    start: (start) => {
      shapes = start.shapes;
    },
    progress: () => {},
    fit: ({ trial, parameters, fold: { fold, score, validation, diverged }, isResumed }) =>
      print({
        type: "fit",
        network: trial,
        shape: shapes[trial],
        hidden: parameters.hidden,
        fold,
        score,
        loss: validation.at(-1)?.loss ?? null,
        ...(diverged !== undefined && { diverged }),
        ...(isResumed && { isResumed }),
      }),
    winner: () => {},
    stopping: () => {},
    end: ({ result, fits, seconds, winner }, files) => {
      const networks = result.trials.map(({ trial, parameters, mean, std }) => {
        return { shape: shapes[trial], hidden: parameters.hidden, mean, std };
      });
      const best = result.best ? networks[result.best.trial] : null;
      const test = winner && { test: winner.test.score };
      print({ type: "result", stopped: result.stopped, fits, seconds, networks, best, ...test, files });
    },
    close: () => {},
  };
}

/** A line drawn again and again on a terminal, a line a network elsewhere; then the table. */
export function textSelectionPrinter(host: Host): SelectionPrinter {
  const live = new LiveLine(host);
  const print = (line: string): void => host.out.write(`${line}\n`);
  let start: SelectionStart | undefined;
  let beganAt = 0;
  let beganShare: number | undefined;
  let scores: (number | null)[] = [];
  let best: number | undefined;
  return {
    download: (progress) => live.draw((columns) => describeDownload(progress).slice(0, columns - 1)),
    start: (started) => {
      live.clear();
      start = started;
      const [rows, ...lines] = describeSelection(start);
      print(`${paint(host.out, "bold", start.data.title)}: ${rows}`);
      for (const line of lines) print(line);
      if (!host.out.isTerminal) print("");
      beganAt = performance.now();
    },
    progress: (progress) => {
      beganShare ??= progress.share; // of an earlier run
      const seconds = (performance.now() - beganAt) / 1000;
      const left = (seconds / (progress.share - beganShare)) * (1 - progress.share);
      live.draw((columns) => selectionLine(progress, best, left, columns));
    },
    fit: ({ trial, fold }) => {
      if (!start) return;
      if (fold.fold === 1) scores = [];
      scores.push(fold.score);
      const summary = summarize(scores, start.folds);
      if (summary.mean !== null) best = Math.max(best ?? 0, summary.mean);
      if (host.out.isTerminal) return;
      if (start.kind === "cv") print(`${fold.fold}/${start.folds}  ${formatScore(fold.score)}`);
      else if (scores.length === start.folds)
        print(`${trial + 1}/${start.networks.length}  ${start.shapes[trial]}  ${formatSummary(summary)}`);
    },
    winner: (shape, share) =>
      live.draw((columns) => `${shape} on all rows  ${formatPercent(share, 0)}`.slice(0, columns - 3)),
    stopping: () => {
      live.clear();
      if (host.out.isTerminal) print("stopping; what is done is saved, a second Ctrl-C ends that too");
    },
    end: (end, files) => {
      live.clear();
      print("");
      for (const line of selectionTable(end.start, end.result))
        print(line.startsWith("*") ? paint(host.out, "bold", line) : line);
      print("");
      for (const line of endLines(end, files, host)) print(line);
    },
    close: () => live.clear(),
  };
}

/** `23/60 fits  ███████░░░░  best 94.91 %  0:31 left` */
export function selectionLine(
  { done, fits, share }: SelectionProgress,
  best: number | undefined,
  secondsLeft: number,
  columns: number,
): string {
  const room = Math.max(0, columns - 3);
  const place = `${String(done).padStart(String(fits).length)}/${fits} fits`;
  const rest = [
    ...(best === undefined ? [] : [`best ${formatPercent(best)}`]),
    `${formatDuration(Math.ceil(secondsLeft))} left`,
  ].join("  ");
  const free = room - place.length - rest.length - 4;
  return (free < 8 ? `${place}  ${rest}` : `${place}  ${bar(share, free)}  ${rest}`).slice(0, room);
}

function endLines({ start, result, fits, seconds, winner }: SelectionEnd, files: SelectionFiles, host: Host): string[] {
  const { best, stopped, trials } = result;
  const rows: string[][] = [];
  const all = start.networks.length * start.folds;
  const done = trials.reduce((sum, { folds }) => sum + folds.length, 0);
  if (stopped === "aborted")
    rows.push(["stopped", `interrupted after ${done} of ${all} fits; --resume goes on from there`]);
  else if (!winner && best) rows.push(["stopped", "interrupted before the end; --resume goes on from there"]);
  if (best) {
    const summary = `accuracy ${formatSummary(best)}`;
    const folds = `${paint(host.out, "bold", summary)} over ${start.folds} folds`;
    rows.push(start.kind === "cv" ? ["mean", folds] : ["best", `${start.shapes[best.trial]}, ${folds}`]);
  } else if (stopped === "completed") rows.push(["best", "none: training diverged"]);
  if (winner) {
    const accuracy = formatPercent(winner.test.score.accuracy ?? Number.NaN);
    rows.push(["test", `accuracy ${accuracy}, trained on all ${formatCount(start.folded.count)} rows`]);
  }
  rows.push(["time", `${formatCount(fits)} fits in ${formatSeconds(seconds)}`]);
  for (const [name, file] of Object.entries(files)) rows.push([name, file]);
  return textTable(rows, ["left"]);
}
