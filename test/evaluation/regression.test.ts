import { describe, expect, it } from "vitest";
import { meanAbsoluteError, meanSquaredError, r2Score } from "../../src/evaluation/regression.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumber } from "./scikit-learn.js";

describe("the regression metrics", () => {
  it.each(casesOf("regression"))("are scikit-learn's: $name", (one) => {
    expectNumber(meanSquaredError(one.targets, one.predictions), one.meanSquaredError);
    expectNumber(meanAbsoluteError(one.targets, one.predictions), one.meanAbsoluteError);
    expectNumber(r2Score(one.targets, one.predictions, one.outputs), one.r2);
  });

  it("do not take the rounding of a mean for a spread", () => {
    const targets = new Float64Array(3).fill(0.1);
    expect(r2Score(targets, targets)).toBe(1);
    expect(r2Score(targets, [0.1, 0.1, 0.2])).toBe(0);
  });

  it("refuse arrays that do not pair up, and numbers that are not finite", () => {
    for (const score of [meanSquaredError, meanAbsoluteError, r2Score]) {
      expectError(() => score([1, 2], [1]), "shape-mismatch", /^predictions: expected 2 values/);
      expectError(() => score([1, 2], [1, Number.NaN]), "not-finite", /^predictions: .*got NaN in row 1$/);
      expectError(() => score([1, Number.NEGATIVE_INFINITY], [1, 2]), "not-finite", /^targets: /);
      expectError(() => score([], []), "shape-mismatch", /^targets: expected at least 1 row/);
      expectError(() => score([1, 2], null as unknown as number[]), "invalid-option", /^predictions: /);
    }
    expectError(() => r2Score([1], [1]), "shape-mismatch", /^targets: expected 2 rows or more, got 1$/);
    expectError(() => r2Score([1, 2, 3], [1, 2, 3], 2), "shape-mismatch", /^targets: expected a multiple of 2/);
    expectError(() => r2Score([1, 2], [1, 2], 0), "invalid-option", /^outputs: /);
  });
});
