/**
 * A reliability diagram as static SVG text: how often predictions come true, by the probability they were given, and
 * how many rows stand behind each point. Pure; bins in, drawing out. Knows nothing of models.
 */
import type { CalibrationBin } from "../evaluation/calibration.js";
import { wilsonInterval } from "../evaluation/intervals.js";
import { linearAxis } from "./axes.js";
import { escapeHtml, formatCount, formatPercent } from "./markup.js";
import { type Axis, type ChartFrame, drawAxes, drawFrame, drawLegend, leftBeside, right, round, top } from "./plot.js";

export interface ReliabilityDiagram extends Pick<ChartFrame, "id" | "isStandalone"> {
  /** Ascending, as `confidenceCurve` or `calibrationCurve` gives them. */
  readonly bins: readonly CalibrationBin[];
}

/** Height of the bars that count rows, and the gap above them. */
const barsHeight = 44;
const gap = 14;

/** One `svg` element. On the diagonal a probability is what it says; whiskers are Wilson's 95 % intervals. */
export function reliabilityDiagram({ bins, ...frame }: ReliabilityDiagram): string {
  const words = {
    ...frame,
    title: "How often predictions are right, by their probability",
    xLabel: "Probability of the predicted class (%)",
    yLabel: "Right (%)",
  };
  const left = leftBeside(["100.0"]);
  const foot = top + right - left;
  const floor = foot - gap - barsHeight;
  const x = linearAxis([0, 100], [left, right], 6);
  const y = linearAxis([0, 100], [floor, top], 6);
  const legend = drawLegend(
    [
      { text: "share of rows that are right", tone: "accent", line: "line" },
      { text: "as the probability says", tone: "faint", line: "reference" },
    ],
    foot,
  );
  const most = bins.reduce((largest, { count }) => Math.max(largest, count), 1);
  const points = bins.map((bin) => `${round(x.at(100 * bin.probability))} ${round(y.at(100 * bin.frequency))}`);
  const content = [
    drawAxes(words, left, x, y, foot),
    `<text x="${left - 6}" y="${foot - barsHeight / 2}" dy=".35em" text-anchor="end">rows</text>`,
    `<path class="reference" d="M${left} ${floor}L${right} ${top}"/>`,
    '<g class="accent">',
    ...bins.map((bin) => drawBar(bin, x, foot, barsHeight * (bin.count / most))),
    bins.length > 0 ? `<path class="line" d="M${points.join("L")}"/>` : "",
    ...bins.map((bin) => drawPoint(bin, x, y)),
    "</g>",
    `<path class="axis" d="M${left} ${foot}H${right}"/>`,
    bins.length > 0
      ? ""
      : `<text x="${(left + right) / 2}" y="${(top + floor) / 2}" text-anchor="middle">No values</text>`,
    legend.markup,
  ];
  const description = bins.length > 0 ? bins.map(describe).join("; ") : "No values were recorded.";
  return drawFrame(words, legend.end, description, content.filter((part) => part !== "").join("\n"));
}

/** Never so low as to be unseen. */
function drawBar({ low, high }: CalibrationBin, x: Axis, foot: number, height: number): string {
  const [from, to] = [x.at(100 * low) + 1, x.at(100 * high) - 1];
  const size = Math.max(1, round(height));
  return `<path class="bar" d="M${round(from)} ${foot}V${round(foot - size)}H${round(to)}V${foot}Z"/>`;
}

function drawPoint(bin: CalibrationBin, x: Axis, y: Axis): string {
  const { low, high } = wilsonInterval(Math.round(bin.frequency * bin.count), bin.count);
  const at = round(x.at(100 * bin.probability));
  const whisker = `<path class="whisker" d="M${at} ${round(y.at(100 * low))}V${round(y.at(100 * high))}"/>`;
  const dot = (radius: number, inside: string): string =>
    `<circle cx="${at}" cy="${round(y.at(100 * bin.frequency))}" r="${radius}"${inside ? `>${inside}</circle>` : "/>"}`;
  const hover = dot(7, `<title>${escapeHtml(describe(bin))}</title>`);
  return `${whisker}${dot(3.5, "")}<g class="hover">${hover}</g>`;
}

function describe({ low, high, count, probability, frequency }: CalibrationBin): string {
  const rows = `${formatCount(count)} ${count === 1 ? "row" : "rows"}`;
  const range = `${(100 * low).toFixed(0)} to ${formatPercent(high, 0)}`;
  return `${range}: ${rows}, ${formatPercent(frequency)} right, ${formatPercent(probability)} said`;
}
