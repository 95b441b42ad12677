/**
 * PNG bytes to a picture in memory. The file's structure and sizes are checked here, before anything large is
 * allocated; undoing filters and interlacing is fast-png's work. Knows nothing of digits.
 *
 * Source: W3C, Portable Network Graphics (PNG) Specification, third edition.
 */
import { inflateSync } from "node:zlib";
import { decode } from "fast-png";
import type { Picture } from "../data/digit-picture.js";
import { invalidFile, invalidOption, WasmlpError } from "../errors.js";

/** 8192 × 8192. */
const maxPixels = 2 ** 26;
/** Of 8 KiB each, as writers make them, they hold three times the bytes of the largest picture. */
const maxChunks = 100_000;
/** As many pixels of four bytes. */
const maxBytes = 2 ** 28;
/** Of a file: as many bytes that do not shrink, and what is not pixels. */
export const MAX_PNG_BYTES: number = 2 ** 29;

const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** How other files begin, in hexadecimal. */
const others: readonly (readonly [begins: RegExp, what: string])[] = [
  [/^ffd8ff/, "a JPEG picture"],
  [/^47494638/, "a GIF picture"],
  [/^52494646.{8}57454250/, "a WebP picture"],
  [/^.{8}66747970(61766966|61766973)/, "an AVIF picture"],
  [/^.{8}66747970(68656963|68656978|6d696631|6d736631)/, "a HEIC picture"],
  [/^424d/, "a BMP picture"],
  [/^(49492a00|4d4d002a)/, "a TIFF picture"],
  [/^00000100/, "an ICO picture"],
  [/^(efbbbf)?(3c737667|3c3f786d6c)/, "an SVG picture or other XML"],
  [/^25504446/, "a PDF document"],
];

/** Colour types: channels a pixel in the file, and the bit depths allowed. */
const colourTypes = new Map<number, { channels: number; depths: readonly number[] }>([
  [0, { channels: 1, depths: [1, 2, 4, 8, 16] }],
  [2, { channels: 3, depths: [8, 16] }],
  [3, { channels: 1, depths: [1, 2, 4, 8] }],
  [4, { channels: 2, depths: [8, 16] }],
  [6, { channels: 4, depths: [8, 16] }],
]);

interface Header {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colourType: number;
  /** Channels a pixel in the file; 1 for palette pictures. */
  readonly channels: number;
  readonly isInterlaced: boolean;
}

interface Chunk {
  readonly type: string;
  /** The chunk's payload, a view into the file. */
  readonly data: Uint8Array;
  /** Length, type, payload and checksum, a view into the file. */
  readonly whole: Uint8Array;
}

/**
 * The picture in a PNG file: grey, colour, palette or alpha, 1 to 16 bits a channel, interlaced or not. Palettes
 * become RGB(A), fewer than 8 bits become 8, one transparent colour becomes an alpha channel.
 * @param name Said in messages, the file's name.
 * @throws WasmlpError `invalid-file` when the bytes are not a PNG, are damaged, or hold more than 8192 × 8192 pixels
 * or 256 MB; `unsupported` for interlacing at fewer than 8 bits.
 */
export function decodePicture(bytes: Uint8Array, name: string): Picture {
  if (!(bytes instanceof Uint8Array)) throw invalidOption("bytes", "a Uint8Array", bytes);
  if (bytes.length < signature.length) throw invalidFile(name, "a PNG picture", describe(bytes));
  requirePngStart(bytes, name);
  const chunks = readChunks(bytes, name);
  const header = readHeader(chunks, name);
  if (header.isInterlaced && header.depth < 8)
    throw new WasmlpError(
      "unsupported",
      `${name}: expected 8 or 16 bits a channel in an interlaced PNG, got ${header.depth}; save it without interlacing`,
    );
  checkPixelBytes(chunks, header, name);
  const samples = unfiltered(chunks, header, name);
  const { width, height } = header;
  if (header.colourType === 3) return { width, height, ...throughPalette(samples, header, chunks, name) };
  const { channels, depth } = header;
  const picture = { width, height, channels, depth: Math.max(8, depth), data: samples };
  const transparent = payload(chunks, "tRNS");
  return transparent && channels % 2 === 1
    ? withKeyAsAlpha(picture, depth, transparent, name)
    : brightened(picture, depth);
}

/** As far as they go. @throws WasmlpError `invalid-file` unless a PNG can begin with these bytes. */
export function requirePngStart(start: Uint8Array, name: string): void {
  if (!signature.slice(0, start.length).every((byte, i) => start[i] === byte))
    throw invalidFile(name, "a PNG picture", describe(start));
}

function describe(bytes: Uint8Array): string {
  if (bytes.length === 0) return "an empty file";
  const start = Buffer.from(bytes.subarray(0, 16)).toString("hex");
  const known = others.find(([begins]) => begins.test(start));
  return known ? `${known[1]}; save it as PNG` : `${bytes.length} bytes beginning with ${start.slice(0, 16)}`;
}

/** The file's chunks up to IEND. Unknown ones that may be skipped are kept: nobody asks for them. */
function readChunks(bytes: Uint8Array, name: string): Chunk[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Chunk[] = [];
  for (let at = signature.length; ; ) {
    if (at + 12 > bytes.length) throw invalidFile(name, "a complete PNG (an IEND chunk)", `${bytes.length} bytes`);
    const length = view.getUint32(at);
    const end = at + 12 + length;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/.test(type))
      throw invalidFile(name, `a PNG chunk's name at byte ${at + 4}`, JSON.stringify(type));
    if (end > bytes.length) throw invalidFile(name, `${end} bytes for its ${type} chunk`, `a file of ${bytes.length}`);
    if (type === "IHDR" && chunks.length > 0) throw invalidFile(name, "one PNG header (IHDR)", "another");
    if (/^[A-Z]/.test(type) && !/^(IHDR|PLTE|IDAT|IEND)$/.test(type))
      throw invalidFile(name, "a PNG of the published standard", `the chunk ${type}, which must not be skipped`);
    if (chunks.length === maxChunks) throw invalidFile(name, `at most ${maxChunks} PNG chunks`, "more");
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length), whole: bytes.subarray(at, end) });
    if (type === "IEND") return chunks;
    at = end;
  }
}

function payload(chunks: readonly Chunk[], type: string): Uint8Array | undefined {
  return chunks.find((chunk) => chunk.type === type)?.data;
}

function readHeader(chunks: readonly Chunk[], name: string): Header {
  const first = chunks[0] as Chunk;
  if (first.type !== "IHDR" || first.data.length !== 13)
    throw invalidFile(name, "a PNG header (IHDR of 13 bytes) first", `${first.type} of ${first.data.length} bytes`);
  const view = new DataView(first.data.buffer, first.data.byteOffset, 13);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  if (width === 0 || height === 0 || width * height > maxPixels)
    throw invalidFile(name, `1 to ${maxPixels} pixels (8192×8192)`, `${width}×${height}`);
  const depth = view.getUint8(8);
  const colourType = view.getUint8(9);
  const colour = colourTypes.get(colourType);
  if (!colour?.depths.includes(depth))
    throw invalidFile(name, "a PNG colour type with its bit depth", `type ${colourType} at ${depth} bits`);
  const [compression, filter, interlace] = [view.getUint8(10), view.getUint8(11), view.getUint8(12)];
  if (compression !== 0 || filter !== 0 || interlace > 1)
    throw invalidFile(name, "PNG methods 0, 0 and 0 or 1", `${compression}, ${filter} and ${interlace}`);
  return { width, height, depth, colourType, channels: colour.channels, isInterlaced: interlace === 1 };
}

/** Bytes of the filtered rows, one filter byte each; interlaced pictures are seven smaller ones. */
function filteredBytes({ width, height, depth, channels, isInterlaced }: Header): number {
  const passes = isInterlaced
    ? [
        [0, 0, 8, 8],
        [4, 0, 8, 8],
        [0, 4, 4, 8],
        [2, 0, 4, 4],
        [0, 2, 2, 4],
        [1, 0, 2, 2],
        [0, 1, 1, 2],
      ]
    : [[0, 0, 1, 1]];
  let total = 0;
  for (const [x, y, xStep, yStep] of passes as [number, number, number, number][]) {
    const columns = Math.max(0, Math.ceil((width - x) / xStep));
    const rows = Math.max(0, Math.ceil((height - y) / yStep));
    if (columns > 0) total += rows * (1 + Math.ceil((columns * channels * depth) / 8));
  }
  return total;
}

/** Inflates the pixels under a limit: the header's size, exactly. Keeps small files that unpack to gigabytes out. */
function checkPixelBytes(chunks: readonly Chunk[], header: Header, name: string): void {
  const expected = filteredBytes(header);
  if (expected > maxBytes + 2 ** 16) throw invalidFile(name, `at most ${maxBytes} bytes of pixels`, expected);
  const parts = chunks.filter((chunk) => chunk.type === "IDAT").map((chunk) => chunk.data);
  let inflated: Uint8Array;
  try {
    inflated = inflateSync(Buffer.concat(parts), { maxOutputLength: expected + 1 });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw damaged(
      name,
      code === "ERR_BUFFER_TOO_LARGE" ? `more than the ${expected} bytes of its size` : message,
      cause,
    );
  }
  if (inflated.length !== expected) throw invalidFile(name, `${expected} bytes of pixels`, inflated.length);
}

/** Samples as fast-png leaves them, unpacked to one value an element. */
function unfiltered(chunks: readonly Chunk[], header: Header, name: string): Uint8Array | Uint16Array {
  // Only what the pixels need goes in: comments, profiles and animations are neither read nor unpacked.
  const needed = chunks.filter((chunk) => /^(IHDR|PLTE|IDAT|IEND)$/.test(chunk.type)).map((chunk) => chunk.whole);
  try {
    const { data } = decode(new Uint8Array(Buffer.concat([Uint8Array.from(signature), ...needed])), { checkCrc: true });
    if (data instanceof Uint16Array) return data;
    return header.depth < 8 ? unpacked(data as Uint8Array, header) : (data as Uint8Array);
  } catch (cause) {
    throw damaged(name, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function damaged(name: string, what: string, cause: unknown): WasmlpError {
  return new WasmlpError("invalid-file", `${name}: expected an undamaged PNG, got ${what}`, { cause });
}

/** Rows of 1-, 2- or 4-bit samples, each row beginning on a byte, to one byte a sample. */
function unpacked(packed: Uint8Array, { width, height, depth }: Header): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  const mask = (1 << depth) - 1;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = packed[y * rowBytes + (bit >> 3)] as number;
      samples[y * width + x] = (byte >> (8 - depth - (bit & 7))) & mask;
    }
  return samples;
}

/** 1-, 2- and 4-bit grey to the full range of a byte. */
function brightened(picture: Picture, depth: number): Picture {
  if (depth >= 8) return picture;
  const factor = 255 / ((1 << depth) - 1);
  return { ...picture, data: picture.data.map((sample) => sample * factor) as Uint8Array };
}

function throughPalette(
  indices: Uint8Array | Uint16Array,
  header: Header,
  chunks: readonly Chunk[],
  name: string,
): Pick<Picture, "channels" | "depth" | "data"> {
  const colours = payload(chunks, "PLTE") ?? new Uint8Array(0);
  if (colours.length % 3 !== 0 || colours.length > 3 * 256)
    throw invalidFile(name, "a palette of 1 to 256 colours, three bytes each", `${colours.length} bytes`);
  const alphas = payload(chunks, "tRNS");
  const channels = alphas ? 4 : 3;
  const data = new Uint8Array(header.width * header.height * channels);
  for (let i = 0, at = 0; i < indices.length; i++, at += channels) {
    const index = indices[i] as number;
    if (3 * index + 3 > colours.length)
      throw invalidFile(name, `colour numbers below its palette's ${Math.floor(colours.length / 3)}`, index);
    for (let channel = 0; channel < 3; channel++) data[at + channel] = colours[3 * index + channel] as number;
    if (alphas) data[at + 3] = alphas[index] ?? 255;
  }
  return { channels, depth: 8, data };
}

/** Grey or RGB in which one colour, given by tRNS in the file's own depth, means "nothing here". */
function withKeyAsAlpha(picture: Picture, depth: number, key: Uint8Array, name: string): Picture {
  const { channels, data } = picture;
  if (key.length !== 2 * channels) throw invalidFile(name, `${2 * channels} bytes in its tRNS chunk`, key.length);
  const wanted = Array.from({ length: channels }, (_, i) => 256 * (key[2 * i] as number) + (key[2 * i + 1] as number));
  const count = picture.width * picture.height;
  const wider = depth === 16 ? new Uint16Array(count * (channels + 1)) : new Uint8Array(count * (channels + 1));
  const bright = brightened(picture, depth).data;
  for (let i = 0; i < count; i++) {
    for (let channel = 0; channel < channels; channel++)
      wider[i * (channels + 1) + channel] = bright[i * channels + channel] as number;
    const isKey = wanted.every((value, channel) => data[i * channels + channel] === value);
    wider[i * (channels + 1) + channels] = isKey ? 0 : depth === 16 ? 65535 : 255;
  }
  return { ...picture, channels: channels + 1, data: wider };
}
