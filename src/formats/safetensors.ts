/**
 * The safetensors format: named tensors in one file, readable without running anything. Bytes in, bytes out.
 * Knows nothing of models, of files on a disk, or of the host's byte order. The header has its own file.
 */
import { invalidOption, shapeMismatch, WasmlpError } from "../errors.js";
import {
  BYTES_PER_VALUE,
  type HeaderEntry,
  knownDtypes,
  MAX_RANK,
  readHeader,
  type SafeDtype,
  showShape,
  sizeInBytes,
  tensorNamed,
  writeHeader,
} from "./safetensors-header.js";

/** One tensor as it lies in a file. */
export interface SafeTensor {
  name: string;
  dtype: SafeDtype;
  /** Sizes, outermost first; [] is a single value, a 0 anywhere means no values. At most 64 of them. */
  shape: readonly number[];
  /** Row-major, little-endian; at no particular alignment. */
  bytes: Uint8Array;
}

/** What a file holds, both in the order of its header. */
export interface Safetensors {
  metadata: ReadonlyMap<string, string>;
  tensors: ReadonlyMap<string, SafeTensor>;
}

/**
 * Reads a whole file. The tensors' `bytes` are views of the file's, not copies: they live and change with it.
 * @param fileName only for messages.
 * @throws WasmlpError `invalid-file`, saying where, for anything but a well-formed file of at most 100,000 tensors and as
 * many pairs of metadata.
 */
export function readSafetensors(bytes: Uint8Array, fileName: string): Safetensors {
  if (!(bytes instanceof Uint8Array)) throw invalidOption("bytes", "a Uint8Array", bytes);
  const { metadata, entries, bufferBegin } = readHeader(bytes, fileName);
  const tensors = new Map<string, SafeTensor>();
  for (const { name, dtype, shape, begin, end } of entries) {
    const view = new Uint8Array(bytes.buffer, bytes.byteOffset + bufferBegin + begin, end - begin);
    tensors.set(name, { name, dtype, shape, bytes: view });
  }
  return { metadata, tensors };
}

/**
 * One file holding metadata and tensors in the order given; the same input gives the same bytes.
 * The header is padded to a multiple of 8, so every tensor is aligned if those of wider values are given first.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`, naming the tensor; `out-of-memory`.
 */
export function writeSafetensors(
  tensors: readonly SafeTensor[],
  metadata: Readonly<Record<string, string>> | ReadonlyMap<string, string> = {},
): Uint8Array {
  if (!Array.isArray(tensors)) throw invalidOption("tensors", "an array", tensors);
  const header = writeHeader(layOut(tensors), metadata);
  const file = allocate(tensors.reduce((sum, { bytes }) => sum + bytes.length, header.length));
  file.set(header);
  let offset = header.length;
  for (const { bytes } of tensors) {
    file.set(bytes, offset);
    offset += bytes.length;
  }
  return file;
}

/**
 * The values as f32, copied. F32, F16 and BF16 are exact; F64 is rounded to nearest.
 * @throws WasmlpError `unsupported` for the other types, `not-finite` where a finite F64 is beyond the f32 range,
 * `shape-mismatch` where shape and bytes disagree.
 */
export function floats(tensor: SafeTensor): Float32Array {
  requireSize(tensor);
  const what = tensorNamed(tensor.name);
  const { dtype, bytes } = tensor;
  if (dtype !== "F32" && dtype !== "F64" && dtype !== "F16" && dtype !== "BF16")
    throw new WasmlpError("unsupported", `${what}: expected dtype F32, F64, F16 or BF16, got ${dtype}`);
  const count = bytes.length / (BYTES_PER_VALUE.get(dtype) as number);
  const values = new Float32Array(allocate(4 * count).buffer);
  const bits = new Uint32Array(values.buffer);
  // Bits, not values: a DataView read of an f32 may quieten a signalling NaN.
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (dtype === "F32") for (let i = 0; i < count; i++) bits[i] = view.getUint32(4 * i, true);
  else if (dtype === "BF16") for (let i = 0; i < count; i++) bits[i] = view.getUint16(2 * i, true) << 16;
  else if (dtype === "F16") for (let i = 0; i < count; i++) bits[i] = widenHalf(view.getUint16(2 * i, true));
  else for (let i = 0; i < count; i++) values[i] = narrowDouble(view.getFloat64(8 * i, true), i, what);
  return values;
}

/**
 * An F32 tensor of the values, copied.
 * @throws WasmlpError `shape-mismatch` when `shape` does not hold exactly `values.length` values.
 */
export function fromFloats(name: string, shape: readonly number[], values: Float32Array): SafeTensor {
  if (!(values instanceof Float32Array)) throw invalidOption("values", "a Float32Array", values);
  const bytes = allocate(values.byteLength);
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < bits.length; i++) view.setUint32(4 * i, bits[i] as number, true);
  const tensor: SafeTensor = { name, dtype: "F32", shape, bytes };
  requireSize(tensor);
  return { ...tensor, shape: [...shape] };
}

/**
 * An F64 tensor of the values, copied.
 * @throws WasmlpError `shape-mismatch` when `shape` does not hold exactly `values.length` values.
 */
export function fromDoubles(name: string, shape: readonly number[], values: Float64Array): SafeTensor {
  const bytes = allocate(values.byteLength);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat64(8 * i, values[i] as number, true);
  const tensor: SafeTensor = { name, dtype: "F64", shape, bytes };
  requireSize(tensor);
  return tensor;
}

/** The values of an F64 tensor, copied. @throws WasmlpError `unsupported` for other types, `shape-mismatch`. */
export function doubles(tensor: SafeTensor): Float64Array {
  requireSize(tensor);
  const { dtype, bytes } = tensor;
  if (dtype !== "F64") throw new WasmlpError("unsupported", `${tensorNamed(tensor.name)}: expected F64, got ${dtype}`);
  const values = new Float64Array(allocate(bytes.length).buffer);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < values.length; i++) values[i] = view.getFloat64(8 * i, true);
  return values;
}

/** The tensors one after the other. */
function layOut(tensors: readonly SafeTensor[]): HeaderEntry[] {
  const entries: HeaderEntry[] = [];
  let begin = 0;
  for (const [i, tensor] of tensors.entries()) {
    if (typeof tensor !== "object" || tensor === null) throw invalidOption(`tensors[${i}]`, "a tensor", tensor);
    requireSize(tensor);
    const { name, dtype, shape, bytes } = tensor;
    entries.push({ name, dtype, shape, begin, end: begin + bytes.length });
    begin += bytes.length;
  }
  return entries;
}

/** Refuses a tensor made by hand whose type, shape and bytes do not fit together. */
function requireSize({ name, dtype, shape, bytes }: SafeTensor): void {
  if (typeof name !== "string") throw invalidOption("name of a tensor", "a string", name);
  const what = tensorNamed(name);
  if (!BYTES_PER_VALUE.has(dtype)) throw invalidOption(`dtype of ${what}`, `one of ${knownDtypes()}`, dtype);
  if (!Array.isArray(shape) || shape.length > MAX_RANK)
    throw invalidOption(`shape of ${what}`, `an array of at most ${MAX_RANK} sizes`, shape);
  for (const n of shape)
    if (!Number.isSafeInteger(n) || n < 0) throw invalidOption(`shape of ${what}`, "whole numbers from 0", n);
  if (!(bytes instanceof Uint8Array)) throw invalidOption(`bytes of ${what}`, "a Uint8Array", bytes);
  const size = sizeInBytes(shape, dtype);
  if (size !== bytes.length)
    throw shapeMismatch(what, `${size} bytes for ${dtype} ${showShape(shape)}`, `${bytes.length} bytes`);
}

function allocate(length: number): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(length);
  } catch (cause) {
    throw new WasmlpError("out-of-memory", `tensors: expected ${length} bytes of memory, got none`, { cause });
  }
}

/** The f32 bits of an IEEE half. */
function widenHalf(half: number): number {
  const sign = (half & 0x8000) << 16;
  const exponent = (half >> 10) & 0x1f;
  let fraction = half & 0x3ff;
  if (exponent === 0x1f) return sign | 0x7f800000 | (fraction << 13);
  if (exponent > 0) return sign | ((exponent + 112) << 23) | (fraction << 13);
  if (fraction === 0) return sign;
  // A subnormal half, fraction * 2^-24, is a normal f32: shift its leading one to the implicit place.
  const shift = Math.clz32(fraction) - 21;
  fraction = (fraction << shift) & 0x3ff;
  return sign | ((113 - shift) << 23) | (fraction << 13);
}

function narrowDouble(value: number, i: number, what: string): number {
  const narrow = Math.fround(value);
  if (Number.isFinite(value) && !Number.isFinite(narrow))
    throw new WasmlpError("not-finite", `${what}: expected values in the range of f32, got ${value} at index ${i}`);
  return narrow;
}
