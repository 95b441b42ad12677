import { describe, expect, it } from "vitest";
import { dataset, Mlp } from "../../src/index.js";
import { codeOf, noise, noiseModel } from "./problems.js";

describe("activations", () => {
  it("are the outputs of every layer, worked out by hand", () => {
    const layers = [{ units: 2, activation: "relu" }, { units: 1 }] as const;
    const model = new Mlp({ inputs: 2, layers, loss: "mse" });
    model.setParameters([
      { weight: Float32Array.of(1, 2, -1, 0.5), bias: Float32Array.of(0, 1) },
      { weight: Float32Array.of(2, 4), bias: Float32Array.of(-1) },
    ]);
    // Row (1, 2): z = (1 + 4, −1 + 1 + 1) = (5, 1); row (3, −1): z = (1, −3 − 0.5 + 1) = (1, −2.5), cut to (1, 0).
    expect(
      model.activations([
        [1, 2],
        [3, -1],
      ]),
    ).toEqual([
      { values: Float32Array.of(5, 1, 1, 0), shape: [2, 2] },
      { values: Float32Array.of(13, 1), shape: [2, 1] },
    ]);
  });

  it("end in what predictProba gives, over more rows than a window holds, in bytes too", () => {
    const data = noise(600);
    const model = noiseModel();
    const [hidden, output] = model.activations(data);
    expect(hidden?.shape).toEqual([600, 64]);
    expect(output?.shape).toEqual([600, 10]);
    expect(output?.values).toEqual(model.predictProba(data));
    expect(hidden?.values.every((value) => value >= 0)).toBe(true);
    const one = model.activations(data.features.slice(599 * 20));
    expect(one[0]?.values).toEqual(hidden?.values.slice(599 * 64));
    const bytes = dataset({
      features: Uint8Array.from({ length: 40 }, (_, i) => i),
      width: 20,
      labels: [0, 1],
      scale: 0.5,
    });
    const floats = Float32Array.from({ length: 40 }, (_, i) => i / 2);
    expect(model.activations(bytes)).toEqual(model.activations(floats));
  });

  it("are f64 where the arithmetic is, and empty for no rows", () => {
    const layers = [{ units: 3, activation: "softmax" }] as const;
    const model = new Mlp({ inputs: 2, layers, loss: "crossEntropy", backend: "reference-f64" });
    const [output] = model.activations([[1, -1]]);
    expect(output?.values).toBeInstanceOf(Float64Array);
    const probabilities = Array.from(output?.values ?? []);
    expect(probabilities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 14);
    expect(model.activations(new Float32Array(0))).toEqual([{ values: new Float64Array(0), shape: [0, 3] }]);
  });

  it("refuse features of another width", () => {
    expect(codeOf(() => noiseModel().activations([1, 2, 3]))).toBe("shape-mismatch");
  });
});
