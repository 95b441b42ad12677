/** `wasmlp train --profile`: what is counted, that it changes nothing, and how it is printed. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { profileTable } from "../../src/cli/profile-table.js";
import { type ProfileResult, StepProfile } from "../../src/cli/step-profile.js";
import { adam, type Dataset, dataset, type Optimizer, sgd } from "../../src/node/entry.js";
import { codeOf, hashOf, noise, noiseModel } from "../models/problems.js";
import { runInMemory } from "./memory-host.js";
import { writeTinyDigits } from "./tiny-digits.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-profile-"));
const quick = ["--data-dir", join(root, "data"), "--split", "standard", "--epochs", "2", "--batch-size", "10"];
const EPOCHS = 3;

beforeAll(() => writeTinyDigits(join(root, "data")));
afterAll(() => rmSync(root, { recursive: true, force: true }));

async function profiled(data: Dataset, optimizer: Optimizer): Promise<[ProfileResult, string]> {
  const profile = new StepProfile();
  const model = noiseModel();
  const began = performance.now();
  await model.fit(data, { epochs: EPOCHS, batchSize: 8, optimizer, wrapKernels: (k, plan) => profile.wrap(k, plan) });
  return [profile.result((performance.now() - began) / 1000), hashOf(model)];
}

/** 32 rows of 20 bytes, three in four of them 0: they are kept as records. */
const bytes = (): Dataset => {
  const features = Uint8Array.from({ length: 640 }, (_, i) => (i % 4 === 0 ? i % 251 : 0));
  return dataset({ features, width: 20, labels: Array.from({ length: 32 }, (_, i) => i % 10), shift: -1 });
};

describe("a profile of steps", () => {
  const both = ["first layer, forward", "other layers, forward", "loss", "backward"];
  const updates = ["first layer, update", "other layers, update"];

  it.each<[string, Dataset, Optimizer, string[]]>([
    ["floats", noise(), adam(), [...both, ...updates, "gathers", "column sums", "JavaScript"]],
    [
      "bytes",
      bytes(),
      sgd({ learningRate: 0.1 }),
      [...both, ...updates, "bucketing", "gathers", "column sums", "JavaScript"],
    ],
  ])("has the phases of training on %s, their flops, and changes no bit", async (_name, data, optimizer, phases) => {
    const [{ steps, phases: shares, seconds }, hash] = await profiled(data, optimizer);
    const plain = noiseModel();
    await plain.fit(data, { epochs: EPOCHS, batchSize: 8, optimizer });
    expect(hash).toBe(hashOf(plain));
    expect(steps).toBe(EPOCHS * 4);
    expect(shares.map(({ phase }) => phase)).toEqual(phases);
    expect(shares.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(shares.reduce((sum, { seconds: own }) => sum + own, 0)).toBeCloseTo(seconds, 9);
    for (const { share } of shares) expect(share).toBeGreaterThan(0);
    const flops = Object.fromEntries(shares.map((share) => [share.phase, share.flops]));
    const [rows, first, second] = [EPOCHS * 32, 20 * 64, 64 * 10];
    expect(flops["first layer, forward"]).toBe(2 * rows * first);
    expect(flops["other layers, forward"]).toBe(2 * rows * second);
    expect(flops.backward).toBe(2 * rows * second);
    // Adam counts 15 operations for each weight and bias, pads included (10 units take 12 places).
    const rule = optimizer.kind === "adam" ? 15 : 0;
    expect(flops["first layer, update"]).toBe(2 * rows * first + steps * rule * 21 * 64);
    expect(flops["other layers, update"]).toBe(2 * rows * second + steps * rule * 65 * 12);
  });

  it("is taken on one thread", () => {
    const options = { epochs: 1, optimizer: adam() };
    const refused = (more: object): unknown => codeOf(() => noiseModel().fit(noise(), { ...options, ...more }));
    expect(refused({ wrapKernels: (kernels: unknown) => kernels, threads: 2 })).toBe("invalid-option");
    expect(refused({ wrapKernels: true })).toBe("invalid-option");
    expect(refused({ wrapKernels: (kernels: unknown) => kernels, background: true })).toBe("invalid-option");
  });

  it("is a table of microseconds a step, shares and GFLOP/s", () => {
    const phases = [
      { phase: "loss", seconds: 0.5, share: 0.25, flops: 1e9 },
      { phase: "gathers", seconds: 0.5, share: 0.25, flops: 0 },
      { phase: "JavaScript", seconds: 1, share: 0.5, flops: 0 },
    ] as const;
    expect(profileTable({ steps: 1000, seconds: 2, phases })).toEqual([
      "profile of 1,000 steps on one thread",
      "phase of a step  µs a step    share  GFLOP/s",
      "loss                 500.0   25.0 %      2.0",
      "gathers              500.0   25.0 %",
      "JavaScript          1000.0   50.0 %",
      "all                 2000.0  100.0 %",
    ]);
  });
});

describe("wasmlp train --profile", () => {
  it("prints the table behind all else, and trains the same model", async () => {
    const [with_, without] = [join(root, "with"), join(root, "without")];
    const plain = await runInMemory(["train", ...quick, "--no-report", "--out", without]);
    const { out, exitCode } = await runInMemory(["train", ...quick, "--no-report", "--profile", "--out", with_]);
    expect([exitCode, plain.out.includes("phase of a step")]).toEqual([0, false]);
    expect(out).toMatch(
      /\n\nprofile of 40 steps on one thread\nphase of a step .*\n(.+\n){7,9}JavaScript .+\nall .+100.0 %\n$/,
    );
    expect(readFileSync(join(with_, "model.safetensors"))).toEqual(readFileSync(join(without, "model.safetensors")));
  });

  it("prints an object before the result with --json", async () => {
    const { out } = await runInMemory([
      "train",
      ...quick,
      "--no-report",
      "--profile",
      "--json",
      "--out",
      join(root, "j"),
    ]);
    const objects = out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(objects.map(({ type }) => type)).toEqual(["epoch", "epoch", "profile", "result"]);
    expect(objects[2]).toMatchObject({ steps: 40, phases: expect.any(Array) });
  });

  it("refuses more threads beside it", async () => {
    const { exitCode, err } = await runInMemory(["train", ...quick, "--profile", "--threads", "2"]);
    expect([exitCode, err]).toEqual([2, "wasmlp: --threads: expected 1 beside --profile, got 2\n"]);
  });
});
