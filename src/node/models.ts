/** Models to and from files. What a file holds is `formats/model-file.ts`. */

import { requireHeaderStart } from "../formats/safetensors-header.js";
import type { Mlp, MlpOptions } from "../models/mlp.js";
import { parseModel, serializeModel } from "../models/model-bytes.js";
import { readFileBytes, writeFileAtomic } from "./files.js";

/** Larger files cannot hold a model that fits a 32-bit memory. */
const MAX_MODEL_BYTES = 2 ** 31;

/**
 * Writes `model` as a safetensors file: beside it first, synced, then renamed, so `path` is never half written.
 * @throws WasmlpError `io`.
 */
export async function saveModel(model: Mlp, path: string): Promise<void> {
  await writeFileAtomic(path, serializeModel(model));
}

/**
 * Reads what `saveModel` wrote.
 * @throws WasmlpError `not-found`, `io` or `invalid-file`, naming the file; for the options, as `new Mlp` does.
 */
export async function loadModel(path: string, options: Pick<MlpOptions, "backend" | "math"> = {}): Promise<Mlp> {
  return parseModel(await readModelBytes(path), path, options);
}

/** The bytes of a model file; of anything else, no more than it takes to tell. @throws WasmlpError as `loadModel`. */
export async function readModelBytes(path: string): Promise<Uint8Array> {
  return readFileBytes(path, { maxBytes: MAX_MODEL_BYTES, requireStart: requireHeaderStart });
}
