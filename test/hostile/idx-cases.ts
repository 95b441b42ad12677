/** IDX files that are none: every byte of the header, sizes that multiply too far, too few and too many values. */
import { type ByteCase, casesOfKind, u32 } from "./byte-case.js";

const TYPES = new Map([
  [0x08, 1],
  [0x09, 1],
  [0x0b, 2],
  [0x0c, 4],
  [0x0d, 4],
  [0x0e, 8],
]);
const EVERY_BYTE = Array.from({ length: 256 }, (_, byte) => byte);
const most = 0xffffffff;

const idx = (type: number, sizes: readonly number[], valueBytes: number): Uint8Array =>
  Uint8Array.from([0, 0, type, sizes.length, ...sizes.flatMap(u32), ...new Uint8Array(valueBytes)]);

const row = (name: string, bytes: Uint8Array, word: string): ByteCase[] =>
  casesOfKind("idx", [[name, () => bytes, word]]);

export const IDX_CASES: readonly ByteCase[] = [
  ...EVERY_BYTE.filter((byte) => !TYPES.has(byte)).flatMap((byte) =>
    row(`type ${byte}`, idx(byte, [1], 8), "a type code"),
  ),
  ...EVERY_BYTE.filter((rank) => rank < 1 || rank > 32).flatMap((rank) =>
    row(`rank ${rank}`, idx(8, Array(rank).fill(1), 1), "a rank from 1 to 32"),
  ),
  ...[1, 2, 0x50, 0x80, 0xff].flatMap((byte) => [
    ...row(`first byte ${byte}`, Uint8Array.of(byte, 0, 8, 1, 0, 0, 0, 0), "two zero bytes first"),
    ...row(`second byte ${byte}`, Uint8Array.of(0, byte, 8, 1, 0, 0, 0, 0), "two zero bytes first"),
  ]),
  ...[...TYPES].flatMap(([type, size]) => [
    ...row(`type ${type}, a byte short`, idx(type, [2], 2 * size - 1), "is cut short"),
    ...row(`type ${type}, a byte long`, idx(type, [2], 2 * size + 1), "trailing bytes"),
    ...row(`type ${type}, no values`, idx(type, [2], 0), "is cut short"),
    ...row(`type ${type}, values of an empty set`, idx(type, [0], size), "trailing bytes"),
    ...row(`type ${type}, sizes that multiply to 2^32`, idx(type, [65_536, 65_536], 0), "is cut short"),
    ...row(
      `type ${type}, sizes that multiply to 2^64`,
      idx(type, [2 ** 31, 2 ** 31, 4], 0),
      "at most 9007199254740991",
    ),
    ...row(
      `type ${type}, sizes that multiply to 2^1024`,
      idx(type, Array(32).fill(most), 0),
      "at most 9007199254740991",
    ),
    ...row(`type ${type}, little-endian sizes`, idx(type, [0x02000000], 2 * size), "is cut short"),
  ]),
  ...Array.from({ length: 16 }, (_, length) =>
    row(`cut after ${length} bytes`, idx(8, [1, 1, 1], 1).subarray(0, length), "expected"),
  ).flat(),
  ...row("an HTML page", new TextEncoder().encode("<!DOCTYPE html><title>403</title>"), "0x3c21444f"),
  ...row("a Git LFS pointer", new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\n"), "0x76657273"),
  ...row("still zipped", Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3), "unzip it first"),
  ...row("a size of 2^32 − 1", idx(8, [most], 1), "4294967303 bytes"),
];
