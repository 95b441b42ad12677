import { describe, expect, it, vi } from "vitest";
import { Mlp, oneHot, threshold } from "../../src/index.js";
import { expectError } from "../expect-error.js";

describe("threshold", () => {
  it("gives 1 from the bound on, 0 below", () => {
    expect(threshold([0.2, 0.5, 0.7, -1, Number.POSITIVE_INFINITY])).toEqual(Uint8Array.of(0, 1, 1, 0, 1));
    expect(threshold(Float32Array.of(-0.1, 0, 3), 0)).toEqual(Uint8Array.of(0, 1, 1));
    expect(threshold([])).toEqual(new Uint8Array(0));
  });

  it("makes of a sigmoid output what predict does", () => {
    const model = new Mlp({ inputs: 1, layers: [{ units: 1, activation: "sigmoid" }], loss: "mse", seed: 3 });
    const x = Float32Array.of(-3, -1, 0, 2, 5);
    expect([...threshold(model.predictProba(x))]).toEqual([...model.predict(x)]);
  });

  it("refuses what is no number, and a bound that is none", () => {
    expectError(() => threshold([1, Number.NaN]), "not-finite", /^values\[1\]: expected a number, got NaN/);
    expectError(() => threshold([1, "2" as unknown as number]), "invalid-option", /^values\[1\]/);
    expectError(() => threshold({ length: 2 ** 30 + 1 }), "invalid-option", /^values: expected at most 1073741824/);
    expectError(() => threshold(3 as unknown as number[]), "invalid-option", /^values: expected an array/);
    expectError(() => threshold(null as unknown as number[]), "invalid-option", /^values/);
    expectError(() => threshold([1], Number.NaN), "invalid-option", /^at: expected a finite number, got NaN/);
  });
});

describe("oneHot", () => {
  it("puts a 1 into the column of each label", () => {
    expect(oneHot([2, 0], 3)).toEqual(Float32Array.of(0, 0, 1, 1, 0, 0));
    expect(oneHot(Uint8Array.of(0), 1)).toEqual(Float32Array.of(1));
    expect(oneHot([], 4)).toEqual(new Float32Array(0));
  });

  it("refuses labels that are no class, and class counts that are none", () => {
    expectError(() => oneHot([0, 3], 3), "invalid-option", /^labels\[1\]: expected a class index from 0 to 2, got 3/);
    expectError(() => oneHot([-1], 3), "invalid-option", /^labels\[0\]/);
    expectError(() => oneHot([0.5], 3), "invalid-option", /^labels\[0\]/);
    expectError(() => oneHot([0], 0), "invalid-option", /^classes/);
    expectError(() => oneHot([0], Number.NaN), "invalid-option", /^classes/);
    expectError(() => oneHot("01" as unknown as number[], 2), "invalid-option", /^labels: expected an array/);
    expectError(() => oneHot({ length: -1 }, 2), "invalid-option", /^labels: expected an array/);
    expectError(() => oneHot([0, 1], 2 ** 40), "out-of-memory", /got 2199023255552/);
  });

  it("says for how much there is no memory, and what the host said", () => {
    const refusal = new RangeError("Array buffer allocation failed");
    class Refusing {
      constructor() {
        throw refusal;
      }
    }
    let caught: unknown;
    vi.stubGlobal("Float32Array", Refusing);
    try {
      oneHot([0, 1], 3);
    } catch (error) {
      caught = error;
    } finally {
      vi.unstubAllGlobals();
    }
    expect(caught).toMatchObject({ code: "out-of-memory", message: "expected room for 6 values, got none" });
    expect((caught as Error).cause).toBe(refusal);
  });
});
