import { describe, expect, it } from "vitest";
import { reportOfCounts } from "../../src/evaluation/classification.js";
import { classScoreTable } from "../../src/report/class-scores.js";
import { faultIn } from "./well-formed.js";

const counts = [
  [50, 2, 0, 0],
  [1, 39, 10, 0],
  [0, 0, 0, 0],
  [0, 0, 0, 0],
];
const classes = ["cat", "<dog>", "emu", "fox"];

/** The text of all cells, row by row. */
function cells(table: string): string[][] {
  expect(faultIn(table)).toBeUndefined();
  return [...table.matchAll(/<tr>(.*?)<\/tr>/g)].map((row) =>
    [...(row[1] as string).matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map((cell) => cell[1] as string),
  );
}

describe("classScoreTable", () => {
  it("shows the scores of every class and their means, a dash where there is nothing to divide by", () => {
    expect(cells(classScoreTable(reportOfCounts(counts), classes))).toEqual([
      ["Class", "Precision (%)", "Recall (%)", "F1 (%)", "Rows"],
      ["cat", "98.0", "96.2", "97.1", "52"],
      ["&lt;dog&gt;", "95.1", "78.0", "85.7", "50"],
      ["emu", "0.0", "–", "0.0", "0"],
      ["fox", "–", "–", "–", "0"],
      ["Mean of classes", "48.3", "43.5", "45.7", "102"],
      ["Mean by rows", "96.6", "87.3", "91.5", "102"],
    ]);
  });

  it("shows areas under the ROC curves where it is given them, and their means", () => {
    const table = cells(classScoreTable(reportOfCounts(counts), classes, [0.9, 1, undefined, undefined]));
    expect(table.map((row) => row.at(-2))).toEqual(["ROC AUC", "0.9000", "1.0000", "–", "–", "0.9500", "0.9490"]);
    const none = cells(
      classScoreTable(
        reportOfCounts(counts),
        classes,
        classes.map(() => undefined),
      ),
    );
    expect(none.at(-1)?.at(-2)).toBe("–");
  });

  it("lists those with the lowest F1 when there are too many, the means of all below", () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      Array.from({ length: 60 }, (_, j) => (i === j ? 100 - i : i === 0 && j < 59 ? 1 : 0)),
    );
    const names = many.map((_, i) => `class ${i}`);
    const table = classScoreTable(reportOfCounts(many), names);
    const rows = cells(table);
    expect(table).toContain("The 26 of 60 classes with the lowest F1");
    expect(rows).toHaveLength(1 + 26 + 2);
    expect(rows[1]?.[0]).toBe("class 0");
    expect(rows.at(-1)?.at(-1)).toBe("4,288");
  });
});
