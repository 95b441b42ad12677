/** Hidden layers as a setting: `50-sigmoid,30-relu` in a link. Pure; the names are those of the library. */
import type { Field } from "./fields.js";
import { list, whole } from "./fields.js";

export const HIDDEN_ACTIVATIONS = ["sigmoid", "tanh", "relu", "leakyRelu", "identity"] as const;

export interface HiddenLayer {
  readonly units: number;
  readonly activation: (typeof HIDDEN_ACTIVATIONS)[number];
}

/** From none to `most` hidden layers of at most `mostUnits` units. */
export function hiddenLayers(
  initial: readonly HiddenLayer[],
  most: number,
  mostUnits: number,
): Field<readonly HiddenLayer[]> {
  return list(hiddenLayer(mostUnits), initial, 0, most);
}

function hiddenLayer(mostUnits: number): Field<HiddenLayer> {
  const units = whole(50, 1, mostUnits);
  return {
    initial: { units: 50, activation: "sigmoid" },
    expected: `units from 1 to ${mostUnits} and an activation, as in 50-sigmoid`,
    write: (layer) => `${layer.units}-${layer.activation}`,
    read(text) {
      const [count = "", name = "", ...rest] = text.split("-");
      const read = units.read(count);
      const activation = HIDDEN_ACTIVATIONS.find((known) => known === name);
      return read === undefined || activation === undefined || rest.length > 0
        ? undefined
        : { units: read, activation };
    },
  };
}
