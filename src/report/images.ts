/** Pictures in a report: misclassified inputs in a grid, and a layer's weights as one sheet of small pictures. */
import { escapeHtml, formatNumber, formatPercent } from "./markup.js";
import { pngDataUri } from "./png-data-uri.js";
import type { Misclassified } from "./training-report.js";

interface Size {
  readonly width: number;
  readonly height: number;
}

/** 5 × 5, and fewer where the pictures are large: a report stays a file one can mail. */
const maxDigits = 25;
const maxUnits = 100;
const maxPixels = 160_000;
/** Units side by side, and the gap between them in pixels of the weights. */
const columns = 10;
const gap = 2;

/** A list of five columns: picture (when the inputs are any), true and predicted class, probability. */
export function misclassifiedGrid(
  items: readonly Misclassified[],
  classes: readonly string[],
  picture: Size | undefined,
): { markup: string; shown: number } {
  const room = picture ? Math.floor(maxPixels / (picture.width * picture.height)) : maxDigits;
  const hasPictures = picture !== undefined && room > 0;
  const shown = items.slice(0, hasPictures ? Math.min(room, maxDigits) : maxDigits);
  const figures = shown.map(({ pixels, actual, predicted, probability }) => {
    const [truth, guess] = [escapeHtml(classes[actual] as string), escapeHtml(classes[predicted] as string)];
    const image = hasPictures
      ? `<img class="inverted" width="${picture.width}" height="${picture.height}" alt="True class ${truth}" src="${pngDataUri({ ...picture, pixels })}"/>`
      : "";
    return `<li>${image}<b>${truth}</b> <span>→ <i>${guess}</i></span> <small>${formatPercent(probability)}</small></li>`;
  });
  return { markup: `<ul class="digits">\n${figures.join("\n")}\n</ul>`, shown: shown.length };
}

/**
 * Weights [units, width·height] as one picture, ten units a row, with a legend of its scale. Colours are symmetric
 * about 0 and see-through there, so that the same picture serves light and dark pages.
 * `undefined` when not one unit would fit.
 */
export function weightSheet(
  weights: Float32Array,
  picture: Size,
): { markup: string; shown: number; total: number; limit: number; clipped: number } | undefined {
  const pixels = picture.width * picture.height;
  const total = weights.length / pixels;
  const shown = Math.min(total, maxUnits, Math.floor(maxPixels / pixels));
  if (shown === 0) return undefined;
  const drawn = weights.subarray(0, shown * pixels);
  const { limit, clipped } = symmetricLimit(drawn);
  const across = Math.min(columns, shown);
  const down = Math.ceil(shown / across);
  const width = across * (picture.width + gap) - gap;
  const height = down * (picture.height + gap) - gap;
  const sheet = new Uint8Array(width * height).fill(emptyIndex);
  for (let unit = 0; unit < shown; unit++) {
    const left = (unit % across) * (picture.width + gap);
    const top = Math.floor(unit / across) * (picture.height + gap);
    for (let i = 0; i < pixels; i++) {
      const at = (top + Math.floor(i / picture.width)) * width + left + (i % picture.width);
      sheet[at] = paletteIndex(drawn[unit * pixels + i] as number, limit);
    }
  }
  const source = pngDataUri({ width, height, pixels: sheet, palette: divergingPalette });
  const alt = `Weights into ${shown} hidden units, a picture each, from ${formatNumber(-limit)} to ${formatNumber(limit)}`;
  const markup = `<img class="units" style="max-width:${across * 92}px" width="${width}" height="${height}" alt="${alt}" src="${source}"/>
<div class="scale" aria-hidden="true">${formatNumber(-limit)}<span style="background:linear-gradient(90deg,${gradient})"></span>+${formatNumber(limit)}</div>`;
  return { markup, shown, total, limit, clipped };
}

/** The 99.5th percentile of the sizes, so that a few outliers do not pale all others; and how many lie beyond it. */
function symmetricLimit(weights: Float32Array): { limit: number; clipped: number } {
  const sizes = weights.map(Math.abs).filter(Number.isFinite).sort();
  const limit = sizes[Math.floor((sizes.length - 1) * 0.995)] || sizes.at(-1) || 1;
  return { limit, clipped: sizes.reduce((count, size) => count + (size > limit ? 1 : 0), 0) };
}

/** 0 … 254 stand for −limit … limit (127 is 0); 255 is the gap, and where a weight is not a number. */
const emptyIndex = 255;

function paletteIndex(weight: number, limit: number): number {
  if (!Number.isFinite(weight)) return emptyIndex;
  return Math.round(127 + 127 * Math.max(-1, Math.min(1, weight / limit)));
}

type Colour = readonly [red: number, green: number, blue: number];

const negative: Colour = [232, 112, 20];
const neutral: Colour = [128, 128, 128];
const positive: Colour = [44, 118, 232];

/** Red, green, blue and opacity (0 … 1) of a value from −1 to 1. */
function divergingColour(value: number): [number, number, number, number] {
  const size = Math.abs(value);
  const end = value < 0 ? negative : positive;
  const [red, green, blue] = neutral.map((from, i) =>
    Math.round(from + ((end[i] as number) - from) * Math.min(1, 3 * size)),
  );
  return [red as number, green as number, blue as number, 0.09 + 0.91 * size];
}

const divergingPalette: Uint8Array = Uint8Array.from(
  Array.from({ length: 256 }, (_, i) => {
    if (i === emptyIndex) return [0, 0, 0, 0];
    const [red, green, blue, opacity] = divergingColour((i - 127) / 127);
    return [red, green, blue, Math.round(255 * opacity)];
  }).flat(),
);

const gradient: string = [-1, -0.66, -0.33, 0, 0.33, 0.66, 1]
  .map((value) => {
    const [red, green, blue, opacity] = divergingColour(value);
    return `rgb(${red} ${green} ${blue}/${opacity.toFixed(2)})`;
  })
  .join(",");
