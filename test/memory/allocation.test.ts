/** Any allocation may fail: what was asked for works, or ends with out-of-memory, and the model is as it was. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Try } from "./allocation-sweep.js";

const directory = mkdtempSync(join(tmpdir(), "wasmlp-allocation-"));
let tries: Try[] = [];

beforeAll(() => {
  const script = join(directory, "sweep.mjs");
  const entryPoints = [fileURLToPath(new URL("allocation-sweep.ts", import.meta.url))];
  buildSync({ entryPoints, bundle: true, platform: "node", format: "esm", outfile: script, ignoreAnnotations: true });
  const lines = execFileSync(process.execPath, [script], { encoding: "utf8", maxBuffer: 1e8, timeout: 110_000 });
  tries = lines
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("where an allocation fails", () => {
  it("each job has some, and works once none fails", () => {
    const jobs = [...new Set(tries.map(({ job }) => job))];
    expect(jobs.length).toBeGreaterThan(15);
    for (const job of jobs) {
      const own = tries.filter((one) => one.job === job);
      expect(own.at(-1), job).toMatchObject({ outcome: "done" });
      expect(own.filter(({ failed }) => failed !== undefined).length, job).toBeGreaterThan(0);
    }
    expect(new Set(tries.map(({ what }) => what))).toContain("Memory");
  });

  it("the job works or ends with out-of-memory", () => {
    const others = tries.filter(({ outcome }) => outcome !== "done" && outcome !== "out-of-memory");
    expect(others).toEqual([]);
    expect(tries.filter(({ outcome }) => outcome === "out-of-memory").length).toBeGreaterThan(100);
  });

  it("the model stays well, and its next fit on threads works", () => {
    expect(tries.filter(({ isWell }) => !isWell)).toEqual([]);
  });
});
