/** A run that is killed at any moment, again and again, ends in the same bits as one that never was. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, it } from "vitest";
import { loadCheckpoint, MT19937 } from "../../src/node/entry.js";
import { type Outcome, whole } from "../training/checkpoint-problems.js";
import { longRun } from "./long-run.js";

const KILLS = 100;
const folder = mkdtempSync(join(tmpdir(), "wasmlp-kill-"));
const script = join(folder, "run.mjs");

beforeAll(async () => {
  const entryPoints = [fileURLToPath(new URL("killed-run.ts", import.meta.url))];
  // The problems' expectations come along, and are not called.
  const options = { bundle: true, platform: "node", format: "esm", alias: { vitest: "node:assert" } } as const;
  await build({ ...options, entryPoints, outfile: script });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What a process printed in its end, or undefined where it was killed: `ms` after it had printed so many lines. */
function runUntil(path: string, threads: number, lines: number, ms: number): Promise<Outcome | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, path, `${threads}`], { stdio: ["ignore", "pipe", "pipe"] });
    let printed = "";
    let failed = "";
    let isDoomed = false;
    child.stderr.on("data", (text) => {
      failed += text;
    });
    child.stdout.on("data", (text) => {
      printed += text;
      if (isDoomed || printed.split("\n").length <= lines) return;
      isDoomed = true;
      setTimeout(() => child.kill("SIGKILL"), ms);
    });
    child.on("close", (code, signal) => {
      const last = printed.trimEnd().split("\n").at(-1) ?? "";
      if (signal === "SIGKILL") resolve(undefined);
      else if (code === 0) resolve(JSON.parse(last) as Outcome);
      else reject(new Error(`ended with ${code}: ${failed}`));
    });
  });
}

it(`after ${KILLS} kills at random moments (seed 20)`, async () => {
  const never = await whole(longRun);
  const random = new MT19937(20);
  let kills = 0;
  let ends = 0;
  let resumes = 0;
  let torn = 0;
  while (kills < KILLS) {
    const directory = mkdtempSync(join(folder, "run-"));
    const path = join(directory, "checkpoint.safetensors");
    let position = 0;
    for (let attempt = 0; ; attempt++) {
      const outcome = await runUntil(path, 1 + (attempt % 2), random.randint(1, 4), random.randint(0, 40));
      const files = readdirSync(directory);
      expect(files.filter((name) => !/^(checkpoint\.safetensors|\.wasmlp-\w{16}\.tmp)$/.test(name))).toEqual([]);
      if (outcome) {
        torn += files.filter((name) => name.endsWith(".tmp")).length;
        expect(outcome).toEqual(never);
        ends++;
        break;
      }
      kills++;
      if (!files.includes("checkpoint.safetensors")) continue;
      // Whole, and never behind the one before.
      const { steps } = (await loadCheckpoint(path)).position;
      expect(steps).toBeGreaterThanOrEqual(position);
      if (steps > position) resumes++;
      position = steps;
    }
  }
  console.log(`${kills} kills, ${resumes} with something to go on from, ${torn} torn files left beside, ${ends} ends`);
  expect(resumes).toBeGreaterThan(KILLS / 4);
  expect(ends).toBeGreaterThan(1);
}, 300_000);
