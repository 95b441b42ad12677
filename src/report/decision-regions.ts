/**
 * Decision regions as static SVG text: the plane of two features in the colours of the predicted classes, the rows of
 * a data set over it. Pure; knows no model.
 */
import { scaleLinear } from "d3-scale";
import type { Dataset } from "../data/dataset.js";
import { invalidOption, shapeMismatch } from "../errors.js";
import type { DecisionRegions } from "../evaluation/decision-regions.js";
import type { LineChart } from "./charts.js";
import { escapeHtml, formatNumber, formatTicks } from "./markup.js";
import { drawFrame as frame, round, textWidth, width } from "./plot.js";

/** What the chart shows. */
export interface DecisionRegionChart extends Pick<LineChart, "id" | "title" | "xLabel" | "yLabel" | "isStandalone"> {
  readonly regions: DecisionRegions;
  /** Rows of two features with labels; those outside of the regions are not drawn. */
  readonly points?: Dataset;
  /** By class index. Default: "class 0", "class 1" … */
  readonly classNames?: readonly string[];
}

const right = width - 16;
const top = 26;
const bottom = 316;
/** Tones and marks there are; from the sixth class on, the tones return with other marks. */
const tones = 5;
/** Cells drawn across and downwards at most: finer grids are drawn from every other point, every third … */
const maxCells = 400;

/** From values of the features to places in the drawing. */
interface Scales {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly left: number;
}

/** One path around (0, 0) for each mark: circle, square, triangle, diamond, cross. */
const marks: readonly string[] = [
  "m-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0 -8.4 0z",
  "m-3.8 -3.8h7.6v7.6h-7.6z",
  "m0 -4.9l4.6 8.4h-9.2z",
  "m0 -5.2l4.6 5.2l-4.6 5.2l-4.6 -5.2z",
  "m-4.4 -1.4h3v-3h2.8v3h3v2.8h-3v3h-2.8v-3h-3z",
];

/**
 * One `svg` element with role, title and description.
 * @throws WasmlpError `invalid-option` or `shape-mismatch` for points that are no labelled rows of two features.
 */
export function decisionRegionChart(chart: DecisionRegionChart): string {
  const { regions, points } = chart;
  if (points) requirePoints(points);
  const [xDomain, yDomain] = [
    cellEdges(regions.x, regions.columns, regions),
    cellEdges(regions.y, regions.rows, regions),
  ];
  const y = scaleLinear(yDomain, [bottom, top]);
  const yTicks = y.ticks(6);
  const yLabels = formatTicks(yTicks);
  const left = 16 + textWidth(yLabels.reduce((a, b) => (b.length > a.length ? b : a), ""));
  const x = scaleLinear(xDomain, [left, right]);
  const xTicks = x.ticks(7);
  const classes = classesOf(regions, points);
  const nameOf = (index: number): string => chart.classNames?.[index] ?? `class ${index}`;
  const legend = drawLegend(classes, nameOf);
  const parts = [
    `<text class="label" x="0" y="11">${escapeHtml(chart.yLabel)}</text>`,
    ...classes.map((index) => drawRegion(regions, index, left)),
    ...yTicks.map((tick, i) => {
      const at = round(y(tick));
      return `<path class="axis" d="M${left - 4} ${at}h4"/><text x="${left - 8}" y="${at}" dy=".35em" text-anchor="end">${yLabels[i]}</text>`;
    }),
    ...formatTicks(xTicks).map((text, i) => {
      const at = round(x(xTicks[i] as number));
      return `<path class="axis" d="M${at} ${bottom}v4"/><text x="${at}" y="${bottom + 18}" text-anchor="middle">${text}</text>`;
    }),
    `<text class="label" x="${right}" y="${bottom + 37}" text-anchor="end">${escapeHtml(chart.xLabel)}</text>`,
    ...(points ? classes.map((index) => drawPoints(points, index, nameOf(index), { x, y, left })) : []),
    legend.markup,
  ];
  return frame(chart, legend.end, describe(regions, classes, points, nameOf), parts.join("\n"));
}

/** A cell reaches half a step to either side of its point. */
function cellEdges([low]: readonly [number, number], count: number, { step }: DecisionRegions): [number, number] {
  return [low - step / 2, low + (count - 0.5) * step];
}

/** Class indices in the regions and among the points, ascending. */
function classesOf({ classes }: DecisionRegions, points: Dataset | undefined): number[] {
  return [...new Set([...new Set(classes), ...new Set(points?.labels)])].sort((a, b) => a - b);
}

/** All cells of a class as one path: a rectangle for each run along a row, as tall as the run repeats in rows above. */
function drawRegion({ classes, columns, rows }: DecisionRegions, index: number, left: number): string {
  const stride = Math.ceil(Math.max(columns, rows) / maxCells);
  const xOf = (i: number): number => round(left + ((right - left) * Math.min(i, columns)) / columns);
  const yOf = (j: number): number => round(bottom - ((bottom - top) * Math.min(j, rows)) / rows);
  const open = new Map<string, Run & { readonly since: number }>();
  let path = "";
  for (let j = 0; j < rows + stride; j += stride) {
    const row = classes.subarray(j * columns, (j + 1) * columns); // empty behind the last row: closes what is open
    const runs = new Map(runsOf(row, index, stride).map((run) => [`${run.from}-${run.to}`, run]));
    for (const [key, { from, to, since }] of open) {
      if (runs.has(key)) continue;
      path += `M${xOf(from)} ${yOf(since)}H${xOf(to)}V${yOf(j)}H${xOf(from)}z`;
      open.delete(key);
    }
    for (const [key, run] of runs) if (!open.has(key)) open.set(key, { ...run, since: j });
  }
  return path === "" ? "" : `<g class="tone${index % tones}"><path class="region" d="${path}"/></g>`;
}

/** Columns from … to − 1 of a row. */
interface Run {
  readonly from: number;
  readonly to: number;
}

/** Where a row's cells of one class begin and end. */
function runsOf(row: Uint32Array, index: number, stride: number): Run[] {
  const runs: Run[] = [];
  for (let i = 0; i < row.length; i += stride) {
    if (row[i] !== index) continue;
    const last = runs.at(-1);
    if (last?.to === i) runs[runs.length - 1] = { from: last.from, to: i + stride };
    else runs.push({ from: i, to: i + stride });
  }
  return runs;
}

function drawPoints(
  { features, labels, scale, shift }: Dataset,
  index: number,
  name: string,
  { x, y, left }: Scales,
): string {
  const shapes: string[] = [];
  labels?.forEach((label, i) => {
    if (label !== index) return;
    const [a, b] = [2 * i, 2 * i + 1].map((at) => (features[at] as number) * scale + shift) as [number, number];
    const [px, py] = [round(x(a)), round(y(b))];
    if (!(px >= left && px <= right && py >= top && py <= bottom)) return;
    const title = `<title>${escapeHtml(`${name}: ${formatNumber(a)}, ${formatNumber(b)}`)}</title>`;
    shapes.push(`<path class="mark" d="M${px} ${py}${marks[markOf(index)]}">${title}</path>`);
  });
  return `<g class="tone${index % tones}">${shapes.join("")}</g>`;
}

/** Classes that share a tone have different marks. */
function markOf(index: number): number {
  return (index + Math.floor(index / tones)) % marks.length;
}

function drawLegend(classes: readonly number[], nameOf: (index: number) => string): { markup: string; end: number } {
  let x = 0;
  let y = bottom + 62;
  const items = classes.map((index) => {
    const space = 18 + textWidth(nameOf(index));
    if (x > 0 && x + space > width) {
      x = 0;
      y += 19;
    }
    const mark = `<g class="tone${index % tones}"><path class="mark" d="M${x + 6} ${y - 4}${marks[markOf(index)]}"/></g>`;
    const item = `${mark}<text class="name" x="${x + 16}" y="${y}">${escapeHtml(nameOf(index))}</text>`;
    x += space + 16;
    return item;
  });
  return { markup: items.join("\n"), end: y + 6 };
}

/** Share of the plane and number of points of every class. */
function describe(
  { classes }: DecisionRegions,
  indices: readonly number[],
  points: Dataset | undefined,
  nameOf: (index: number) => string,
): string {
  return indices
    .map((index) => {
      const cells = classes.reduce((sum, value) => sum + Number(value === index), 0);
      const rows = points?.labels?.reduce((sum, value) => sum + Number(value === index), 0);
      const share = `${((100 * cells) / classes.length).toFixed(0)} % of the plane`;
      return `${nameOf(index)}: ${share}${rows === undefined ? "" : `, ${rows} ${rows === 1 ? "point" : "points"}`}.`;
    })
    .join(" ");
}

function requirePoints({ width, labels }: Dataset): void {
  if (width !== 2) throw shapeMismatch("points", "2 features a row", width);
  if (!labels) throw invalidOption("points", "labels", "targets");
}
