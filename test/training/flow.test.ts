/** The flow of gradients against NumPy's numbers (fixtures/numpy/make-flow.py), and what it says of deep networks. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type ActivationName,
  adam,
  dataset,
  type FitOptions,
  glorotUniform,
  heNormal,
  type LayerFlow,
  Mlp,
  oneHot,
  STALLED_RATIO,
  sgd,
  workedStep,
} from "../../src/node/entry.js";
import { codeOf, noise, noiseModel } from "../models/problems.js";

interface Fixture {
  readonly seed: number;
  readonly batchSize: number;
  readonly learningRate: number;
  readonly sizes: readonly number[];
  readonly features: readonly number[];
  readonly labels: readonly number[];
  readonly epochs: readonly (readonly Omit<LayerFlow, "isStalled">[])[];
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/numpy/flow.json", import.meta.url), "utf8")) as Fixture;

const rms = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values)) / Math.sqrt(values.length);

/** Eight hidden layers of 20 units. */
function deep(activation: ActivationName, initializer = glorotUniform()): Mlp {
  const hidden = Array.from({ length: 8 }, () => ({ units: 20, activation, initializer }));
  return new Mlp({
    inputs: 20,
    layers: [...hidden, { units: 10, activation: "softmax" }],
    loss: "crossEntropy",
    seed: 1,
  });
}

async function flowOf(model: Mlp, options: Partial<FitOptions> = {}): Promise<(readonly LayerFlow[])[]> {
  const history = await model.fit(noise(), {
    epochs: 2,
    optimizer: sgd({ learningRate: 0.01 }),
    recordFlow: true,
    ...options,
  });
  return history.epochs.map(({ flow }) => flow as readonly LayerFlow[]);
}

describe("recordFlow", () => {
  it.each([
    ["reference-f64", 1e-12],
    ["wasm", 1e-5],
  ] as const)("gives NumPy's sizes of gradient, update, weights and outputs with %s", async (backend, tolerance) => {
    const { sizes, features, labels, learningRate, batchSize, seed } = fixture;
    const layers = sizes
      .slice(1)
      .map((units) => ({ units, activation: "sigmoid", initializer: glorotUniform() }) as const);
    const model = new Mlp({ inputs: sizes[0] as number, layers, loss: "sumSquaredError", seed, backend });
    const data = dataset({ features: Float32Array.from(features), width: sizes[0] as number, labels });
    const epochs = fixture.epochs.length;
    const history = await model.fit(data, {
      epochs,
      batchSize,
      shuffle: false,
      optimizer: sgd({ learningRate }),
      recordFlow: true,
    });
    expect(history.epochs).toHaveLength(3);
    fixture.epochs.forEach((expected, e) => {
      const flow = history.epochs[e]?.flow as readonly LayerFlow[];
      expect(flow).toHaveLength(expected.length);
      expected.forEach((layer, l) => {
        for (const [name, value] of Object.entries(layer)) {
          const got = flow[l]?.[name as keyof typeof layer] as number;
          expect(Math.abs(got / value - 1), `epoch ${e + 1}, layer ${l}, ${name}`).toBeLessThan(tolerance);
        }
      });
    });
  });

  it.each([
    ["Adam, on the calling thread", { optimizer: adam(), threads: 1 }],
    ["plain gradient descent on two threads", { optimizer: sgd({ learningRate: 0.1 }), threads: 2 }],
    ["momentum", { optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }) }],
  ])(
    "changes no bit of what is learned: %s",
    async (_name, options) => {
      const [watched, alone] = [noiseModel(), noiseModel()];
      const common = { epochs: 3, batchSize: 8, validation: noise(5), ...options };
      const seen = await watched.fit(noise(), { ...common, recordFlow: true });
      const unseen = await alone.fit(noise(), common);
      expect(watched.parameters).toEqual(alone.parameters);
      expect(seen.epochs.map(({ loss, validation }) => [loss, validation])).toEqual(
        unseen.epochs.map(({ loss, validation }) => [loss, validation]),
      );
      expect(unseen.epochs[0]).not.toHaveProperty("flow");
    },
    60_000,
  );

  it("looks at the first batchSize rows as stored, with the weights after the epoch", async () => {
    const model = noiseModel();
    const data = noise();
    for await (const { flow } of model.fit(data, { epochs: 2, batchSize: 8, optimizer: adam(), recordFlow: true })) {
      const first = dataset({
        features: data.features.slice(0, 8 * 20) as Float32Array,
        width: 20,
        targets: oneHot((data.labels as Uint8Array).slice(0, 8), 10),
      });
      const step = workedStep(model, first, { optimizer: sgd({ learningRate: 0 }) });
      step.layers.forEach(({ gradient, a, before }, l) => {
        expect(flow?.[l]?.gradientRms).toBeCloseTo(rms(gradient.weight), 12);
        expect(flow?.[l]?.weightRms).toBeCloseTo(rms(before.weight), 12);
        expect(flow?.[l]?.activationRms).toBeCloseTo(rms(a), 12);
      });
    }
  });

  it("is refused where it is neither true nor false", () => {
    const options = { epochs: 1, optimizer: adam(), recordFlow: 1 as unknown as boolean };
    expect(codeOf(() => noiseModel().fit(noise(), options))).toBe("invalid-option");
  });
});

describe("a layer has stopped learning", () => {
  it("below eight layers of sigmoid, not below eight of relu with He's weights", async () => {
    const [sigmoid] = await flowOf(deep("sigmoid"));
    const [relu] = await flowOf(deep("relu", heNormal()));
    const ratio = (flow = sigmoid) => (flow?.[0]?.gradientRms as number) / (flow?.[8]?.gradientRms as number);
    expect(ratio(sigmoid)).toBeLessThan(1e-4);
    expect(sigmoid?.map(({ isStalled }) => isStalled).slice(0, 3)).toEqual([true, true, true]);
    expect(sigmoid?.at(-1)?.isStalled).toBe(false);
    expect(ratio(relu)).toBeGreaterThan(0.05);
    expect(relu?.some(({ isStalled }) => isStalled)).toBe(false);
  });

  it("exactly where its gradient is at most a thousandth of the last layer's", async () => {
    expect(STALLED_RATIO).toBe(1e-3);
    for (const flow of await flowOf(deep("sigmoid"))) {
      const last = flow.at(-1)?.gradientRms as number;
      for (const layer of flow) expect(layer.isStalled).toBe(layer.gradientRms <= 1e-3 * last);
    }
  });

  it("where all units are dead, the last layer too", async () => {
    const model = noiseModel();
    const [hidden, output] = model.parameters;
    model.setParameters([
      { weight: hidden?.weight as Float32Array, bias: new Float32Array(64).fill(-1000) },
      output as never,
    ]);
    const [flow] = await flowOf(model, { epochs: 1 });
    expect(
      flow?.map(({ gradientRms, updateRms, activationRms, isStalled }) => ({
        gradientRms,
        updateRms,
        activationRms,
        isStalled,
      })),
    ).toEqual([
      { gradientRms: 0, updateRms: 0, activationRms: 0, isStalled: true },
      { gradientRms: 0, updateRms: 0, activationRms: expect.closeTo(0.1, 6), isStalled: true },
    ]);
  });
});
