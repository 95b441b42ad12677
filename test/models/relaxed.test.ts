/** Models with relaxed math: they learn what strict ones learn, on any number of threads, and never without being asked. */
import { setFlagsFromString } from "node:v8";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { hasRelaxedSimd } from "../../src/kernels/relaxed-module.js";
import {
  type Backend,
  enableRevectorization,
  gradientCheck,
  type MathMode,
  Mlp,
  MT19937,
  mnist,
  parseModel,
  serializeModel,
  workedStep,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { chapterFit, chapterModel } from "./chapter.js";
import { hashOf, noise, noiseModel, xorModel } from "./problems.js";

beforeAll(() => {
  if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");
});
afterEach(() => {
  vi.restoreAllMocks();
});

const relaxedChapter = (): Mlp => {
  const { architecture, seed } = chapterModel();
  return new Mlp({ ...architecture, seed, math: "relaxed" });
};

describe("a model with relaxed math", () => {
  it("reaches the accuracy of strict math on MNIST within 0.3 points, with bits of its own", async () => {
    const { train, validation, test } = await mnist.load();
    const [strict, relaxed] = [chapterModel(), relaxedChapter()];
    expect(hashOf(relaxed)).toBe(hashOf(strict));
    for (const model of [strict, relaxed])
      await model.fit(train, { ...chapterFit(2, validation), scoreTraining: false, threads: 1 });
    const [a, b] = [strict.evaluate(test).accuracy as number, relaxed.evaluate(test).accuracy as number];
    expect(a).toBeGreaterThan(0.85);
    expect(Math.abs(a - b)).toBeLessThan(0.003);
    expect(hashOf(relaxed)).not.toBe(hashOf(strict));
  });

  it("has the same bits on any number of threads", async () => {
    const { train, validation } = await mnist.load();
    const hashes = [];
    for (const threads of [1, 2, 3]) {
      const model = relaxedChapter();
      await model.fit(train, { ...chapterFit(1, validation), scoreTraining: false, threads });
      hashes.push(hashOf(model));
    }
    expect(new Set(hashes).size).toBe(1);
  });

  it("answers with the same bits row by row, in one go, and on threads", async () => {
    const layers = [{ units: 90, activation: "relu" }, { units: 70, activation: "relu" }, { units: 3 }] as const;
    const random = new MT19937(4);
    const rows = 40;
    const bytes = Uint8Array.from({ length: rows * 50 }, () => (random.random() < 0.3 ? random.randint(1, 256) : 0));
    const floats = Float32Array.from(bytes, (byte) => byte / 255);
    const model = new Mlp({ inputs: 50, layers: [...layers], loss: "mse", seed: 6, math: "relaxed" });
    for (const features of [bytes, floats]) {
      const wanted = model.predictProba(features);
      const single = Array.from({ length: rows }, (_, i) => model.predictProba(features.subarray(50 * i, 50 * i + 50)));
      expect(single.flatMap((outputs) => [...outputs])).toEqual([...wanted]);
      for (const threads of [1, 2, 3]) expect(await model.predictProba(features, { threads })).toEqual(wanted);
    }
  });

  it("says so, is strict by default, and is not recorded in files", () => {
    const model = xorModel({ math: "relaxed" });
    expect(model.math).toBe("relaxed");
    expect(xorModel().math).toBe("strict");
    expect(parseModel(serializeModel(model)).math).toBe("strict");
    expect(parseModel(serializeModel(model), "model", { math: "relaxed" }).math).toBe("relaxed");
    expect(serializeModel(model)).toEqual(serializeModel(xorModel()));
  });

  it("is looked into with its own arithmetic", () => {
    const { architecture } = noiseModel();
    const model = new Mlp({ ...architecture, seed: 2, math: "relaxed" });
    expect(gradientCheck(model, noise()).relativeError).toBeLessThan(1e-6);
    const optimizer = { kind: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 } as const;
    const { layers } = workedStep(model, noise(), { optimizer });
    model.partialFit(noise(), { optimizer });
    expect(layers.map(({ after }) => after)).toEqual(model.parameters);
    const strict = noiseModel();
    strict.partialFit(noise(), { optimizer });
    expect(layers.map(({ after }) => after)).not.toEqual(strict.parameters);
  });
});

describe("relaxed math is refused", () => {
  it("where the host has no relaxed SIMD, with what is needed", () => {
    vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    expectError(
      () => xorModel({ math: "relaxed" }),
      "unsupported",
      /expected .*--experimental-wasm-relaxed-simd.*, got/,
    );
    expect(xorModel({ math: "strict" }).math).toBe("strict");
  });

  it.each<Backend>(["reference", "reference-f64"])("with backend %s", (backend) => {
    expectError(() => xorModel({ math: "relaxed", backend }), "invalid-option", /math: expected strict with backend/);
    expect(xorModel({ math: "strict", backend }).backend).toBe(backend);
  });

  it.each([["fast"], [""], [null], [1]])("as %s", (math) => {
    expectError(
      () => xorModel({ math: math as MathMode }),
      "invalid-option",
      /math: expected one of strict, relaxed, got/,
    );
  });
});

describe("revectorization", () => {
  it("is refused where this Node cannot do it, and once the kernels have been compiled", () => {
    const model = xorModel();
    model.predict([[0, 1]]);
    const isHere = Number.parseInt(process.versions.node, 10) >= 24 && process.arch === "x64";
    if (isHere)
      expectError(enableRevectorization, "invalid-option", /before the first model computes, got a call after/);
    else expectError(enableRevectorization, "unsupported", /expected Node 24 or newer on x64, got Node/);
  });
});
