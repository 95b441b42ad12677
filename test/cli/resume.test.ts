/** `wasmlp train --resume`: a run that was stopped ends with the files of one that was not. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadCheckpoint, saveCheckpoint } from "../../src/node/checkpoints.js";
import { memoryHost, runInMemory } from "./memory-host.js";
import { writeTinyDigits } from "./tiny-digits.js";

const root = mkdtempSync(join(tmpdir(), "wasmlp-resume-"));
const data = ["--data-dir", join(root, "data"), "--split", "standard", "--validation-size", "20"];
const words = ["train", ...data, "--epochs", "6", "--batch-size", "7", "--optimizer", "adam", "--keep-last"];
const whole = join(root, "whole");

beforeAll(async () => {
  writeTinyDigits(join(root, "data"));
  await runInMemory([...words, "--out", whole]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Runs until the line of an epoch is printed, and stops as Ctrl-C does. */
async function stoppedAfter(epoch: number, command: readonly string[]): ReturnType<typeof runInMemory> {
  const host = memoryHost();
  host.onWrite = (text) => {
    if (new RegExp(`^ +${epoch}/6 |"epoch":${epoch},`).test(text)) host.interrupt();
  };
  return runInMemory(command, host);
}

/** All that does not depend on the clock or the place. */
function historyIn(directory: string): object {
  const saved = JSON.parse(readFileSync(join(directory, "history.json"), "utf8"));
  const { seconds, command, ...rest } = saved;
  return { ...rest, epochs: saved.epochs.map(({ seconds, ...epoch }: { seconds: number }) => epoch) };
}

describe("wasmlp train that is stopped", () => {
  it("says how to go on, and goes on to the same files, stopped once more on the way", async () => {
    const directory = join(root, "a run");
    const first = await stoppedAfter(2, [...words, "--out", directory]);
    expect([first.exitCode, first.err]).toEqual([130, ""]);
    expect(first.out).toMatch(/\nstopped +interrupted after 2 of 6 epochs\n/);
    expect(first.out).toContain(`\ncheckpoint  ${join(directory, "checkpoint.safetensors")}\n`);
    expect(first.out).toContain(`\ngo on with  wasmlp train --resume '${directory}'\n`);
    expect(readdirSync(directory).sort()).toEqual([
      "checkpoint.safetensors",
      "history.json",
      "model.safetensors",
      "report.html",
    ]);
    const second = await stoppedAfter(4, ["train", "--resume", directory]);
    expect([second.exitCode, second.err]).toEqual([130, ""]);
    expect(second.out).toContain("\nresumed in epoch 3, after 0 mini-batches of it\n");
    expect(second.out).not.toMatch(/\n +2\/6 /);
    const third = await runInMemory(["train", "--resume", directory, "--threads", "1"]);
    expect([third.exitCode, third.err]).toEqual([0, ""]);
    expect(readdirSync(directory).sort()).toEqual(["history.json", "model.safetensors", "report.html"]);
    expect(readFileSync(join(directory, "model.safetensors"))).toEqual(readFileSync(join(whole, "model.safetensors")));
    expect(historyIn(directory)).toEqual(historyIn(whole));
    const saved = JSON.parse(readFileSync(join(directory, "history.json"), "utf8"));
    expect(saved.command).toBe(`wasmlp ${[...words, "--out", `'${directory}'`].join(" ")}`);
    expect(saved).toMatchObject({ stopped: "completed", samples: 6 * 180 });
    const report = readFileSync(join(directory, "report.html"), "utf8");
    expect(report.length).toBeGreaterThan(10_000);
  });

  it("as JSON counts all epochs in the result and prints those to come", async () => {
    const directory = join(root, "json");
    const { out } = await stoppedAfter(5, [...words, "--json", "--out", directory]);
    expect(JSON.parse(out.trimEnd().split("\n").at(-1) as string)).toMatchObject({
      stopped: "aborted",
      files: { checkpoint: join(directory, "checkpoint.safetensors") },
    });
    const { out: text } = await runInMemory(["train", "--resume", directory, "--json", "--no-report"]);
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { type: "epoch", epoch: 6 },
      { type: "result", stopped: "completed", epochs: 6, samples: 6 * 180 },
    ]);
  });

  it("begins anew without --resume, and keeps no checkpoint of before", async () => {
    const directory = join(root, "anew");
    await stoppedAfter(1, [...words, "--out", directory]);
    await runInMemory([...words, "--epochs", "1", "--out", directory]);
    expect(readdirSync(directory)).not.toContain("checkpoint.safetensors");
  });

  it("whose checkpoint cannot be written fails with the reason, and saves what it has", async () => {
    const directory = join(root, "blocked");
    const host = memoryHost();
    host.onWrite = (text) => {
      if (!/^ +2\/6 /.test(text)) return;
      mkdirSync(join(directory, "checkpoint.safetensors"));
      host.interrupt();
    };
    const { exitCode, err, out } = await runInMemory([...words, "--out", directory], host);
    expect(exitCode).toBe(1);
    expect(err).toMatch(/^wasmlp: .*checkpoint\.safetensors: expected a file that can be written, got a directory/);
    expect(out).toMatch(/\nmodel /);
    expect(JSON.parse(readFileSync(join(directory, "history.json"), "utf8"))).toMatchObject({
      stopped: "aborted",
      epochs: [{ epoch: 1 }, { epoch: 2 }],
    });
  });
});

describe("wasmlp train --resume refuses", () => {
  it("options that the run has, by their names", async () => {
    for (const option of [
      ["--epochs", "9"],
      ["--hidden", "20"],
      ["--no-shuffle"],
      ["--out", "elsewhere"],
      ["--seed", "123"],
      ["--profile"],
    ]) {
      const { exitCode, err } = await runInMemory(["train", "--resume", whole, ...option]);
      const said = `wasmlp: ${option[0]}: expected none beside --resume, which has it from the run, got one\n`;
      expect([exitCode, err]).toEqual([2, said]);
    }
  });

  it("a directory without a checkpoint, a damaged one, and one that no run has left", async () => {
    const failing = async (directory: string): Promise<string> => {
      const { exitCode, out, err } = await runInMemory(["train", "--resume", directory]);
      expect([exitCode, out]).toEqual([1, ""]);
      return err;
    };
    const said = /^wasmlp: .*checkpoint\.safetensors: expected a file that can be read, got no such file/;
    expect(await failing(whole)).toMatch(said);
    const directory = join(root, "odd");
    const path = join(directory, "checkpoint.safetensors");
    await stoppedAfter(1, [...words, "--out", directory]);
    const bytes = readFileSync(path);
    const checkpoint = await loadCheckpoint(path);
    bytes[bytes.length - 5] = 1 ^ (bytes[bytes.length - 5] as number);
    writeFileSync(path, bytes);
    expect(await failing(directory)).toMatch(/expected a whole checkpoint, of fingerprint \w{16}, got \w{16}\n$/);
    const { notes, ...without } = checkpoint;
    await saveCheckpoint(without, path);
    expect(await failing(directory)).toMatch(/expected a checkpoint that wasmlp train wrote, with notes, got none\n$/);
    for (const [from, to, reason] of [
      [/"wasmlp":"[^"]+"/, '"wasmlp":"0.0.1"', /expected a checkpoint of wasmlp .*, got one of 0\.0\.1\n$/],
      [/"batchSize":7/, '"batchSize":0', /expected a whole number of at least 1 in notes.settings.batchSize, got 0\n$/],
    ] as const) {
      await saveCheckpoint({ ...checkpoint, notes: (notes as string).replace(from, to) }, path);
      expect(await failing(directory)).toMatch(reason);
    }
    await saveCheckpoint({ ...checkpoint, notes: (notes as string).replace('"batchSize":7', '"batchSize":8') }, path);
    const { exitCode, err } = await runInMemory(["train", "--resume", directory]);
    expect([exitCode, err]).toEqual([2, "wasmlp: --batch-size: expected 7, as in the checkpoint, got 8\n"]);
  });
});
