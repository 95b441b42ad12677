import { describe, expect, it } from "vitest";
import { wilsonInterval } from "../../src/evaluation/intervals.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumbers } from "./scikit-learn.js";

describe("wilsonInterval", () => {
  it.each(casesOf("intervals"))("is SciPy's: $correct of $total, $confidence", (one) => {
    const { low, high } = wilsonInterval(one.correct, one.total, one.confidence);
    expectNumbers([low, high], one.interval);
  });

  it("takes 95 % unless told otherwise, and holds the share within 0 and 1", () => {
    expect(wilsonInterval(50, 100)).toEqual(wilsonInterval(50, 100, 0.95));
    expect(wilsonInterval(0, 5).low).toBe(0);
    expect(wilsonInterval(5, 5).high).toBe(1);
    for (let correct = 0; correct <= 40; correct++) {
      const { low, high } = wilsonInterval(correct, 40);
      expect(low).toBeLessThanOrEqual(correct / 40);
      expect(high).toBeGreaterThanOrEqual(correct / 40);
    }
  });

  it("refuses counts that are none and a confidence beyond its ends", () => {
    for (const correct of [-1, 11, 0.5, Number.NaN])
      expectError(
        () => wilsonInterval(correct, 10),
        "invalid-option",
        /^correct: expected a whole number from 0 to 10/,
      );
    for (const total of [0, -1, 1.5, Number.POSITIVE_INFINITY])
      expectError(() => wilsonInterval(0, total), "invalid-option", /^total: expected a whole number above 0/);
    for (const confidence of [0, 1, 95, Number.NaN, "0.9" as unknown as number])
      expectError(() => wilsonInterval(1, 2, confidence), "invalid-option", /^confidence: expected a number between/);
  });
});
