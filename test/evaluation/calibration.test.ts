import { describe, expect, it } from "vitest";
import { calibrationCurve, confidenceCurve, expectedCalibrationError } from "../../src/evaluation/calibration.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumber, expectNumbers } from "./scikit-learn.js";

describe("calibrationCurve", () => {
  it.each(casesOf("calibration"))("is scikit-learn's: $name", (one) => {
    const curve = calibrationCurve(one.labels, Float64Array.from(one.probabilities), one.bins);
    expectNumbers(
      curve.map(({ frequency }) => frequency),
      one.frequency,
    );
    expectNumbers(
      curve.map(({ probability }) => probability),
      one.probability,
    );
    expect(curve.map(({ count }) => count)).toEqual(one.counts);
    expectNumber(expectedCalibrationError(curve), one.error);
  });

  it("puts every probability between the edges of its bin", () => {
    for (const bins of [1, 2, 3, 7, 10, 49, 100])
      for (let i = 0; i <= 2 * bins; i++) {
        const [bin] = calibrationCurve([1], [i / (2 * bins)], bins);
        expect(bin?.probability).toBeLessThanOrEqual(bin?.high as number);
        expect(i === 0 || (bin?.probability as number) > (bin?.low as number)).toBe(true);
      }
  });

  it("takes five bins unless told otherwise, and refuses what no row could fill", () => {
    expect(calibrationCurve([0, 1], [0, 1])).toEqual([
      { low: 0, high: 0.2, count: 1, probability: 0, frequency: 0 },
      { low: 0.8, high: 1, count: 1, probability: 1, frequency: 1 },
    ]);
    for (const bins of [0, -1, 2.5, Number.NaN, 1e9])
      expectError(() => calibrationCurve([0], [0], bins), "invalid-option", /^bins: expected a whole number from 1 to/);
    expectError(() => calibrationCurve([2], [0]), "invalid-option", /^labels\[0\]: expected a class index from 0 to 1/);
    expectError(() => calibrationCurve([1], [1.01]), "invalid-option", /^probabilities in row 0: /);
    expectError(() => calibrationCurve([1], [Number.NaN]), "not-finite", /^probabilities: /);
    expectError(() => calibrationCurve([1, 0], [1]), "shape-mismatch", /^probabilities: /);
    expectError(() => calibrationCurve([], []), "shape-mismatch", /^labels: /);
  });
});

describe("confidenceCurve", () => {
  it("bins the largest probability of each row, the first of equal ones, and whether it was right", () => {
    const probabilities = Float32Array.of(0.5, 0.25, 0.25, 0.25, 0.375, 0.375, 0.125, 0.125, 0.75);
    expect(confidenceCurve([0, 2, 2], probabilities, 3, 2)).toEqual([
      { low: 0, high: 0.5, count: 2, probability: 0.4375, frequency: 0.5 },
      { low: 0.5, high: 1, count: 1, probability: 0.75, frequency: 1 },
    ]);
    expect(expectedCalibrationError(confidenceCurve([0, 2, 2], probabilities, 3, 2))).toBe((2 * 0.0625 + 0.25) / 3);
  });

  it("refuses wrong widths, labels out of range and outputs that are no probabilities", () => {
    expectError(() => confidenceCurve([0], [1, 0], 3), "shape-mismatch", /^probabilities: expected 3 values/);
    expectError(() => confidenceCurve([3], [1, 0, 0], 3), "invalid-option", /^labels\[0\]: /);
    expectError(() => confidenceCurve([0], [2, 0, 0], 3), "invalid-option", /^probabilities in row 0, column 0: /);
    expectError(() => expectedCalibrationError([]), "shape-mismatch", /^curve: expected at least 1 bin, got 0$/);
  });
});
