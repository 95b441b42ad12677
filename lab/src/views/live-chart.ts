/**
 * Curves that grow while one looks, over uPlot: a linear or logarithmic axis at a switch, the theme's colours, the
 * width of its place. Knows no page.
 */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "../styles/chart.css";
import { logarithmicRange } from "../state/axis-range.js";
import { type ChartLegend, chartLegend } from "./chart-legend.js";
import { onThemeChange, tokenColour } from "./colours.js";
import { segmented } from "./controls/segmented.js";
import { element } from "./element.js";

export interface Series {
  readonly label: string;
  /** A token of the theme, such as `--accent`. */
  readonly colour: string;
  /** Points, not only the line between them: for few values. */
  readonly hasPoints?: boolean;
}

export interface LiveChartOptions {
  /** Read out for those who do not see it. */
  readonly label: string;
  readonly x: string;
  readonly series: readonly Series[];
  /** Numbers of the legend; those of the axis are as short as they can be. */
  readonly format: (value: number) => string;
  readonly axisFormat: (value: number) => string;
  readonly isLogarithmic?: boolean;
  readonly heightPx?: number;
  /** Stands in its place while there is nothing to draw: when there will be. Default "as it trains". */
  readonly emptyText?: string;
}

/** x, then one column a series; null where there is nothing. */
export type Columns = readonly (readonly (number | null)[])[];

export interface LiveChart {
  /** Legend and curves. */
  readonly element: HTMLElement;
  /** Chooses the axis. */
  readonly scaleSwitch: HTMLElement;
  setData(columns: Columns): void;
  close(): void;
}

const HEIGHT_PX = 176;

export function liveChart(options: LiveChartOptions): LiveChart {
  const legend = chartLegend(options);
  const plotPlace = element("div", { class: "plot", role: "img", "aria-label": options.label });
  const showEmpty = (): void => {
    plotPlace.dataset.empty = columns[0]?.length === 0 ? (options.emptyText ?? "as it trains") : "";
  };
  const height = options.heightPx ?? HEIGHT_PX;
  const closing = new AbortController();
  let columns: Columns = [[], ...options.series.map(() => [])];
  let isLogarithmic = options.isLogarithmic ?? false;
  let plot: uPlot | undefined;

  const rebuild = (): void => {
    plot?.destroy();
    plot = undefined;
    const width = plotPlace.clientWidth;
    if (width === 0) return;
    const settings = { ...plotOptions(options, isLogarithmic, legend), width, height };
    plot = new uPlot(settings, drawable(columns, isLogarithmic), plotPlace);
  };
  const resized = new ResizeObserver(() => {
    const width = plotPlace.clientWidth;
    if (width === 0 || plot?.width === width) return;
    if (plot) plot.setSize({ width, height });
    else rebuild();
  });
  resized.observe(plotPlace);
  onThemeChange(rebuild, closing.signal);
  showEmpty();
  plotPlace.style.minHeight = `${height}px`;

  const scaleSwitch = segmented({
    label: `Axis of ${options.label}`,
    isLabelHidden: true,
    value: isLogarithmic ? "log" : "linear",
    options: [
      { value: "linear", label: "Linear" },
      { value: "log", label: "Log" },
    ],
    onChange(value) {
      isLogarithmic = value === "log";
      rebuild();
    },
  });
  return {
    element: element("div", { class: "chart" }, legend.element, plotPlace),
    scaleSwitch: scaleSwitch.element,
    setData(next) {
      columns = next;
      showEmpty();
      plot?.setData(drawable(columns, isLogarithmic));
      legend.setLatest(columns);
    },
    close() {
      closing.abort();
      resized.disconnect();
      plot?.destroy();
    },
  };
}

/** A logarithmic axis has no place for zero and below. */
function drawable(columns: Columns, isLogarithmic: boolean): uPlot.AlignedData {
  if (!isLogarithmic) return columns as unknown as uPlot.AlignedData;
  const [x, ...ys] = columns;
  return [x, ...ys.map((y) => y.map((value) => (value !== null && value > 0 ? value : null)))] as uPlot.AlignedData;
}

function plotOptions(
  { x, series, axisFormat }: LiveChartOptions,
  isLogarithmic: boolean,
  legend: ChartLegend,
): Omit<uPlot.Options, "width" | "height"> {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const grid = { stroke: tokenColour("--line"), width: 1 };
  const axis = { stroke: tokenColour("--muted"), font, grid, ticks: { show: false } };
  return {
    padding: [8, 14, 0, 0],
    legend: { show: false },
    cursor: { y: false, points: { size: 7 } },
    scales: {
      x: { time: false },
      y: isLogarithmic ? { distr: 3, range: (_, least, most) => logarithmicRange(least, most) } : {},
    },
    axes: [
      { ...axis, label: x, labelFont: font, labelSize: 16, size: 26, labelGap: 0, incrs: ROUND_STEPS },
      {
        ...axis,
        size: 50,
        values: (_, splits) => splits.map((v) => (v === null ? "" : axisFormat(v))),
        ...(isLogarithmic && { filter: (_: uPlot, splits: number[]) => splits.map((v) => (isRound(v) ? v : null)) }),
      },
    ],
    series: [{ label: x }, ...series.map(seriesOptions)],
    hooks: { setCursor: [(plot) => legend.setCursor(plot.cursor.idx ?? undefined)] },
  };
}

/** Steps along the axis: 0.1, 0.2, 0.5, 1, 2, 5 … */
const ROUND_STEPS = [-2, -1, 0, 1, 2, 3, 4, 5].flatMap((power) =>
  [1, 2, 5].map((digit) => Number(`${digit}e${power}`)),
);

/** 1, 2 or 5 times a power of ten. */
function isRound(value: number): boolean {
  return ["1", "2", "5"].includes(value.toExponential(6).replace(/\.?0*e.*/, ""));
}

function seriesOptions({ label, colour, hasPoints }: Series): uPlot.Series {
  const stroke = tokenColour(colour);
  return { label, stroke, width: 1.75, points: { show: hasPoints ?? false, size: 4, fill: stroke }, spanGaps: true };
}
