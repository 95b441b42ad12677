/** The two networks every benchmark here trains on MNIST: plain data, the same for Node, browsers and rivals. */
import type { MlpOptions } from "../src/index.js";

export interface Workload {
  readonly id: string;
  readonly name: string;
  readonly model: MlpOptions;
  readonly batchSize: number;
  /** Of plain SGD. */
  readonly learningRate: number;
  /** Mini-batches that are timed together: about a second's work. */
  readonly stepsPerLap: number;
}

const sigmoid = { activation: "sigmoid" } as const;
const relu = { activation: "relu" } as const;

/** The chapter's network; an epoch of its 55,000 rows is a lap. */
export const W1: Workload = {
  id: "W1",
  name: "W1 784-50-10 sigmoid, squared error, SGD 0.1, batch 100",
  model: {
    inputs: 784,
    layers: [
      { units: 50, ...sigmoid },
      { units: 10, ...sigmoid },
    ],
    loss: "sumSquaredError",
    seed: 123,
  },
  batchSize: 100,
  learningRate: 0.1,
  stepsPerLap: 550,
};

/** A common exercise; a lap is 12,800 rows. */
export const W2: Workload = {
  id: "W2",
  name: "W2 784-512-512-10 relu, softmax cross-entropy, SGD 0.05, batch 128",
  model: {
    inputs: 784,
    layers: [
      { units: 512, ...relu },
      { units: 512, ...relu },
      { units: 10, activation: "softmax" },
    ],
    loss: "crossEntropy",
    seed: 123,
  },
  batchSize: 128,
  learningRate: 0.05,
  stepsPerLap: 100,
};
