/** Zipped data that is cut, damaged, lies about itself, or holds far more than it says. */
import { gzipSync } from "node:zlib";
import { serializeIdx } from "../../src/data/idx.js";
import { type ByteCase, casesOfKind, u32 } from "./byte-case.js";

const PLAIN = serializeIdx({ shape: [100], values: Uint8Array.from({ length: 100 }, (_, i) => (i * 31) % 251) });
const WHOLE = new Uint8Array(gzipSync(PLAIN));

/** The good file with one byte set. */
const withByte =
  (at: number, byte: number): (() => Uint8Array) =>
  () => {
    const bytes = WHOLE.slice();
    bytes[at < 0 ? bytes.length + at : at] = byte;
    return bytes;
  };
const followedBy =
  (...more: number[]): (() => Uint8Array) =>
  () =>
    Uint8Array.from([...WHOLE, ...more]);
const zipped =
  (plain: Uint8Array): (() => Uint8Array) =>
  () =>
    new Uint8Array(gzipSync(plain));

/** Zeros under a header that promises `count` of them. */
const bomb =
  (count: number, zeros: number): (() => Uint8Array) =>
  () =>
    new Uint8Array(gzipSync(Buffer.concat([Buffer.from([0, 0, 8, 1, ...u32(count)]), Buffer.alloc(zeros)])));

export const GZIP_CASES: readonly ByteCase[] = [
  ...casesOfKind(
    "gzip",
    Array.from(
      { length: WHOLE.length - 18 },
      (_, i) => [`cut after ${i + 18} bytes`, () => WHOLE.subarray(0, i + 18), "gzip"] as const,
    ).filter((_, i) => i % 3 === 0),
  ).map((each) => ({ ...each, word: "expected" })),
  ...[...Array(4).keys()].flatMap((i) => [
    ...casesOfKind("gzip", [
      [`byte ${i} of its checksum`, withByte(-8 + i, (WHOLE.at(-8 + i) as number) ^ 1), "incorrect data check"],
    ]),
    ...casesOfKind("gzip", [
      [`byte ${i} of its length`, withByte(-4 + i, (WHOLE.at(-4 + i) as number) ^ 1), "incorrect length check"],
    ]),
  ]),
  ...[0x20, 0x40, 0x80, 0xff].flatMap((flags) =>
    casesOfKind("gzip", [[`reserved flags ${flags}`, withByte(3, flags), "whole gzip data"]]),
  ),
  ...casesOfKind("gzip", [
    ["an extra field longer than the file", withByte(3, 4), "gzip"],
    [
      "a name without end",
      () =>
        withByte(3, 8)()
          .subarray(0, 30)
          .map((byte, i) => (i > 9 && byte === 0 ? 1 : byte)),
      "gzip",
    ],
    ["a wrong checksum of its header", withByte(3, 2), "whole gzip data"],
    ["a block of the reserved type", withByte(10, 0x07), "invalid block type"],
    [
      "a stored block whose length and its complement disagree",
      () => Uint8Array.from([...WHOLE.subarray(0, 10), 1, 5, 0, 0, 0]),
      "invalid stored block",
    ],
    ["text behind it", followedBy(...new TextEncoder().encode("garbage")), "incorrect header check"],
    ["half a second member behind it", followedBy(0x1f, 0x8b, 8, 0), "gzip data"],
    ["a damaged second member", followedBy(...withByte(-8, (WHOLE.at(-8) as number) ^ 1)()), "expected"],
    ["two whole files, one behind the other", followedBy(...WHOLE), "at most 108 bytes"],
    ["zipped twice", zipped(WHOLE), "unzip it first"],
    ["an empty file, zipped", zipped(new Uint8Array(0)), "an IDX header"],
    ["zipped text", zipped(new TextEncoder().encode("hello, digits")), "two zero bytes"],
    ["a header that says 4 GiB before nothing", bomb(2 ** 32 - 1, 0), "4294967303 bytes"],
    ["100 MB of zeros under a header that says ten", bomb(10, 1e8), "at most 18 bytes"],
    ["100 MB of zeros and no header", () => new Uint8Array(gzipSync(Buffer.alloc(1e8))), "a type code"],
    [
      "100 MB of zeros in ten members, said to be ten",
      () => new Uint8Array(Buffer.concat([bomb(10, 0)(), ...Array<Buffer>(10).fill(gzipSync(Buffer.alloc(1e7)))])),
      "at most 18 bytes",
    ],
    [
      "a million empty members",
      () => new Uint8Array(Buffer.concat([WHOLE, ...Array<Buffer>(1_000_000).fill(gzipSync(""))]).subarray(0, -1)),
      "gzip",
    ],
  ]),
];
