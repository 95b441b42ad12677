/** `wasmlp inspect`: what a model file holds. */
import type { Command } from "commander";
import type { Mlp } from "../models/mlp.js";
import { parseModel } from "../models/model-bytes.js";
import { parameterCount } from "../network/architecture.js";
import type { FloatArray } from "../network/parameters.js";
import { readModelBytes } from "../node/models.js";
import { addJsonOption } from "./data-options.js";
import { exitCodes } from "./failures.js";
import { formatCount, formatNumber } from "./format.js";
import type { Host } from "./host.js";
import { paint } from "./paint.js";
import { describeRange } from "./run-words.js";
import { textTable } from "./text-table.js";

export interface InspectFlags {
  json?: true;
}

/** Of one weight matrix or bias vector. */
export interface WeightFigures {
  readonly name: string;
  readonly shape: readonly number[];
  readonly min: number;
  readonly mean: number;
  /** Of all values, not of a sample. */
  readonly std: number;
  readonly max: number;
}

export function addInspectOptions(command: Command): void {
  addJsonOption(command, "print one JSON object");
}

/** @throws WasmlpError where the file is no model. */
export async function runInspect(path: string, flags: InspectFlags, host: Host): Promise<number> {
  const bytes = await readModelBytes(path);
  const model = parseModel(bytes, path);
  const weights = weightFigures(model);
  const { architecture, scaling, seed } = model;
  if (flags.json) {
    const parameters = parameterCount(architecture);
    const facts = { model: path, bytes: bytes.length, parameters, seed, ...scaling, architecture, weights };
    host.out.write(`${JSON.stringify(facts)}\n`);
    return exitCodes.done;
  }
  const facts = [
    ["file", `${path}, ${formatCount(bytes.length)} bytes`],
    ["pixels", `${describeRange(scaling)} (scale ${scaling.scale}, shift ${scaling.shift})`],
    ["seed", String(seed)],
  ];
  const lines = [
    paint(host.out, "bold", model.summary()),
    "",
    ...textTable(facts, ["left"]),
    "",
    ...textTable([["tensor", "shape", "min", "mean", "std", "max"], ...weights.map(asRow)]),
  ];
  host.out.write(`${lines.join("\n")}\n`);
  return exitCodes.done;
}

function weightFigures(model: Mlp): WeightFigures[] {
  const { layers } = model.architecture;
  return model.parameters.flatMap(({ weight, bias }, l) => {
    const { units = 0, inputs = 0 } = layers[l] ?? {};
    return [
      { name: `layers.${l}.weight`, shape: [units, inputs], ...figuresOf(weight) },
      { name: `layers.${l}.bias`, shape: [units], ...figuresOf(bias) },
    ];
  });
}

/** Two passes, so that a small spread around a large mean is not lost. */
function figuresOf(values: FloatArray): Pick<WeightFigures, "min" | "mean" | "std" | "max"> {
  let [min, max, sum, squares] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
    sum += value;
  }
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  return { min, mean, std: Math.sqrt(squares / values.length), max };
}

function asRow({ name, shape, min, mean, std, max }: WeightFigures): string[] {
  return [name, shape.join(" x "), ...[min, mean, std, max].map((value) => formatNumber(value, 4))];
}
