/** Three of the planted bugs, the quickest (`npm run test:planted` has them all); and patches that do not apply. */
import { afterAll, describe, expect, it } from "vitest";
import { BUGS, type PlantedBug } from "./bugs.js";
import { patched, TreeCopy } from "./tree-copy.js";

const copy = new TreeCopy();
afterAll(() => copy.remove());

const named = (name: string): PlantedBug => BUGS.find((bug) => bug.name === name) as PlantedBug;

describe("the fuzzer finds", () => {
  it.each(["an overrun of one element", "NaN swallowed by a clamp"])("%s, planted in a copy", (name) => {
    const bug = named(name);
    const { failure, output } = copy.searchWith(bug);
    expect(failure?.subject, output).toBe(`${bug.foundBy[1]}/strict`);
    expect(failure?.passed).toBeLessThan(1000);
    expect(output).toContain(`--replay fuzz-failures/${failure?.id.replaceAll("/", "-")}.json`);
  });

  it("nothing in the copy once they are taken out", () => {
    // The module of the copy is the tree's again.
    expect(copy.search(["--kernel", "argmaxRows", "--kernel", "activate", "--cases", "300"]).passes).toBe(true);
  });
});

describe("a file of tests", () => {
  it("finds a checksum that leaves out the last byte", () => {
    const { failure, output } = copy.searchWith(named("a checksum leaves out the last byte"));
    expect(failure?.subject, output).toBe("formats/checkpoint-file.test.ts");
    expect(failure?.difference).toMatch(/^byte \d+, bit 0: expected invalid-file, got /);
  });

  it("sees no wrong result in a program that throws", () => {
    const { file, foundBy } = named("a checksum leaves out the last byte");
    const patch = [["requireWhole(bytes, name);", "requireWhole(undefined as never, name);"]] as const;
    const { passes, failure, output } = copy.searchWith({ name: "no bytes", file, patch, foundBy });
    expect([passes, failure]).toEqual([false, undefined]);
    expect(output).toContain("Cannot read properties of undefined");
  });
});

describe("a patch", () => {
  const bug: PlantedBug = { name: "a bug", file: "a.ts", patch: [["one", "two"]], foundBy: [] };

  it("applies exactly once, or is an error", () => {
    expect(patched("one three", bug)).toBe("two three");
    expect(() => patched("three", bug)).toThrow('a bug: expected "one" once in a.ts, got it 0 times');
    expect(() => patched("one one", bug)).toThrow("got it 2 times");
  });

  it("of each planted bug applies to the source as it is", () => {
    for (const each of BUGS) expect(() => copy.requirePatch(each), each.name).not.toThrow();
  });
});
