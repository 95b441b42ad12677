/** Models to and from files. What a file holds is `formats/model-file.ts`. */

import { invalidOption } from "../errors.js";
import { requireHeaderStart } from "../formats/safetensors-header.js";
import { Mlp, type MlpOptions } from "../models/mlp.js";
import { readFileBytes, writeFileAtomic } from "./files.js";

/** Larger files cannot hold a model that fits a 32-bit memory. */
const MAX_MODEL_BYTES = 2 ** 31;

/**
 * Writes `model` as a safetensors file: beside it first, synced, then renamed, so `path` is never half written.
 * @throws WasmlpError `io`.
 */
export async function saveModel(model: Mlp, path: string): Promise<void> {
  if (typeof model?.toSafetensors !== "function") throw invalidOption("model", "a network such as new Mlp(…)", model);
  await writeFileAtomic(path, model.toSafetensors());
}

/**
 * Reads what `saveModel` wrote.
 * @throws WasmlpError `not-found`, `io` or `invalid-file`, naming the file; for the options, as `new Mlp` does.
 */
export async function loadModel(path: string, options: Pick<MlpOptions, "backend" | "math"> = {}): Promise<Mlp> {
  return Mlp.fromSafetensors(await readModelBytes(path), path, options);
}

/** The bytes of a model file; of anything else, no more than it takes to tell. @throws WasmlpError as `loadModel`. */
export async function readModelBytes(path: string): Promise<Uint8Array> {
  return readFileBytes(path, { maxBytes: MAX_MODEL_BYTES, requireStart: requireHeaderStart });
}
