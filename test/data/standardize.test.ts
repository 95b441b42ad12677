import { describe, expect, it } from "vitest";
import { dataset } from "../../src/data/dataset.js";
import { measureStandardization, type Standardization, standardize } from "../../src/data/standardize.js";
import { expectError } from "../expect-error.js";
import { fixture } from "./scikit-learn.js";

const labelled = (features: Float32Array | Float64Array | Uint8Array, width: number) =>
  dataset({ features, width, labels: new Uint8Array(features.length / width) });

/** Rounding differs with the order of sums: 1e-12 of the largest value of a column's size. */
function expectClose(got: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs((got[i] as number) - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  });
}

describe("standardize equals scikit-learn's StandardScaler", () => {
  it.each(fixture.standardized)("$name", ({ name, width, fittedOn, appliedTo, mean, std, result }) => {
    const by = measureStandardization(labelled(Float64Array.from(fittedOn), width));
    expectClose(by.mean, mean, 1e-14);
    expectClose(by.std, std, 1e-12);
    const { features } = standardize(labelled(Float64Array.from(appliedTo), width), by);
    expect(features).toBeInstanceOf(Float64Array);
    // A mean near 1e8 is rounded at 1.5e-8.
    expectClose(features, result, name.startsWith("columns far") ? 1e-7 : 1e-12);
  });
});

describe("standardize", () => {
  it("gives columns of mean 0 and standard deviation 1, and leaves the data set it was given alone", () => {
    const data = labelled(Float32Array.of(1, 5, 2, 5, 6, 5), 2);
    const standard = standardize(data);
    expect([...data.features]).toEqual([1, 5, 2, 5, 6, 5]);
    expect(standard.features).toBeInstanceOf(Float32Array);
    const { mean, std } = measureStandardization(standard);
    expect(mean[0]).toBeCloseTo(0, 7);
    expect(std).toEqual([expect.closeTo(1, 7), 1]);
    expect([standard.features[1], standard.features[3], standard.labels]).toEqual([0, 0, data.labels]);
  });

  it("reads bytes through their scale and shift", () => {
    const bytes = dataset({ features: Uint8Array.of(0, 10, 20), width: 1, labels: [0, 0, 1], scale: 0.5, shift: -2 });
    expect(measureStandardization(bytes)).toEqual({ mean: [3], std: [Math.sqrt(50 / 3)] });
    const standard = standardize(bytes);
    expect([standard.scale, standard.shift]).toEqual([1, 0]);
    expect([...standard.features]).toEqual([-5, 0, 5].map((value) => Math.fround(value / Math.sqrt(50 / 3))));
  });

  it("makes good what the rounding of the mean takes from the variance", () => {
    // Of 0, 2 and 20 above 1e16, whose neighbours are 2 away, the sum is rounded, the mean to 6; the variance is 728 / 9.
    const { mean, std } = measureStandardization(labelled(Float64Array.of(1e16, 1e16 + 2, 1e16 + 20), 1));
    expect(mean).toEqual([1e16 + 6]);
    expect(std).toEqual([expect.closeTo(Math.sqrt(728 / 9), 12)]);
  });

  it("takes as constant what differs by rounding alone, however small the numbers", () => {
    const stdOf = (...column: number[]): readonly number[] =>
      measureStandardization(labelled(Float64Array.from(column), 1)).std;
    expect(stdOf(1e16, 1e16, 1e16 + 2)).toEqual([1]);
    expect(stdOf(-1e-9, 1e-9)).toEqual([1e-9]);
  });

  it("refuses no rows, another width, a deviation of 0, and numbers that leave f32", () => {
    const one = labelled(Float32Array.of(1, 2), 2);
    const refuse = (by: unknown) => () => standardize(one, by as Standardization);
    expectError(() => standardize(labelled(new Float32Array(), 2)), "invalid-option", /at least one row, got 0 rows/);
    expectError(refuse({ mean: [0], std: [1] }), "shape-mismatch", /mean: expected 2 numbers, one a column, got 1/);
    expectError(
      refuse({ mean: [0, 0], std: [1, 0] }),
      "invalid-option",
      /std\[1\]: expected a finite number above 0, got 0/,
    );
    expectError(
      refuse({ mean: [0, Number.NaN], std: [1, 1] }),
      "invalid-option",
      /mean\[1\]: expected a finite number, got NaN/,
    );
    expectError(refuse({}), "shape-mismatch", /mean: expected 2 numbers, one a column, got undefined/);
    expectError(refuse("both"), "invalid-option", /by: expected what measureStandardization gives, got/);
    const spoilt = labelled(Float32Array.of(1, 2), 1);
    spoilt.features[1] = Number.NaN;
    expectError(() => measureStandardization(spoilt), "not-finite", /^column 0: expected a finite variance, got NaN/);
    expectError(refuse(null), "invalid-option", /by: expected what measureStandardization gives, got null/);
    expectError(refuse({ mean: [0, 0], std: [1e-40, 1] }), "not-finite", /standardized features/);
  });
});
