import { describe, expect, it } from "vitest";
import { diabetes, diabetesFeatureNames } from "../../src/data/diabetes.js";
import { digestOf, fixture } from "./scikit-learn.js";

describe("diabetes", () => {
  it("is scikit-learn's table, unscaled", () => {
    expect(digestOf(diabetes())).toBe(fixture.diabetes);
  });

  it("has ten named columns and a target a row", () => {
    const { width, count, classes, targets = new Float32Array(), labels } = diabetes();
    expect([width, count, classes, targets.length, labels]).toEqual([
      diabetesFeatureNames.length,
      442,
      1,
      442,
      undefined,
    ]);
    expect(targets.reduce((sum, value) => sum + value, 0) / 442).toBeCloseTo(152.13, 2);
  });
});
