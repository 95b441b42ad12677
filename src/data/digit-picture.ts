/**
 * A picture of one digit becomes 28×28 bytes as MNIST's makers prepared theirs: white ink on black, the longer side
 * 20 pixels, the centre of mass in the middle. Pure; knows nothing of files or of how the picture was compressed.
 *
 * Source: Y. LeCun, L. Bottou, Y. Bengio, P. Haffner, "Gradient-based learning applied to document recognition",
 * Proc. IEEE 86(11), 1998, section III.A. The rounding of the placement was read off the published test images: cut
 * out, inverted and set anywhere on a larger page, all but 5 of the 10,000 come back byte for byte.
 */
import { invalidFile, invalidOption, shapeMismatch } from "../errors.js";

/** A picture in memory. A canvas's `ImageData` is one when `channels: 4, depth: 8` is added. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA (alpha not premultiplied). */
  readonly channels: number;
  /** Bits a channel: 8, or 16 with a `Uint16Array`. */
  readonly depth: number;
  /** Row-major [height, width, channels]. */
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
}

/** Pixels on a side of the result. */
export const digitSide = 28;
/** Pixels of the longer side of the digit within it. */
const inkSide = 20;
/** MNIST's images have their centre of mass at this pixel index (the first is 0). */
const centre = 14;
/** 8192 × 8192. */
const maxPixels = 2 ** 26;
/** Levels of 255 by which ink must differ from the paper; anything less is paper. */
const minContrast = 16;
/** A digit whose brightest pixel stays below this (faint or hair-thin ink) is stretched to full white. */
const faint = 224;

/** A box in pixels, ends excluded. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Ink strength of each pixel, 0 paper … 255, row-major. */
interface Ink {
  readonly width: number;
  readonly height: number;
  readonly values: Uint8Array | Float64Array;
}

/**
 * 28×28 bytes, row-major, 0 paper … 255 ink, from a picture of one digit of any size from 1×1 to 8192×8192 pixels:
 * dark on light or light on dark, in colour, partly transparent, in the middle or not.
 * A 28×28 picture that is light on dark is returned as it is, so that an MNIST image gives itself.
 * @param name Said in messages; a file name if there is one.
 * @throws WasmlpError `invalid-file` when it is too large or shows nothing; `invalid-option` or `shape-mismatch` when
 * `data` does not fit the other fields.
 */
export function digitFromPicture(picture: Picture, name = "picture"): Uint8Array {
  checkPicture(picture, name);
  const { width, height } = picture;
  let grey = greyOver(255, picture);
  // White strokes on a transparent page vanish on white paper: try black.
  if (contrast(grey) < minContrast && picture.channels % 2 === 0) grey = greyOver(0, picture);
  const paper = borderMedian(grey, width, height);
  const isDarkOnLight = darkShare(paper, grey) >= 0.5;
  const values = inkOn(paper, grey, isDarkOnLight);
  if (highest(values) < minContrast)
    throw invalidFile(name, "a picture with some ink on it", `${width}×${height} pixels of nearly one shade`);
  if (width === digitSide && height === digitSide && paper < 128 && !isDarkOnLight) return grey;
  const ink = { width, height, values };
  const grain = grainOf(paper, grey, isDarkOnLight);
  const box = inkBox(ink, grain === 0 ? minContrast : removeGrain(ink.values, grain));
  return placed(stretched(shrunk(ink, box)));
}

function checkPicture(picture: Picture, name: string): void {
  if (typeof picture !== "object" || picture === null) throw invalidOption("picture", "a picture in memory", picture);
  const { width, height, channels, depth, data } = picture;
  for (const [side, value] of Object.entries({ width, height }))
    if (!Number.isInteger(value) || value < 1) throw invalidOption(side, "a whole number above 0", value);
  if (width * height > maxPixels)
    throw invalidFile(name, `at most ${maxPixels} pixels (8192×8192)`, `${width}×${height}`);
  if (![1, 2, 3, 4].includes(channels)) throw invalidOption("channels", "1, 2, 3 or 4", channels);
  if (depth !== 8 && depth !== 16) throw invalidOption("depth", "8 or 16 bits a channel", depth);
  const isBytes = data instanceof Uint8Array || data instanceof Uint8ClampedArray;
  if (depth === 16 ? !(data instanceof Uint16Array) : !isBytes)
    throw invalidOption("data", depth === 16 ? "a Uint16Array" : "a Uint8Array", data);
  if (data.length !== width * height * channels)
    throw shapeMismatch("data", `${width}×${height}×${channels} values`, data.length);
}

/** Luma (Rec. 601) of each pixel on a page of the given shade, 0 … 255. Grey input keeps its values exactly. */
function greyOver(page: number, picture: Picture): Uint8Array {
  const { channels, data, depth } = picture;
  const grey = new Uint8Array(picture.width * picture.height);
  const full = depth === 16 ? 65535 : 255;
  const isColour = channels > 2;
  const hasAlpha = channels % 2 === 0;
  for (let i = 0, at = 0; i < grey.length; i++, at += channels) {
    let level = data[at] as number;
    if (isColour) level = (299 * level + 587 * (data[at + 1] as number) + 114 * (data[at + 2] as number)) / 1000;
    level = (level * 255) / full;
    if (hasAlpha) level = page + (level - page) * ((data[at + channels - 1] as number) / full);
    grey[i] = Math.floor(level + 0.5);
  }
  return grey;
}

function contrast(grey: Uint8Array): number {
  let low = 255;
  for (const level of grey) if (level < low) low = level;
  return highest(grey) - low;
}

function highest(values: Uint8Array | Float64Array): number {
  let high = 0;
  for (const value of values) if (value > high) high = value;
  return high;
}

/** The shade of the paper: at least half of the outermost pixels are no lighter, and half no darker. */
function borderMedian(grey: Uint8Array, width: number, height: number): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  const add = (x: number, y: number) => {
    (histogram[grey[y * width + x] as number] as number)++;
    count++;
  };
  for (let x = 0; x < width; x++) for (const y of new Set([0, height - 1])) add(x, y);
  for (let y = 1; y < height - 1; y++) for (const x of new Set([0, width - 1])) add(x, y);
  return percentile(histogram, count, 0.5);
}

/** Of all that differs from the paper, the share that is darker. Squares: strokes outweigh a page of faint shading. */
function darkShare(paper: number, grey: Uint8Array): number {
  let darker = 0;
  let lighter = 0;
  for (const level of grey) {
    if (level < paper) darker += (paper - level) ** 2;
    else lighter += (level - paper) ** 2;
  }
  return darker / (darker + lighter);
}

/** How far each pixel lies from the paper on the ink's side; the other side counts as paper. */
function inkOn(paper: number, grey: Uint8Array, isDark: boolean): Uint8Array {
  const values = new Uint8Array(grey.length);
  for (let i = 0; i < grey.length; i++) {
    const deviation = isDark ? paper - (grey[i] as number) : (grey[i] as number) - paper;
    if (deviation > 0) values[i] = deviation;
  }
  return values;
}

/**
 * The paper's grain and shading, in levels; 0 for clean paper. What lies on the other side of the paper's shade than
 * the ink cannot be ink, and grain falls on both sides alike.
 */
function grainOf(paper: number, grey: Uint8Array, isDark: boolean): number {
  const histogram = new Uint32Array(256);
  let count = 0;
  for (const level of grey) {
    const deviation = isDark ? level - paper : paper - level;
    if (deviation <= 0) continue;
    (histogram[deviation] as number)++;
    count++;
  }
  return count < grey.length / 20 ? 0 : percentile(histogram, count, 0.9);
}

/** Takes the grain off every pixel, in place; returns the strength from which on a pixel is clearly ink. */
function removeGrain(values: Uint8Array, grain: number): number {
  const histogram = new Uint32Array(256);
  for (const value of values) (histogram[value] as number)++;
  const split = otsu(histogram, values.length);
  const taken = Math.min(grain, Math.floor(split / 2));
  for (let i = 0; i < values.length; i++) values[i] = Math.max(0, (values[i] as number) - taken);
  return split - taken;
}

/** The smallest level with at least `share` of `count` pixels at or below it. */
function percentile(histogram: Uint32Array, count: number, share: number): number {
  let seen = 0;
  for (let level = 0; level < histogram.length; level++) {
    seen += histogram[level] as number;
    if (seen >= count * share) return level;
  }
  return histogram.length - 1;
}

/** The level that parts a histogram into two classes (below it, and from it on) farthest apart. Source: Otsu 1979. */
function otsu(histogram: Uint32Array, count: number): number {
  let total = 0;
  for (let level = 0; level < 256; level++) total += level * (histogram[level] as number);
  let best = -1;
  let split = 1;
  let below = 0;
  let belowSum = 0;
  for (let level = 1; level < 256; level++) {
    below += histogram[level - 1] as number;
    belowSum += (level - 1) * (histogram[level - 1] as number);
    const above = count - below;
    if (below === 0 || above === 0) continue;
    const spread = below * above * (belowSum / below - (total - belowSum) / above) ** 2;
    if (spread > best) {
      best = spread;
      split = level;
    }
  }
  return split;
}

/** The box around all pixels of at least `threshold`, wider by up to a result pixel where a faint edge goes on. */
function inkBox(ink: Ink, threshold: number): Box {
  const sure = boxAround(ink, threshold, { left: 0, top: 0, right: ink.width, bottom: ink.height });
  const margin = Math.ceil(Math.max(sure.right - sure.left, sure.bottom - sure.top) / inkSide);
  return boxAround(ink, 1, {
    left: Math.max(0, sure.left - margin),
    top: Math.max(0, sure.top - margin),
    right: Math.min(ink.width, sure.right + margin),
    bottom: Math.min(ink.height, sure.bottom + margin),
  });
}

function boxAround({ width, values }: Ink, threshold: number, within: Box): Box {
  let { right: left, left: right, bottom: top, top: bottom } = within;
  for (let y = within.top; y < within.bottom; y++)
    for (let x = within.left; x < within.right; x++) {
      if ((values[y * width + x] as number) < threshold) continue;
      if (x < left) left = x;
      if (x >= right) right = x + 1;
      if (y < top) top = y;
      bottom = y + 1;
    }
  return { left, top, right, bottom };
}

/** The box scaled, its sides' ratio kept, until the longer side is 20 pixels: each result pixel is a mean of areas. */
function shrunk(ink: Ink, box: Box): Ink {
  const boxWidth = box.right - box.left;
  const boxHeight = box.bottom - box.top;
  const step = Math.max(boxWidth, boxHeight) / inkSide;
  // A shorter side of 7.4 pixels takes 8, with 0.3 of nothing on either side.
  const width = Math.ceil(boxWidth / step - 1e-9);
  const height = Math.ceil(boxHeight / step - 1e-9);
  const left = box.left + (boxWidth - width * step) / 2;
  const top = box.top + (boxHeight - height * step) / 2;
  const values = new Float64Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      values[y * width + x] = areaSum(ink, box, left + x * step, top + y * step, step) / (step * step);
  return { width, height, values };
}

/** Ink within the square of side `step` at (x, y), both in source pixels; pixels partly inside count in part. */
function areaSum(ink: Ink, box: Box, x: number, y: number, step: number): number {
  let sum = 0;
  const lastRow = Math.min(box.bottom, Math.ceil(y + step));
  const lastColumn = Math.min(box.right, Math.ceil(x + step));
  for (let row = Math.max(box.top, Math.floor(y)); row < lastRow; row++) {
    const rowShare = Math.min(row + 1, y + step) - Math.max(row, y);
    for (let column = Math.max(box.left, Math.floor(x)); column < lastColumn; column++) {
      const share = Math.min(column + 1, x + step) - Math.max(column, x);
      sum += rowShare * share * (ink.values[row * ink.width + column] as number);
    }
  }
  return sum;
}

/** Rounded to bytes; a digit that came out faint, all of it brightened. */
function stretched({ width, height, values }: Ink): Ink {
  const brightest = highest(values);
  const gain = brightest < faint ? 255 / brightest : 1;
  return { width, height, values: Uint8Array.from(values, (value) => Math.floor(value * gain + 0.5)) };
}

/** Set into 28×28, whole pixels moved, so that the centre of mass falls on pixel (14, 14) as nearly as the ink fits. */
function placed({ width, height, values }: Ink): Uint8Array {
  let mass = 0;
  let xMoment = 0;
  let yMoment = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    mass += value;
    xMoment += value * (i % width);
    yMoment += value * Math.floor(i / width);
  }
  const left = clamp(Math.round(centre - xMoment / mass), digitSide - width);
  const top = clamp(Math.round(centre - yMoment / mass), digitSide - height);
  const digit = new Uint8Array(digitSide * digitSide);
  for (let y = 0; y < height; y++) digit.set(values.subarray(y * width, (y + 1) * width), (top + y) * digitSide + left);
  return digit;
}

function clamp(offset: number, largest: number): number {
  return Math.max(0, Math.min(largest, offset));
}
