import { describe, expect, it } from "vitest";
import { accuracy, cohenKappa, confusionMatrix, matthewsCorrelation } from "../../src/evaluation/metrics.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumber } from "./scikit-learn.js";

describe("confusionMatrix", () => {
  it.each(casesOf("classification"))("is scikit-learn's: $name", ({ labels, predictions, classes, counts }) => {
    expect(confusionMatrix(labels, predictions, classes).map((row) => [...row])).toEqual(counts);
  });

  it("is all zeros without rows and takes typed arrays", () => {
    expect(confusionMatrix([], [], 2)).toEqual([Uint32Array.of(0, 0), Uint32Array.of(0, 0)]);
    const counts = confusionMatrix(Uint8Array.of(1, 1, 0), Uint32Array.of(0, 1, 0), 2);
    expect(counts).toEqual([Uint32Array.of(1, 0), Uint32Array.of(1, 1)]);
  });

  it("refuses counts of classes no matrix could hold", () => {
    for (const classes of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e9, "3" as unknown as number])
      expectError(() => confusionMatrix([], [], classes), "invalid-option", /^classes: expected a whole number from 1/);
  });

  it("refuses what is no pair of class indices, naming the row", () => {
    expectError(() => confusionMatrix([0, 1], [0], 2), "shape-mismatch", /^predictions: expected 2, one a row, got 1$/);
    expectError(
      () => confusionMatrix([0, 2], [0, 1], 2),
      "invalid-option",
      /^labels\[1\]: expected a class index from 0 to 1, got 2$/,
    );
    expectError(() => confusionMatrix([0, 1], [0, -1], 2), "invalid-option", /^predictions\[1\]: .*got -1$/);
    expectError(() => confusionMatrix([0, Number.NaN], [0, 1], 2), "invalid-option", /^labels\[1\]: .*got NaN$/);
    for (const nothing of [undefined, null, 3, {}, { length: -1 }, "01", new Set([1])])
      expectError(
        () => confusionMatrix(nothing as unknown as number[], [0], 2),
        "invalid-option",
        /^labels: expected an array/,
      );
  });
});

describe("accuracy, Matthews correlation and kappa", () => {
  it.each(casesOf("classification"))("are scikit-learn's: $name", (one) => {
    const { labels, predictions, classes } = one;
    expectNumber(accuracy(labels, predictions), one.accuracy);
    expectNumber(matthewsCorrelation(labels, predictions, classes), one.matthews);
    expectNumber(cohenKappa(labels, predictions, classes), one.kappa ?? 0);
  });

  it("give 0 where all is of one class, which tells nothing", () => {
    expect(casesOf("classification").filter(({ kappa }) => kappa === null)).toHaveLength(1);
    expect(matthewsCorrelation([1, 1], [1, 1], 2)).toBe(0);
    expect(cohenKappa([1, 1], [1, 1], 2)).toBe(0);
  });

  it("need a row", () => {
    for (const score of [accuracy, matthewsCorrelation, cohenKappa])
      expectError(() => score([], [], 2), "shape-mismatch", /^labels: expected at least 1 row, got 0$/);
  });

  it("stay exact for as many rows as f64 sums hold", () => {
    const labels = Uint8Array.from({ length: 100_000 }, (_, i) => i % 2);
    const predictions = labels.map((label, i) => (i < 50_000 ? label : 1 - label));
    expect([accuracy(labels, predictions), matthewsCorrelation(labels, predictions, 2)]).toEqual([0.5, 0]);
  });
});
