/**
 * ROC curves of a classifier, each class against the rest, as static SVG text. Pure; curves in, drawing out. Knows
 * nothing of models. Where the classifier is good, the chart shows the corner where its curves bend.
 */
import { shapeMismatch } from "../errors.js";
import type { RocCurve } from "../evaluation/roc.js";
import { type MeanRoc, macroAverageRoc } from "../evaluation/roc-average.js";
import { linearAxis } from "./axes.js";
import { escapeHtml } from "./markup.js";
import { type Axis, type ChartFrame, drawAxes, drawFrame, drawLegend, leftBeside, right, round, top } from "./plot.js";

/** What is drawn: a curve for each class, absent where the rows allow none. */
export interface RocChart extends Pick<ChartFrame, "id" | "isStandalone"> {
  /** Names by class index. */
  readonly classes: readonly string[];
  readonly curves: readonly (RocCurve | undefined)[];
}

/** The part of the axes that is shown: false positives from 0 up to it, true positives from 1 down by as much. */
const extents = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.5, 1];

type Rates = Pick<MeanRoc, "falsePositiveRate" | "truePositiveRate">;

interface NamedCurve extends RocCurve {
  readonly name: string;
}

/**
 * One `svg` element: every class thin, the one with the smallest area marked, the mean over classes on top.
 * @throws WasmlpError `shape-mismatch` where names and curves differ in number.
 */
export function rocChart({ classes, curves, ...frame }: RocChart): string {
  if (curves.length !== classes.length) throw shapeMismatch("curves", `${classes.length} classes`, curves.length);
  const named = curves.flatMap((curve, i) => (curve ? [{ ...curve, name: classes[i] as string }] : []));
  const words = {
    ...frame,
    title: "ROC curves, each class against the rest",
    xLabel: "False-positive rate (%)",
    yLabel: "True-positive rate (%)",
  };
  if (named.length === 0)
    return drawFrame(words, 60, "No class has rows of its own and of others.", '<text x="0" y="40">No values</text>');
  const worst = named.reduce((a, b) => (b.auc < a.auc ? b : a));
  const mean = macroAverageRoc(named);
  const shown = shownExtent([worst.auc]);
  const left = leftBeside(["100.0"]);
  const floor = top + right - left;
  const x = linearAxis([0, 100 * shown], [left, right], 6);
  const y = linearAxis([100 - 100 * shown, 100], [floor, top], 6);
  const draw = (curve: Rates): string => pathOf(curve, x, y, shown);
  const legend = drawLegend(
    [
      {
        text: `mean of ${named.length} ${named.length === 1 ? "class" : "classes"}, AUC ${formatAuc(mean.auc)}`,
        tone: "accent",
        line: "line",
      },
      { text: `${worst.name}, lowest AUC ${formatAuc(worst.auc)}`, tone: "secondary", line: "line broken" },
      { text: "other classes", tone: "faint", line: "line" },
    ].slice(0, named.length > 1 ? 3 : 2),
    floor,
  );
  const lines = [
    ...named.filter((curve) => curve !== worst).map((curve) => drawClass(curve, "faint", "line", draw)),
    drawClass(worst, "secondary", "line broken", draw),
    `<g class="accent"><path class="line" d="${draw(mean)}"/></g>`,
  ];
  const content = [
    drawAxes(words, left, x, y, floor),
    // A drawing inside the drawing, because what lies outside of it is not shown; half a line's width is let through.
    `<svg x="${left}" y="${top - 1}" width="${right - left + 1}" height="${floor - top + 2}" viewBox="${left} ${top - 1} ${right - left + 1} ${floor - top + 2}">`,
    shown === 1 ? `<path class="reference" d="M${left} ${floor}L${right} ${top}"/>` : "",
    ...lines,
    "</svg>",
    legend.markup,
  ];
  return drawFrame(words, legend.end, describe(named, mean), content.filter((part) => part !== "").join("\n"));
}

/**
 * How much of the axes is shown for curves of these areas, 1 for all: a corner whose side is about the root of the
 * area above the worst of them.
 */
export function shownExtent(areas: readonly number[]): number {
  const worst = areas.reduce((a, b) => Math.min(a, b), 1);
  return extents.find((extent) => extent >= 1.2 * Math.sqrt(1 - worst)) ?? 1;
}

/** Four decimals; what is below 1 never reads 1. */
export function formatAuc(auc: number): string {
  return (auc < 1 ? Math.min(auc, 0.9999) : auc).toFixed(4);
}

function drawClass(curve: NamedCurve, tone: string, line: string, draw: (curve: Rates) => string): string {
  const path = draw(curve);
  const title = `<title>${escapeHtml(`${curve.name}: AUC ${formatAuc(curve.auc)}`)}</title>`;
  return `<g class="${tone}"><path class="${line}" d="${path}"/><path class="hit" d="${path}">${title}</path></g>`;
}

/** Without points that lie less than a drawing unit from the one before, and those far beyond what is shown. */
function pathOf({ falsePositiveRate, truePositiveRate }: Rates, x: Axis, y: Axis, shown: number): string {
  let path = "";
  let [lastX, lastY] = [Number.NaN, Number.NaN];
  for (const [i, rate] of falsePositiveRate.entries()) {
    const [atX, atY] = [x.at(100 * rate), y.at(100 * (truePositiveRate[i] as number))];
    const isLast = rate > shown || i === falsePositiveRate.length - 1;
    if (!isLast && Math.abs(atX - lastX) < 1 && Math.abs(atY - lastY) < 1) continue;
    path += `${path === "" ? "M" : "L"}${round(atX)} ${round(atY)}`;
    [lastX, lastY] = [atX, atY];
    if (isLast) break;
  }
  return path;
}

function describe(curves: readonly NamedCurve[], mean: MeanRoc): string {
  const shown = curves.slice(0, 30).map(({ name, auc }) => `${name} ${formatAuc(auc)}`);
  const rest = curves.length > shown.length ? ", and others" : "";
  return `Areas under the curves: mean ${formatAuc(mean.auc)}; ${shown.join(", ")}${rest}.`;
}
