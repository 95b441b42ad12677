/**
 * The corpus of malformed files: each is refused by its parser with the right code and words, within a second (for each
 * 100 MB), and stays as it was.
 */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { WasmlpError } from "../../src/errors.js";
import type { ByteCase } from "./byte-case.js";
import { cpuMs } from "./cpu-time.js";
import { GZIP_CASES } from "./gzip-cases.js";
import { IDX_CASES } from "./idx-cases.js";
import { MODEL_CASES } from "./model-cases.js";
import { PARSERS } from "./parsers.js";
import { PNG_CASES } from "./png-cases.js";
import { SAFETENSORS_CASES } from "./safetensors-cases.js";
import { SAVED_CASES } from "./saved-cases.js";

const CASES: readonly ByteCase[] = [
  ...IDX_CASES,
  ...GZIP_CASES,
  ...SAFETENSORS_CASES,
  ...MODEL_CASES,
  ...PNG_CASES,
  ...SAVED_CASES,
];

/** Of the processor, for files of up to 100 MB. A slower machine gets some room, and code whose lines are counted more. */
const MOST_MS = process.env.WASMLP_COUNTED === "true" ? 20_000 : 2000;
const sum = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");

/** What is wrong with the answer to a case; nothing where it is refused as it should. */
async function complaintOf({ kind, bytes: make, code = "invalid-file", word }: ByteCase): Promise<string | undefined> {
  const bytes = make();
  const before = sum(bytes);
  const began = cpuMs();
  const thrown = await answerOf(kind, bytes);
  const ms = cpuMs() - began;
  if (!(thrown instanceof WasmlpError)) return `expected a WasmlpError, got ${thrown}`;
  const { message } = thrown;
  if (thrown.code !== code) return `expected ${code}, got ${thrown.code}: ${message}`;
  if (!/expected .+, got .+/s.test(message) || !message.includes(word)) return `expected "${word}" in: ${message}`;
  if (message.length > 500) return `a message of ${message.length} characters`;
  if (ms > MOST_MS) return `took ${Math.round(ms)} ms`;
  return sum(bytes) === before ? undefined : "its bytes were changed";
}

/** What the parser throws, or the words that it took the bytes. */
async function answerOf(kind: string, bytes: Uint8Array): Promise<unknown> {
  const parser = PARSERS.find(({ name }) => name === kind);
  if (!parser) throw new Error(`expected a parser, got ${kind}`);
  try {
    await parser.accept(bytes);
    return "nothing thrown";
  } catch (error) {
    return error;
  }
}

describe("the corpus of malformed files", () => {
  it("has hundreds of cases, each named once", () => {
    expect(CASES.length).toBeGreaterThan(900);
    const names = CASES.map(({ kind, name }) => `${kind}: ${name}`);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  const kinds = [...new Set(CASES.map(({ kind }) => kind))];

  it.each(kinds)("%s: each is refused for what is wrong with it", async (kind) => {
    const complaints: string[] = [];
    for (const each of CASES.filter((one) => one.kind === kind)) {
      const complaint = await complaintOf(each);
      if (complaint !== undefined) complaints.push(`${each.name}: ${complaint}`);
    }
    expect(complaints).toEqual([]);
  });
});
