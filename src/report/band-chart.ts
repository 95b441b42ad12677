/**
 * A line chart with a band around each line, mean ± standard deviation, as static SVG text. Pure; knows nothing of
 * training. Colours come from style.ts, so one drawing serves light and dark.
 */
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { escapeHtml, formatNumber, formatTicks } from "./markup.js";

export interface BandPoint {
  readonly x: number;
  /** A point without a mean leaves a gap. */
  readonly mean: number | null;
  readonly std: number | null;
}

/** One line and its band; x ascending. */
export interface BandSeries {
  readonly name: string;
  readonly points: readonly BandPoint[];
}

export interface BandChart {
  /** Unique in the page: a letter, then letters, digits or hyphens. */
  readonly id: string;
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly series: readonly BandSeries[];
  readonly formatY?: (y: number) => string;
}

interface Spot {
  readonly x: number;
  readonly mean: number;
  readonly std: number;
}

/** The drawing's size in its own units, as charts.ts has it. */
const width = 430;
const right = width - 16;
const top = 26;
const bottom = 246;

/** Told apart by tone, then by dashes; from the fifth on they begin again. */
const looks: readonly (readonly [tone: string, dashes: string])[] = [
  ["accent", ""],
  ["secondary", ""],
  ["accent", " dashed"],
  ["secondary", " dashed"],
];

/** One `svg` element with role, title and description. */
export function bandChart(chart: BandChart): string {
  const format = chart.formatY ?? formatNumber;
  const series = chart.series
    .map(({ name, points }, i) => ({
      name,
      spots: points.filter(isSpot),
      look: looks[i % looks.length] as (typeof looks)[number],
    }))
    .filter(({ spots }) => spots.length > 0);
  const spots = series.flatMap((one) => one.spots);
  const y = scaleLinear(spread(spots.flatMap(({ mean, std }) => [mean - std, mean + std])), [bottom, top]).nice(5);
  const yTicks = y.ticks(5);
  const yLabels = formatTicks(yTicks);
  const left = 10 + textWidth(yLabels.reduce((a, b) => (b.length > a.length ? b : a), ""));
  const x = scaleLinear(spread(spots.map((spot) => spot.x)), [left + 6, right]);
  const xTicks = xTicksOf(spots, x.ticks(7));
  const bandOf = area<Spot>(
    (spot) => x(spot.x),
    (spot) => y(spot.mean - spot.std),
    (spot) => y(spot.mean + spot.std),
  ).digits(1);
  const lineOf = line<Spot>(
    (spot) => x(spot.x),
    (spot) => y(spot.mean),
  ).digits(1);
  const parts = [
    `<text class="label" x="0" y="11">${escapeHtml(chart.yLabel)}</text>`,
    ...yTicks.map((tick, i) => {
      const text = `<text x="${left - 6}" y="${round(y(tick))}" dy=".35em" text-anchor="end">${yLabels[i]}</text>`;
      return `<path class="${i === 0 ? "axis" : "grid"}" d="M${left} ${round(y(tick))}H${right}"/>${text}`;
    }),
    ...xTicks.map((tick) => `<text x="${round(x(tick))}" y="${bottom + 18}" text-anchor="middle">${tick}</text>`),
    `<text class="label" x="${right}" y="${bottom + 37}" text-anchor="end">${escapeHtml(chart.xLabel)}</text>`,
    ...series.map(({ name, spots, look: [tone, dashes] }) => {
      const dots = spots.map((spot) => {
        const text = `${name}: ${format(spot.mean)} ± ${format(spot.std)} (${chart.xLabel.toLowerCase()} ${spot.x})`;
        const at = `cx="${round(x(spot.x))}" cy="${round(y(spot.mean))}"`;
        return `<circle ${at} r="${spots.length > 12 ? 1.5 : 3}"><title>${escapeHtml(text)}</title></circle>`;
      });
      const band = `<path class="band" d="${bandOf(spots) ?? ""}"/>`;
      return `<g class="${tone}">${band}<path class="line${dashes}" d="${lineOf(spots) ?? ""}"/>${dots.join("")}</g>`;
    }),
    ...series.map(({ name, look: [tone, dashes] }, i) => {
      const at = bottom + 62 + 19 * i;
      const sample = `<path class="line${dashes}" d="M1 ${at - 4}h20"/>`;
      return `<g class="${tone}">${sample}</g><text class="name" x="28" y="${at}">${escapeHtml(name)}</text>`;
    }),
  ];
  if (spots.length === 0)
    parts.push(`<text x="${width / 2}" y="${(top + bottom) / 2}" text-anchor="middle">No values</text>`);
  const id = escapeHtml(chart.id);
  const words = series.map(({ name, spots }) => describe(name, spots, format)).join(" ") || "No values were recorded.";
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 ${width} ${bottom + 68 + 19 * Math.max(0, series.length - 1)}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${escapeHtml(chart.title)}</title>
<desc id="${id}-text">${escapeHtml(words)}</desc>
${parts.join("\n")}
</svg>`;
}

function isSpot(point: BandPoint): point is Spot {
  return [point.x, point.mean, point.std].every((value) => value !== null && Math.abs(value) < 1e300);
}

/** From the lowest to the highest, with room where they are one. */
function spread(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = values.reduce((a, b) => Math.max(a, b));
  const margin = high - low > 1e-9 * Math.max(-low, high, 1e-9) ? 0 : Math.max(1e-3, Math.abs(low) / 100);
  return [low - margin, high + margin];
}

/** The values themselves where they are few, else round numbers; whole ones where the values are. */
function xTicksOf(spots: readonly Spot[], ticks: readonly number[]): readonly number[] {
  const values = [...new Set(spots.map(({ x }) => x))];
  if (values.length <= 6) return values;
  return ticks.filter((tick) => !values.every(Number.isInteger) || Number.isInteger(tick));
}

function describe(name: string, spots: readonly Spot[], format: (y: number) => string): string {
  return `${name}: ${spots.map(({ x, mean, std }) => `${format(mean)} ± ${format(std)} at ${x}`).join(", ")}.`;
}

/** In drawing units, generously: a common sans-serif's digits and letters are about 0.56 em wide. */
function textWidth(text: string): number {
  return Math.ceil(text.length * 13 * 0.56);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
