/** What the units of the first layer look for: their weights as images, sharpening while the network learns. */
import { countText } from "../../state/number-text.js";
import type { DigitsEvent, OpenedRun } from "../../training/digits/digits-protocol.js";
import { divergingRamp, onThemeChange } from "../../views/colours.js";
import { element, setText } from "../../views/element.js";
import { paced } from "../../views/frames.js";
import { panel } from "../../views/panel.js";
import { paintSigned, pixelCanvas } from "../../views/pixels.js";

/** Pixels between two images. */
const GAP = 2;
const COLUMNS = 10;

export interface DigitsView {
  readonly element: HTMLElement;
  onEvent(event: DigitsEvent): void;
}

export function weightsView(signal: AbortSignal): DigitsView {
  const note = element("p", { class: "note" });
  const canvas = pixelCanvas(1, 1, "Weights of the first layer");
  const box = panel({ title: "First layer", area: "weights" }, note, canvas);
  let opened: OpenedRun | undefined;
  let ramp = divergingRamp();
  let newest: (DigitsEvent & { kind: "weights" }) | undefined;
  const paint = paced(() => {
    if (!newest || !opened) return;
    const { height, width } = opened;
    const units = newest.units;
    const columns = Math.min(COLUMNS, units);
    const rows = Math.ceil(units / columns);
    resize(canvas, columns * (width + GAP) - GAP, rows * (height + GAP) - GAP);
    const limit = 3 * rootMeanSquare(newest.values);
    paintSigned(canvas, mosaic(newest.values, { units, height, width, columns, rows }), limit, ramp);
    const all = opened.layers[0]?.units ?? 0;
    const shown = units < all ? `the first ${units} of ${countText(all)} units` : `${units} units`;
    setText(note, `Weights of ${shown}: blue below zero, orange above, up to ±${limit.toPrecision(2)}.`);
  });
  onThemeChange(() => {
    ramp = divergingRamp();
    paint(undefined);
  }, signal);
  return {
    element: box,
    onEvent(event) {
      if (event.kind === "opened") opened = event;
      else if (event.kind === "weights") {
        newest = event;
        paint(undefined);
      }
    },
  };
}

interface Mosaic {
  readonly units: number;
  readonly height: number;
  readonly width: number;
  readonly columns: number;
  readonly rows: number;
}

/** The images side by side, zeros between them. */
function mosaic(values: Float32Array, { units, height, width, columns, rows }: Mosaic): Float32Array {
  const stride = columns * (width + GAP) - GAP;
  const placed = new Float32Array(stride * (rows * (height + GAP) - GAP));
  for (let unit = 0; unit < units; unit++) {
    const left = (unit % columns) * (width + GAP);
    const top = Math.floor(unit / columns) * (height + GAP);
    for (let y = 0; y < height; y++) {
      const from = (unit * height + y) * width;
      placed.set(values.subarray(from, from + width), (top + y) * stride + left);
    }
  }
  return placed;
}

function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / Math.max(values.length, 1));
}

function resize(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}
