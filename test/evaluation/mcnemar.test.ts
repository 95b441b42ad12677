import { describe, expect, it } from "vitest";
import { mcnemarTest } from "../../src/evaluation/mcnemar.js";
import { expectError } from "../expect-error.js";
import { casesOf, expectNumber } from "./scikit-learn.js";

/** Rows that both get right, that neither does, and as many as asked that only one does. */
function predictions(onlyFirst: number, onlySecond: number): [labels: number[], first: number[], second: number[]] {
  const rows: [number, number, number][] = [
    [0, 0, 0],
    [1, 2, 0],
    [1, 0, 0],
    ...Array.from({ length: onlyFirst }, (): [number, number, number] => [2, 2, 1]),
    ...Array.from({ length: onlySecond }, (): [number, number, number] => [0, 1, 0]),
  ];
  return [rows.map(([label]) => label), rows.map(([, first]) => first), rows.map(([, , second]) => second)];
}

describe("mcnemarTest", () => {
  it.each(casesOf("mcnemar"))("has SciPy's p-value: $onlyFirst and $onlySecond", (one) => {
    const result = mcnemarTest(...predictions(one.onlyFirst, one.onlySecond));
    expect(result).toMatchObject({ onlyFirst: one.onlyFirst, onlySecond: one.onlySecond });
    if (one.onlyFirst + one.onlySecond < 25) {
      expect(result).toMatchObject({ method: "exact", statistic: Math.min(one.onlyFirst, one.onlySecond) });
      expectNumber(result.pValue / one.exact, 1);
    } else {
      expect(result.method).toBe("chiSquared");
      expectNumber(result.statistic, one.statistic);
      expectNumber(result.pValue / one.chiSquared, 1);
    }
  });

  it("is tried on both sides of the seam", () => {
    const discordant = casesOf("mcnemar").map(({ onlyFirst, onlySecond }) => onlyFirst + onlySecond);
    expect(discordant).toEqual(expect.arrayContaining([24, 25]));
  });

  it("refuses rows that do not pair up", () => {
    expectError(() => mcnemarTest([0, 1], [0, 1], [0]), "shape-mismatch", /^second predictions: expected 2/);
    expectError(() => mcnemarTest([0, 1], [0], [0, 1]), "shape-mismatch", /^predictions: expected 2/);
    expectError(() => mcnemarTest([0, 1], [0, 1], [0, 0.5]), "invalid-option", /^second predictions\[1\]: /);
    expectError(() => mcnemarTest([], [], []), "shape-mismatch", /^labels: expected at least 1 row/);
  });
});
