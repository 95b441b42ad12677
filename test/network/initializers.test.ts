/** First weights against NumPy's draws and Keras's formulas (fixtures/numpy/make-random.py). */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as initializers from "../../src/network/initializers.js";
import { type Initializer, initialWeights, validateInitializer } from "../../src/network/initializers.js";
import { MT19937 } from "../../src/random/mt19937.js";
import { expectError } from "../expect-error.js";

interface Fixture {
  chapterWeights: { seed: number; hiddenF32: string; outputF32: string; hidden: number[]; output: number[] };
  initialWeights: { seed: number; fanIn: number; fanOut: number; values: Record<string, number[]> };
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/numpy/random.json", import.meta.url), "utf8")) as Fixture;

const every: Record<string, Initializer> = {
  normal: initializers.normal({ std: 0.5, mean: 0.25 }),
  uniform: initializers.uniform({ limit: 0.05 }),
  glorotUniform: initializers.glorotUniform(),
  glorotNormal: initializers.glorotNormal(),
  heUniform: initializers.heUniform(),
  heNormal: initializers.heNormal(),
};

function sha256OfF32(values: Float64Array): string {
  return createHash("sha256").update(Float32Array.from(values)).digest("hex");
}

function spread(values: Float64Array): { mean: number; std: number; largest: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
  return {
    mean,
    std: Math.sqrt(variance),
    largest: values.reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  };
}

const expectInvalid = (action: () => unknown, said: RegExp): void => expectError(action, "invalid-option", said);

describe("initialWeights", () => {
  it("gives the chapter's weights from one stream, layer after layer", () => {
    const { seed, hiddenF32, outputF32, hidden, output } = fixture.chapterWeights;
    const rng = new MT19937(seed);
    const hiddenWeights = initialWeights(initializers.normal(), rng, 784, 50);
    const outputWeights = initialWeights(initializers.normal(), rng, 50, 10);
    expect(hiddenWeights.length).toBe(39_200);
    expect(sha256OfF32(hiddenWeights)).toBe(hiddenF32);
    expect(sha256OfF32(outputWeights)).toBe(outputF32);
    for (let i = 0; i < 3; i++) {
      expect(hiddenWeights[i]).toBeCloseTo(hidden[i] as number, 15);
      expect(outputWeights[i]).toBeCloseTo(output[i] as number, 15);
    }
    expect(Array.from(hiddenWeights.subarray(0, 3), (w) => w.toFixed(8))).toEqual([
      "-0.10856306",
      "0.09973454",
      "0.02829785",
    ]);
    expect(Array.from(outputWeights.subarray(0, 3), (w) => w.toFixed(8))).toEqual([
      "0.20763998",
      "0.06375588",
      "0.00478648",
    ]);
  });

  for (const [name, initializer] of Object.entries(every)) {
    it(`draws ${name} row by row with NumPy's stream`, () => {
      const { seed, fanIn, fanOut, values } = fixture.initialWeights;
      const weights = initialWeights(initializer, new MT19937(seed), fanIn, fanOut);
      const expected = values[name] as number[];
      expect(weights.length).toBe(fanIn * fanOut);
      for (let i = 0; i < expected.length; i++)
        expect(Math.abs((weights[i] as number) - (expected[i] as number)), `${name}[${i}]`).toBeLessThan(1e-15);
    });
  }

  it("spreads the weights as the formulas say", () => {
    const fanIn = 300;
    const fanOut = 100;
    const std = { glorotUniform: 2 / 400, glorotNormal: 2 / 400, heUniform: 2 / 300, heNormal: 2 / 300 };
    const limit = { glorotUniform: Math.sqrt(6 / 400), heUniform: Math.sqrt(6 / 300), uniform: 0.05 };
    for (const [name, variance] of Object.entries(std)) {
      const found = spread(initialWeights(every[name] as Initializer, new MT19937(4), fanIn, fanOut));
      expect(Math.abs(found.std / Math.sqrt(variance) - 1), name).toBeLessThan(0.02);
      expect(Math.abs(found.mean), name).toBeLessThan(0.002);
    }
    for (const [name, largest] of Object.entries(limit)) {
      const found = spread(initialWeights(every[name] as Initializer, new MT19937(4), fanIn, fanOut));
      expect(found.largest, name).toBeLessThanOrEqual(largest);
      expect(found.largest, name).toBeGreaterThan(largest * 0.999);
    }
  });

  it("fills with zeros without drawing", () => {
    const rng = new MT19937(8);
    expect(initialWeights(initializers.zeros(), rng, 3, 2)).toEqual(new Float64Array(6));
    expect(rng.state()).toEqual(new MT19937(8).state());
  });

  it("draws one number a weight, and no more", () => {
    const rng = new MT19937(6);
    initialWeights(initializers.uniform({ limit: 1 }), rng, 3, 2);
    const next = new MT19937(6);
    for (let i = 0; i < 6; i++) next.random();
    expect(rng.random()).toBe(next.random());
  });

  it("stays finite as f32 at the largest std and mean allowed", () => {
    const weights = initialWeights(initializers.normal({ std: 1e37, mean: 1e37 }), new MT19937(1), 100, 100);
    expect(Float32Array.from(weights).every(Number.isFinite)).toBe(true);
  });

  it("refuses widths that are not whole numbers above 0, and more weights than memory holds", () => {
    const rng = new MT19937(1);
    for (const width of [0, -1, 1.5, Number.NaN, "3" as unknown as number]) {
      expectInvalid(
        () => initialWeights(initializers.normal(), rng, width, 2),
        /^fanIn: expected a whole number above 0/,
      );
      expectInvalid(() => initialWeights(initializers.normal(), rng, 2, width), /^fanOut/);
    }
    expect(() => initialWeights(initializers.normal(), rng, 2 ** 40, 2 ** 12)).toThrow(/room for 4096 x 1099511627776/);
  });
});

describe("validateInitializer", () => {
  it("gives back every initializer after a trip through JSON", () => {
    for (const initializer of [...Object.values(every), initializers.zeros(), initializers.normal()])
      expect(validateInitializer(JSON.parse(JSON.stringify(initializer)), "init")).toEqual(initializer);
  });

  it("copies, so that later changes to the source do not matter", () => {
    const source = { kind: "uniform", limit: 1 };
    const checked = validateInitializer(source, "init");
    source.limit = Number.NaN;
    expect(checked).toEqual({ kind: "uniform", limit: 1 });
  });

  it("refuses what is no initializer and names the field", () => {
    const bad: [unknown, RegExp][] = [
      [undefined, /^layers\[0\]\.init: expected an initializer/],
      ["normal", /^layers\[0\]\.init: expected an initializer such as normal\(\), got normal/],
      [[], /^layers\[0\]\.init\.kind/],
      [{}, /^layers\[0\]\.init\.kind: expected normal, uniform, .*got undefined/],
      [{ kind: "constructor" }, /\.kind/],
      [{ kind: "normal" }, /\.mean/],
      [{ kind: "normal", mean: 0, std: -0.1 }, /\.std: expected a number from 0 to 1e\+37, got -0.1/],
      [{ kind: "normal", mean: 0, std: "0.1" }, /\.std/],
      [{ kind: "normal", mean: 0, std: null }, /\.std/],
      [{ kind: "normal", mean: Number.NaN, std: 1 }, /\.mean/],
      [{ kind: "normal", mean: 0, std: 1, stddev: 2 }, /\.stddev: expected no such field for normal/],
      [{ kind: "uniform" }, /\.limit/],
      [{ kind: "uniform", limit: 1, std: 1 }, /\.std: expected no such field for uniform/],
      [{ kind: "heNormal", limit: 1 }, /\.limit: expected no such field for heNormal/],
    ];
    for (const [value, said] of bad) expectInvalid(() => validateInitializer(value, "layers[0].init"), said);
  });

  it("takes no spread at all, and the largest", () => {
    expect(initializers.uniform({ limit: 0 })).toEqual({ kind: "uniform", limit: 0 });
    expect(initializers.normal({ std: 0, mean: -1e37 })).toEqual({ kind: "normal", mean: -1e37, std: 0 });
    expect(initializers.uniform({ limit: 1e37 }).kind).toBe("uniform");
  });

  it("keeps what the host said of too many weights", () => {
    let caught: unknown;
    try {
      initialWeights(initializers.normal(), new MT19937(1), 2 ** 40, 2 ** 12);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject({ code: "out-of-memory", cause: expect.any(RangeError) });
  });

  it("holds the functions to the same ranges", () => {
    expectInvalid(() => initializers.normal(3 as never), /^options/);
    expectInvalid(() => initializers.normal({ std: -1 }), /^std/);
    expectInvalid(() => initializers.normal({ std: 1e38 }), /^std/);
    expectInvalid(() => initializers.normal({ mean: Number.POSITIVE_INFINITY }), /^mean/);
    expectInvalid(() => initializers.uniform({ limit: -1 }), /^limit/);
    expectInvalid(() => initializers.uniform(undefined as unknown as { limit: number }), /^limit/);
  });
});
