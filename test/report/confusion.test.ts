import { describe, expect, it } from "vitest";
import { accuracyOf, confusedPairs, confusionTable } from "../../src/report/confusion.js";
import { faultIn } from "./well-formed.js";

const counts = [
  [50, 2, 0],
  [1, 39, 10],
  [0, 0, 0],
];
const classes = ["cat", "dog", "emu"];

/** The text of all cells, row by row. */
function cells(table: string): string[][] {
  return [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map((row) =>
    [...(row[1] as string).matchAll(/<t[dh][^>]*>(.*?)<\/t[dh]>/g)].map((cell) => cell[1] as string),
  );
}

describe("accuracyOf", () => {
  it("counts the diagonal", () => {
    expect(accuracyOf(counts)).toEqual({ total: 102, correct: 89, share: 89 / 102 });
    expect(accuracyOf([]).total).toBe(0);
  });
});

describe("confusionTable", () => {
  it("shows true classes as rows, predicted ones as columns, with recall and precision", () => {
    const table = confusionTable(counts, classes);
    expect(faultIn(table)).toBeUndefined();
    expect(cells(table).slice(1)).toEqual([
      ["True class", "cat", "dog", "emu", "Recall (%)"],
      ["cat", "50", "2", "0", "96.2"],
      ["dog", "1", "39", "10", "78.0"],
      ["emu", "0", "0", "0", "–"],
      ["Precision (%)", "98", "95", "0", ""],
    ]);
  });

  it("shades right and wrong answers apart, each by its own largest, never beyond 0.4", () => {
    const table = confusionTable(counts, classes);
    const shades = [...table.matchAll(/class="(right|wrong)" style="--a:([\d.]+)">(\d+)/g)].map((m) => [
      m[1],
      Number(m[2]),
      m[3],
    ]);
    expect(shades).toEqual([
      ["right", 0.4, "50"],
      ["wrong", 0.21, "2"],
      ["wrong", 0.17, "1"],
      ["right", 0.36, "39"],
      ["wrong", 0.4, "10"],
    ]);
  });

  it("turns long column heads and escapes names", () => {
    const table = confusionTable(counts, ["<b>cat</b>", "dog & co", "emu"]);
    expect(faultIn(table)).toBeUndefined();
    expect(table).toContain('class="turned">&lt;b&gt;cat&lt;/b&gt;');
    expect(table).toContain('<th scope="row">dog &amp; co</th>');
  });

  it("lists the classes recalled worst when there are too many for a matrix", () => {
    const many = Array.from({ length: 200 }, (_, i) =>
      Array.from({ length: 200 }, (_, j) => (i === j ? i : i === 150 ? 1 : 0)),
    );
    const table = confusionTable(
      many,
      many.map((_, i) => `class ${i}`),
    );
    expect(faultIn(table)).toBeUndefined();
    expect(table.length).toBeLessThan(6000);
    expect(table).toContain("The 26 of 200 classes with the lowest recall");
    expect(cells(table)[1]).toEqual(["class 150", "349", "150", "43.0\u00a0%"]);
  });
});

describe("confusedPairs", () => {
  it("names the largest mistakes first", () => {
    expect(confusedPairs(counts, classes)).toBe(
      "Most often confused: dog taken for emu (10 times), cat taken for dog (2 times), dog taken for cat (once).",
    );
    expect(
      confusedPairs(
        [
          [4, 0],
          [0, 5],
        ],
        ["a", "b"],
      ),
    ).toBe("No class was taken for another.");
  });
});
