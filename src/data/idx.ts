/**
 * The IDX format: a header of big-endian sizes, then the values row by row. It is how MNIST and its kin are published.
 * Knows bytes only: nothing of files, of zipping, or of what the numbers mean.
 *
 * Layout: 00 00 | type | rank | rank × u32 sizes | values. Everything longer than a byte is big-endian.
 */
import { invalidFile, invalidOption, shapeMismatch } from "../errors.js";

/** The values of an IDX array, row-major, in the host's own byte order. */
export type IdxValues = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** An array of any rank. */
export interface IdxArray {
  /** Size along each dimension, slowest first: [60000, 28, 28]. */
  readonly shape: readonly number[];
  /** As many values as the product of `shape`. */
  readonly values: IdxValues;
}

interface Element {
  readonly code: number;
  readonly name: string;
  readonly bytes: number;
  readonly Values: new (buffer: ArrayBufferLike, byteOffset: number, length: number) => IdxValues;
}

const elements: readonly Element[] = [
  { code: 0x08, name: "u8", bytes: 1, Values: Uint8Array },
  { code: 0x09, name: "i8", bytes: 1, Values: Int8Array },
  { code: 0x0b, name: "i16", bytes: 2, Values: Int16Array },
  { code: 0x0c, name: "i32", bytes: 4, Values: Int32Array },
  { code: 0x0d, name: "f32", bytes: 4, Values: Float32Array },
  { code: 0x0e, name: "f64", bytes: 8, Values: Float64Array },
];

/** NumPy stops at 32 dimensions too; a higher rank is a damaged header. */
const maxRank = 32;
const maxSize = 0xffffffff;

/**
 * Reads an IDX array. Values of type u8 are a view of `bytes`; all others are a copy.
 * @param name what errors call the file
 * @throws WasmlpError `invalid-file` for anything but a whole, exact IDX file.
 */
export function parseIdx(bytes: Uint8Array, name: string): IdxArray {
  if (!(bytes instanceof Uint8Array)) throw invalidOption("bytes", "a Uint8Array", bytes);
  const { element, shape, start, count, layout, bytes: expected } = readHeader(bytes, name);
  if (bytes.length !== expected)
    throw invalidFile(
      name,
      `${expected} bytes (${layout})`,
      `${bytes.length}: the file ${bytes.length < expected ? "is cut short" : "has trailing bytes"}`,
    );
  return { shape, values: readValues(bytes, start, count, element) };
}

/** The most bytes a header takes. */
export const MAX_IDX_HEADER: number = 4 + 4 * maxRank;

/**
 * The bytes of the whole file, by its header.
 * @param start the file, or at least its first `MAX_IDX_HEADER` bytes
 * @throws WasmlpError `invalid-file` for what is no header.
 */
export function idxFileBytes(start: Uint8Array, name: string): number {
  return readHeader(start, name).bytes;
}

/**
 * The bytes of an IDX file that `parseIdx` reads back to the same array.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 */
export function serializeIdx(array: IdxArray): Uint8Array {
  requireIdxArray("array", array);
  const { shape, values } = array;
  const element = elementOf(values);
  const start = 4 + 4 * shape.length;
  const bytes = new Uint8Array(start + values.byteLength);
  bytes.set([0, 0, element.code, shape.length]);
  const view = new DataView(bytes.buffer);
  for (const [axis, size] of shape.entries()) view.setUint32(4 + 4 * axis, size);
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), start);
  swapToHostOrder(bytes.subarray(start), element.bytes);
  return bytes;
}

/** @throws WasmlpError `invalid-option` or `shape-mismatch` for an array that no IDX file could hold. */
export function requireIdxArray(what: string, array: IdxArray): void {
  if (typeof array !== "object" || array === null) throw invalidOption(what, "an object of shape and values", array);
  const { shape, values } = array;
  elementOf(values);
  if (!Array.isArray(shape) || shape.length < 1 || shape.length > maxRank)
    throw invalidOption("shape", `1 to ${maxRank} sizes`, shape);
  for (const [axis, size] of shape.entries())
    if (!Number.isInteger(size) || size < 0 || size > maxSize)
      throw invalidOption(`shape[${axis}]`, `a whole number from 0 to ${maxSize}`, size);
  if (product(shape) !== values.length)
    throw shapeMismatch("values", `${product(shape)} (${shape.join(" x ")})`, values.length);
}

/** The first four bytes of the array's file as people write them: `0x00000803` for u8 values of rank 3. */
export function idxMagic(array: IdxArray): string {
  const number = elementOf(array.values).code * 256 + array.shape.length;
  return `0x${number.toString(16).padStart(8, "0")}`;
}

function elementOf(values: IdxValues): Element {
  const element = elements.find(({ Values }) => values instanceof Values);
  if (!element) throw invalidOption("values", "an array of u8, i8, i16, i32, f32 or f64 values", values);
  return element;
}

interface Header {
  readonly element: Element;
  readonly shape: number[];
  /** Bytes of the header; values; bytes in all. */
  readonly start: number;
  readonly count: number;
  readonly bytes: number;
  /** In words. */
  readonly layout: string;
}

function readHeader(file: Uint8Array, name: string): Header {
  const element = readElement(file, name);
  const shape = readShape(file, name);
  const start = 4 + 4 * shape.length;
  const count = product(shape);
  const bytes = start + count * element.bytes;
  const layout = `${shape.join(" x ")} ${element.name} values after a header of ${start} bytes`;
  if (!Number.isSafeInteger(bytes)) throw invalidFile(name, `at most ${Number.MAX_SAFE_INTEGER} bytes`, layout);
  return { element, shape, start, count, bytes, layout };
}

function readElement(bytes: Uint8Array, name: string): Element {
  if (bytes.length < 4) throw invalidFile(name, "an IDX header of at least 8 bytes", `${bytes.length} bytes`);
  const first = hex(bytes, 0, 4);
  if (bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw invalidFile(name, "an IDX file (two zero bytes first)", `gzip data (${first}): unzip it first`);
  if (bytes[0] !== 0 || bytes[1] !== 0) throw invalidFile(name, "an IDX file (two zero bytes first)", first);
  const element = elements.find(({ code }) => code === bytes[2]);
  if (!element) {
    const known = elements.map(({ code, name }) => `${code.toString(16).padStart(2, "0")} ${name}`).join(", ");
    throw invalidFile(name, `a type code (${known})`, hex(bytes, 2, 3));
  }
  return element;
}

function readShape(bytes: Uint8Array, name: string): number[] {
  const rank = bytes[3] as number;
  if (rank < 1 || rank > maxRank) throw invalidFile(name, `a rank from 1 to ${maxRank}`, rank);
  if (bytes.length < 4 + 4 * rank)
    throw invalidFile(name, `a header of ${4 + 4 * rank} bytes (rank ${rank})`, `${bytes.length} bytes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
}

/** Exact up to 2⁵³ and never wrongly small above, so a comparison with a byte count cannot be fooled. */
function product(shape: readonly number[]): number {
  return shape.reduce((count, size) => count * size, 1);
}

function readValues(bytes: Uint8Array, start: number, count: number, element: Element): IdxValues {
  if (element.bytes === 1) return new element.Values(bytes.buffer, bytes.byteOffset + start, count);
  // Swapped as bytes, not read as numbers: a NaN keeps its payload.
  const swapped = new Uint8Array(count * element.bytes);
  swapped.set(bytes.subarray(start));
  swapToHostOrder(swapped, element.bytes);
  return new element.Values(swapped.buffer, 0, count);
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Big-endian to the host's order, or back, in place. */
function swapToHostOrder(bytes: Uint8Array, width: number): void {
  if (!hostIsLittleEndian || width === 1) return;
  for (let i = 0; i < bytes.length; i += width)
    for (let a = i, b = i + width - 1; a < b; a++, b--) {
      const byte = bytes[a] as number;
      bytes[a] = bytes[b] as number;
      bytes[b] = byte;
    }
}

function hex(bytes: Uint8Array, from: number, to: number): string {
  const digits = Array.from(bytes.subarray(from, to), (byte) => byte.toString(16).padStart(2, "0"));
  return `0x${digits.join("")}`;
}
