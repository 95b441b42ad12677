/** What the documents say is what the code does. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { kernelTable } from "../../scripts/kernel-markdown.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const pages = [
  "README.md",
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((p) => `docs/${p}`),
].filter((path) => path.endsWith(".md"));

describe("the documents", () => {
  it("print the table of kernels as it is", () => {
    expect(read("docs/kernels.md")).toBe(kernelTable());
  });

  it("link to files that exist", () => {
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages)
      for (const [, target] of read(page).matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g))
        expect(existsSync(join(root, dirname(page), target as string)), `${page} → ${target}`).toBe(true);
  });

  it("name source files that exist", () => {
    for (const page of pages.filter((path) => !path.startsWith("docs/decisions")))
      for (const [, path] of read(page).matchAll(
        /`((?:src|assembly|test|bench|scripts|examples)\/[\w./-]+\.(?:ts|mjs|mts))`/g,
      ))
        expect(existsSync(join(root, path as string)), `${page}: ${path}`).toBe(true);
  });
});

describe("the example of the README", () => {
  it("is examples/quickstart.ts, word for word", () => {
    expect(read("README.md")).toContain(read("examples/quickstart.ts").trim());
  });
});
