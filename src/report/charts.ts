/**
 * Line charts as static SVG text, for a report or for a file of their own. Pure; knows nothing of training. Colours
 * come from style.ts, so one drawing serves light and dark.
 */
import { area, line } from "d3-shape";
import { invalidOption } from "../errors.js";
import {
  type Domain,
  decadesAround,
  domainOf,
  domainWithZero,
  extent,
  isNarrow,
  linearAxis,
  logAxis,
  singleAxis,
} from "./axes.js";
import { escapeHtml, formatNumber } from "./markup.js";
import {
  type Axis,
  bottom,
  type ChartFrame,
  drawAxes,
  drawFrame,
  drawLegend,
  leftBeside,
  openTone,
  right,
  round,
  top,
  width,
} from "./plot.js";

/** x ascending; with a deviation, a band from y − deviation to y + deviation is drawn behind the line. */
export type ChartPoint = readonly [x: number, y: number, deviation?: number];

/** One line of a chart. Points that are not finite numbers (or beyond 1e300) leave a gap. */
export interface ChartSeries {
  readonly name: string;
  readonly points: readonly ChartPoint[];
  /** Default "accent". A number from 0 to 1: between accent and secondary, for many lines that have an order. */
  readonly tone?: "accent" | "secondary" | number;
  /** Tells lines of one tone apart, and all lines without colour. */
  readonly isDashed?: boolean;
}

/** What a line chart shows. */
export interface LineChart extends ChartFrame {
  readonly series: readonly ChartSeries[];
  /** "log": powers of ten; what is not above 0 leaves a gap. Default "linear". */
  readonly xScale?: "linear" | "log";
  readonly yScale?: "linear" | "log";
  /** Lowest and highest y of the axis. Default: 0 (or the lowest value below it) to a round number above all. */
  readonly yDomain?: readonly [low: number, high: number];
  /** How a value is written in legend and hover text. Default: four significant digits. */
  readonly formatY?: (y: number) => string;
  /** Write each line's last value beside its name; of no use where x is no course of time. Default true. */
  readonly hasLastValues?: boolean;
}

/** Points drawn of one line; longer ones keep the extremes of each stretch. */
const maxPoints = 400;
/** Up to this many points each gets a dot, and up to the second each gets a text to hover over. */
const dotted = 12;
const hovered = 120;

/** A series without what cannot be drawn, and its axes. */
interface Drawing {
  readonly x: Axis;
  readonly y: Axis;
  readonly isDrawable: (point: ChartPoint) => boolean;
  /** The lowest y that can be drawn: where a band ends that reaches below it. */
  readonly lowest: number;
  readonly xLabel: string;
  readonly format: (y: number) => string;
}

/**
 * One `svg` element with role, title and description.
 * @throws WasmlpError `invalid-option` for a `yDomain` that is none.
 */
export function lineChart(chart: LineChart): string {
  const { formatY: format = formatNumber, hasLastValues = true } = chart;
  const isDrawable = drawability(chart);
  const series = chart.series
    .map((one) => ({ ...one, points: thinned(one.points, isDrawable) }))
    .filter(({ points }) => points.some(isDrawable));
  const drawn = series.flatMap(({ points }) => points.filter(isDrawable));
  const yDomain = verticalDomain(chart, drawn);
  const y = chart.yScale === "log" ? logAxis(yDomain, [bottom, top]) : linearAxis(yDomain, [bottom, top], 5);
  const left = leftBeside(y.labels);
  const x = horizontalAxis(chart, drawn, left + 6);
  const drawing = { x, y, isDrawable, lowest: yDomain[0], xLabel: chart.xLabel, format };
  const lasts = series.map(({ name, points, tone, isDashed }) => ({
    ...toneOf(tone),
    line: lineClass(isDashed),
    text: hasLastValues ? `${name}, ${format((points.findLast(isDrawable) as ChartPoint)[1])}` : name,
  }));
  const legend = drawLegend(lasts);
  const parts = [
    drawAxes(chart, left, x, y),
    ...series.map((one) => drawBand(one, drawing)),
    ...series.map((one) => drawSeries(one, drawing)),
    legend.markup,
  ];
  if (drawn.length === 0)
    parts.push(`<text x="${width / 2}" y="${(top + bottom) / 2}" text-anchor="middle">No values</text>`);
  const description = describeSeries(series, drawing);
  return drawFrame(chart, legend.end, description, parts.filter((part) => part !== "").join("\n"));
}

/** Finite, so far from the largest number that an axis can end beyond it, and on a logarithmic axis above 0. */
function drawability({ xScale, yScale }: LineChart): (point: ChartPoint) => boolean {
  const fits = (value: number, scale: "linear" | "log" = "linear") =>
    Math.abs(value) < 1e300 && (scale === "linear" || value > 1e-300);
  return ([x, y]) => fits(x, xScale) && fits(y, yScale);
}

function verticalDomain(chart: LineChart, drawn: readonly ChartPoint[]): Domain {
  if (chart.yDomain) {
    const [from, to] = chart.yDomain;
    if (!(Number.isFinite(to - from) && from < to && !isNarrow(from, to) && (chart.yScale !== "log" || from > 0)))
      throw invalidOption("yDomain", "two finite numbers, the lower first", `${from} and ${to}`);
    return [from, to];
  }
  if (chart.yScale === "log") return decadesAround(drawn.map(([, y]) => y));
  return domainWithZero(drawn.flatMap(([, y, deviation]) => [y - reach(deviation), y + reach(deviation)]));
}

function horizontalAxis({ xScale }: LineChart, drawn: readonly ChartPoint[], left: number): Axis {
  const values = drawn.map(([value]) => value);
  const domain = domainOf(values, xScale === "log");
  if (xScale === "log") return logAxis(domain, [left, right]);
  const [first, last] = extent(values);
  if (isNarrow(first, last)) return singleAxis(first, domain, [left, right]);
  return linearAxis(domain, [left, right], 7, values.every(Number.isInteger));
}

/** Half the height of a band; none where it is no number. */
function reach(deviation: number | undefined): number {
  return deviation !== undefined && Math.abs(deviation) < 1e300 ? Math.abs(deviation) : 0;
}

/** At most about `maxPoints`: of each stretch its lowest and highest, so that no spike disappears. */
function thinned(points: readonly ChartPoint[], isDrawable: (point: ChartPoint) => boolean): readonly ChartPoint[] {
  if (points.length <= maxPoints) return points;
  const stretch = Math.ceil((2 * points.length) / maxPoints);
  const kept: ChartPoint[] = [];
  for (let at = 0; at < points.length; at += stretch) {
    const part = points.slice(at, at + stretch).filter(isDrawable);
    if (part.length === 0) continue;
    const low = part.reduce((a, b) => (b[1] < a[1] ? b : a));
    const high = part.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(...(low === high ? [low] : low[0] < high[0] ? [low, high] : [high, low]));
  }
  const last = points.at(-1) as ChartPoint;
  if (isDrawable(last) && kept.at(-1) !== last) kept.push(last);
  return kept;
}

function drawBand({ points, tone }: ChartSeries, { x, y, isDrawable, lowest }: Drawing): string {
  if (!points.some(([, , deviation]) => deviation !== undefined)) return "";
  const path = area<ChartPoint>(
    (point) => x.at(point[0]),
    (point) => y.at(Math.max(lowest, point[1] - reach(point[2]))),
    (point) => y.at(point[1] + reach(point[2])),
  )
    .defined(isDrawable)
    .digits(1);
  const { tone: group, colour } = toneOf(tone);
  return `${openTone(group, colour)}<path class="band" d="${path(points) ?? ""}"/></g>`;
}

function drawSeries({ name, points, tone, isDashed }: ChartSeries, drawing: Drawing): string {
  const { x, y, isDrawable, xLabel, format } = drawing;
  const path = line<ChartPoint>(
    (point) => x.at(point[0]),
    (point) => y.at(point[1]),
  )
    .defined(isDrawable)
    .digits(1);
  const marks = points.filter(isDrawable);
  const dot = (point: ChartPoint, radius: number, inside = "") =>
    `<circle cx="${round(x.at(point[0]))}" cy="${round(y.at(point[1]))}" r="${radius}"${inside ? `>${inside}</circle>` : "/>"}`;
  const parts = [`<path class="${lineClass(isDashed)}" d="${path(points) ?? ""}"/>`];
  if (marks.length <= dotted) parts.push(...marks.map((point) => dot(point, 3)));
  if (marks.length <= hovered) {
    const text = ([at, value, deviation]: ChartPoint) => {
      const around = deviation === undefined ? "" : ` ± ${format(deviation)}`;
      return escapeHtml(`${name}: ${format(value)}${around} (${xLabel.toLowerCase()} ${at})`);
    };
    parts.push(`<g class="hover">${marks.map((point) => dot(point, 5, `<title>${text(point)}</title>`)).join("")}</g>`);
  }
  const { tone: group, colour } = toneOf(tone);
  return `${openTone(group, colour)}${parts.join("")}</g>`;
}

function lineClass(isDashed: boolean | undefined): string {
  return `line${isDashed ? " dashed" : ""}`;
}

/** Between two tones a browser that cannot mix colours keeps the first. */
function toneOf(tone: ChartSeries["tone"] = "accent"): { tone: string; colour?: string } {
  if (typeof tone !== "number") return { tone };
  const percent = Math.round(100 * Math.min(1, Math.max(0, tone || 0)));
  return { tone: "accent", colour: `color-mix(in oklab,rgb(var(--secondary)) ${percent}%,rgb(var(--accent)))` };
}

function describeSeries(series: readonly ChartSeries[], { isDrawable, format }: Drawing): string {
  if (series.length === 0) return "No values were recorded.";
  return series
    .map(({ name, points }) => {
      const marks = points.filter(isDrawable);
      const [first, last] = [marks[0] as ChartPoint, marks.at(-1) as ChartPoint];
      if (marks.length === 1) return `${name}: ${format(first[1])} at ${first[0]}.`;
      return `${name}: ${format(first[1])} at ${first[0]}, ${format(last[1])} at ${last[0]}.`;
    })
    .join(" ");
}
