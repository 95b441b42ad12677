/** Whole networks: the same bytes from WASM and from the reference, on real MNIST. */
import { beforeAll, describe, expect, it } from "vitest";
import { adam, type Dataset, Mlp, type MlpOptions, type Optimizer, sgd, takeRows } from "../../src/index.js";
import { normal } from "../../src/network/initializers.js";
import { mnist } from "../../src/node/datasets.js";
import { sameBytes } from "../same-bytes.js";

let rows: Dataset;
beforeAll(async () => {
  const { train } = await mnist.load({ split: "standard" });
  rows = takeRows(
    train,
    Uint32Array.from({ length: 2050 }, (_, i) => i),
  );
});

/** The weights, after `epochs` over 2,050 rows, as bytes. */
async function trained(
  options: MlpOptions,
  optimizer: Optimizer,
  epochs: number,
  batchSize: number,
): Promise<Uint8Array[]> {
  const model = new Mlp(options);
  const data = takeRows(
    rows,
    Uint32Array.from({ length: 50 * batchSize - 50 }, (_, i) => i % rows.count),
  );
  await model.fit(data, { epochs, batchSize, optimizer });
  return model.parameters.flatMap(({ weight, bias }) => [weight, bias].map((a) => new Uint8Array(a.buffer)));
}

async function expectSameBytes(
  options: MlpOptions,
  optimizer: Optimizer,
  epochs: number,
  batchSize: number,
): Promise<void> {
  const wasm = await trained({ ...options, backend: "wasm" }, optimizer, epochs, batchSize);
  const reference = await trained({ ...options, backend: "reference" }, optimizer, epochs, batchSize);
  const start = new Mlp(options).parameters[0]?.weight as Float32Array;
  expect(sameBytes(wasm[0] as Uint8Array, new Uint8Array(start.buffer)), "the weights moved").toBe(false);
  wasm.forEach((bytes, i) => {
    expect(sameBytes(bytes, reference[i] as Uint8Array), `array ${i}`).toBe(true);
  });
}

const initializer = normal({ std: 0.1 });

describe("WASM and the reference train to the same bytes", () => {
  it("784-50-10 sigmoid, sumSquaredError, SGD: 100 steps of 40, the last of each epoch partial", async () => {
    const layers = [
      { units: 50, activation: "sigmoid", initializer },
      { units: 10, activation: "sigmoid", initializer },
    ] as const;
    await expectSameBytes(
      { inputs: 784, layers, loss: "sumSquaredError", seed: 123 },
      sgd({ learningRate: 0.1 }),
      2,
      40,
    );
  });

  it("784-64-32-10 relu, softmax cross-entropy, Adam: 100 steps of 40", async () => {
    const layers = [
      { units: 64, activation: "relu" },
      { units: 32, activation: "relu" },
      { units: 10, activation: "softmax" },
    ] as const;
    await expectSameBytes({ inputs: 784, layers, loss: "crossEntropy", seed: 1 }, adam(), 2, 40);
  });

  it.each([
    ["momentum and weight decay", sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 1e-3 })],
    ["Nesterov", sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true })],
    ["weight decay alone", sgd({ learningRate: 0.05, weightDecay: 1e-3 })],
    ["Adam with weight decay", adam({ weightDecay: 1e-3 })],
  ])("784-13-7-10 tanh and leakyRelu, binary cross-entropy, %s", async (_name, optimizer) => {
    const layers = [
      { units: 13, activation: "tanh" },
      { units: 7, activation: "leakyRelu" },
      { units: 10, activation: "sigmoid" },
    ] as const;
    await expectSameBytes({ inputs: 784, layers, loss: "binaryCrossEntropy", seed: 5 }, optimizer, 1, 23);
  });
});
