/** What a model makes of one picture, as lines for a terminal. Pure. */
import { formatNumber, formatPercent } from "./format.js";
import type { Output } from "./host.js";
import { paint } from "./paint.js";
import { greyBlocks, inkCharacters } from "./pixel-art.js";
import { textTable } from "./text-table.js";

export interface Prediction {
  /** Where the picture comes from: a file, a row. */
  readonly source: string;
  /** 0 … 255, row-major. */
  readonly pixels: Uint8Array;
  /** Class names, label 0 first; classes beyond are called by their number. */
  readonly names: readonly string[];
  readonly predicted: number;
  /** The true class, where it is known. */
  readonly actual?: number;
  /** Of the last layer. */
  readonly outputs: readonly number[];
  /** Outputs lie between 0 and 1. */
  readonly isShare: boolean;
}

const widestBar = 30;

/** The picture (on a terminal), the class, and every output with a bar. */
export function predictionLines(prediction: Prediction, output: Output): string[] {
  const { source, predicted, actual } = prediction;
  const isRight = actual === predicted;
  const name = (index: number): string => prediction.names[index] ?? String(index);
  const verdict = `${source}: ${paint(output, "bold", name(predicted))}`;
  const truth =
    actual === undefined ? "" : isRight ? ", which is right" : paint(output, "red", `, but it is ${name(actual)}`);
  return [...pictureLines(prediction, output), verdict + truth, ...outputLines(prediction, name, output)];
}

/** Nothing where the picture is no square, or nobody is looking. */
function pictureLines({ pixels }: Prediction, output: Output): string[] {
  const side = Math.sqrt(pixels.length);
  if (!output.isTerminal || !Number.isInteger(side) || side >= output.columns) return [];
  const picture = { width: side, height: side, pixels };
  return output.hasGreys ? greyBlocks(picture) : inkCharacters(picture);
}

function outputLines(
  { outputs, isShare, predicted }: Prediction,
  name: (i: number) => string,
  output: Output,
): string[] {
  const largest = isShare ? 1 : Math.max(...outputs.map(Math.abs)) || 1;
  const rows = outputs.map((value, index) => [
    outputs.length === 1 ? "output" : name(index),
    isShare ? formatPercent(value) : formatNumber(value),
    "█".repeat(Math.round((Math.max(0, value) / largest) * widestBar)),
  ]);
  return textTable(rows, ["left", "right", "left"]).map((line, index) => {
    return index === predicted ? `  ${paint(output, "bold", line)}` : `  ${line}`;
  });
}
