/** Training that leaves the finite numbers says where, for every loss and optimizer, and keeps the weights before it. */
import { describe, expect, it } from "vitest";
import {
  type ActivationName,
  adam,
  type Dataset,
  DivergenceError,
  dataset,
  type LossName,
  Mlp,
  MT19937,
  type Optimizer,
  sgd,
} from "../../src/node/entry.js";
import { codeOf, hashOf } from "../models/problems.js";

const LOSSES: readonly (readonly [LossName, ActivationName])[] = [
  ["sumSquaredError", "identity"],
  ["mse", "identity"],
  ["crossEntropy", "softmax"],
  ["binaryCrossEntropy", "sigmoid"],
  ["perceptron", "identity"],
];

/** Steps so long that a few of them pass the largest f32, 3.4e38. */
const OPTIMIZERS: Readonly<Record<string, Optimizer>> = {
  SGD: sgd({ learningRate: 1e38 }),
  "SGD with weight decay": sgd({ learningRate: 1e38, weightDecay: 0.5 }),
  momentum: sgd({ learningRate: 1e38, momentum: 0.9 }),
  Nesterov: sgd({ learningRate: 1e38, momentum: 0.9, nesterov: true }),
  Adam: adam({ learningRate: 1e38 }),
};

const ROWS = 40;
const BATCH = 8;

/** Noise; `width` columns of features, two of answers. */
function noisy(width = 4): Dataset {
  const random = new MT19937(6);
  const features = Float32Array.from({ length: ROWS * width }, () => 10 * random.normal());
  return dataset({ features, width, targets: Float32Array.from({ length: 2 * ROWS }, () => random.randint(0, 2)) });
}

function network(loss: LossName, activation: ActivationName): Mlp {
  const layers = [
    { units: 5, activation: "relu" },
    { units: 2, activation },
  ] as const;
  // The perceptron's rule has one layer.
  return new Mlp({
    inputs: 4,
    layers: loss === "perceptron" ? layers.slice(1).map((layer) => layer) : layers,
    loss,
    seed: 3,
  });
}

/** Fits until it diverges; what the error says, and the weights after each epoch before. */
async function divergence(model: Mlp, optimizer: Optimizer, threads: number): Promise<[DivergenceError, string]> {
  let kept = hashOf(model);
  try {
    const options = { epochs: 60, batchSize: BATCH, optimizer, threads, order: slowly };
    for await (const _ of model.fit(noisy(), options)) kept = hashOf(model);
  } catch (error) {
    expect(error).toBeInstanceOf(DivergenceError);
    return [error as DivergenceError, kept];
  }
  throw new Error("it did not diverge");
}

/** One batch in the first epochs, and then more: so that there is an epoch before the one that diverges. */
const slowly = (epoch: number, count: number): Uint32Array =>
  Uint32Array.from({ length: Math.min(count, epoch === 1 ? 1 : count) }, (_, i) => i);

describe.each(LOSSES)("with loss %s", (loss, activation) => {
  it.each(Object.keys(OPTIMIZERS))(
    "and %s, the error names epoch, step and layer, and the model keeps what was",
    async (name) => {
      const [model, other] = [network(loss, activation), network(loss, activation)];
      const [error, kept] = await divergence(model, OPTIMIZERS[name] as Optimizer, 1);
      const { epoch, step, layer } = error;
      expect(error.code).toBe("diverged");
      expect(epoch).toBeGreaterThanOrEqual(1);
      expect(step).toBeGreaterThanOrEqual(1);
      expect(step).toBeLessThanOrEqual(ROWS / BATCH);
      expect(layer).toBeGreaterThanOrEqual(-1);
      expect(layer).toBeLessThan(model.architecture.layers.length);
      expect(error.message).toContain(`in epoch ${epoch}, step ${step}: expected finite numbers, got`);
      expect(hashOf(model)).toBe(kept);
      for (const { weight, bias } of model.parameters) expect([...weight, ...bias].every(Number.isFinite)).toBe(true);

      const [onThreads] = await divergence(other, OPTIMIZERS[name] as Optimizer, 2);
      expect([onThreads.epoch, onThreads.step, onThreads.layer]).toEqual([epoch, step, layer]);
      expect(hashOf(other)).toBe(kept);
      const { stopped } = await network(loss, activation).fit(noisy(), {
        epochs: 1,
        optimizer: sgd({ learningRate: 1e-5 }),
      });
      expect(stopped).toBe("completed");
    },
  );

  it.each(Object.keys(OPTIMIZERS))(
    "and %s, partialFit leaves the weights, and goes on where steps are shorter",
    (name) => {
      const model = network(loss, activation);
      const data = noisy();
      let kept = hashOf(model);
      const diverge = (): void => {
        for (let i = 0; i < 60; i++) {
          kept = hashOf(model);
          model.partialFit(data, { optimizer: OPTIMIZERS[name] as Optimizer });
        }
      };
      expect(codeOf(diverge)).toBe("diverged");
      expect(hashOf(model)).toBe(kept);
      model.setParameters(network(loss, activation).parameters);
      expect(Number.isFinite(model.partialFit(data, { optimizer: adam() }).loss)).toBe(true);
    },
  );
});

describe("moments that are not finite", () => {
  it("do not outlive the step that made them", () => {
    const model = network("mse", "identity");
    const good = noisy();
    const wild = { ...good, targets: new Float32Array(2 * ROWS).fill(3e38) };
    const optimizer = sgd({ learningRate: 1e-5, momentum: 0.9 });
    expect(codeOf(() => model.partialFit(wild, { optimizer }))).toBe("diverged");
    expect(Number.isFinite(model.partialFit(good, { optimizer }).loss)).toBe(true);
  });
});

describe("a number that is not finite is refused at the door", () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("%s", (wrong) => {
    const features = Float32Array.of(1, 2, wrong, 4);
    expect(codeOf(() => dataset({ features, width: 2, labels: [0, 1] }))).toBe("not-finite");
    expect(codeOf(() => dataset({ features: Float64Array.from(features), width: 2, labels: [0, 1] }))).toBe(
      "not-finite",
    );
    const targets = Float32Array.of(0, wrong);
    expect(codeOf(() => dataset({ features: Float32Array.of(1, 2), width: 1, targets }))).toBe("not-finite");
    const model = new Mlp({ inputs: 2, layers: [{ units: 1 }], loss: "mse" });
    expect(codeOf(() => model.predict(features))).toBe("not-finite");
    expect(codeOf(() => model.predict([[1, wrong]]))).toBe("not-finite");
    const data = dataset({ features: Float32Array.of(1, 2), width: 2, labels: [1] });
    const rate = (): unknown => model.fit(data, { epochs: 1, optimizer: { ...adam(), learningRate: wrong } });
    expect(codeOf(rate)).toBe("invalid-option");
    const weights = model.parameters.map(({ weight, bias }) => ({ weight: weight.fill(wrong), bias }));
    expect(codeOf(() => model.setParameters(weights))).toBe("not-finite");
  });
});
