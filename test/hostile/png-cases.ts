/** PNG pictures that are damaged, too large, or made of chunks that do not belong. */
import { deflateSync } from "node:zlib";
import { chunk, file, header, packedRows, pixels } from "../node/png-file.js";
import { type ByteCase, casesOfKind, u32 } from "./byte-case.js";

const ROWS = pixels(
  packedRows(
    [
      [0, 128],
      [255, 1],
    ],
    8,
  ),
);
const GOOD = new Uint8Array(file(header(2, 2, 8, 0), ROWS));
const PALETTE = chunk("PLTE", [0, 0, 0, 255, 255, 255]);

const made =
  (...chunks: Buffer[]): (() => Uint8Array) =>
  () =>
    new Uint8Array(file(...chunks));
const row = (name: string, bytes: () => Uint8Array, word: string): ByteCase[] =>
  casesOfKind("png", [[name, bytes, word]]);
const withByte =
  (at: number, change: (byte: number) => number): (() => Uint8Array) =>
  () => {
    const bytes = GOOD.slice();
    bytes[at] = change(bytes[at] as number);
    return bytes;
  };

const DEPTHS = new Map([
  [0, [1, 2, 4, 8, 16]],
  [2, [8, 16]],
  [3, [1, 2, 4, 8]],
  [4, [8, 16]],
  [6, [8, 16]],
]);
const KINDS = Array.from({ length: 9 }, (_, type) => type)
  .flatMap((type) => [0, 1, 2, 3, 4, 5, 8, 12, 16, 32, 255].map((depth) => [type, depth] as const))
  .filter(([type, depth]) => !DEPTHS.get(type)?.includes(depth));
/** A picture of nothing, small as a file. */
const blank =
  (width: number, height: number, bytes: number, type = 0, depth = 8): (() => Uint8Array) =>
  () =>
    new Uint8Array(
      file(header(width, height, depth, type), chunk("IDAT", deflateSync(Buffer.alloc(bytes), { level: 9 }))),
    );

const headerOf = (...bytes: number[]): (() => Uint8Array) => made(chunk("IHDR", bytes), ROWS);
const SIZE = [...u32(2), ...u32(2)];

export const PNG_CASES: readonly ByteCase[] = [
  ...KINDS.flatMap(([type, depth]) =>
    row(`colour type ${type} of ${depth} bits`, made(header(2, 2, depth, type), ROWS), "expected"),
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8]
    .map((i) => i - 1)
    .flatMap((i) =>
      row(
        `byte ${i} of its signature`,
        withByte(i, (byte) => byte ^ 1),
        "a PNG picture",
      ),
    ),
  ...Array.from({ length: GOOD.length - 1 }, (_, length) =>
    row(`cut after ${length} bytes`, () => GOOD.subarray(0, length), "expected"),
  )
    .flat()
    .filter((_, i) => i % 2 === 0),
  ...[29, 30, 31, 32].flatMap((at) =>
    row(
      `the checksum of its header, byte ${at}`,
      withByte(at, (byte) => byte ^ 1),
      "undamaged",
    ),
  ),
  ...["ABCD", "CgBI", "JDAT", "PLTF"].flatMap((type) =>
    row(`a chunk ${type} that must not be skipped`, made(header(2, 2, 8, 0), chunk(type, [1]), ROWS), type),
  ),
  ...["\0\0\0\0", "1DAT", "I DA", "ÿÿÿÿ"].flatMap((type) =>
    row(`a chunk named ${JSON.stringify(type)}`, made(header(2, 2, 8, 0), chunk(type, [1]), ROWS), "chunk's name"),
  ),
  ...row("no header", made(ROWS), "IHDR"),
  ...row("a second header", made(header(2, 2, 8, 0), header(2, 2, 8, 0), ROWS), "one PNG header"),
  ...row("a header of 12 bytes", headerOf(...SIZE, 8, 0, 0, 0), "13 bytes"),
  ...row("a header of 14 bytes", headerOf(...SIZE, 8, 0, 0, 0, 0, 0), "13 bytes"),
  ...row("an unknown compression", headerOf(...SIZE, 8, 0, 1, 0, 0), "expected"),
  ...row("an unknown filter method", headerOf(...SIZE, 8, 0, 0, 1, 0), "expected"),
  ...row("an unknown interlacing", headerOf(...SIZE, 8, 0, 0, 0, 2), "expected"),
  ...row("no width", made(header(0, 2, 8, 0), ROWS), "expected"),
  ...row("no height", made(header(2, 0, 8, 0), ROWS), "expected"),
  ...row("a width of 2^32 − 1", made(header(0xffffffff, 1, 8, 0), ROWS), "expected"),
  ...row("a size of 2^62 pixels", made(header(2 ** 31, 2 ** 31, 8, 0), ROWS), "expected"),
  ...row("8192 × 8193 pixels", made(header(8192, 8193, 8, 0), ROWS), "pixels"),
  ...row("67 million pixels of eight bytes", made(header(8192, 8192, 16, 6), ROWS), "bytes of pixels"),
  ...row("67 million pixels and none there", made(header(8192, 8192, 8, 0), ROWS), "bytes of pixels"),
  ...row("no pixels", made(header(2, 2, 8, 0)), "expected"),
  ...row("an empty IDAT", made(header(2, 2, 8, 0), chunk("IDAT", [])), "undamaged"),
  ...row("a row too few", made(header(2, 3, 8, 0), ROWS), "bytes of pixels"),
  ...row("a row too many", made(header(2, 1, 8, 0), ROWS), "its size"),
  ...row("pixels that are not zipped", made(header(2, 2, 8, 0), chunk("IDAT", [0, 1, 2, 3, 4, 5])), "undamaged"),
  ...row("a filter type of 5", made(header(1, 1, 8, 0), pixels(Buffer.from([5, 0]))), "expected"),
  ...row("a filter type of 255", made(header(1, 1, 8, 0), pixels(Buffer.from([255, 0]))), "expected"),
  ...row("100 MB of pixels in a picture of four", blank(2, 2, 1e8), "its size"),
  ...row(
    "a palette picture without a palette",
    made(
      header(2, 2, 8, 3),
      pixels(
        packedRows(
          [
            [0, 0],
            [0, 0],
          ],
          8,
        ),
      ),
    ),
    "expected",
  ),
  ...row(
    "a colour beyond its palette",
    made(
      header(2, 2, 8, 3),
      PALETTE,
      pixels(
        packedRows(
          [
            [0, 1],
            [2, 0],
          ],
          8,
        ),
      ),
    ),
    "expected",
  ),
  ...row(
    "a palette of four bytes",
    made(header(1, 1, 8, 3), chunk("PLTE", [1, 2, 3, 4]), pixels(packedRows([[0]], 8))),
    "expected",
  ),
  ...row(
    "a palette of 257 colours",
    made(header(1, 1, 8, 3), chunk("PLTE", new Uint8Array(771)), pixels(packedRows([[0]], 8))),
    "expected",
  ),
  ...row("a transparent colour of one byte", made(header(2, 2, 8, 0), chunk("tRNS", [1]), ROWS), "tRNS"),
  ...row(
    "a chunk longer than the file",
    () => Uint8Array.from([...GOOD.subarray(0, 33), ...u32(0x7fffffff), ...GOOD.subarray(37)]),
    "bytes for its IDAT chunk",
  ),
  ...row(
    "a chunk of 2^32 − 1 bytes",
    () => Uint8Array.from([...GOOD.subarray(0, 33), ...u32(0xffffffff), ...GOOD.subarray(37)]),
    "bytes for its IDAT chunk",
  ),
  ...row(
    "a million empty chunks",
    () =>
      new Uint8Array(
        Buffer.concat([GOOD.subarray(0, 33), ...Array<Buffer>(1_000_000).fill(chunk("IDAT", [])), GOOD.subarray(33)]),
      ),
    "at most 100000 PNG chunks",
  ),
  ...row("a JPEG", () => Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70), "a JPEG"),
  ...row("an SVG", () => new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>"), "an SVG"),
];
