/**
 * A checkpoint as a safetensors file: a model file (`model-file.ts`) with more in it, so that whoever reads models reads
 * the weights of a checkpoint too. Pure: bytes in, bytes out; knows nothing of runs or of files on a disk.
 *
 * Tensors: those of a model; `layers.0.weight.velocity` (or `.mean` and `.square`) the optimizer's, `layers.0.weight.start`
 * where the weights before the epoch are kept. F32, or F64 where training is in f64.
 * __metadata__: first `checksum`, the fingerprint of every byte behind it; then what a model has; `checkpoint` "1";
 * `settings`, `position`, `order` and `history` as JSON; `notes`.
 */
import { fingerprint } from "../data/fingerprint.js";
import { invalidFile, invalidOption } from "../errors.js";
import { momentNames, validateOptimizer } from "../network/optimizers.js";
import type { FloatArray, LayerParameters } from "../network/parameters.js";
import type { Checkpoint } from "../training/checkpoint.js";
import { requireCheckpoint } from "../training/checkpoint-check.js";
import { asInvalidFile, findTensor, modelMetadata, readModel } from "./model-file.js";
import {
  doubles,
  floats,
  fromDoubles,
  fromFloats,
  readSafetensors,
  type SafeTensor,
  writeSafetensors,
} from "./safetensors.js";

/** How a file begins, behind the eight bytes of the header's length; the checksum follows. */
const BEGINNING = '{"__metadata__":{"checksum":"';
const CHECKSUM_AT = 37; // behind the length of the header and BEGINNING
const CHECKSUM_BYTES = 16;

/**
 * The file's bytes; the same checkpoint gives the same bytes.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite` for what is no checkpoint; `out-of-memory`.
 */
export function writeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  requireCheckpoint(checkpoint, "checkpoint");
  const { parameters, moments, epochStart, settings, position, order, history, notes } = checkpoint;
  const names = momentNames(settings.optimizer);
  const tensors = parameters.flatMap((layer, l) => [
    ...layerTensors(l, "", layer),
    ...names.flatMap((name, m) => layerTensors(l, `.${name}`, moments[l * names.length + m] as LayerParameters)),
    ...(epochStart ? layerTensors(l, ".start", epochStart[l] as LayerParameters) : []),
  ]);
  const bytes = writeSafetensors(tensors, {
    checksum: "0".repeat(CHECKSUM_BYTES),
    ...modelMetadata(checkpoint),
    checkpoint: "1",
    settings: toJson(settings),
    position: toJson(position),
    ...(order && { order: toJson(order) }),
    history: toJson(history),
    ...(notes !== undefined && { notes }),
  });
  bytes.set(new TextEncoder().encode(checksumOf(bytes)), CHECKSUM_AT);
  return bytes;
}

/**
 * Reads what `writeCheckpoint` wrote.
 * @param name of the file, for messages
 * @throws WasmlpError `invalid-file` for anything else: another file, one cut short, one with a byte changed.
 */
export function readCheckpoint(bytes: Uint8Array, name = "checkpoint"): Checkpoint {
  if (!(bytes instanceof Uint8Array)) throw invalidOption("bytes", "a Uint8Array", bytes);
  requireWhole(bytes, name);
  const { metadata, tensors } = readSafetensors(bytes, name);
  if (metadata.get("checkpoint") !== "1")
    throw invalidFile(name, "a checkpoint of version 1", metadata.get("checkpoint"));
  const settings = fromJson(metadata, "settings", name) as Checkpoint["settings"];
  const order = metadata.has("order") && (fromJson(metadata, "order", name) as Checkpoint["order"]);
  const notes = metadata.get("notes");
  try {
    const model = readModel(bytes, name);
    const names = momentNames(validateOptimizer(settings.optimizer));
    const layers = (suffix: string): LayerParameters[] =>
      model.architecture.layers.map(({ inputs, units }, l) => ({
        weight: valuesOf(findTensor(tensors, `layers.${l}.weight${suffix}`, [units, inputs], name)),
        bias: valuesOf(findTensor(tensors, `layers.${l}.bias${suffix}`, [units], name)),
      }));
    const moments = names.map((each) => layers(`.${each}`));
    const checkpoint: Checkpoint = {
      ...model,
      parameters: layers(""),
      moments: model.architecture.layers.flatMap((_, l) => moments.map((each) => each[l] as LayerParameters)),
      ...(tensors.has("layers.0.weight.start") && { epochStart: layers(".start") }),
      settings,
      position: fromJson(metadata, "position", name) as Checkpoint["position"],
      ...(order && { order }),
      history: fromJson(metadata, "history", name) as Checkpoint["history"],
      ...(notes !== undefined && { notes }),
    };
    requireCheckpoint(checkpoint, "checkpoint");
    return checkpoint;
  } catch (error) {
    throw asInvalidFile(error, name);
  }
}

/** Any one byte that changes, changes the fingerprint; a length that changes no longer fits the tensors. */
function requireWhole(bytes: Uint8Array, name: string): void {
  if (bytes.length < CHECKSUM_AT + CHECKSUM_BYTES)
    throw invalidFile(name, "a checkpoint written by wasmlp", `${bytes.length} bytes`);
  const beginning = new TextDecoder().decode(bytes.subarray(8, CHECKSUM_AT));
  if (beginning !== BEGINNING) throw invalidFile(name, "a checkpoint written by wasmlp", "another beginning");
  const [expected, got] = [checksumIn(bytes), checksumOf(bytes)];
  if (expected !== got) throw invalidFile(name, `a whole checkpoint, of fingerprint ${expected}`, got);
}

function checksumIn(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes.subarray(CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES));
}

function checksumOf(bytes: Uint8Array): string {
  return fingerprint(bytes.subarray(CHECKSUM_AT + CHECKSUM_BYTES));
}

function layerTensors(l: number, suffix: string, { weight, bias }: LayerParameters): SafeTensor[] {
  const units = bias.length;
  return [
    tensorOf(`layers.${l}.weight${suffix}`, [units, weight.length / units], weight),
    tensorOf(`layers.${l}.bias${suffix}`, [units], bias),
  ];
}

function tensorOf(name: string, shape: number[], values: FloatArray): SafeTensor {
  return values instanceof Float64Array ? fromDoubles(name, shape, values) : fromFloats(name, shape, values);
}

function valuesOf(tensor: SafeTensor): FloatArray {
  return tensor.dtype === "F64" ? doubles(tensor) : floats(tensor);
}

/** Numbers that JSON does not have, and −0, as strings under a key of their own. */
function toJson(value: object): string {
  const isJson = (each: number): boolean => Number.isFinite(each) && !Object.is(each, -0);
  return JSON.stringify(value, (_key, each) =>
    typeof each === "number" && !isJson(each) ? { number: Object.is(each, -0) ? "-0" : String(each) } : each,
  );
}

function fromJson(metadata: ReadonlyMap<string, string>, key: string, name: string): object {
  const text = metadata.get(key);
  try {
    const value: unknown = JSON.parse(text ?? "", (_key, each) =>
      typeof each?.number === "string" ? Number(each.number) : each,
    );
    if (typeof value === "object" && value !== null) return value;
  } catch {
    // said below
  }
  throw invalidFile(name, `${key} as JSON in the metadata`, text ?? "nothing");
}
