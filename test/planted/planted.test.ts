/** Two of the planted bugs, the quickest (`npm run test:planted` has them all); and patches that do not apply. */
import { afterAll, describe, expect, it } from "vitest";
import { BUGS, type PlantedBug } from "./bugs.js";
import { patched, TreeCopy } from "./tree-copy.js";

const copy = new TreeCopy();
afterAll(() => copy.remove());

const named = (name: string): PlantedBug => BUGS.find((bug) => bug.name === name) as PlantedBug;

describe("the fuzzer finds", () => {
  it.each(["an overrun of one element", "NaN swallowed by a clamp"])("%s, planted in a copy", (name) => {
    const bug = named(name);
    const { failure, output } = copy.fuzzWith(bug);
    expect(failure?.subject, output).toBe(`${bug.fuzz[1]}/strict`);
    expect(failure?.passed).toBeLessThan(1000);
    expect(output).toContain(`--replay fuzz-failures/${failure?.id.replaceAll("/", "-")}.json`);
  });

  it("nothing in the copy once they are taken out", () => {
    // The module of the copy is the tree's again.
    expect(copy.fuzz(["--kernel", "argmaxRows", "--kernel", "activate", "--cases", "300"]).passes).toBe(true);
  });
});

describe("a patch", () => {
  const bug: PlantedBug = { name: "a bug", file: "a.ts", patch: [["one", "two"]], fuzz: [] };

  it("applies exactly once, or is an error", () => {
    expect(patched("one three", bug)).toBe("two three");
    expect(() => patched("three", bug)).toThrow('a bug: expected "one" once in a.ts, got it 0 times');
    expect(() => patched("one one", bug)).toThrow("got it 2 times");
  });

  it("of each planted bug applies to the source as it is", () => {
    for (const each of BUGS) expect(() => copy.requirePatch(each), each.name).not.toThrow();
  });
});
