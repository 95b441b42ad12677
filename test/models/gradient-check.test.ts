import { describe, expect, it } from "vitest";
import {
  type Backend,
  dataset,
  gradientCheck,
  Mlp,
  type MlpOptions,
  normal,
  sgd,
  workedStep,
} from "../../src/index.js";
import { codeOf, noise, noiseModel, XOR, xorModel } from "./problems.js";

const weights = normal({ std: 0.7 });

const SOME: readonly MlpOptions["layers"][number][] = [
  { units: 6, activation: "tanh", initializer: weights },
  { units: 5, activation: "sigmoid", initializer: weights },
];

describe("gradientCheck", () => {
  it.each<[string, Pick<MlpOptions, "layers" | "loss">]>([
    ["softmax cross-entropy", { layers: [...SOME, { units: 10, activation: "softmax" }], loss: "crossEntropy" }],
    ["binary cross-entropy", { layers: [...SOME, { units: 10, activation: "sigmoid" }], loss: "binaryCrossEntropy" }],
    ["squared error behind softmax", { layers: [...SOME, { units: 10, activation: "softmax" }], loss: "mse" }],
    ["the chapter's loss", { layers: [...SOME, { units: 10, activation: "sigmoid" }], loss: "sumSquaredError" }],
  ])("finds every derivative right: %s", (_name, options) => {
    const model = new Mlp({ inputs: 20, seed: 5, ...options });
    const { relativeError, layers } = gradientCheck(model, noise(), { samples: 1000 });
    expect(layers.map(({ checked }) => checked)).toEqual([126, 35, 60]);
    expect(relativeError).toBeLessThan(1e-8);
    expect(relativeError).toBe(Math.max(...layers.map((layer) => layer.relativeError)));
    for (const { roundingError, worst } of layers) {
      expect(roundingError).toBeLessThan(1e-5);
      expect(roundingError).toBeGreaterThan(0);
      expect(worst.difference).toBeCloseTo(worst.backPropagation, 8);
    }
  });

  it("finds a derivative that is wrong: relu within ε of 0 has no derivative, and shows as one", () => {
    const model = new Mlp({ inputs: 1, layers: [{ units: 1, activation: "relu" }], loss: "mse" });
    model.setParameters([{ weight: Float32Array.of(1), bias: Float32Array.of(0) }]);
    const data = dataset({ features: Float32Array.of(0), width: 1, targets: Float32Array.of(1) });
    // At z = 0 back-propagation takes the derivative from the left, 0; the difference takes half of both sides: −1.
    const { relativeError, layers } = gradientCheck(model, data);
    expect(relativeError).toBeCloseTo(1, 4);
    expect(layers[0]?.worst).toMatchObject({ part: "bias", index: 0, backPropagation: 0 });
    expect(layers[0]?.worst.difference).toBeCloseTo(-1, 4);
  });

  it("names the place of the derivative that is furthest off, with back-propagation's value there", () => {
    const model = new Mlp({ ...xorModel().architecture, seed: 1, backend: "reference-f64" });
    const { layers } = gradientCheck(model, XOR);
    const step = workedStep(model, XOR, { optimizer: sgd({ learningRate: 0 }) });
    layers.forEach(({ worst, relativeError }, l) => {
      const gradient = step.layers[l]?.gradient;
      expect(gradient?.[worst.part][worst.index]).toBe(worst.backPropagation);
      const largest = Math.max(...[...(gradient?.weight ?? []), ...(gradient?.bias ?? [])].map(Math.abs));
      expect(Math.abs(worst.difference - worst.backPropagation) / largest).toBeCloseTo(relativeError, 12);
    });
  });

  it("draws the same sample for the same seed, another for another, and leaves the model alone", () => {
    const model = noiseModel();
    const before = model.parameters;
    const check = (seed: number) => gradientCheck(model, noise(), { samples: 20, rows: 4, seed });
    expect(check(1).layers.map(({ checked }) => checked)).toEqual([20, 20]);
    expect(check(1)).toEqual(check(1));
    expect(check(2)).not.toEqual(check(1));
    expect(model.parameters).toEqual(before);
  });

  it.each<Backend>(["wasm", "reference", "reference-f64"])("says how far %s rounds", (backend) => {
    const model = new Mlp({ ...xorModel().architecture, seed: 1, backend });
    const roundings = gradientCheck(model, XOR).layers.map(({ roundingError }) => roundingError);
    if (backend === "reference-f64") expect(roundings).toEqual([0, 0]);
    else for (const rounding of roundings) expect(rounding > 1e-9 && rounding < 1e-5, `${rounding}`).toBe(true);
  });

  it("gives 0 where nothing flows", () => {
    const model = new Mlp({ inputs: 2, layers: [{ units: 2 }, { units: 1 }], loss: "mse" });
    const data = dataset({ features: Float32Array.of(0, 0), width: 2, targets: Float32Array.of(0) });
    model.setParameters([
      { weight: new Float32Array(4), bias: new Float32Array(2) },
      { weight: new Float32Array(2), bias: new Float32Array(1) },
    ]);
    expect(gradientCheck(model, data).layers[0]).toMatchObject({ checked: 6, relativeError: 0, roundingError: 0 });
  });

  it("refuses options out of range, what is no model, and what leaves the finite numbers", () => {
    const check = (options: object) => codeOf(() => gradientCheck(xorModel(), XOR, options));
    for (const options of [{ samples: 0 }, { samples: 1.5 }, { rows: 0 }, { epsilon: 0 }, { epsilon: 2 }, { seed: -1 }])
      expect(check(options), JSON.stringify(options)).toBe("invalid-option");
    expect(codeOf(() => gradientCheck(xorModel(), XOR, null as never))).toBe("invalid-option");
    expect(codeOf(() => gradientCheck({ architecture: 3 } as never, XOR))).toBe("invalid-option");
    expect(codeOf(() => gradientCheck(xorModel(), noise()))).toBe("shape-mismatch");
    const huge = new Mlp({ inputs: 2, layers: [{ units: 1 }], loss: "mse", backend: "reference-f64" });
    huge.setParameters([{ weight: Float64Array.of(1e200, 1e200), bias: Float64Array.of(1e200) }]);
    expect(codeOf(() => gradientCheck(huge, XOR))).toBe("not-finite");
  });
});
