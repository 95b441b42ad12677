import { describe, expect, it } from "vitest";
import { type Average, classificationReport, f1Score, precision, recall } from "../../src/evaluation/classification.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumber, expectNumbers } from "./scikit-learn.js";

describe("classificationReport", () => {
  it.each(casesOf("classification"))("is scikit-learn's: $name", (one) => {
    const report = classificationReport(one.labels, one.predictions, one.classes);
    for (const name of ["precision", "recall", "f1", "support"] as const)
      expectNumbers(
        report.classes.map((score) => score[name]),
        one[name],
      );
    const columns = one.counts.map((_, k) => one.counts.reduce((sum, row) => sum + (row[k] as number), 0));
    expect(report.classes.map(({ predicted }) => predicted)).toEqual(columns);
    for (const average of ["macro", "weighted"] as const) {
      const { precision, recall, f1 } = report[average];
      expectNumbers([precision, recall, f1], one.averages[average] as [number, number, number]);
    }
    expectNumber(report.accuracy, one.accuracy);
    expect(report.support).toBe(one.labels.length);
  });

  it("is plain data: it survives a trip through JSON", () => {
    const report = classificationReport([0, 1, 1], [0, 1, 0], 2);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });
});

describe("precision, recall and f1Score", () => {
  it.each(casesOf("classification"))("average as scikit-learn does: $name", (one) => {
    const { labels, predictions, classes } = one;
    expect(Object.keys(one.averages).length).toBe(classes === 2 ? 4 : 3);
    for (const [average, expected] of Object.entries(one.averages))
      expectNumbers(
        [precision, recall, f1Score].map((score) => score(labels, predictions, classes, average as Average)),
        expected,
      );
  });

  it("take two classes, and of them class 1, unless told otherwise", () => {
    const [labels, predictions] = [
      [0, 1, 1, 1],
      [1, 1, 0, 0],
    ];
    expect(precision(labels, predictions)).toBe(1 / 2);
    expect(recall(labels, predictions)).toBe(1 / 3);
    expect(f1Score(labels, predictions)).toBe(2 / 5);
  });

  it("refuse an average that is none, or not for so many classes", () => {
    expectError(
      () => f1Score([0, 2], [0, 1], 3),
      "invalid-option",
      /^average: expected micro, macro or weighted for 3 classes, got binary$/,
    );
    expectError(() => recall([0], [0], 2, "samples" as Average), "invalid-option", /^average: .*got samples$/);
    expectError(() => recall([0], [0], 2, "toString" as Average), "invalid-option", /^average: /);
    expectError(() => precision([], []), "shape-mismatch", /^labels: expected at least 1 row/);
    expectError(() => precision([0, 1], [0, 2]), "invalid-option", /^predictions\[1\]: /);
  });
});
