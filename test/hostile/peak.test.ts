/** The largest of the malformed files, each read by a process of its own: memory and time stay within twice the file's. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Mlp, serializeModel } from "../../src/index.js";
import type { ByteCase } from "./byte-case.js";
import { GZIP_CASES } from "./gzip-cases.js";
import { PNG_CASES } from "./png-cases.js";
import { SAFETENSORS_CASES } from "./safetensors-cases.js";
import { SAVED_CASES } from "./saved-cases.js";

const main = fileURLToPath(new URL("peak-main.ts", import.meta.url));
const root = mkdtempSync(join(tmpdir(), "wasmlp-peak-"));
const model = join(root, "model.safetensors");
/** Buffers of a chunk, tables, what a collector has not yet collected. */
const ROOM = 50e6;

interface Peak {
  readonly exitCode: number;
  readonly err: string;
  readonly peakBytes: number;
  readonly cpuMs: number;
}

async function peakOf(words: readonly string[]): Promise<Peak> {
  const heap = "--max-old-space-size=512";
  const { stdout } = await promisify(execFile)(process.execPath, [heap, "--import", "tsx", main, ...words]);
  return JSON.parse(stdout);
}

function bytesOf(cases: readonly ByteCase[], name: string): Uint8Array {
  return (cases.find((each) => each.name === name) as ByteCase).bytes();
}

let nothing: Peak;
beforeAll(async () => {
  writeFileSync(model, serializeModel(new Mlp({ inputs: 784, layers: [{ units: 10 }], loss: "mse" })));
  nothing = await peakOf(["inspect", join(root, "missing")]);
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Refused in one line, with little more memory and time than the file is long. */
async function expectModest(words: readonly string[], fileBytes: number): Promise<void> {
  const { exitCode, err, peakBytes, cpuMs } = await peakOf(words);
  expect([exitCode, err]).toEqual([1, expect.stringMatching(/^wasmlp: [^\n]+\n$/)]);
  const over = peakBytes - nothing.peakBytes;
  expect(over, `${Math.round(over / 1e6)} MB for a file of ${Math.round(fileBytes / 1e6)} MB`).toBeLessThan(
    2 * fileBytes + ROOM,
  );
  expect(cpuMs - nothing.cpuMs).toBeLessThan(2000 + (20 * fileBytes) / 1e6);
}

describe("a process that is given", () => {
  it.each([
    "eight million pairs of metadata",
    "a header of 100 MB that is one array",
    "a name of 99 MB without end",
    "a value of 90 MB of escapes that ends in half a pair",
  ])("%s as a model stays small", async (name) => {
    const file = join(root, "hostile.safetensors");
    writeFileSync(file, bytesOf(SAFETENSORS_CASES, name));
    await expectModest(["inspect", file], statSync(file).size);
  });

  it.each(["100 MB of pixels in a picture of four", "67 million pixels and none there", "a million empty chunks"])(
    "a picture of %s stays small",
    async (name) => {
      const file = join(root, "hostile.png");
      writeFileSync(file, bytesOf(PNG_CASES, name));
      await expectModest(["predict", model, file], statSync(file).size);
    },
  );

  it("zipped data of 100 MB that should be ten bytes stays small", async () => {
    const directory = join(root, "data");
    mkdirSync(directory);
    writeFileSync(
      join(directory, "train-labels-idx1-ubyte.gz"),
      bytesOf(GZIP_CASES, "100 MB of zeros under a header that says ten"),
    );
    await expectModest(["train", "--data-dir", directory], 1e5);
  });

  it("ten million levels of JSON as a run stays small", async () => {
    const directory = join(root, "run");
    mkdirSync(directory);
    const bytes = bytesOf(SAVED_CASES, "ten million levels of objects");
    writeFileSync(join(directory, "history.json"), bytes);
    await expectModest(["report", directory], bytes.length);
  });

  it.skipIf(!existsSync("/dev/zero"))("a device without end reads no more than its first bytes", async () => {
    await expectModest(["inspect", "/dev/zero"], 0);
    await expectModest(["predict", model, "/dev/zero"], 0);
  });
});
