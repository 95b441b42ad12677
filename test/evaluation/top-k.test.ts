import { describe, expect, it } from "vitest";
import { topKAccuracy } from "../../src/evaluation/top-k.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumbers } from "./scikit-learn.js";

describe("topKAccuracy", () => {
  it.each(casesOf("topK"))("is scikit-learn's for every k: $name", ({ labels, scores, classes, shares }) => {
    const got = shares.map((_, i) => topKAccuracy(labels, scores, classes, i + 1));
    expectNumbers(got, shares);
    expect(got.at(-1)).toBe(1);
  });

  it("refuses a k there is not, and scores that are none", () => {
    for (const k of [0, 4, 1.5, Number.NaN])
      expectError(
        () => topKAccuracy([0], [1, 2, 3], 3, k),
        "invalid-option",
        /^k: expected a whole number from 1 to 3/,
      );
    expectError(() => topKAccuracy([0], [1, Number.NaN, 3], 3, 1), "not-finite", /^scores: .*row 0, column 1$/);
    expectError(() => topKAccuracy([0], [1, 2], 3, 1), "shape-mismatch", /^scores: /);
    expectError(() => topKAccuracy([3], [1, 2, 3], 3, 1), "invalid-option", /^labels\[0\]: /);
    expectError(() => topKAccuracy([], [], 3, 1), "shape-mismatch", /^labels: /);
  });
});
