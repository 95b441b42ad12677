/**
 * Learning and validation curves: mean scores over folds, with the band of their spread, by training size or by a
 * parameter. Pure; numbers in, SVG out. Knows nothing of who trained.
 */
import { domainAround } from "./axes.js";
import { type ChartPoint, type LineChart, lineChart } from "./charts.js";
import type { ChartFrame } from "./plot.js";

/** Over folds; null where there is none. */
export interface MeanScore {
  readonly mean: number | null;
  readonly std: number | null;
}

/** The scores at one training size, or at one value of the parameter. */
export interface ScorePoint {
  readonly x: number;
  readonly training?: MeanScore;
  readonly validation?: MeanScore;
}

export interface ScoreCurves extends ChartFrame {
  /** x ascending. */
  readonly points: readonly ScorePoint[];
  /** "log" for a parameter tried at powers of ten. Default "linear". */
  readonly xScale?: "linear" | "log";
  /** Lowest and highest score of the axis. Default: round numbers around the bands. */
  readonly yDomain?: readonly [low: number, high: number];
  /** How a score is written in legend and hover text. Default: four significant digits. */
  readonly formatY?: (score: number) => string;
}

/**
 * Two lines, mean ± std: of the training rows, dashed, and of the validation rows.
 * @throws WasmlpError `invalid-option` for a `yDomain` that is none.
 */
export function scoreCurves({ points, ...chart }: ScoreCurves): string {
  const line = (pick: (point: ScorePoint) => MeanScore | undefined) =>
    points.map((point): ChartPoint => [point.x, pick(point)?.mean ?? Number.NaN, pick(point)?.std ?? 0]);
  const training = line((point) => point.training);
  const validation = line((point) => point.validation);
  const ends = [...training, ...validation].flatMap(([, mean, std = 0]) => [mean - std, mean + std]);
  const series: LineChart["series"] = [
    { name: "training", points: training, isDashed: true },
    { name: "validation", points: validation, tone: "secondary" },
  ];
  return lineChart({ yDomain: domainAround(ends), ...chart, series });
}
