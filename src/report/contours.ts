/**
 * Contour charts as static SVG text: a surface over two variables as lines of equal height, and paths upon it. Pure;
 * knows nothing of training. Colours come from style.ts, so one drawing serves light and dark.
 */
import { scaleLinear } from "d3-scale";
import { line } from "d3-shape";
import { invalidOption, shapeMismatch } from "../errors.js";
import { isolines } from "./isolines.js";
import { escapeHtml, formatNumber, formatTicks } from "./markup.js";
import { type ChartFrame, drawFrame, round, width } from "./plot.js";

/** A walk over the surface. Points that are not finite numbers leave a gap. */
export interface ContourPath {
  readonly name: string;
  /** [x, y], in the order they were reached: a ring at the first, a dot at the last. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Default "accent". */
  readonly tone?: "accent" | "secondary";
  readonly isDashed?: boolean;
}

/** What a contour chart shows. */
export interface ContourChart extends ChartFrame {
  /** Heights, row-major [rows, columns]: rows from the lowest y up, columns from the lowest x; at least 2 of each. */
  readonly values: ArrayLike<number>;
  readonly columns: number;
  /** x of the first and last column, y of the first and last row. */
  readonly xDomain: readonly [low: number, high: number];
  readonly yDomain: readonly [low: number, high: number];
  /** Heights to draw lines at, ascending: the lowest stand out most. */
  readonly levels: readonly number[];
  /** What they are heights of, for the caption. Default "height". */
  readonly valueLabel?: string;
  readonly paths?: readonly ContourPath[];
}

const [left, right, top, bottom] = [46, width - 10, 24, 384];

type Point = readonly [x: number, y: number];

/**
 * One `svg` element with role, title and description. Paths are cut off at the edges of the surface.
 * @throws WasmlpError `shape-mismatch` where `values` are no grid; `invalid-option` for domains or levels that are none.
 */
export function contourChart(chart: ContourChart): string {
  requireChart(chart);
  const { values, columns, levels, xDomain, yDomain, paths = [] } = chart;
  const x = scaleLinear(xDomain, [left, right]);
  const y = scaleLinear(yDomain, [bottom, top]);
  const rows = values.length / columns;
  const place = ([column, row]: Point): Point => [
    left + ((right - left) * column) / (columns - 1),
    bottom - ((bottom - top) * row) / (rows - 1),
  ];
  const id = escapeHtml(chart.id);
  const contours = levels.map((level, i) => {
    const d = isolines(values, columns, level).map((one) => draw(one.map(place)));
    return `<path class="contour" style="opacity:${opacity(i, levels.length)}" d="${d.join("")}"/>`;
  });
  const parts = [
    `<clipPath id="${id}-area"><path d="M${left} ${top}H${right}V${bottom}H${left}Z"/></clipPath>`,
    `<g clip-path="url(#${id}-area)">${contours.join("\n")}</g>`,
    `<path class="axis" fill="none" d="M${left} ${top}H${right}V${bottom}H${left}Z"/>`,
    ...drawAxes(chart, x, y),
    ...paths.map((path) => drawPath(path, ([a, b]) => [x(a), y(b)], id)),
  ];
  const legend = drawLegend(chart);
  return drawFrame(chart, legend.end, describe(chart), [...parts, legend.markup].join("\n"));
}

function requireChart({ values, columns, xDomain, yDomain, levels }: ContourChart): void {
  const rows = values.length / columns;
  if (!(Number.isInteger(columns) && columns >= 2 && Number.isInteger(rows) && rows >= 2))
    throw shapeMismatch("values", `at least 2 rows of ${columns} columns, at least 2`, `${values.length} values`);
  for (const [name, [low, high]] of Object.entries({ xDomain, yDomain }))
    if (!(Number.isFinite(high - low) && low < high))
      throw invalidOption(name, "two finite numbers, the lower first", `${low} and ${high}`);
  if (!levels.every((level, i) => Number.isFinite(level) && (i === 0 || level > (levels[i - 1] as number))))
    throw invalidOption("levels", "finite numbers, ascending", levels.join(", "));
}

function drawAxes(chart: ContourChart, x: ReturnType<typeof scaleLinear>, y: ReturnType<typeof scaleLinear>): string[] {
  const [xTicks, yTicks] = [x.ticks(7), y.ticks(7)];
  const [xTexts, yTexts] = [formatTicks(xTicks), formatTicks(yTicks)];
  return [
    `<text class="label" x="0" y="11">${escapeHtml(chart.yLabel)}</text>`,
    ...yTicks.map((tick, i) => {
      const at = round(Number(y(tick)));
      return `<text x="${left - 6}" y="${at}" dy=".35em" text-anchor="end">${yTexts[i]}</text>`;
    }),
    ...xTicks.map((tick, i) => {
      const at = round(Number(x(tick)));
      return `<text x="${at}" y="${bottom + 18}" text-anchor="middle">${xTexts[i]}</text>`;
    }),
    `<text class="label" x="${right}" y="${bottom + 37}" text-anchor="end">${escapeHtml(chart.xLabel)}</text>`,
  ];
}

function drawPath(
  { name, points, tone = "accent", isDashed }: ContourPath,
  place: (point: Point) => Point,
  id: string,
): string {
  const finite = points.filter((point) => point.every(Number.isFinite));
  const [first, last] = [finite[0], finite.at(-1)];
  if (!first || !last) return "";
  const dot = (point: Point, radius: number, kind: string): string => {
    const [x, y] = place(point);
    return `<circle class="${kind}" cx="${round(x)}" cy="${round(y)}" r="${radius}"/>`;
  };
  const title = `<title>${escapeHtml(`${name}: from ${pair(first)} to ${pair(last)}`)}</title>`;
  const d = draw(thinned(points.map((point) => (point.every(Number.isFinite) ? place(point) : point))));
  const walk = `<path class="line${isDashed ? " dashed" : ""}" d="${d}"/>`;
  return `<g class="${tone}" clip-path="url(#${id}-area)">${title}${walk}${dot(first, 3.5, "ring")}${dot(last, 4, "end")}</g>`;
}

/** What the lines mean, one path a row, and where the drawing ends downwards. */
function drawLegend({ levels, valueLabel = "height", paths = [] }: ContourChart): { markup: string; end: number } {
  const [lowest, highest] = [levels[0] ?? Number.NaN, levels.at(-1) ?? Number.NaN].map(formatNumber);
  const text = `Lines of equal ${valueLabel}, from ${lowest} (strong) to ${highest} (faint)`;
  let y = bottom + 62;
  const items = [`<text class="name" x="0" y="${y}">${escapeHtml(text)}</text>`];
  for (const { name, tone = "accent", isDashed } of namedOnce(paths)) {
    y += 19;
    const sample = `<path class="line${isDashed ? " dashed" : ""}" d="M1 ${y - 4}h20"/>`;
    items.push(`<g class="${tone}">${sample}</g><text class="name" x="28" y="${y}">${escapeHtml(name)}</text>`);
  }
  return { markup: items.join("\n"), end: y + 6 };
}

/** Paths of one name share one line of the legend. */
function namedOnce(paths: readonly ContourPath[]): readonly ContourPath[] {
  return paths.filter(({ name }, i) => paths.findIndex((other) => other.name === name) === i);
}

/** What is seen, in words. */
function describe(chart: ContourChart): string {
  const paths = (chart.paths ?? []).map(({ name, points }) => {
    const [first, last] = [points[0], points.at(-1)];
    return first && last ? ` ${name}: from ${pair(first)} to ${pair(last)}.` : "";
  });
  return `${chart.valueLabel ?? "height"} over ${chart.xLabel} and ${chart.yLabel}.${paths.join("")}`;
}

function draw(points: readonly Point[]): string {
  const path = line<Point>()
    .defined((point) => point.every(Number.isFinite))
    .digits(1);
  return path(points as [number, number][]) ?? "";
}

/** Without the points that lie less than half a unit from the last one kept, which the eye cannot tell apart. */
function thinned(points: readonly Point[]): readonly Point[] {
  let kept: Point = [Number.NaN, Number.NaN];
  return points.filter((point, i) => {
    const isNear = Math.hypot(point[0] - kept[0], point[1] - kept[1]) < 0.5;
    if (isNear && i < points.length - 1) return false;
    kept = point;
    return true;
  });
}

/** From 0.85 for the lowest line to 0.2 for the highest. */
function opacity(i: number, count: number): number {
  return Math.round((0.85 - (0.65 * i) / Math.max(1, count - 1)) * 100) / 100;
}

function pair([x, y]: Point): string {
  return `(${formatNumber(x)}, ${formatNumber(y)})`;
}
