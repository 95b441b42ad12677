import { describe, expect, it } from "vitest";
import { oneVsRestRoc, type RocCurve, rocAuc, rocCurve } from "../../src/evaluation/roc.js";
import { macroAverageRoc } from "../../src/evaluation/roc-average.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumber, expectNumbers } from "./scikit-learn.js";

function areaUnder({ falsePositiveRate: x, truePositiveRate: y }: Omit<RocCurve, "thresholds" | "auc">): number {
  let area = 0;
  for (let i = 1; i < x.length; i++)
    area += (((x[i] as number) - (x[i - 1] as number)) * ((y[i] as number) + (y[i - 1] as number))) / 2;
  return area;
}

describe("rocCurve", () => {
  it.each(casesOf("roc"))("is scikit-learn's: $name", (one) => {
    const curve = rocCurve(one.labels, one.scores);
    expectNumbers(curve.falsePositiveRate, one.falsePositiveRate);
    expectNumbers(curve.truePositiveRate, one.truePositiveRate);
    expect(curve.thresholds[0]).toBe(Number.POSITIVE_INFINITY);
    expectNumbers(curve.thresholds.slice(1), one.thresholds.slice(1));
    expectNumber(curve.auc, one.auc);
  });

  it("takes probabilities in f32, and a hundred thousand rows with as many scores", () => {
    const labels = Uint8Array.from({ length: 200_000 }, (_, i) => i % 2);
    const scores = Float32Array.from(labels, (label, i) => label + i / 100_000);
    const { falsePositiveRate, auc } = rocCurve(labels, scores);
    expect(falsePositiveRate.length).toBeGreaterThan(100_000);
    expectNumber(auc, 0.875, "auc", 1e-4);
  });

  it("needs rows of both classes, and finite scores", () => {
    expectError(() => rocCurve([1, 1], [0, 1]), "invalid-option", /^labels: expected rows of class 1 and of others/);
    expectError(() => rocCurve([0, 0], [0, 1]), "invalid-option", /^labels: /);
    expectError(() => rocCurve([0, 1], [0, Number.POSITIVE_INFINITY]), "not-finite", /^scores: .*in row 1$/);
    expectError(() => rocCurve([0, 1], [0]), "shape-mismatch", /^scores: expected 2, one a row, got 1$/);
    expectError(() => rocCurve([0, 2], [0, 1]), "invalid-option", /^labels\[1\]: /);
    expectError(() => rocCurve([], []), "shape-mismatch", /^labels: expected at least 1 row/);
  });
});

describe("rocAuc", () => {
  it.each(casesOf("roc"))("of two classes is scikit-learn's: $name", ({ labels, scores, auc }) => {
    expectNumber(rocAuc(labels, scores), auc);
  });

  it.each(casesOf("oneVsRest"))("of each class against the rest is scikit-learn's: $name", (one) => {
    const { labels, scores, classes } = one;
    expectNumber(rocAuc(labels, scores, classes), one.macro);
    expectNumber(rocAuc(labels, scores, classes, "weighted"), one.weighted);
  });

  it("of two columns is that of one", () => {
    const ones = [0.25, 0.5, 0.875, 0.25, 0.125];
    const both = ones.flatMap((p) => [1 - p, p]);
    expect(rocAuc([0, 1, 1, 1, 0], both)).toBe(rocAuc([0, 1, 1, 1, 0], ones));
  });

  it("refuses a class without rows, an unknown average and scores of another width", () => {
    expectError(
      () => rocAuc([0, 1], [1, 0, 0, 0, 1, 0], 3),
      "invalid-option",
      /^labels: expected rows of class 2 and of others, got only one of the two$/,
    );
    expectError(() => rocAuc([0, 1], [0, 1], 2, "micro" as "macro"), "invalid-option", /^average: .*got micro$/);
    expectError(() => rocAuc([0, 1], [0, 1, 2], 2), "shape-mismatch", /^scores: expected 4 values/);
    expectError(() => rocAuc([0, 1], [0, 1], 1e10), "invalid-option", /^classes: /);
    expectError(() => rocAuc([0, 1], undefined as unknown as number[]), "invalid-option", /^scores: expected an array/);
  });
});

describe("oneVsRestRoc", () => {
  it.each(casesOf("oneVsRest"))("has scikit-learn's areas: $name", ({ labels, scores, classes, aucs }) => {
    const curves = oneVsRestRoc(labels, scores, classes);
    expectNumbers(
      curves.map((curve) => curve?.auc ?? Number.NaN),
      aucs,
    );
    for (const curve of curves) expectNumber(areaUnder(curve as RocCurve), curve?.auc as number);
  });

  it("has no curve for a class that none, or all, of the rows are of", () => {
    const curves = oneVsRestRoc([0, 2, 2], [1, 0, 0, 0, 0, 1, 0, 0, 1], 3);
    expect(curves.map((curve) => curve?.auc)).toEqual([1, undefined, 1]);
    expect(oneVsRestRoc([1], [0, 1], 2)).toEqual([undefined, undefined]);
  });
});

describe("macroAverageRoc", () => {
  it.each(casesOf("oneVsRest"))("is the mean of the curves at every rate: $name", (one) => {
    const curves = oneVsRestRoc(one.labels, one.scores, one.classes) as RocCurve[];
    const mean = macroAverageRoc(curves);
    expectNumbers(mean.falsePositiveRate, one.meanCurve.falsePositiveRate);
    expectNumbers(mean.truePositiveRate, one.meanCurve.truePositiveRate);
    expectNumber(mean.auc, one.macro);
    expectNumber(areaUnder(mean), one.macro);
  });

  it("of one curve is that curve, and of none is refused", () => {
    const curve = rocCurve([0, 1, 1, 0, 1], [1, 2, 3, 4, 5]);
    expectNumber(areaUnder(macroAverageRoc([curve])), curve.auc);
    expectError(() => macroAverageRoc([]), "shape-mismatch", /^curves: expected at least 1, got 0$/);
  });
});
