/** The reader of the chapter's pages: what it takes and what it refuses. */
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  drawnFigures,
  exampleBlocks,
  exampleNames,
  figureComplaints,
  isPrinted,
  pageComplaints,
  root,
} from "../../scripts/chapter.mjs";

describe("a quote of an example's output", () => {
  const output = "first 1\n  second 0.25 in 3.1 s\nthird\n\nlast";

  it("is printed where its lines follow each other in the output", () => {
    expect(isPrinted("first 1\n  second 0.25 in 3.1 s", output)).toBe(true);
    expect(isPrinted("third\n\nlast", output)).toBe(true);
    expect(isPrinted("first 1\nthird", output)).toBe(false);
    expect(isPrinted("first", output)).toBe(false);
    expect(isPrinted("  second 0x25 in 3.1 s", output)).toBe(false);
    expect(isPrinted("  second 0.2", output)).toBe(false);
  });

  it("takes … for the rest of a line, and for lines between", () => {
    expect(isPrinted("  second 0.25 in … s", output)).toBe(true);
    expect(isPrinted("  second 0.26 in … s", output)).toBe(false);
    expect(isPrinted("first 1\n…\nlast", output)).toBe(true);
    expect(isPrinted("last\n…\nfirst 1", output)).toBe(false);
  });
});

it("blocks that name an example are found with their text, others are not", () => {
  const page = "a\n```ts examples/one.ts\nlet x;\n\nlet y;\n```\n```ts\nother\n```\n```text examples/two.ts\n1\n```\n";
  expect(exampleBlocks(page)).toEqual([
    { language: "ts", name: "one", code: "let x;\n\nlet y;" },
    { language: "text", name: "two", code: "1" },
  ]);
});

describe("the check of the chapter", () => {
  it("knows of quotes from every example of the chapter, and complains of lines that are not printed", () => {
    const silent = new Map(exampleNames().map((name) => [name, ""]));
    const found = pageComplaints(silent);
    for (const name of exampleNames().filter((name) => !["quickstart", "resume"].includes(name)))
      expect(
        found.some((line) => line.endsWith(`not what examples/${name}.ts prints`)),
        name,
      ).toBe(true);
    expect(pageComplaints(new Map())).toEqual([]);
  });

  it("complains of figures that are not drawn any more", () => {
    const nowhere = join(root, "docs", "decisions");
    const kept = drawnFigures(join(root, "docs", "chapter", "figures"));
    expect(kept.length).toBeGreaterThan(20);
    expect(figureComplaints(nowhere)).toHaveLength(kept.length);
  });
});
