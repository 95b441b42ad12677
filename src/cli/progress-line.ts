/** One line that says how a run is getting on, in as many columns as there are. Pure: numbers in, text out. */
import { formatDuration, formatNumber, formatPercent, formatShort } from "./format.js";

export interface RunProgress {
  readonly epoch: number;
  readonly epochs: number;
  /** Of the whole run, 0 to 1. */
  readonly done: number;
  /** Running mean of this epoch, and what it is called. */
  readonly loss: number;
  readonly lossName: string;
  /** After the last whole epoch, 0 to 1; absent in the first. */
  readonly trainingAccuracy?: number | undefined;
  readonly validationAccuracy?: number | undefined;
  readonly samplesPerSecond: number;
  readonly secondsLeft: number;
}

const separator = "  ";
const widestBar = 30;
const narrowestBar = 8;

/** Kept free at the right: a full line would wrap on some terminals, and Ctrl-C types `^C` behind it. */
const margin = 3;

/** The line, shorter than `columns`: what matters least is left out first, and a bar fills what is left over. */
export function progressLine(progress: RunProgress, columns: number): string {
  const room = Math.max(0, columns - margin);
  const place = `${String(progress.epoch).padStart(String(progress.epochs).length)}/${progress.epochs}`;
  const { trainingAccuracy: training, validationAccuracy: validation } = progress;
  /** In the order of the line; the smallest rank is kept longest. */
  const parts = [
    { rank: 0, text: place },
    { rank: 6, text: "bar" },
    { rank: 3, text: `${progress.lossName} ${formatNumber(progress.loss, 4)}` },
    { rank: 5, text: training === undefined ? "" : `train ${formatPercent(training)}` },
    { rank: 2, text: validation === undefined ? "" : `valid ${formatPercent(validation)}` },
    { rank: 4, text: `${formatShort(progress.samplesPerSecond)}/s` },
    { rank: 1, text: `${formatDuration(progress.secondsLeft)} left` },
  ].filter(({ text }) => text !== "");
  const kept = new Set<number>([0]);
  let used = place.length;
  for (const { rank, text } of parts.toSorted((a, b) => a.rank - b.rank)) {
    const width = separator.length + (text === "bar" ? narrowestBar : text.length);
    if (rank === 0) continue;
    if (used + width > room) break;
    used += width;
    kept.add(rank);
  }
  const line = parts
    .filter(({ rank }) => kept.has(rank))
    .map(({ text }) => (text === "bar" ? bar(progress.done, narrowestBar + room - used) : text))
    .join(separator);
  return line.slice(0, room);
}

/** `████████░░░░` */
export function bar(share: number, columns: number): string {
  const width = Math.min(widestBar, columns);
  const full = Math.round(width * Math.max(0, Math.min(1, share || 0)));
  return "█".repeat(full) + "░".repeat(width - full);
}
