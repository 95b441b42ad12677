import { describe, it } from "vitest";
import { logLoss } from "../../src/evaluation/log-loss.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumber } from "./scikit-learn.js";

describe("logLoss", () => {
  it.each(casesOf("logLoss"))("is scikit-learn's in f64: $name", ({ labels, probabilities, classes, loss }) => {
    expectNumber(logLoss(labels, Float64Array.from(probabilities), classes), loss);
    expectNumber(logLoss(labels, probabilities, classes), loss);
  });

  it.each(casesOf("logLoss"))("clips f32 as scikit-learn does, and sums in f64: $name", (one) => {
    const loss = logLoss(one.labels, Float32Array.from(one.probabilities), one.classes);
    expectNumber(loss, one.lossOfF32);
    expectNumber(loss, one.lossInF32, "all in f32", 1e-6);
  });

  it("takes two columns as it takes one", () => {
    const [labels, ones] = [
      [0, 1, 1],
      [0.25, 0.5, 0.875],
    ];
    const both = Float64Array.from(ones.flatMap((p) => [1 - p, p]));
    expectNumber(logLoss(labels, both, 2), logLoss(labels, Float64Array.from(ones), 2));
    expectNumber(logLoss(labels, both, 2), -(Math.log(0.75) + Math.log(0.5) + Math.log(0.875)) / 3);
  });

  it("refuses what is no probability, naming row and column", () => {
    const labels = [0, 1];
    const loss = (...values: number[]): number => logLoss(labels, Float32Array.from(values), 2);
    expectError(() => loss(0.5, 0.5, Number.NaN, 1), "not-finite", /^probabilities: .*got NaN in row 1, column 0$/);
    expectError(() => loss(0.5, 0.5, 0, 1.5), "invalid-option", /^probabilities in row 1, column 1: .*got 1.5$/);
    expectError(() => loss(0.5, -0.5), "invalid-option", /^probabilities in row 1: .*got -0.5$/);
    expectError(() => loss(0.5, 0.5, 1), "shape-mismatch", /^probabilities: expected 4 values, .*got 3$/);
    expectError(() => logLoss([2], Float64Array.of(0, 1), 2), "invalid-option", /^labels\[0\]: /);
    expectError(() => logLoss([0], Float64Array.of(1), 1), "invalid-option", /^classes: expected 2 or more, got 1$/);
    expectError(() => logLoss([], new Float64Array(0), 2), "shape-mismatch", /^labels: expected at least 1 row/);
    const none = undefined as unknown as number[];
    expectError(() => logLoss(none, none, 2), "invalid-option", /^labels: expected an array, got undefined$/);
    expectError(() => logLoss([0], none, 2), "invalid-option", /^probabilities: expected an array, got undefined$/);
    const words = ["0.5", "0.5"] as unknown as number[];
    expectError(() => logLoss([0], words, 2), "not-finite", /^probabilities: /);
  });
});
