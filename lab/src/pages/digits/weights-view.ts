/** What the units of the first layer look for: their weights as images, sharpening while the network learns. */
import { countText } from "../../state/number-text.js";
import type { DigitsEvent, OpenedRun } from "../../training/digits/digits-protocol.js";
import { divergingRamp, onThemeChange } from "../../views/colours.js";
import { segmented } from "../../views/controls/segmented.js";
import { element, setText } from "../../views/element.js";
import { pacedInView } from "../../views/frames.js";
import { panel } from "../../views/panel.js";
import { paintSigned, pixelCanvas } from "../../views/pixels.js";
import { type Mosaic, mosaic } from "./mosaic.js";

const COLUMNS = 10;

export interface DigitsView {
  readonly element: HTMLElement;
  onEvent(event: DigitsEvent): void;
}

export function weightsView(signal: AbortSignal): DigitsView {
  const note = element("p", { class: "note" });
  const canvas = pixelCanvas(1, 1, "Weights of the first layer");
  let isLearned = true;
  const choice = segmented({
    label: "What is shown of the weights",
    isLabelHidden: true,
    value: "learned",
    options: [
      { value: "learned", label: "Learned" },
      { value: "all", label: "Weights" },
    ],
    onChange(value) {
      isLearned = value === "learned";
      paint(undefined);
    },
  });
  const box = panel({ title: "First layer", area: "weights", note, tools: [choice.element] }, canvas);
  let opened: OpenedRun | undefined;
  let ramp = divergingRamp();
  let first: Float32Array | undefined;
  let newest: Float32Array | undefined;
  const paint = pacedInView(
    box,
    () => {
      if (!newest || !first || !opened) return;
      const { height, width, layers } = opened;
      const units = newest.length / (height * width);
      const columns = Math.min(COLUMNS, units);
      const shape: Mosaic = { units, height, width, columns, rows: Math.ceil(units / columns) };
      const shown = isLearned ? difference(newest, first) : newest;
      const limit = 3 * rootMeanSquare(shown);
      const placed = mosaic(shown, shape);
      resize(canvas, placed.width, placed.height);
      paintSigned(canvas, placed.values, limit, ramp);
      setText(note, noteOn(units, layers[0]?.units ?? 0, isLearned, limit));
    },
    signal,
  );
  onThemeChange(() => {
    ramp = divergingRamp();
    paint(undefined);
  }, signal);
  return {
    element: box,
    onEvent(event) {
      if (event.kind === "opened") {
        opened = event;
        first = undefined;
      } else if (event.kind === "weights") {
        newest = event.values;
        first ??= event.values;
        paint(undefined);
      }
    },
  };
}

function noteOn(shown: number, all: number, isLearned: boolean, limit: number): string {
  const units = shown < all ? `the first ${shown} of ${countText(all)} units` : `${shown} units`;
  const what = isLearned ? `What training has added to the weights of ${units}` : `Weights of ${units}`;
  return limit === 0
    ? `${what}: nothing yet.`
    : `${what}: blue below zero, orange above, up to ±${limit.toPrecision(2)}.`;
}

function difference(a: Float32Array, b: Float32Array): Float32Array {
  return a.map((value, i) => value - (b[i] as number));
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
