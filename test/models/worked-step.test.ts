/** One step on paper: exact fractions worked out in the comments, and decimals of fixtures/python/make-worked-step.py. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { adam, type Backend, dataset, Mlp, sgd, type WorkedStep, workedStep } from "../../src/index.js";
import { codeOf, noise, noiseModel, XOR, xorModel } from "./problems.js";

interface WorkedLayerFixture {
  readonly [name: string]: readonly number[];
}
interface Fixture {
  readonly features: readonly number[];
  readonly target: number;
  readonly learningRate: number;
  readonly loss: number;
  readonly layers: readonly WorkedLayerFixture[];
}
const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/python/worked-step.json", import.meta.url), "utf8"),
) as Fixture;

/** The fixture's 2-2-1 network and its step. */
function sigmoidStep(backend: Backend): WorkedStep {
  const sigmoid = { activation: "sigmoid" } as const;
  const layers = [
    { units: 2, ...sigmoid },
    { units: 1, ...sigmoid },
  ];
  const model = new Mlp({ inputs: 2, layers, loss: "sumSquaredError", backend });
  model.setParameters(
    fixture.layers.map(({ weight, bias }) => ({
      weight: Float64Array.from(weight as readonly number[]),
      bias: Float64Array.from(bias as readonly number[]),
    })),
  );
  const features = Float32Array.from(fixture.features);
  const data = dataset({ features, width: 2, targets: Float32Array.of(fixture.target) });
  return workedStep(model, data, { optimizer: sgd({ learningRate: fixture.learningRate }) });
}

describe("a worked step", () => {
  it.each<[Backend, number]>([
    ["reference-f64", 4e-16],
    ["reference", 2e-7],
    ["wasm", 2e-7],
  ])("of a 2-2-1 network of sigmoids gives the decimals of the paper with %s", (backend, tolerance) => {
    const { loss, layers } = sigmoidStep(backend);
    const near = (got: ArrayLike<number> | undefined, expected: readonly number[], what: string): void => {
      expect(got?.length, what).toBe(expected.length);
      expected.forEach((value, i) => {
        expect(Math.abs((got?.[i] as number) - value), `${what}[${i}]`).toBeLessThanOrEqual(tolerance);
      });
    };
    expect(Math.abs(loss - fixture.loss)).toBeLessThanOrEqual(tolerance);
    fixture.layers.forEach((expected, l) => {
      const layer = layers[l];
      const { z, a, delta, gradientWeight, gradientBias, afterWeight, afterBias } = expected;
      near(layer?.z, z as number[], `z of layer ${l}`);
      near(layer?.a, a as number[], `a of layer ${l}`);
      near(layer?.delta, delta as number[], `delta of layer ${l}`);
      near(layer?.gradient.weight, gradientWeight as number[], `gradient of weight ${l}`);
      near(layer?.gradient.bias, gradientBias as number[], `gradient of bias ${l}`);
      near(layer?.after.weight, afterWeight as number[], `weight ${l}`);
      near(layer?.after.bias, afterBias as number[], `bias ${l}`);
    });
  });

  it.each<Backend>(["wasm", "reference", "reference-f64"])("in binary fractions is exact with %s", (backend) => {
    const layers = [{ units: 2, activation: "relu" }, { units: 1 }] as const;
    const model = new Mlp({ inputs: 2, layers, loss: "sumSquaredError", backend });
    model.setParameters([
      { weight: Float32Array.of(0.5, 0.25, -1, 0.25), bias: Float32Array.of(0, 0.25) },
      { weight: Float32Array.of(2, -1), bias: Float32Array.of(0.5) },
    ]);
    const data = dataset({ features: Float32Array.of(1, 2), width: 2, targets: Float32Array.of(1) });
    const step = workedStep(model, data, { optimizer: sgd({ learningRate: 0.25 }) });
    const [hidden, output] = step.layers;
    const numbers = (values: ArrayLike<number> | undefined): number[] => Array.from(values ?? []);
    expect([numbers(step.x), numbers(step.t)]).toEqual([[1, 2], [1]]);
    // z = (0.5 + 0.5, −1 + 0.5 + 0.25); relu keeps the first. Then z = 2·1 + 0.5, L = (2.5 − 1)².
    expect(numbers(hidden?.z)).toEqual([1, -0.25]);
    expect(numbers(hidden?.a)).toEqual([1, 0]);
    expect(numbers(output?.z)).toEqual([2.5]);
    expect(step.loss).toBe(2.25);
    // δ = 2·1.5; one layer down δ·(2, −1) ⊙ (1, 0).
    expect(numbers(output?.delta)).toEqual([3]);
    expect(numbers(hidden?.delta).map((value) => value + 0)).toEqual([6, 0]);
    expect(numbers(output?.gradient.weight)).toEqual([3, 0]);
    expect(numbers(hidden?.gradient.weight).map((value) => value + 0)).toEqual([6, 12, 0, 0]);
    expect(numbers(hidden?.gradient.bias).map((value) => value + 0)).toEqual([6, 0]);
    expect(numbers(output?.after.weight)).toEqual([1.25, -1]);
    expect(numbers(output?.after.bias)).toEqual([-0.25]);
    expect(numbers(hidden?.after.weight)).toEqual([-1, -2.75, -1, 0.25]);
    expect(numbers(hidden?.after.bias)).toEqual([-1.5, 0.25]);
  });

  it("leads to the bits of partialFit, and leaves the model alone", () => {
    for (const optimizer of [sgd({ learningRate: 0.1 }), adam()]) {
      const model = noiseModel();
      const before = model.parameters;
      const step = workedStep(model, noise(), { optimizer });
      expect(model.parameters).toEqual(before);
      expect(step.layers.map((layer) => layer.before)).toEqual(before);
      expect(step.loss).toBe(model.evaluate(noise()).loss);
      const { loss } = model.partialFit(noise(), { optimizer });
      expect(step.loss).toBe(loss);
      expect(step.layers.map((layer) => layer.after)).toEqual(model.parameters);
    }
  });

  it("shows logits and probabilities of softmax apart", () => {
    const step = workedStep(noiseModel(), noise(), { optimizer: adam() });
    const model = noiseModel();
    expect(step.rows).toBe(32);
    expect(step.layers[1]?.a).toEqual(model.predictProba(noise()));
    expect(step.layers[0]?.a).toEqual(model.activations(noise())[0]?.values);
    expect(step.layers[0]?.a).toEqual(step.layers[0]?.z.map((z) => (z < 0 ? 0 : z)));
    expect(step.layers[1]?.z.some((z) => z < 0 || z > 1)).toBe(true);
  });

  it("takes bytes as the numbers they stand for", () => {
    const options = { width: 2, labels: [0, 1, 1, 0] };
    const bytes = dataset({ ...options, features: Uint8Array.of(0, 0, 0, 4, 4, 0, 4, 4), scale: 0.5, shift: -1 });
    const floats = dataset({ ...options, features: Float32Array.of(-1, -1, -1, 1, 1, -1, 1, 1) });
    expect(workedStep(xorModel(), bytes, { optimizer: adam() })).toEqual(
      workedStep(xorModel(), floats, { optimizer: adam() }),
    );
  });

  it("refuses what is no model, data of another width, and no optimizer", () => {
    const optimizer = adam();
    expect(codeOf(() => workedStep({} as Mlp, XOR, { optimizer }))).toBe("invalid-option");
    expect(codeOf(() => workedStep(undefined as unknown as Mlp, XOR, { optimizer }))).toBe("invalid-option");
    expect(codeOf(() => workedStep(noiseModel(), XOR, { optimizer }))).toBe("shape-mismatch");
    expect(codeOf(() => workedStep(xorModel(), XOR, undefined as never))).toBe("invalid-option");
  });
});
