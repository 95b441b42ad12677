/** A model as the bytes of a safetensors file, and back. Knows no place to keep them: those belong to the hosts. */
import { allocating, invalidOption } from "../errors.js";
import { readModel, writeModel } from "../formats/model-file.js";
import { Mlp, type MlpOptions } from "./mlp.js";

/** The bytes of a safetensors file (f32): weights, architecture, seed, and how bytes become features. */
export function serializeModel(model: Mlp): Uint8Array {
  if (!(model instanceof Mlp)) throw invalidOption("model", "a network such as new Mlp(…)", model);
  const { architecture, seed, scaling } = model;
  return allocating("model", () => writeModel({ architecture, parameters: model.parameters, seed, ...scaling }));
}

/**
 * The model in the bytes that `serializeModel` gave.
 * @param name what errors call the bytes
 * @throws WasmlpError `invalid-file`, naming `name`; `out-of-memory`; for the options, as `new Mlp` does.
 */
export function parseModel(bytes: Uint8Array, name = "model", options: Pick<MlpOptions, "backend" | "math"> = {}): Mlp {
  const data = allocating(name, () => readModel(bytes, name));
  return Mlp.restore(data, options);
}
