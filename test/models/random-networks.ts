/** Networks of every kind with rows to train them on, drawn at random from a seed. */
import {
  type ActivationName,
  type Dataset,
  dataset,
  type LayerOptions,
  type LossName,
  Mlp,
  MT19937,
  normal,
} from "../../src/index.js";
import { ACTIVATIONS, LOSSES, OUTPUT_OF_LOSS } from "../../src/network/architecture.js";

const SMOOTH_LOSSES: readonly LossName[] = LOSSES.filter((loss) => loss !== "perceptron");
const LARGEST_WIDTH = 12;

/** One to five layers of up to 12 units, any activations, any loss that has a gradient; weights, biases and rows drawn. */
export function randomNetwork(seed: number): { model: Mlp; data: Dataset } {
  const random = new MT19937(seed);
  const pick = <T>(values: readonly T[]): T => values[random.randint(0, values.length)] as T;
  const size = (): number => random.randint(1, LARGEST_WIDTH + 1);
  const loss = pick(SMOOTH_LOSSES);
  const inputs = size();
  const depth = random.randint(1, 6);
  let width = inputs;
  const layers = Array.from({ length: depth }, (_, l): LayerOptions => {
    const own = pick<ActivationName>(ACTIVATIONS);
    const activation = (l === depth - 1 ? OUTPUT_OF_LOSS[loss] : undefined) ?? own;
    const initializer = normal({ std: 1.5 / Math.sqrt(width) });
    width = size();
    return { units: width, activation, initializer };
  });
  const model = new Mlp({ inputs, layers, loss, seed, backend: "reference-f64" });
  const drawn = model.parameters;
  for (const { bias } of drawn) for (let i = 0; i < bias.length; i++) bias[i] = random.normal(0, 0.5);
  model.setParameters(drawn);
  return { model, data: randomRows(inputs, width, random) };
}

/** One to nine rows: floats or bytes; labels, or targets from 0 to 1. */
function randomRows(inputs: number, outputs: number, random: MT19937): Dataset {
  const rows = random.randint(1, 10);
  const isBytes = random.randint(0, 3) === 0;
  const length = rows * inputs;
  const features = isBytes
    ? Uint8Array.from({ length }, () => random.randint(0, 256))
    : Float32Array.from({ length }, () => random.normal());
  const rest = { features, width: inputs, ...(isBytes && { scale: 1 / 64, shift: -2 }) };
  if (outputs > 1 && random.randint(0, 2) === 0)
    return dataset({
      ...rest,
      labels: Array.from({ length: rows }, () => random.randint(0, outputs)),
      classes: outputs,
    });
  return dataset({ ...rest, targets: Float32Array.from({ length: rows * outputs }, () => random.random()) });
}
