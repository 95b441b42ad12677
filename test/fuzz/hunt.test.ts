/** The hunt finds, traces and simplifies what fails, and says when it did nothing. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { caseSeed, hunt, type Subject } from "./hunt.js";
import { kernelSubject } from "./kernel-subject.js";
import { findCase } from "./subjects.js";

/** Cases are numbers: the case's own number, times the seed. */
function numbers(difference: (input: number) => string | undefined, sweep?: () => string | undefined): Subject<number> {
  return {
    name: "numbers",
    draw: (seed, index) => seed * index,
    check: difference,
    ...(sweep && { sweep }),
    simpler: (input) => [Math.floor(input / 2), input - 1].filter((n) => n >= 0 && n < input),
    describe: (input) => `number ${input}`,
  };
}

describe("the hunt", () => {
  it("stops at the first case that fails and makes it simpler", async () => {
    const subject = numbers((input) => (input >= 10 ? `got ${input}` : undefined));
    const { failure, cases } = await hunt(subject, { seed: 7, cases: 100 });
    expect(cases).toBe(3);
    expect(failure).toMatchObject({
      id: "numbers/7/2",
      passed: 2,
      input: 10,
      difference: "got 10",
      described: "number 10",
    });
  });

  it("takes an error that is thrown for a failure", async () => {
    const subject = numbers((input) => {
      if (input >= 3) throw new Error("out of bounds");
      return undefined;
    });
    expect((await hunt(subject, { seed: 1, cases: 100 })).failure).toMatchObject({ passed: 3, input: 3 });
    const rejects: Subject<number> = { ...subject, check: () => Promise.reject(new Error("later")) };
    expect((await hunt(rejects, { seed: 1, cases: 100 })).failure?.difference).toContain("later");
  });

  it("traces what a case has left behind to that case", async () => {
    let left: string | undefined;
    const subject = numbers(
      (input) => {
        if (input === 1500) left = "a stain";
        return undefined;
      },
      () => {
        const found = left;
        left = undefined;
        return found;
      },
    );
    expect((await hunt(subject, { seed: 1, cases: 5000 })).failure).toMatchObject({
      id: "numbers/1/1500",
      input: 1500,
    });
  });

  it("runs every case, ends when time is up, and stops when it is told to", async () => {
    const passes = numbers(() => undefined);
    expect(await hunt(passes, { seed: 1, cases: 2500 })).toMatchObject({ cases: 2500 });
    const endless = { seed: 1, cases: Number.POSITIVE_INFINITY };
    expect((await hunt(passes, { ...endless, seconds: 0.2 })).cases).toBeGreaterThan(0);
    const controller = new AbortController();
    const onTick = () => controller.abort();
    expect((await hunt(passes, { ...endless, signal: controller.signal, onTick })).cases).toBeGreaterThan(0);
  });
});

describe("a case", () => {
  it("is the same for the same name, seed and number, and another for any other", () => {
    const subject = kernelSubject("gemmNN", "strict");
    expect(subject.draw(7, 123)).toEqual(subject.draw(7, 123));
    const seeds = ["gemmNN/strict", "gemmNN/shared", "gemmTN/strict"].flatMap((name) =>
      [1, 2, 3].flatMap((seed) => Array.from({ length: 1000 }, (_, i) => caseSeed(name, seed, i))),
    );
    // Of 9,000 numbers of 32 bits, two are expected to be equal in one run of a hundred.
    expect(new Set(seeds).size).toBeGreaterThan(8997);
  });

  it("is found again by its id, or from its file", () => {
    const { subject, input } = findCase("gemmNN/strict/7/123");
    expect(subject.name).toBe("gemmNN/strict");
    expect(input).toEqual(kernelSubject("gemmNN", "strict").draw(7, 123));
    const folder = mkdtempSync(join(tmpdir(), "wasmlp-fuzz-"));
    const file = join(folder, "failure.json");
    const failure = {
      subject: subject.name,
      id: "gemmNN/strict/7/123",
      passed: 123,
      seconds: 1,
      input,
      difference: "",
      described: "",
    };
    writeFileSync(file, JSON.stringify(failure));
    expect(findCase(file)).toMatchObject({ subject: { name: "gemmNN/strict" }, input });
    rmSync(folder, { recursive: true });
    expect(() => findCase("gemmXX/strict/7/123")).toThrow("expected kernel/build or networks, got gemmXX/strict");
    expect(() => findCase("no-such-file.json")).toThrow("expected a file or subject/seed/number");
  });
});
