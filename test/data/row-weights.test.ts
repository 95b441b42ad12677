import { describe, expect, it } from "vitest";
import { rowWeights } from "../../src/data/row-weights.js";
import { dataset } from "../../src/index.js";
import { expectError } from "../expect-error.js";

const data = dataset({ features: new Float32Array(6), width: 1, labels: [0, 1, 1, 3, 1, 0], classes: 4 });
const targets = dataset({ features: new Float32Array(2), width: 1, targets: Float32Array.of(1, 2) });

describe("rowWeights", () => {
  it("are those of the samples times those of their classes, and none where none are given", () => {
    expect(rowWeights(data, {})).toBeUndefined();
    const sampleWeights = [1, 2, 3, 4, 5, 0];
    const classWeights = [10, 0.5, 7, 2];
    expect(rowWeights(data, { sampleWeights })).toEqual(Float64Array.of(1, 2, 3, 4, 5, 0));
    expect(rowWeights(data, { classWeights })).toEqual(Float64Array.of(10, 0.5, 0.5, 2, 0.5, 10));
    expect(rowWeights(data, { sampleWeights, classWeights })).toEqual(Float64Array.of(10, 1, 1.5, 8, 2.5, 0));
    expect(rowWeights(targets, { sampleWeights: Float32Array.of(0.5, 2) })).toEqual(Float64Array.of(0.5, 2));
  });

  it("balanced give every class that occurs the same sum, and rows a mean of 1", () => {
    // compute_sample_weight("balanced", [0, 1, 1, 3, 1, 0]) of scikit-learn 1.2.1.
    const weights = rowWeights(data, { classWeights: "balanced" }) as Float64Array;
    expect([...weights]).toEqual([1, 2 / 3, 2 / 3, 2, 2 / 3, 1]);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(6, 12);
  });

  it("refuse what is no weight, too few of them, and none above 0", () => {
    const refuse = (options: object, code: "invalid-option" | "shape-mismatch" | "not-finite", said: RegExp): void =>
      expectError(() => rowWeights(data, options), code, said);
    refuse({ sampleWeights: [1, 2] }, "shape-mismatch", /^sampleWeights: expected 6 numbers, got 2/);
    refuse({ classWeights: [1, 2, 3] }, "shape-mismatch", /^classWeights: expected 4 numbers, got 3/);
    refuse({ classWeights: "even" }, "invalid-option", /^classWeights: expected an array of numbers, got even/);
    refuse({ classWeights: null }, "invalid-option", /^classWeights/);
    refuse({ sampleWeights: 3 }, "invalid-option", /^sampleWeights/);
    refuse({ classWeights: [1, 2, -1, 1] }, "invalid-option", /^classWeights\[2\]: expected a number from 0 to 1/);
    refuse({ classWeights: [1, 2, "1", 1] }, "invalid-option", /^classWeights\[2\]/);
    refuse({ classWeights: [1, 1e30, 1, 1] }, "invalid-option", /^classWeights\[1\]/);
    refuse({ classWeights: [1, Number.NaN, 1, 1] }, "not-finite", /^classWeights\[1\]/);
    refuse({ sampleWeights: [1, 1, 1, 1, 1, Number.POSITIVE_INFINITY] }, "not-finite", /^sampleWeights\[5\]/);
    refuse({ classWeights: [0, 0, 5, 0] }, "invalid-option", /^weights: expected at least one row above 0/);
    expectError(() => rowWeights(targets, { classWeights: [1, 2] }), "invalid-option", /labels/);
  });
});
