/**
 * Small pictures in a grid as static SVG text: digits, garments, what a model got wrong. Pure; bytes in, drawing out.
 * Pixels are drawn as shapes in the colour of the text, so one file serves light and dark and loads nothing.
 */
import type { Dataset } from "../data/dataset.js";
import { invalidOption, shapeMismatch } from "../errors.js";
import { escapeHtml } from "./markup.js";
import { type ChartFrame, drawFrame, round, width } from "./plot.js";

/** What is drawn, row by row from the left. */
export interface ImageGrid extends Pick<ChartFrame, "id" | "title" | "isStandalone"> {
  /** Rows of bytes, one an image, row-major: 0 is the paper, 255 full ink. At most 1,048,576 pixels in all. */
  readonly images: Pick<Dataset, "features" | "width" | "count">;
  /** Pixels from left to right of each image. Default: the images are square. */
  readonly imageWidth?: number;
  /** Images side by side, 1 to 20. */
  readonly columns: number;
  /** Below each image, one an image. Default: none. */
  readonly labels?: readonly string[];
}

/** Between two images, and for a label below, in units of the drawing. */
const gap = 14;
const labelHeight = 20;
const maxPixels = 2 ** 20;
const maxColumns = 20;
/** Shades of ink that are told apart, paper not counted: 16 bytes each, too little for an eye to see. */
const shades = 15;

/**
 * One `svg` element with role, title and description.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`, naming the field.
 */
export function imageGrid(grid: ImageGrid): string {
  const { columns, labels } = grid;
  const { pixels, count, across, down } = checkImages(grid);
  if (!Number.isInteger(columns) || columns < 1 || columns > maxColumns)
    throw invalidOption("columns", `a whole number from 1 to ${maxColumns}`, columns);
  if (labels && labels.length !== count) throw shapeMismatch("labels", `${count}, one an image`, labels.length);
  const cell = (width - (columns - 1) * gap) / columns;
  const scale = cell / across;
  const rowHeight = down * scale + (labels ? labelHeight : 0) + gap;
  const size = across * down;
  const images = Array.from({ length: count }, (_, i) => {
    const [x, y] = [(i % columns) * (cell + gap), Math.floor(i / columns) * rowHeight];
    const paths = inkPaths(pixels.subarray(i * size, (i + 1) * size), across);
    const image = `<g transform="translate(${round(x)} ${round(y)}) scale(${Number(scale.toFixed(4))})">${paths}</g>`;
    if (!labels) return image;
    const at = `x="${round(x + cell / 2)}" y="${round(y + down * scale + 15)}" text-anchor="middle"`;
    return `${image}<text class="name" ${at}>${escapeHtml(labels[i] as string)}</text>`;
  });
  const height = Math.ceil(Math.ceil(count / columns) * rowHeight - gap);
  const words = `${count} ${count === 1 ? "image" : "images"}${labels ? `: ${labels.join(", ")}` : ""}.`;
  return drawFrame(grid, height, words, `<g class="ink">\n${images.join("\n")}\n</g>`);
}

function checkImages({ images, imageWidth }: ImageGrid): {
  pixels: Uint8Array;
  count: number;
  across: number;
  down: number;
} {
  const { features, width: size, count } = images ?? {};
  if (!(features instanceof Uint8Array)) throw invalidOption("images.features", "bytes (a Uint8Array)", features);
  if (!Number.isInteger(count) || count < 1) throw invalidOption("images.count", "a whole number above 0", count);
  if (features.length !== count * size)
    throw shapeMismatch("images.features", `${count} images of ${size} bytes`, `${features.length} bytes`);
  if (features.length > maxPixels) throw invalidOption("images", `at most ${maxPixels} pixels in all`, features.length);
  const across = imageWidth ?? Math.sqrt(size);
  if (imageWidth === undefined && !Number.isInteger(across))
    throw invalidOption("imageWidth", `given for images of ${size} pixels, which make no square`, "none");
  if (!Number.isInteger(across) || across < 1 || size % across !== 0)
    throw invalidOption("imageWidth", `a divisor of the ${size} pixels of an image`, imageWidth);
  return { pixels: features, count, across, down: size / across };
}

/** A path for every shade that occurs, made of the runs of pixels that have it. */
function inkPaths(pixels: Uint8Array, across: number): string {
  const runs = new Map<number, string>();
  for (let start = 0; start < pixels.length; ) {
    const shade = shadeOf(pixels[start] as number);
    const rowEnd = start - (start % across) + across;
    let end = start + 1;
    while (end < rowEnd && shadeOf(pixels[end] as number) === shade) end++;
    if (shade > 0) {
      const run = `M${start % across} ${Math.floor(start / across)}h${end - start}v1h-${end - start}z`;
      runs.set(shade, (runs.get(shade) ?? "") + run);
    }
    start = end;
  }
  return [...runs.keys()]
    .sort((a, b) => a - b)
    .map(
      (shade) => `<path${shade === shades ? "" : ` opacity="${(shade / shades).toFixed(2)}"`} d="${runs.get(shade)}"/>`,
    )
    .join("");
}

function shadeOf(byte: number): number {
  return Math.round((byte * shades) / 255);
}
