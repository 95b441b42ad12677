/** Everything that makes a run of the page *Digits*, as it stands in a link. At first: the network of the chapter. */
import { choice, flag, number, whole } from "../fields.js";
import type { Schema } from "../link.js";
import { type HiddenLayer, hiddenLayers } from "../network-fields.js";

const DATA_NAMES = ["mnist", "fashion", "own"] as const;
export const LOSS_NAMES = ["sumSquaredError", "mse", "crossEntropy", "binaryCrossEntropy"] as const;
const OPTIMIZER_NAMES = ["sgd", "adam"] as const;
export const INITIAL_WEIGHTS = ["normal", "auto"] as const;
export const MATH_NAMES = ["strict", "relaxed"] as const;

export interface DigitsSettings {
  data: (typeof DATA_NAMES)[number];
  layers: readonly HiddenLayer[];
  loss: (typeof LOSS_NAMES)[number];
  /** "normal": standard deviation 0.1, the chapter's; "auto": He before relu and leakyRelu, else Glorot. */
  weights: (typeof INITIAL_WEIGHTS)[number];
  optimizer: (typeof OPTIMIZER_NAMES)[number];
  rate: number;
  momentum: number;
  nesterov: boolean;
  beta1: number;
  beta2: number;
  epsilon: number;
  decay: number;
  batch: number;
  epochs: number;
  seed: number;
  /** 0: as many as pay, one core left to the page. */
  threads: number;
  math: (typeof MATH_NAMES)[number];
}

export const digitsSchema: Schema<DigitsSettings> = {
  data: choice(DATA_NAMES, "mnist"),
  layers: hiddenLayers([{ units: 50, activation: "sigmoid" }], 6, 4096),
  loss: choice(LOSS_NAMES, "sumSquaredError"),
  weights: choice(INITIAL_WEIGHTS, "normal"),
  optimizer: choice(OPTIMIZER_NAMES, "sgd"),
  rate: number(0.1, 0, 1000),
  momentum: number(0, 0, 0.9999),
  nesterov: flag(false),
  beta1: number(0.9, 0, 0.9999),
  beta2: number(0.999, 0, 0.999999),
  epsilon: number(1e-8, 1e-30, 1),
  decay: number(0, 0, 1),
  batch: whole(100, 1, 100_000),
  epochs: whole(20, 1, 10_000),
  seed: whole(123, 0, 2 ** 32 - 1),
  threads: whole(0, 0, 64),
  math: choice(MATH_NAMES, "strict"),
};

/** Settings that may change while a run goes on; all others make another run. */
const LIVE: readonly (keyof DigitsSettings)[] = ["epochs"];

/** Whether both settings are of one run, but for how far it goes. */
export function isSameRun(a: DigitsSettings, b: DigitsSettings): boolean {
  return (Object.keys(digitsSchema) as (keyof DigitsSettings)[]).every((key) => {
    const field = digitsSchema[key] as { write(value: unknown): string };
    return LIVE.includes(key) || field.write(a[key]) === field.write(b[key]);
  });
}
