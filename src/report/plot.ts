/**
 * What every chart is drawn on: its paper, its axes, its legend and the text for screen readers. Pure; positions and
 * words in, SVG out. Knows nothing of what is plotted.
 */
import { escapeHtml } from "./markup.js";
import { chartStyle, themeStyle } from "./style.js";

/** What any chart is called. */
export interface ChartFrame {
  /** Unique in the page: a letter, then letters, digits or hyphens. */
  readonly id: string;
  /** Read out by screen readers, with a description made from the numbers. */
  readonly title: string;
  /** Axis labels, with the unit in brackets where there is one. */
  readonly xLabel: string;
  readonly yLabel: string;
  /** For a file of its own: carries the colours along. Default false. */
  readonly isStandalone?: boolean;
}

/** Where values of an axis stand in the drawing, and which of them are written beside it. */
export interface Axis {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly labels: readonly string[];
}

/** The drawing's size in its own units; it scales to the width of the page. */
export const width = 430;
/** Where the plotted area ends to the right, begins and ends downwards. */
export const right: number = width - 16;
export const top = 26;
export const bottom = 246;
/** Around a drawing in a file of its own, which has a paper of its own too: it may be shown on any page. */
const margin = 14;
const fontSize = 13;

/** Where the plotted area begins, so that the labels of the vertical axis fit beside it. */
export function leftBeside(labels: readonly string[]): number {
  return 10 + textWidth(labels.reduce((a, b) => (b.length > a.length ? b : a), ""));
}

/** Lines across at the ticks of y, words beside and below. `floor`: where the plotted area ends downwards. */
export function drawAxes(frame: ChartFrame, left: number, x: Axis, y: Axis, floor: number = bottom): string {
  const across = y.ticks.map((tick, i) => {
    const at = round(y.at(tick));
    const text = `<text x="${left - 6}" y="${at}" dy=".35em" text-anchor="end">${y.labels[i]}</text>`;
    return `<path class="${i === 0 ? "axis" : "grid"}" d="M${left} ${at}H${right}"/>${text}`;
  });
  const below = x.ticks.map(
    (tick, i) => `<text x="${round(x.at(tick))}" y="${floor + 18}" text-anchor="middle">${x.labels[i]}</text>`,
  );
  return [
    `<text class="label" x="0" y="11">${escapeHtml(frame.yLabel)}</text>`,
    ...across,
    ...below,
    `<text class="label" x="${right}" y="${floor + 37}" text-anchor="end">${escapeHtml(frame.xLabel)}</text>`,
  ].join("\n");
}

/** How one thing in the drawing is called. */
export interface LegendEntry {
  readonly text: string;
  /** Classes of the group around its line, as in the drawing, and a colour of its own where it has one. */
  readonly tone: string;
  readonly colour?: string;
  /** Classes of the line itself. */
  readonly line: string;
}

/** Samples of the lines with their names, wrapped to the width; and where they end downwards. */
export function drawLegend(entries: readonly LegendEntry[], floor: number = bottom): { markup: string; end: number } {
  let x = 0;
  let y = floor + 62;
  const items = entries.map(({ text, tone, colour, line }) => {
    const space = 26 + textWidth(text);
    if (x > 0 && x + space > width) {
      x = 0;
      y += 19;
    }
    const sample = `<path class="${line}" d="M${x + 1} ${y - 4}h20"/>`;
    const name = `<text class="name" x="${x + 28}" y="${y}">${escapeHtml(text)}</text>`;
    x += space + 16;
    return `${openTone(tone, colour)}${sample}</g>${name}`;
  });
  return { markup: items.join("\n"), end: y + 6 };
}

/** The group that gives what is in it its colour. */
export function openTone(tone: string, colour?: string): string {
  return colour ? `<g class="${tone}" style="color:${colour}">` : `<g class="${tone}">`;
}

/** One `svg` element with role, title and description. */
export function drawFrame(
  frame: Pick<ChartFrame, "id" | "title" | "isStandalone">,
  height: number,
  description: string,
  content: string,
): string {
  const style = frame.isStandalone
    ? `<style>${themeStyle("svg")}svg{background:var(--page)}${chartStyle}</style>\n`
    : "";
  const rim = frame.isStandalone ? margin : 0;
  const id = escapeHtml(frame.id);
  return `<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="${-rim} ${-rim} ${width + 2 * rim} ${height + 2 * rim}" role="img" aria-labelledby="${id}-title ${id}-text">
<title id="${id}-title">${escapeHtml(frame.title)}</title>
<desc id="${id}-text">${escapeHtml(description)}</desc>
${style}${content}
</svg>`;
}

/** In drawing units, generously: a common sans-serif's digits and letters are about 0.56 em wide. */
export function textWidth(text: string): number {
  return Math.ceil(text.length * fontSize * 0.56);
}

/** To a tenth of a drawing unit. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}
