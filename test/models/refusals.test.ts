import { describe, expect, it } from "vitest";
import {
  adam,
  type Dataset,
  dataset,
  type FitOptions,
  Mlp,
  type MlpOptions,
  parseModel,
  serializeModel,
  sgd,
} from "../../src/index.js";
import { codeOf, noise, noiseModel, XOR } from "./problems.js";

describe("what does not fit is refused with its name, what was expected and what came", () => {
  const layers = [{ units: 1 }];
  it.each<[string, unknown]>([
    ["no options", undefined],
    ["no inputs", { layers, loss: "mse" }],
    ["inputs 0", { inputs: 0, layers, loss: "mse" }],
    ["inputs NaN", { inputs: Number.NaN, layers, loss: "mse" }],
    ["inputs in millions", { inputs: 2 ** 24, layers: [{ units: 1000 }], loss: "mse" }],
    ["no layers", { inputs: 2, layers: [], loss: "mse" }],
    ["layers that are a number", { inputs: 2, layers: 3, loss: "mse" }],
    ["units 1.5", { inputs: 2, layers: [{ units: 1.5 }], loss: "mse" }],
    ["an unknown activation", { inputs: 2, layers: [{ units: 1, activation: "swish" }], loss: "mse" }],
    ["an unknown loss", { inputs: 2, layers, loss: "hinge" }],
    ["cross-entropy without softmax", { inputs: 2, layers, loss: "crossEntropy" }],
    ["a negative seed", { inputs: 2, layers, loss: "mse", seed: -1 }],
    ["an unknown backend", { inputs: 2, layers, loss: "mse", backend: "gpu" }],
  ])("%s", (_name, options) => {
    expect(codeOf(() => new Mlp(options as MlpOptions))).toBe("invalid-option");
  });

  it.each<[string, Partial<Record<keyof FitOptions, unknown>>]>([
    ["epochs 0", { epochs: 0 }],
    ["epochs that are a string", { epochs: "3" }],
    ["batchSize -1", { batchSize: -1 }],
    ["a batch larger than the rows with dropLast", { batchSize: 100, dropLast: true }],
    ["no optimizer", { optimizer: undefined }],
    ["an optimizer made by hand", { optimizer: { kind: "sgd", learningRate: Number.NaN } }],
    ["a seed of 2³²", { seed: 2 ** 32 }],
    ["an order that is an array", { order: [1, 2] }],
  ])("fit with %s", (_name, options) => {
    const good = { epochs: 1, optimizer: adam() };
    expect(codeOf(() => noiseModel().fit(noise(), { ...good, ...options } as FitOptions))).toBe("invalid-option");
  });

  it("threads and a background where the host has none to offer", () => {
    const fitting = (options: Partial<FitOptions>) =>
      codeOf(() => noiseModel().fit(noise(), { epochs: 1, optimizer: adam(), ...options }));
    expect(fitting({ threads: 2 })).toBe("unsupported");
    expect(fitting({ background: true })).toBe("unsupported");
  });

  it("optimizers outside their ranges", () => {
    expect(codeOf(() => sgd({ learningRate: -0.1 }))).toBe("invalid-option");
    expect(codeOf(() => sgd({ learningRate: 0.1, momentum: 1 }))).toBe("invalid-option");
    expect(codeOf(() => sgd({ learningRate: 0.1, nesterov: true }))).toBe("invalid-option");
    expect(codeOf(() => adam({ beta2: 1 }))).toBe("invalid-option");
    expect(codeOf(() => adam({ epsilon: 0 }))).toBe("invalid-option");
    expect(codeOf(() => adam({ weightDecay: Number.NaN }))).toBe("invalid-option");
  });

  it("data of another width, more classes than outputs, labels out of range, NaN", () => {
    const fitting = (data: Dataset) => codeOf(() => noiseModel().fit(data, { epochs: 1, optimizer: adam() }));
    expect(fitting(XOR)).toBe("shape-mismatch");
    expect(fitting({ ...noise(), classes: 11 })).toBe("shape-mismatch");
    expect(fitting({ ...noise(), count: 31 })).toBe("shape-mismatch");
    expect(fitting({ ...noise(), labels: new Uint8Array(32).fill(10) })).toBe("invalid-option");
    expect(fitting(undefined as unknown as Dataset)).toBe("invalid-option");
    expect(codeOf(() => dataset({ features: Float32Array.of(1, Number.NaN), width: 1, labels: [0, 0] }))).toBe(
      "not-finite",
    );
    expect(codeOf(() => dataset({ features: Float32Array.of(1, 2), width: 1, labels: [0, 9], classes: 2 }))).toBe(
      "invalid-option",
    );
    expect(codeOf(() => dataset({ features: Float32Array.of(1, 2), width: 3, labels: [] }))).toBe("shape-mismatch");
  });

  it("features of another width or not finite", () => {
    expect(codeOf(() => noiseModel().predict(new Float32Array(21)))).toBe("shape-mismatch");
    expect(codeOf(() => noiseModel().predict([[1, 2, 3]]))).toBe("shape-mismatch");
    expect(codeOf(() => noiseModel().predict(new Float32Array(20).fill(Number.NaN)))).toBe("not-finite");
    expect(codeOf(() => noiseModel().predict("digits" as unknown as number[]))).toBe("invalid-option");
  });

  it("weights of other shapes, and files that are not models", () => {
    const model = noiseModel();
    expect(codeOf(() => model.setParameters([]))).toBe("shape-mismatch");
    const wrong = model.parameters.map(({ bias }) => ({ weight: new Float32Array(3), bias }));
    expect(codeOf(() => model.setParameters(wrong))).toBe("shape-mismatch");
    const file = serializeModel(model);
    for (const length of [0, 7, 8, 100, file.length - 1])
      expect(codeOf(() => parseModel(file.slice(0, length), "cut.safetensors"))).toBe("invalid-file");
  });
});
