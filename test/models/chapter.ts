/** The chapter's model and its way of training, for the tests that hold its numbers. */
import { type Backend, chapterOrder, type Dataset, type FitOptions, Mlp, normal, sgd } from "../../src/index.js";

export function chapterModel(backend: Backend = "wasm"): Mlp {
  const initializer = normal({ std: 0.1 });
  const layers = [
    { units: 50, activation: "sigmoid", initializer },
    { units: 10, activation: "sigmoid", initializer },
  ] as const;
  return new Mlp({ inputs: 784, layers, loss: "sumSquaredError", seed: 123, backend });
}

export function chapterFit(epochs: number, validation: Dataset): FitOptions {
  return {
    epochs,
    batchSize: 100,
    dropLast: true,
    optimizer: sgd({ learningRate: 0.1 }),
    order: chapterOrder(123, validation.count),
    validation,
    scoreTraining: true,
  };
}
