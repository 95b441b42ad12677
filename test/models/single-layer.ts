/** Chapter 2's runs on Iris: models, data, and the numbers NumPy gives (fixtures/single-layer/make.py). */
import { readFileSync } from "node:fs";
import {
  Adaline,
  AdalineGD,
  AdalineSGD,
  type Backend,
  chapterIris,
  type Dataset,
  Perceptron,
  standardize,
} from "../../src/index.js";

interface Weights {
  readonly weights: readonly number[];
  readonly bias: number;
}
interface AdalineNumbers extends Weights {
  readonly losses: readonly number[];
  readonly accuracy: number;
  readonly afterFirstRow?: Weights;
}
interface Numbers {
  readonly perceptron: Weights & { readonly firstWeights: readonly number[]; readonly updates: readonly number[] };
  readonly diverging: AdalineNumbers;
  readonly slow: AdalineNumbers;
  readonly standardized: AdalineNumbers;
  readonly stochastic: AdalineNumbers;
  readonly miniBatch: AdalineNumbers;
}

export const numbers: Numbers = JSON.parse(
  readFileSync(new URL("../fixtures/single-layer/numbers.json", import.meta.url), "utf8"),
);

export type RunName = Exclude<keyof Numbers, "perceptron">;

/** The model of a run and the rows it learns from. */
export function chapterRun(name: RunName, backend: Backend): { model: Adaline; data: Dataset } {
  const common = { inputs: 2, seed: 1, backend };
  const plain = chapterIris();
  if (name === "diverging") return { model: new AdalineGD({ ...common, learningRate: 0.1, epochs: 15 }), data: plain };
  if (name === "slow") return { model: new AdalineGD({ ...common, learningRate: 0.0001, epochs: 15 }), data: plain };
  const data = standardize(plain);
  if (name === "standardized") return { model: new AdalineGD({ ...common, learningRate: 0.5, epochs: 20 }), data };
  if (name === "stochastic") return { model: new AdalineSGD({ ...common, learningRate: 0.01, epochs: 15 }), data };
  return { model: new Adaline({ ...common, learningRate: 0.05, epochs: 15, batchSize: 32 }), data };
}

export function chapterPerceptron(backend: Backend): Perceptron {
  return new Perceptron({ inputs: 2, learningRate: 0.1, epochs: 10, seed: 1, backend });
}
