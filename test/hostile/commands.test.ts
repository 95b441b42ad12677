/** The command line beside hostile words, paths and files: one line on standard error, the documented exit code, no stack. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serializeIdx } from "../../src/data/idx.js";
import { Mlp, serializeModel } from "../../src/index.js";
import { runInMemory } from "../cli/memory-host.js";
import { writeTinyDigits } from "../cli/tiny-digits.js";
import { KINDS, wrongLines } from "./command-cases.js";
import { cpuMs } from "./cpu-time.js";
import { RUN } from "./parser-saved.js";

const COMMANDS = ["train", "cv", "search", "evaluate", "predict", "inspect", "report", "adaline"];
const root = mkdtempSync(join(tmpdir(), "wasmlp-commands-"));
const nowhere = join(root, "nowhere");
const at = (...parts: string[]): string => join(root, ...parts);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Options of a command that take a value, as its help lists them. */
async function optionsOf(command: string): Promise<string[]> {
  const { out } = await runInMemory([command, "--help"]);
  return [...out.matchAll(/^\s+--([\w-]+) <\w+>/gm)].map(([, name]) => name as string);
}

/** What is wrong with how a line was answered; nothing where it is refused as it should. */
async function complaintOf(words: readonly string[], exitCode: number): Promise<string | undefined> {
  const began = cpuMs();
  const got = await runInMemory(words);
  const ms = cpuMs() - began;
  const line = JSON.stringify(words.map((word) => word.slice(0, 40)));
  if (got.exitCode !== exitCode) return `${line}: exit code ${got.exitCode}, said ${got.err}${got.out.slice(0, 100)}`;
  if (!/^wasmlp: [^\n]{1,700}\n$/.test(got.err))
    return `${line}: not one line: ${JSON.stringify(got.err.slice(0, 500))}`;
  if (/\p{Cc}/u.test(got.err.trimEnd()) || /a bug in wasmlp|\bat .*:\d+:\d+/.test(got.err))
    return `${line}: ${JSON.stringify(got.err)}`;
  return ms > 3000 ? `${line}: took ${Math.round(ms)} ms` : undefined;
}

async function complaints(lines: readonly (readonly string[])[], exitCode: number): Promise<string[]> {
  const found: string[] = [];
  for (const line of lines) {
    const complaint = await complaintOf(line, exitCode);
    if (complaint !== undefined) found.push(complaint);
  }
  return found;
}

describe("words of the command line", () => {
  it("are refused with exit code 2 wherever they mean nothing, every option of every command", async () => {
    const options = new Map<string, readonly string[]>();
    for (const command of COMMANDS) options.set(command, await optionsOf(command));
    const names = [...options.values()].flat();
    expect(names.length).toBeGreaterThan(60);
    expect(names.filter((name) => !(name in KINDS))).toEqual([]);
    const lines = wrongLines(options, nowhere);
    expect(lines.length).toBeGreaterThan(700);
    expect(await complaints(lines, 2)).toEqual([]);
    expect(existsSync(nowhere)).toBe(false);
  });
});

describe("paths and files", () => {
  const model = at("model.safetensors");
  const data = ["--data-dir", at("digits"), "--split", "standard"];
  const empty = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(at(name), bytes);
    return at(name);
  };

  beforeAll(() => {
    writeTinyDigits(at("digits"));
    mkdirSync(at("directory"));
    const layers = [{ units: 10, activation: "sigmoid" as const }];
    writeFileSync(model, serializeModel(new Mlp({ inputs: 784, layers, loss: "mse" })));
    symlinkSync("loop", at("loop"));
    symlinkSync("nothing", at("dangling"));
  });

  const strange = (): string[] => [
    at("missing"),
    at("directory"),
    at("loop"),
    at("dangling"),
    join(model, "below"),
    at("n".repeat(300)),
    `${model}\u0000`,
    "\u001b[2J\u0007",
    empty("empty", ""),
    empty("text", "hello\n\u001b[31m"),
    ...(existsSync("/dev/zero") ? ["/dev/zero", "/dev/urandom", "/dev/null", "/proc/self/mem"] : []),
  ];

  it("that are no models end in one line, as does a model of other data", async () => {
    const lines = strange().flatMap((path) => [
      ["inspect", path],
      ["evaluate", path, ...data],
      ["predict", path, at("missing.png")],
    ]);
    for (const line of lines) {
      const { exitCode } = await runInMemory(line);
      expect([1, 2], line.join(" ")).toContain(exitCode);
      expect(await complaintOf(line, exitCode)).toBeUndefined();
    }
    const narrow = empty("narrow", serializeModel(new Mlp({ inputs: 3, layers: [{ units: 10 }], loss: "mse" })));
    expect(
      await complaints(
        [
          ["evaluate", narrow, ...data],
          ["predict", narrow, ...data, "--index", "0"],
        ],
        1,
      ),
    ).toEqual([]);
    expect(
      await complaints(
        [
          ["evaluate", model, ...data, "--on", "validation"],
          ["predict", model, ...data, "--index", "50"],
        ],
        2,
      ),
    ).toEqual([]);
  });

  it("that are no pictures end in one line each", async () => {
    expect(
      await complaints(
        strange()
          .filter((path) => !path.includes("\0"))
          .map((path) => ["predict", model, path]),
        1,
      ),
    ).toEqual([]);
  });

  it("that are no runs end in one line", async () => {
    const runs = [{}, { ...RUN, settings: null }, { ...RUN, wasmlp: { toString: 1 }, epochs: [{}] }, RUN];
    const lines = runs.map((history, i) => {
      mkdirSync(at(`run${i}`));
      writeFileSync(at(`run${i}`, "history.json"), JSON.stringify(history));
      return ["report", at(`run${i}`), "--data-dir", at("digits")];
    });
    for (const path of [at("missing"), at("text"), at("loop")]) lines.push(["report", path]);
    expect(await complaints(lines, 1)).toEqual([]);
    for (const i of runs.keys()) expect(readdirSync(at(`run${i}`))).toEqual(["history.json"]);
  });

  it("that are no data end in one line, and nothing is written", async () => {
    const images = serializeIdx({ shape: [2, 28, 28], values: new Uint8Array(1568) });
    const labels = serializeIdx({ shape: [2], values: Uint8Array.of(0, 1) });
    const sets: readonly (readonly [string, Uint8Array, Uint8Array])[] = [
      [
        "no images",
        serializeIdx({ shape: [0, 28, 28], values: new Uint8Array(0) }),
        serializeIdx({ shape: [0], values: new Uint8Array(0) }),
      ],
      ["images of no pixels", serializeIdx({ shape: [2, 0, 28], values: new Uint8Array(0) }), labels],
      ["a label of 10", images, serializeIdx({ shape: [2], values: Uint8Array.of(0, 10) })],
      ["a label of 255", images, serializeIdx({ shape: [2], values: Uint8Array.of(255, 0) })],
      ["a label too many", images, serializeIdx({ shape: [3], values: new Uint8Array(3) })],
      ["a label too few", images, serializeIdx({ shape: [1], values: new Uint8Array(1) })],
      ["labels in place of images", labels, labels],
      ["images in place of labels", images, images],
      ["floats in place of pixels", serializeIdx({ shape: [2, 1, 1], values: new Float32Array(2) }), labels],
      ["whole numbers in place of labels", images, serializeIdx({ shape: [2], values: new Int32Array(2) })],
      ["labels of rank 2", images, serializeIdx({ shape: [2, 1], values: new Uint8Array(2) })],
      [
        "zipped images that go on for 100 MB",
        new Uint8Array(gzipSync(Buffer.concat([images, Buffer.alloc(1e8)]))),
        labels,
      ],
      ["zipped text", new Uint8Array(gzipSync("no digits")), labels],
      ["images zipped twice", new Uint8Array(gzipSync(gzipSync(images))), labels],
    ];
    const lines = sets.flatMap(([name, imageBytes, labelBytes]) => {
      const directory = at("sets", name);
      mkdirSync(directory, { recursive: true });
      for (const part of ["train", "t10k"]) {
        writeFileSync(join(directory, `${part}-images-idx3-ubyte`), imageBytes);
        writeFileSync(join(directory, `${part}-labels-idx1-ubyte`), labelBytes);
      }
      return ["train", "cv", "search"].map((command) => [
        command,
        "--data-dir",
        directory,
        "--split",
        "standard",
        "--out",
        at("written"),
      ]);
    });
    expect(await complaints(lines, 1)).toEqual([]);
    expect(existsSync(at("written"))).toBe(false);
    expect(await complaints([["train", "--data-dir", at("digits"), "--out", at("written")]], 2)).toEqual([]);
  });

  it.skipIf(process.platform === "win32")("of a pipe are read to their end, and refused for what came", async () => {
    await promisify(execFile)("mkfifo", [at("pipe")]);
    const writer = promisify(execFile)("sh", ["-c", `printf 'not a model' > '${at("pipe")}'`]);
    expect(await complaintOf(["inspect", at("pipe")], 1)).toBeUndefined();
    await writer;
    // A directory of pipes is no data, and a run in a pipe is none: nobody waits for a writer.
    mkdirSync(at("pipes"));
    await promisify(execFile)("mkfifo", [at("pipes", "train-labels-idx1-ubyte"), at("pipes", "history.json")]);
    expect(
      await complaints(
        [
          ["train", "--data-dir", at("pipes"), "--split", "standard"],
          ["report", at("pipes")],
        ],
        1,
      ),
    ).toEqual([]);
  });

  it("that cannot be written to end in one line before anything is trained", async () => {
    const quick = [...data, "--epochs", "1"];
    const lines = [at("text"), join(at("text"), "below"), "/dev/null/x"].flatMap((out) => [
      ["train", ...quick, "--out", out],
      ["adaline", "--epochs", "1", "--out", out],
      ["cv", ...quick, "--folds", "2", "--out", out],
    ]);
    expect(await complaints(lines, 1)).toEqual([]);
    expect(await complaints([["cv", ...quick, "--folds", "2", "--resume", "--out", at("missing")]], 1)).toEqual([]);
  });
});
