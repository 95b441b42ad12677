/**
 * Line charts as static SVG text, for a report or for a file of their own. Pure; knows nothing of training. Colours
 * come from style.ts, so one drawing serves light and dark.
 */
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { invalidOption } from "../errors.js";
import { escapeHtml, formatNumber, formatTicks } from "./markup.js";
import { chartStyle, themeStyle } from "./style.js";

/** One line of a chart. Points that are not finite numbers (or beyond 1e300) leave a gap. */
export interface ChartSeries {
  readonly name: string;
  /** [x, y], x ascending. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Default "accent". */
  readonly tone?: "accent" | "secondary";
  /** Tells lines of one tone apart, and all lines without colour. */
  readonly isDashed?: boolean;
}

/** What a line chart shows. */
export interface LineChart {
  /** Unique in the page: a letter, then letters, digits or hyphens. */
  readonly id: string;
  /** Read out by screen readers, with a description made from the numbers. */
  readonly title: string;
  /** Axis labels, with the unit in brackets where there is one. */
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly ChartSeries[];
  /** Lowest and highest y of the axis. Default: 0 (or the lowest value below it) to a round number above all. */
  readonly yDomain?: readonly [low: number, high: number];
  /** How a value is written in legend and hover text. Default: four significant digits. */
  readonly formatY?: (y: number) => string;
  /** For a file of its own: carries the colours along. Default false. */
  readonly isStandalone?: boolean;
}

/** The drawing's size in its own units; it scales to the width of the page. */
export const width = 430;
/** Where the plotted area ends to the right, begins and ends downwards. */
const right = width - 16;
const top = 26;
const bottom = 246;
const fontSize = 13;
/** Points drawn of one line; longer ones keep the extremes of each stretch. */
const maxPoints = 400;
/** Up to this many points each gets a dot, and up to the second each gets a text to hover over. */
const dotted = 12;
const hovered = 120;

type Point = readonly [x: number, y: number];

/**
 * One `svg` element with role, title and description.
 * @throws WasmlpError `invalid-option` for a `yDomain` that is none.
 */
export function lineChart(chart: LineChart): string {
  const format = chart.formatY ?? formatNumber;
  const series = chart.series
    .map((one) => ({ ...one, points: thinned(one.points) }))
    .filter(({ points }) => points.some(isDrawable));
  const drawn = series.flatMap(({ points }) => points.filter(isDrawable));
  const legend = drawLegend(series, format);
  const y = scaleLinear(yDomain(chart, drawn), [bottom, top]);
  if (!chart.yDomain) y.nice(5);
  const yTicks = y.ticks(5);
  const yLabels = formatTicks(yTicks);
  const left = 10 + textWidth(yLabels.reduce((a, b) => (b.length > a.length ? b : a), ""));
  const x = scaleLinear(xDomain(drawn), [left + 6, right]);
  const isWhole = drawn.every(([value]) => Number.isInteger(value));
  const [first, last] = extent(drawn.map(([value]) => value));
  const xTicks = isNarrow(first, last) ? [first] : x.ticks(7).filter((tick) => !isWhole || Number.isInteger(tick));
  const parts = [
    `<text class="label" x="0" y="11">${escapeHtml(chart.yLabel)}</text>`,
    ...yTicks.map((tick, i) => {
      const at = round(y(tick));
      const text = `<text x="${left - 6}" y="${at}" dy=".35em" text-anchor="end">${yLabels[i]}</text>`;
      return `<path class="${i === 0 ? "axis" : "grid"}" d="M${left} ${at}H${right}"/>${text}`;
    }),
    ...formatTicks(xTicks).map((text, i) => {
      const at = round(x(xTicks[i] as number));
      return `<text x="${at}" y="${bottom + 18}" text-anchor="middle">${text}</text>`;
    }),
    `<text class="label" x="${right}" y="${bottom + 37}" text-anchor="end">${escapeHtml(chart.xLabel)}</text>`,
    ...series.map((one) => drawSeries(one, x, y, chart.xLabel, format)),
    legend.markup,
  ];
  if (drawn.length === 0)
    parts.push(`<text x="${width / 2}" y="${(top + bottom) / 2}" text-anchor="middle">No values</text>`);
  return frame(chart, legend.end, describeSeries(series, format), parts.join("\n"));
}

/** The `svg` element around a chart `height` units high, with what screen readers say of it. */
export function frame(
  chart: Pick<LineChart, "id" | "title" | "isStandalone">,
  height: number,
  description: string,
  content: string,
): string {
  const style = chart.isStandalone ? `<style>${themeStyle("svg")}${chartStyle}</style>\n` : "";
  const id = escapeHtml(chart.id);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${escapeHtml(chart.title)}</title>
<desc id="${id}-text">${escapeHtml(description)}</desc>
${style}${content}
</svg>`;
}

/** Finite, and so far from the largest number that an axis can end beyond it. */
function isDrawable([x, y]: Point): boolean {
  return Math.abs(x) < 1e300 && Math.abs(y) < 1e300;
}

function yDomain(chart: LineChart, drawn: readonly Point[]): [number, number] {
  if (chart.yDomain) {
    const [from, to] = chart.yDomain;
    if (!(Number.isFinite(to - from) && from < to && !isNarrow(from, to)))
      throw invalidOption("yDomain", "two finite numbers, the lower first", `${from} and ${to}`);
    return [from, to];
  }
  const [low, high] = extent(drawn.map(([, value]) => value));
  return Math.max(-low, high) < 1e-300 ? [0, 1] : [Math.min(0, low), Math.max(0, high)];
}

function xDomain(drawn: readonly Point[]): [number, number] {
  const [low, high] = extent(drawn.map(([value]) => value));
  const margin = isNarrow(low, high) ? Math.max(1, Math.abs(low) / 100) : 0;
  return [low - margin, high + margin];
}

/** One value, or so close to it that no axis could be divided between them. */
function isNarrow(low: number, high: number): boolean {
  return high - low <= Math.max(1e-300, 1e-9 * Math.max(-low, high));
}

function extent(values: readonly number[]): [number, number] {
  let low = values[0] ?? 0;
  let high = low;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

/** At most about `maxPoints`: of each stretch its lowest and highest, so that no spike disappears. */
function thinned(points: readonly Point[]): readonly Point[] {
  if (points.length <= maxPoints) return points;
  const stretch = Math.ceil((2 * points.length) / maxPoints);
  const kept: Point[] = [];
  for (let at = 0; at < points.length; at += stretch) {
    const part = points.slice(at, at + stretch).filter(isDrawable);
    if (part.length === 0) continue;
    const low = part.reduce((a, b) => (b[1] < a[1] ? b : a));
    const high = part.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(...(low === high ? [low] : low[0] < high[0] ? [low, high] : [high, low]));
  }
  const last = points.at(-1) as Point;
  if (isDrawable(last) && kept.at(-1) !== last) kept.push(last);
  return kept;
}

function drawSeries(
  { name, points, tone = "accent", isDashed }: ChartSeries,
  x: (value: number) => number,
  y: (value: number) => number,
  xLabel: string,
  format: (value: number) => string,
): string {
  const path = line<Point>(
    (point) => x(point[0]),
    (point) => y(point[1]),
  )
    .defined(isDrawable)
    .digits(1);
  const marks = points.filter(isDrawable);
  const dot = (point: Point, radius: number, inside = "") =>
    `<circle cx="${round(x(point[0]))}" cy="${round(y(point[1]))}" r="${radius}"${inside ? `>${inside}</circle>` : "/>"}`;
  const parts = [`<path class="line${isDashed ? " dashed" : ""}" d="${path(points) ?? ""}"/>`];
  if (marks.length <= dotted) parts.push(...marks.map((point) => dot(point, 3)));
  if (marks.length <= hovered) {
    const text = ([at, value]: Point) => escapeHtml(`${name}: ${format(value)} (${xLabel.toLowerCase()} ${at})`);
    parts.push(`<g class="hover">${marks.map((point) => dot(point, 5, `<title>${text(point)}</title>`)).join("")}</g>`);
  }
  return `<g class="${tone}">${parts.join("")}</g>`;
}

/** Samples of the lines with their names and last values, wrapped to the width; and where they end downwards. */
function drawLegend(
  series: readonly ChartSeries[],
  format: (value: number) => string,
): { markup: string; end: number } {
  let x = 0;
  let y = bottom + 62;
  const items = series.map(({ name, points, tone = "accent", isDashed }) => {
    const last = points.filter(isDrawable).at(-1) as Point;
    const text = `${name}, ${format(last[1])}`;
    const space = 26 + textWidth(text);
    if (x > 0 && x + space > width) {
      x = 0;
      y += 19;
    }
    const sample = `<path class="line${isDashed ? " dashed" : ""}" d="M${x + 1} ${y - 4}h20"/>`;
    const item = `<g class="${tone}">${sample}</g><text class="name" x="${x + 28}" y="${y}">${escapeHtml(text)}</text>`;
    x += space + 16;
    return item;
  });
  return { markup: items.join("\n"), end: y + 6 };
}

/** In drawing units, generously: a common sans-serif's digits and letters are about 0.56 em wide. */
export function textWidth(text: string): number {
  return Math.ceil(text.length * fontSize * 0.56);
}

function describeSeries(series: readonly ChartSeries[], format: (value: number) => string): string {
  if (series.length === 0) return "No values were recorded.";
  return series
    .map(({ name, points }) => {
      const marks = points.filter(isDrawable);
      const [first, last] = [marks[0] as Point, marks.at(-1) as Point];
      if (marks.length === 1) return `${name}: ${format(first[1])} at ${first[0]}.`;
      return `${name}: ${format(first[1])} at ${first[0]}, ${format(last[1])} at ${last[0]}.`;
    })
    .join(" ");
}

/** To a tenth of a drawing unit. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
