/**
 * A model as a safetensors file: PyTorch's names and order (`layers.0.weight` is (out, in)), and in the metadata what
 * the weights alone do not say. Pure: bytes in, bytes out; knows nothing of model classes or files.
 *
 * __metadata__: format "wasmlp", version "1", architecture (JSON: inputs, layers of units and activation, loss),
 * scale and shift (x = scale·byte + shift, what the model was trained with), seed. A checkpoint is a model file with
 * more in it (`checkpoint-file.ts`).
 */

import { invalidFile, WasmlpError } from "../errors.js";
import { type Architecture, type ArchitectureOptions, validateArchitecture } from "../network/architecture.js";
import { type LayerParameters, validateParameters } from "../network/parameters.js";
import { requireScaling } from "../network/scaling.js";
import { floats, fromFloats, readSafetensors, type SafeTensor, writeSafetensors } from "./safetensors.js";

/** All there is to a model. */
export interface ModelData {
  readonly architecture: Architecture;
  readonly parameters: readonly LayerParameters[];
  readonly scale: number;
  readonly shift: number;
  readonly seed: number;
}

/** The file's bytes; f64 weights are rounded to f32. */
export function writeModel(model: ModelData): Uint8Array {
  const tensors = model.architecture.layers.flatMap(({ inputs, units }, l) => {
    const { weight, bias } = model.parameters[l] as LayerParameters;
    return [
      fromFloats(`layers.${l}.weight`, [units, inputs], Float32Array.from(weight)),
      fromFloats(`layers.${l}.bias`, [units], Float32Array.from(bias)),
    ];
  });
  return writeSafetensors(tensors, modelMetadata(model));
}

/** What a model is beside its weights. */
export function modelMetadata(model: Omit<ModelData, "parameters">): Record<string, string> {
  const { architecture, scale, shift, seed } = model;
  const layers = architecture.layers.map(({ units, activation, initializer }) => ({ units, activation, initializer }));
  return {
    format: "wasmlp",
    version: "1",
    architecture: JSON.stringify({ inputs: architecture.inputs, layers, loss: architecture.loss }),
    scale: String(scale),
    shift: String(shift),
    seed: String(seed),
  };
}

/**
 * Reads what `writeModel` wrote, or the model in a checkpoint (f64 weights rounded to f32).
 * @throws WasmlpError `invalid-file`, saying what `name` lacks or holds instead.
 */
export function readModel(bytes: Uint8Array, name: string): ModelData {
  const { metadata, tensors } = readSafetensors(bytes, name);
  const format = metadata.get("format");
  if (format !== "wasmlp")
    throw invalidFile(
      name,
      "a model written by wasmlp (metadata format wasmlp)",
      format ?? "no format in the metadata",
    );
  if (metadata.get("version") !== "1") throw invalidFile(name, "version 1", metadata.get("version"));
  const architecture = readArchitecture(metadata.get("architecture"), name);
  const wanted = new Set(architecture.layers.flatMap((_, l) => [`layers.${l}.weight`, `layers.${l}.bias`]));
  for (const key of metadata.has("checkpoint") ? [] : tensors.keys())
    if (!wanted.has(key))
      throw invalidFile(name, `tensors of ${architecture.layers.length} layers only`, `tensor ${key}`);
  const scale = readNumber(metadata.get("scale"), "scale", name);
  const shift = readNumber(metadata.get("shift"), "shift", name);
  const seed = readNumber(metadata.get("seed"), "seed", name);
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw invalidFile(name, "a whole number from 0 to 4294967295 as seed in the metadata", seed);
  try {
    requireScaling({ scale, shift });
    const parameters = architecture.layers.map(({ inputs, units }, l) => ({
      weight: floats(findTensor(tensors, `layers.${l}.weight`, [units, inputs], name)),
      bias: floats(findTensor(tensors, `layers.${l}.bias`, [units], name)),
    }));
    return { architecture, parameters: validateParameters(architecture, parameters, false), scale, shift, seed };
  } catch (error) {
    throw asInvalidFile(error, name);
  }
}

function readArchitecture(json: string | undefined, name: string): Architecture {
  let value: unknown;
  try {
    value = JSON.parse(json ?? "");
  } catch {
    throw invalidFile(name, "the architecture as JSON in the metadata", json ?? "no architecture");
  }
  try {
    return validateArchitecture(value as ArchitectureOptions);
  } catch (error) {
    throw asInvalidFile(error, name);
  }
}

/** @throws WasmlpError `invalid-file` where there is none, or one of another shape. */
export function findTensor(
  tensors: ReadonlyMap<string, SafeTensor>,
  key: string,
  shape: readonly number[],
  name: string,
): SafeTensor {
  const tensor = tensors.get(key);
  if (!tensor) throw invalidFile(name, `a tensor ${key}`, "none");
  if (tensor.shape.join() !== shape.join())
    throw invalidFile(name, `${key} of shape ${shape.join("×")}`, tensor.shape.join("×") || "a scalar");
  return tensor;
}

function readNumber(text: string | undefined, key: string, name: string): number {
  const value = Number(text);
  if (text === undefined || text.trim() === "" || !Number.isFinite(value))
    throw invalidFile(name, `a finite number as ${key} in the metadata`, text);
  return value;
}

/** An option that is wrong inside a file is the file's fault; that there is no memory is not. */
export function asInvalidFile(error: unknown, name: string): unknown {
  if (!(error instanceof WasmlpError) || error.code === "invalid-file" || error.code === "out-of-memory") return error;
  return new WasmlpError("invalid-file", `${name}: ${error.message}`, { cause: error });
}
