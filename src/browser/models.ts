/** Models kept by the browser: by name in the page's storage, as downloads, and from files that a user picked or dropped. */
import { invalidOption, WasmlpError } from "../errors.js";
import type { Mlp, MlpOptions } from "../models/mlp.js";
import { parseModel, serializeModel } from "../models/model-bytes.js";
import { blobBytes, nameOf } from "./blob.js";
import { deleteBytes, getBytes, listNames, putBytes } from "./model-store.js";

/** Larger files cannot hold a model that fits a 32-bit memory. */
const MAX_MODEL_BYTES = 2 ** 31;
/** How long a download may take to begin. */
const DOWNLOAD_MS = 60_000;

/**
 * Keeps `model` under a name in this page's storage (IndexedDB, of this site alone), in place of one of the same name.
 * @throws WasmlpError `io` where the browser refuses: no room left, storage forbidden; `unsupported` without IndexedDB.
 */
export async function saveModel(model: Mlp, name: string): Promise<void> {
  requireName("name", name);
  await putBytes(name, serializeModel(model));
}

/**
 * The model that `saveModel` kept under a name.
 * @throws WasmlpError `not-found`, `io`, `unsupported` or `invalid-file`; for the options, as `new Mlp` does.
 */
export async function loadModel(name: string, options: Pick<MlpOptions, "backend" | "math"> = {}): Promise<Mlp> {
  requireName("name", name);
  const bytes = await getBytes(name);
  if (!bytes) throw new WasmlpError("not-found", `models: expected one named ${name}, got none`);
  return parseModel(bytes, name, options);
}

/** Names of the models that are kept, sorted. @throws WasmlpError `io` or `unsupported`. */
export function listModels(): Promise<string[]> {
  return listNames();
}

/** Lets a model go. @throws WasmlpError `not-found`, `io` or `unsupported`. */
export async function deleteModel(name: string): Promise<void> {
  requireName("name", name);
  if (!(await deleteBytes(name))) throw new WasmlpError("not-found", `models: expected one named ${name}, got none`);
}

/**
 * Offers `model` to the user as a download: a safetensors file, the same as Node's `saveModel` writes.
 * @throws WasmlpError `unsupported` anywhere but on a page.
 */
export function downloadModel(model: Mlp, fileName = "model.safetensors"): void {
  requireName("fileName", fileName);
  if (globalThis.document === undefined)
    throw new WasmlpError("unsupported", "download: expected a page, got a host without one");
  const url = URL.createObjectURL(new Blob([serializeModel(model) as BlobPart], { type: "application/octet-stream" }));
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  setTimeout(() => URL.revokeObjectURL(url), DOWNLOAD_MS);
}

/**
 * The model in a safetensors file that a user picked or dropped.
 * @throws WasmlpError `invalid-file`, naming the file, or `io` where it cannot be read; for the options, as `new Mlp` does.
 */
export async function readModelFile(file: Blob, options: Pick<MlpOptions, "backend" | "math"> = {}): Promise<Mlp> {
  return parseModel(await blobBytes(file, MAX_MODEL_BYTES), nameOf(file), options);
}

function requireName(option: string, name: string): void {
  if (typeof name !== "string" || name === "") throw invalidOption(option, "a name", name);
}
