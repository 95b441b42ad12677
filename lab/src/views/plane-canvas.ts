/** What is drawn over a part of the plane: points of two classes, ticks, a path. Sharp on every screen. Knows no page. */
import { onThemeChange, tokenColour } from "./colours.js";
import { element } from "./element.js";

export interface PlaneArea {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

/** Draws in pixels of the page; `place` leads from the plane to them. */
export type DrawOnPlane = (context: CanvasRenderingContext2D, place: Place, sizePx: number) => void;
export type Place = (x: number, y: number) => readonly [left: number, top: number];

export interface PlaneCanvas {
  readonly element: HTMLCanvasElement;
  /** Draws anew: now, and whenever size or theme change. */
  draw(area: PlaneArea, drawing: DrawOnPlane): void;
}

export function planeCanvas(label: string, signal: AbortSignal): PlaneCanvas {
  const canvas = element("canvas", { class: "plane-canvas", role: "img", "aria-label": label });
  let last: { readonly area: PlaneArea; readonly drawing: DrawOnPlane } | undefined;
  const redraw = (): void => {
    const size = canvas.clientWidth;
    const context = canvas.getContext("2d");
    if (!last || !context || size === 0) return;
    const ratio = devicePixelRatio || 1;
    const pixels = Math.round(size * ratio);
    if (canvas.width !== pixels) canvas.width = canvas.height = pixels;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, size, size);
    const { x, y } = last.area;
    const place: Place = (a, b) => [((a - x[0]) / (x[1] - x[0])) * size, (1 - (b - y[0]) / (y[1] - y[0])) * size];
    last.drawing(context, place, size);
  };
  const resized = new ResizeObserver(redraw);
  resized.observe(canvas);
  signal.addEventListener("abort", () => resized.disconnect());
  onThemeChange(redraw, signal);
  return {
    element: canvas,
    draw(area, drawing) {
      last = { area, drawing };
      redraw();
    },
  };
}

/** One mark: class A a disc, class B a diamond; hollow where it only tests. */
export function drawMark(
  context: CanvasRenderingContext2D,
  [left, top]: readonly [number, number],
  label: number,
  isHollow: boolean,
  radius: number,
): void {
  context.beginPath();
  if (label === 0) context.arc(left, top, radius, 0, 2 * Math.PI);
  else {
    const reach = 1.25 * radius;
    context.moveTo(left, top - reach);
    context.lineTo(left + reach, top);
    context.lineTo(left, top + reach);
    context.lineTo(left - reach, top);
    context.closePath();
  }
  const own = drawnColour(label === 0 ? "--below" : "--above");
  const paper = drawnColour("--surface");
  context.fillStyle = isHollow ? paper : own;
  context.strokeStyle = isHollow ? own : paper;
  context.lineWidth = isHollow ? 1.5 : 1;
  context.fill();
  context.stroke();
}

/** A token's colour for drawing: asked for many times, so read once a task. */
export function drawnColour(token: string): string {
  if (known.size === 0) queueMicrotask(() => known.clear());
  const colour = known.get(token) ?? tokenColour(token);
  known.set(token, colour);
  return colour;
}

const known: Map<string, string> = new Map();

/** Numbers along the lower and the left edge. */
export function drawTicks(context: CanvasRenderingContext2D, place: Place, { x, y }: PlaneArea, sizePx: number): void {
  context.fillStyle = drawnColour("--ink");
  context.strokeStyle = drawnColour("--ink");
  context.globalAlpha = 0.62;
  context.font = `10px ${getComputedStyle(document.body).fontFamily}`;
  const most = sizePx < 200 ? 3 : 5;
  context.textAlign = "center";
  context.textBaseline = "bottom";
  for (const tick of roundTicks(x, most)) {
    const [left] = place(tick, 0);
    if (left < 24 || left > sizePx - 10) continue;
    context.fillRect(left - 0.5, sizePx - 3, 1, 3);
    context.fillText(String(tick), left, sizePx - 4);
  }
  context.textAlign = "left";
  context.textBaseline = "middle";
  for (const tick of roundTicks(y, most)) {
    const [, top] = place(0, tick);
    if (top < 8 || top > sizePx - 20) continue;
    context.fillRect(0, top - 0.5, 3, 1);
    context.fillText(String(tick), 5, top);
  }
  context.globalAlpha = 1;
}

/** At most about `most` multiples of 1, 2 or 5 times a power of ten. */
function roundTicks([low, high]: readonly [number, number], most: number): number[] {
  const rough = (high - low) / most;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((digit) => digit * power >= rough) ?? 10);
  const first = Math.ceil(low / step);
  const count = Math.max(0, Math.floor(high / step) - first + 1);
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(6)));
}
