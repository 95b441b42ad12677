/** Seeded mutations of well-formed safetensors files: each is read correctly or refused by name, nothing else. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { WasmlpError } from "../../src/errors.js";
import { readSafetensors } from "../../src/formats/safetensors.js";
import { rawFile, seededDraws } from "./safetensors-raw.js";

const SEED = 4242;
const CASES = 20_000;
const FILES = ["every-dtype", "linear", "unusual-but-valid", "no-tensors"].map(
  (name): Uint8Array => readFileSync(new URL(`../fixtures/safetensors/${name}.safetensors`, import.meta.url)),
);
const TOKENS = [
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  '"',
  "\\",
  "\\u",
  "\\ud800",
  "null",
  "-1",
  "1e308",
  "0",
  "9007199254740992",
  "00",
  " ",
  "\n",
  "\0",
  "\ufeff",
  '"dtype"',
  '"F16"',
  '"__metadata__":{}',
  '"__proto__"',
  "/**/",
].map((t) => new TextEncoder().encode(t));

type Draw = (n: number) => number;

const splice = (bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array => {
  const result = new Uint8Array(Math.max(at, bytes.length - removed) + added.length);
  const kept = bytes.subarray(at + removed);
  result.set(bytes.subarray(0, at));
  result.set(added, at);
  result.set(kept, at + added.length);
  return result.subarray(0, at + added.length + kept.length);
};

/** One change: a byte, a digit, a token put in, some bytes taken out or repeated, or the end cut off. */
function mutate(bytes: Uint8Array, draw: Draw): Uint8Array {
  const at = draw(bytes.length + 1);
  const few = 1 + draw(8);
  switch (draw(6)) {
    case 0:
      return splice(bytes, at, 1, Uint8Array.of(draw(256)));
    case 1:
      return splice(bytes, at, 1, Uint8Array.of(0x30 + draw(10)));
    case 2:
      return splice(bytes, at, draw(4), TOKENS[draw(TOKENS.length)] as Uint8Array);
    case 3:
      return splice(bytes, at, few, new Uint8Array(0));
    case 4:
      return splice(bytes, at, 0, bytes.slice(at, at + few * 8));
    default:
      return bytes.slice(0, at);
  }
}

/** Half of the cases mutate the header under a length that stays true, so that the change is seen beyond the length. */
function mutant(draw: Draw): Uint8Array {
  const file = FILES[draw(FILES.length)] as Uint8Array;
  const changes = 1 + draw(3);
  const headerEnd = 8 + new DataView(file.buffer, file.byteOffset).getUint32(0, true);
  const isHeaderOnly = draw(2) === 0;
  let bytes: Uint8Array = isHeaderOnly ? file.subarray(8, headerEnd) : file;
  for (let i = 0; i < changes; i++) bytes = mutate(bytes, draw);
  if (!isHeaderOnly) return bytes;
  const whole = rawFile(bytes, file.length - headerEnd);
  whole.set(file.subarray(headerEnd), 8 + bytes.length);
  return whole;
}

/** What was accepted must be what JSON.parse sees in the header, and must fill the file. */
function requireTrue(bytes: Uint8Array): void {
  const { tensors, metadata } = readSafetensors(bytes, "mutant");
  const headerEnd = 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(8, headerEnd));
  const header = new Map<string, Record<string, unknown>>(Object.entries(JSON.parse(text)));
  expect(Object.fromEntries(metadata)).toEqual(header.get("__metadata__") ?? {});
  header.delete("__metadata__");
  expect(new Set(header.keys())).toEqual(new Set(tensors.keys()));
  let filled = 0;
  for (const [name, { dtype, shape, bytes: data }] of tensors) {
    const begin = data.byteOffset - bytes.byteOffset - headerEnd;
    expect({ dtype, shape, data_offsets: [begin, begin + data.length] }).toEqual(header.get(name));
    filled += data.length;
  }
  expect(filled).toBe(bytes.length - headerEnd);
}

describe("readSafetensors", () => {
  it(`reads or refuses ${CASES} mutated files (seed ${SEED}), and throws nothing but invalid-file`, () => {
    const draw = seededDraws(SEED);
    let accepted = 0;
    const refusals = new Set<string>();
    for (let i = 0; i < CASES; i++) {
      const bytes = mutant(draw);
      try {
        requireTrue(bytes);
        accepted++;
      } catch (error) {
        const { code, message } = error as WasmlpError;
        if (!(error instanceof WasmlpError) || code !== "invalid-file" || !/expected .+, got .+/s.test(message))
          throw new Error(`case ${i} of seed ${SEED}: ${Buffer.from(bytes).toString("base64")}`, { cause: error });
        refusals.add(message.replace(/^.*?expected |[\d"'].*$/gs, ""));
      }
    }
    // Mutations that all die at the first check would prove nothing.
    expect(accepted).toBeGreaterThan(CASES / 100);
    expect(refusals.size).toBeGreaterThan(20);
  });
});
