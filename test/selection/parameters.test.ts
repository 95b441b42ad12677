/** Grids and draws of parameters. */
import { describe, expect, it } from "vitest";
import {
  integerBetween,
  logUniformBetween,
  parameterGrid,
  parameterSamples,
  type Ranges,
  uniformBetween,
} from "../../src/index.js";
import { expectError } from "../expect-error.js";

describe("parameterGrid", () => {
  it("gives all combinations, the last parameter changing fastest", () => {
    expect(parameterGrid({ a: [1, 2], b: ["x", "y", "z"] })).toEqual([
      { a: 1, b: "x" },
      { a: 1, b: "y" },
      { a: 1, b: "z" },
      { a: 2, b: "x" },
      { a: 2, b: "y" },
      { a: 2, b: "z" },
    ]);
    expect(parameterGrid({})).toEqual([{}]);
    expect(parameterGrid({ layers: [[1, 2], []] })).toEqual([{ layers: [1, 2] }, { layers: [] }]);
  });

  it("refuses what is no grid, and what nobody waits for", () => {
    for (const grid of [null, [1], "a", { a: 3 }, { a: [] }])
      expectError(() => parameterGrid(grid as never), "invalid-option", /^grid/);
    const thousand = Array.from({ length: 1025 }, (_, i) => i);
    expectError(() => parameterGrid({ a: thousand, b: thousand }), "invalid-option", /^grid: expected at most 1048576/);
  });
});

describe("parameterSamples", () => {
  const drawn = (range: Ranges<{ x: number }>["x"], seed = 1): number[] =>
    parameterSamples<{ x: number }>({ x: range }, { trials: 4000, seed }).map(({ x }) => x);
  const median = (values: number[]): number => values.toSorted((a, b) => a - b)[2000] as number;

  it("draws from ranges, evenly, evenly by logarithm, or whole numbers", () => {
    const even = drawn(uniformBetween(-1, 3));
    expect([Math.min(...even) >= -1, Math.max(...even) <= 3]).toEqual([true, true]);
    expect(median(even)).toBeCloseTo(1, 0.9);
    const byLog = drawn(logUniformBetween(1e-4, 1));
    expect([Math.min(...byLog) >= 1e-4, Math.max(...byLog) <= 1]).toEqual([true, true]);
    expect(median(byLog) / 1e-2).toBeGreaterThan(0.8);
    expect(median(byLog) / 1e-2).toBeLessThan(1.25);
    const whole = drawn(integerBetween(2, 5));
    expect([2, 3, 4, 5].map((value) => whole.filter((each) => each === value).length).every((n) => n > 900)).toBe(true);
    expect(new Set(whole).size).toBe(4);
    expect(new Set(drawn(uniformBetween(7, 7)))).toEqual(new Set([7]));
  });

  // NumPy: exp(uniform(log(1e-4), log(1e-1))), randint(10, 101), choice by randint(0, 2) of RandomState(42).
  it("gives these numbers for this seed, on every host", () => {
    const ranges = { rate: logUniformBetween(1e-4, 1e-1), units: integerBetween(10, 100), kind: ["a", "b"] };
    expect(parameterSamples<{ rate: number; units: number; kind: string }>(ranges, { trials: 2, seed: 42 })).toEqual([
      { rate: 0.0013292918943162175, units: 24, kind: "a" },
      { rate: 0.021830968390524612, units: 30, kind: "a" },
    ]);
  });

  it("draws no combination twice where all are lists", () => {
    const lists = { a: [1, 2, 3], b: ["x", "y"] };
    const all = parameterSamples<{ a: number; b: string }>(lists, { trials: 6, seed: 3 });
    expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(6);
    expect(all).not.toEqual(parameterGrid(lists));
    expectError(() => parameterSamples(lists, { trials: 7 }), "invalid-option", /^trials: expected at most the 6/);
  });

  it("refuses what cannot be drawn from", () => {
    for (const trials of [0, 1.5, "3", undefined])
      expectError(() => parameterSamples({ a: [1] }, { trials: trials as number }), "invalid-option", /^trials/);
    expectError(() => parameterSamples({ a: [1] }, { trials: 1, seed: -1 }), "invalid-option", /^seed/);
    for (const range of [3, null, [], { kind: "normal", low: 0, high: 1 }])
      expectError(() => parameterSamples({ a: range as never }, { trials: 1 }), "invalid-option", /^ranges\.a/);
    expectError(() => uniformBetween(1, 0), "invalid-option", /^high/);
    expectError(() => uniformBetween(Number.NaN, 0), "invalid-option", /^low/);
    expectError(() => uniformBetween(-Number.MAX_VALUE, Number.MAX_VALUE), "invalid-option", /^high/);
    expectError(() => logUniformBetween(0, 1), "invalid-option", /^low: expected a number above 0/);
    expectError(() => integerBetween(0, 1.5), "invalid-option", /^high/);
    expectError(() => integerBetween(0, 2 ** 40), "invalid-option", /^high/);
    const byHand = { kind: "logUniform", low: -1, high: 1 } as const;
    expectError(() => parameterSamples<{ a: number }>({ a: byHand }, { trials: 1 }), "invalid-option", /low/);
  });
});
