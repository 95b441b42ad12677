/** A function of the plane as pixels: shades between grid values, lines where a level is crossed. Knows no page. */
import type { Ramp } from "./colours.js";
import { element } from "./element.js";

export interface PlaneField {
  readonly side: number;
  /** Row-major [side, side], the lowest row first. */
  readonly values: Float32Array;
}

export interface FieldPaint {
  readonly ramp: Ramp;
  /** Place in the ramp, 0 to 255. */
  readonly shadeOf: (value: number) => number;
  /** Ascending; a line runs along each. */
  readonly levels: readonly number[];
  /** The line's colour, and how much of it covers the shade: 0 to 1. */
  readonly line: readonly [red: number, green: number, blue: number];
  readonly lineOpacity: number;
}

/** Pixels along each side: as many as the page shows, within what can be painted many times a second. */
const LEAST_SIDE = 160;
const MOST_SIDE = 384;

export function fieldCanvas(label: string): HTMLCanvasElement {
  return element("canvas", {
    class: "field-pixels",
    width: LEAST_SIDE,
    height: LEAST_SIDE,
    role: "img",
    "aria-label": label,
  });
}

export function paintField(canvas: HTMLCanvasElement, field: PlaneField, paint: FieldPaint): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const size = Math.max(LEAST_SIDE, Math.min(MOST_SIDE, canvas.clientWidth));
  if (canvas.width !== size) canvas.width = canvas.height = size;
  const values = smooth(field, size);
  const image = context.createImageData(size, size);
  shade(image.data, values, paint);
  drawLines(image.data, values, size, paint);
  context.putImageData(image, 0, 0);
}

/** Bilinear between cell centres; the top pixel row is the highest y. */
function smooth({ side, values }: PlaneField, size: number): Float32Array {
  const smoothed = new Float32Array(size * size);
  const places = Array.from({ length: size }, (_, i) => {
    const place = Math.min(side - 1, Math.max(0, ((i + 0.5) / size) * side - 0.5));
    const low = Math.min(Math.floor(place), side - 2);
    return { low, share: place - low };
  });
  for (let row = 0; row < size; row++) {
    const { low, share } = places[size - 1 - row]!;
    for (let column = 0; column < size; column++) {
      const { low: left, share: part } = places[column]!;
      const at = low * side + left;
      const below = values[at]! * (1 - part) + values[at + 1]! * part;
      const above = values[at + side]! * (1 - part) + values[at + side + 1]! * part;
      smoothed[row * size + column] = below * (1 - share) + above * share;
    }
  }
  return smoothed;
}

function shade(pixels: Uint8ClampedArray, values: Float32Array, { ramp, shadeOf }: FieldPaint): void {
  const words = new Uint32Array(pixels.buffer);
  const colours = new Uint32Array(ramp.buffer);
  for (let i = 0; i < values.length; i++)
    words[i] = colours[Math.max(0, Math.min(255, Math.round(shadeOf(values[i]!))))]!;
}

/** A line one pixel and a half wide, its edge soft: how far a pixel is from the level, in pixels, by the slope there. */
function drawLines(
  pixels: Uint8ClampedArray,
  values: Float32Array,
  size: number,
  { levels, line, lineOpacity }: FieldPaint,
): void {
  for (let row = 1; row < size - 1; row++)
    for (let column = 1; column < size - 1; column++) {
      const i = row * size + column;
      const value = values[i]!;
      const slope = (Math.abs(values[i + 1]! - values[i - 1]!) + Math.abs(values[i + size]! - values[i - size]!)) / 2;
      if (slope === 0) continue;
      const cover = lineOpacity * Math.min(1, 1.3 - distanceTo(levels, value) / slope);
      if (cover <= 0) continue;
      for (let c = 0; c < 3; c++) pixels[4 * i + c] = pixels[4 * i + c]! * (1 - cover) + line[c]! * cover;
    }
}

function distanceTo(levels: readonly number[], value: number): number {
  const above = bandOf(value, levels);
  const up = above < levels.length ? levels[above]! - value : Number.POSITIVE_INFINITY;
  return above > 0 ? Math.min(up, value - levels[above - 1]!) : up;
}

/** How many levels lie at or below. */
export function bandOf(value: number, levels: readonly number[]): number {
  let band = 0;
  while (band < levels.length && value >= levels[band]!) band++;
  return band;
}
