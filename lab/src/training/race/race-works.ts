/** The networks of the race: the chapter's, and one with enough to do for many threads. */
import { adam, type Dataset, Mlp, normal, type Optimizer, sgd } from "wasmlp";
import type { RaceSettings } from "../../state/race/race-settings.js";

export interface RaceWork {
  readonly title: string;
  readonly hidden: readonly number[];
  readonly activation: "sigmoid" | "relu";
  readonly output: "sigmoid" | "softmax";
  readonly optimizer: Optimizer;
  readonly batch: number;
  /** The layer whose products are measured alone. */
  readonly layer: { readonly inputs: number; readonly units: number };
}

const SMALL: RaceWork = {
  title: "784-50-10, sigmoid, SGD, batch 100",
  hidden: [50],
  activation: "sigmoid",
  output: "sigmoid",
  optimizer: sgd({ learningRate: 0.1 }),
  batch: 100,
  layer: { inputs: 784, units: 50 },
};

const LARGE: RaceWork = {
  title: "784-512-512-10, relu, Adam, batch 128",
  hidden: [512, 512],
  activation: "relu",
  output: "softmax",
  optimizer: adam({ learningRate: 0.001 }),
  batch: 128,
  layer: { inputs: 512, units: 512 },
};

export function worksOf({ work }: RaceSettings): readonly RaceWork[] {
  return work === "small" ? [SMALL] : work === "large" ? [LARGE] : [SMALL, LARGE];
}

/** The same weights each time. */
export function modelOf({ hidden, activation, output, batch: _ }: RaceWork, { width, classes }: Dataset): Mlp {
  const initializer = output === "sigmoid" ? { initializer: normal({ std: 0.1 }) } : {};
  const layers = [
    ...hidden.map((units) => ({ units, activation, ...initializer })),
    { units: classes, activation: output, ...initializer },
  ];
  return new Mlp({
    inputs: width,
    layers,
    loss: output === "softmax" ? "crossEntropy" : "sumSquaredError",
    seed: 1,
  });
}

/** Forward, and backward to weights and, above the first layer, to inputs: a multiplication and an addition each. */
export function flopsPerSample({ architecture }: Mlp): number {
  return architecture.layers.reduce((sum, { inputs, units }, l) => sum + (l === 0 ? 4 : 6) * inputs * units, 0);
}
