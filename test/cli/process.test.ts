/** The program as a process of its own: signals, closed pipes, full disks. Few, for each takes half a second to start. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WALL_CLOCK } from "../wall-clock.js";
import { writeTinyDigits } from "./tiny-digits.js";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "wasmlp-process-"));
const quick = ["--data-dir", join(root, "data"), "--split", "standard", "--batch-size", "10", "--no-report"];
const endless = ["train", ...quick, "--epochs", "10000000", "--no-score-training"];

beforeAll(() => writeTinyDigits(join(root, "data")));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
  rmSync(root, { recursive: true, force: true });
});

type Stdout = "pipe" | number;

function start(words: readonly string[], stdout: Stdout = "pipe"): ChildProcess {
  const { NO_COLOR, FORCE_COLOR, WASMLP_DEBUG, ...env } = process.env;
  const stdio: ("ignore" | Stdout)[] = ["ignore", stdout, "pipe"];
  const child = spawn(process.execPath, ["--import", "tsx", main, ...words], { stdio, env });
  children.push(child);
  return child;
}

/** What a process wrote, and how it ended. */
async function ended(
  child: ChildProcess,
): Promise<{ code: number | null; signal: string | null; out: string; err: string }> {
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk) => {
    out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    err += chunk;
  });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, out, err })));
}

const firstEpoch = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => child.stdout?.on("data", (chunk) => /^ +1\/|"epoch":1,/m.test(String(chunk)) && resolve()));

describe.skipIf(process.platform === "win32")("the process", () => {
  it("trains, and exits with 0", async () => {
    const directory = join(root, "whole");
    const { code, out, err } = await ended(start(["train", ...quick, "--epochs", "2", "--out", directory]));
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^MNIST, standard split: 200 training, 50 test rows\n/);
    expect(existsSync(join(directory, "model.safetensors"))).toBe(true);
  });
  it("exits with 2 and one line when asked wrongly", async () => {
    const { code, out, err } = await ended(start(["train", "--epochs", "0"]));
    expect({ code, out, err }).toEqual({
      code: 2,
      out: "",
      err: "wasmlp: --epochs: expected a whole number of at least 1, got 0\n",
    });
  });
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("stops at %s, saves, and exits with %i", async (signal, exitCode) => {
    const directory = join(root, signal);
    const child = start([...endless, "--out", directory]);
    const end = ended(child);
    await firstEpoch(child);
    child.kill(signal);
    const { code, out, err } = await end;
    expect([code, err]).toEqual([exitCode, ""]);
    expect(out).toMatch(/stopped +interrupted after \d+ of 10000000 epochs/);
    expect(JSON.parse(readFileSync(join(directory, "history.json"), "utf8")).stopped).toBe("aborted");
  });
  it("ends at once at a second SIGINT, even in the middle of a long computation", WALL_CLOCK, async () => {
    // A step takes hundredths of a second; scoring the test rows, which the first signal leads to, half a minute.
    writeTinyDigits(join(root, "long"), 1000);
    const large = ["--hidden", "2000,2000", "--initializer", "zeros", "--backend", "reference", "--batch-size", "1"];
    const child = start([...endless, ...large, "--data-dir", join(root, "long"), "--out", join(root, "large")]);
    const end = ended(child);
    await new Promise<void>((resolve) => child.stdout?.once("data", () => resolve()));
    // On a busy machine a step may outlast the wait, and a signal that comes while one is pending is none.
    let began = 0;
    const again = setInterval(() => {
      began = performance.now();
      child.kill("SIGINT");
    }, 1500);
    child.kill("SIGINT");
    const { signal } = await end;
    clearInterval(again);
    expect(signal).toBe("SIGINT");
    expect(began).toBeGreaterThan(0);
    expect(performance.now() - began).toBeLessThan(1000);
  });
  it("says nothing when the reader of a pipe goes away", async () => {
    const child = start([...endless, "--json", "--out", join(root, "pipe")]);
    const end = ended(child);
    await firstEpoch(child);
    child.stdout?.destroy();
    const { code, err } = await end;
    expect([code, err]).toEqual([141, ""]);
  });
  it.skipIf(!existsSync("/dev/full"))("says so when its output cannot be written", async () => {
    const child = start(
      ["train", ...quick, "--epochs", "1", "--json", "--out", join(root, "full")],
      openSync("/dev/full", "w"),
    );
    const { code, err } = await ended(child);
    expect(err).toBe(
      "wasmlp: standard output: expected a stream that can be written, got no space left on the device (ENOSPC)\n",
    );
    expect(code).toBe(1);
  });
});
