/**
 * Curves that grow while one looks, over uPlot: a linear or logarithmic axis at a switch, the theme's colours, the
 * width of its place. Knows no page.
 */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import "../styles/chart.css";
import { onThemeChange, tokenColour } from "./colours.js";
import { segmented } from "./controls/segmented.js";
import { element } from "./element.js";

export interface Series {
  readonly label: string;
  /** A token of the theme, such as `--accent`. */
  readonly colour: string;
  readonly isDashed?: boolean;
  /** Points, not only the line between them: for few values. */
  readonly hasPoints?: boolean;
}

export interface LiveChartOptions {
  /** Read out for those who do not see it. */
  readonly label: string;
  readonly x: string;
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  readonly isLogarithmic?: boolean;
  readonly heightPx?: number;
}

/** x, then one column a series; null where there is nothing. */
export type Columns = readonly (readonly (number | null)[])[];

export interface LiveChart {
  readonly element: HTMLElement;
  /** Chooses the axis. */
  readonly scaleSwitch: HTMLElement;
  setData(columns: Columns): void;
  close(): void;
}

export function liveChart(options: LiveChartOptions): LiveChart {
  const place = element("div", { class: "chart", role: "img", "aria-label": options.label });
  const closing = new AbortController();
  let columns: Columns = [[], ...options.series.map(() => [])];
  let isLogarithmic = options.isLogarithmic ?? false;
  let plot: uPlot | undefined;

  const rebuild = (): void => {
    plot?.destroy();
    plot = undefined;
    if (place.clientWidth === 0) return;
    plot = new uPlot(plotOptions(options, isLogarithmic, place.clientWidth), drawable(columns, isLogarithmic), place);
  };
  const resized = new ResizeObserver(() => {
    const width = place.clientWidth;
    if (width === 0 || plot?.width === width) return;
    if (plot) plot.setSize({ width, height: heightOf(options) });
    else rebuild();
  });
  resized.observe(place);
  onThemeChange(rebuild, closing.signal);
  place.style.minHeight = `${heightOf(options)}px`;

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
    element: place,
    scaleSwitch: scaleSwitch.element,
    setData(next) {
      columns = next;
      plot?.setData(drawable(columns, isLogarithmic));
    },
    close() {
      closing.abort();
      resized.disconnect();
      plot?.destroy();
    },
  };
}

function heightOf({ heightPx = 200 }: LiveChartOptions): number {
  return heightPx;
}

/** A logarithmic axis has no place for zero and below. */
function drawable(columns: Columns, isLogarithmic: boolean): uPlot.AlignedData {
  if (!isLogarithmic) return columns as unknown as uPlot.AlignedData;
  const [x, ...ys] = columns;
  return [x, ...ys.map((y) => y.map((value) => (value !== null && value > 0 ? value : null)))] as uPlot.AlignedData;
}

function plotOptions(options: LiveChartOptions, isLogarithmic: boolean, width: number): uPlot.Options {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const muted = tokenColour("--muted");
  const grid = { stroke: tokenColour("--line"), width: 1 };
  const axis = { stroke: muted, font, grid, ticks: { show: false } };
  return {
    width,
    height: heightOf(options),
    padding: [8, 8, 0, 0],
    legend: { live: true, isolate: false },
    cursor: { y: false, points: { size: 7 } },
    scales: { x: { time: false }, y: isLogarithmic ? { distr: 3 } : {} },
    axes: [
      { ...axis, label: options.x, labelFont: font, labelSize: 16, size: 26, labelGap: 0 },
      { ...axis, size: 52, values: (_, splits) => splits.map((v) => (v === null ? "" : options.format(v))) },
    ],
    series: [{ label: options.x }, ...options.series.map((series) => seriesOptions(series, options))],
  };
}

function seriesOptions({ label, colour, isDashed, hasPoints }: Series, { format }: LiveChartOptions): uPlot.Series {
  const stroke = tokenColour(colour);
  return {
    label,
    stroke,
    width: 1.75,
    ...(isDashed && { dash: [5, 4] }),
    points: { show: hasPoints ?? false, size: 4, fill: stroke },
    spanGaps: true,
    value: (_, value) => (value === null || value === undefined ? "–" : format(value)),
  };
}
