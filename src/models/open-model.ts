/** What looking into a network needs of a model: its layers, its weights, what does its arithmetic. */
import { invalidOption } from "../errors.js";
import { BACKENDS, type Backend } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import type { LayerParameters } from "../network/parameters.js";

/** A model whose weights can be read; an `Mlp` is one. */
export interface OpenModel {
  readonly architecture: Architecture;
  readonly backend: Backend;
  readonly parameters: readonly LayerParameters[];
}

/** @throws WasmlpError `invalid-option` for what is no model. */
export function requireOpenModel(model: OpenModel): void {
  const layers = model?.architecture?.layers;
  if (!Array.isArray(layers) || !BACKENDS.includes(model.backend) || model.parameters?.length !== layers.length)
    throw invalidOption("model", "a network such as new Mlp(…)", model);
}
