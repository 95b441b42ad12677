/**
 * The header of a safetensors file: its text, and the rules that text must keep. Knows nothing of what the tensors hold.
 *
 *     u64 N (little-endian) | N bytes of JSON, padded with spaces | the tensors' bytes
 *
 * `readHeader` trusts nothing: names are unique, types known, sizes safe, and the tensors fill the file exactly once.
 */
import { invalidFile, invalidOption, type WasmlpError } from "../errors.js";
import { JsonScanner } from "./json-strict.js";

/** How the values of a tensor are stored. */
export type SafeDtype =
  | "F32"
  | "F64"
  | "F16"
  | "BF16"
  | "I64"
  | "I32"
  | "I16"
  | "I8"
  | "U64"
  | "U32"
  | "U16"
  | "U8"
  | "BOOL";

/** One tensor as the header has it; its bytes are [begin, end), counted from the first byte after the header. */
export interface HeaderEntry {
  readonly name: string;
  readonly dtype: SafeDtype;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** Metadata and entries, both in the order of the header, and how many bytes come before the tensors'. */
export interface Header {
  readonly metadata: ReadonlyMap<string, string>;
  readonly entries: readonly HeaderEntry[];
  readonly bufferBegin: number;
}

/** The types this version reads and writes, and the size of one value. */
export const BYTES_PER_VALUE: ReadonlyMap<string, number> = new Map<SafeDtype, number>([
  ["F32", 4],
  ["F64", 8],
  ["F16", 2],
  ["BF16", 2],
  ["I64", 8],
  ["I32", 4],
  ["I16", 2],
  ["I8", 1],
  ["U64", 8],
  ["U32", 4],
  ["U16", 2],
  ["U8", 1],
  ["BOOL", 1],
]);

/** Their names, as an error lists them. */
export function knownDtypes(): string {
  return [...BYTES_PER_VALUE.keys()].join(", ");
}

const LENGTH_BYTES = 8;
const MAX_HEADER_BYTES = 100_000_000;
/** Tensors of a file, and pairs of its metadata: no model has a tenth as many, and so many are read within a second. */
const MAX_ENTRIES = 100_000;
/** NumPy's and PyTorch's limit too; it keeps a hostile header from becoming a large array. */
export const MAX_RANK = 64;
/** Keeps a name's JSON (six characters for one, at worst) below the longest string a host can hold. */
const MAX_TEXT_CHARACTERS = 80_000_000;
const METADATA_KEY = "__metadata__";
const OPEN_BRACE = 0x7b;
const SPACE = 0x20;

/**
 * Reads and checks the header of a whole file.
 * @throws WasmlpError `invalid-file`, saying where.
 */
export function readHeader(file: Uint8Array, fileName: string): Header {
  const bufferBegin = LENGTH_BYTES + headerLength(file, fileName);
  const bufferBytes = file.length - bufferBegin;
  const metadata = new Map<string, string>();
  const entries: HeaderEntry[] = [];
  let current: string | undefined;
  const json = new JsonScanner(file, LENGTH_BYTES, bufferBegin, (at, expected, got) =>
    invalidFile(`${fileName}: ${current === undefined ? "header" : tensorNamed(current)}, byte ${at}`, expected, got),
  );
  const readMetadata = (key: string): unknown => metadata.set(key, json.readString("a metadata value"));
  const readMember = (name: string): void => {
    if (name === METADATA_KEY) {
      json.readObject(METADATA_KEY, readMetadata, MAX_ENTRIES);
      return;
    }
    current = name;
    entries.push(readEntry(json, name, bufferBytes));
    current = undefined;
  };
  // One more for the metadata.
  json.readObject("the header", readMember, MAX_ENTRIES + 1);
  json.requirePadding("the header");
  requireTiling(entries, bufferBytes, fileName);
  return { metadata, entries, bufferBegin };
}

/**
 * Length and JSON of a header holding metadata, then entries, in the order given; padded with spaces to a multiple of 8.
 * @throws WasmlpError `invalid-option` for a name taken twice, a text that is not well-formed, or a header too long.
 */
export function writeHeader(entries: readonly HeaderEntry[], metadata: object): Uint8Array {
  const members: string[] = [];
  let characters = 0;
  const pairs = [...metadataPairs(metadata)];
  requireCount("metadata", pairs.length);
  requireCount("tensors", entries.length);
  const append = (member: string): void => {
    characters += member.length;
    if (characters > MAX_HEADER_BYTES) throw headerTooLong(characters);
    members.push(member);
  };
  for (const [key, value] of pairs) {
    const separator = members.length === 0 ? `"${METADATA_KEY}":{` : ",";
    append(`${separator}${toJson(key, "a metadata key")}:${toJson(value, `metadata ${quote(key)}`)}`);
  }
  if (members.length > 0) append("}");
  const names = new Set([METADATA_KEY]);
  for (const { name, dtype, shape, begin, end } of entries) {
    const key = toJson(name, "name of a tensor");
    if (names.has(name)) throw invalidOption("name of a tensor", `one not yet taken, and not ${METADATA_KEY}`, name);
    names.add(name);
    const separator = members.length === 0 ? "" : ",";
    append(`${separator}${key}:{"dtype":"${dtype}","shape":[${shape.join(",")}],"data_offsets":[${begin},${end}]}`);
  }
  return frame(new TextEncoder().encode(`{${members.join("")}}`));
}

/** Bytes of all values; Infinity where this, or the product of the sizes above 0, is beyond 2^53 - 1. */
export function sizeInBytes(shape: readonly number[], dtype: string): number {
  let size = BYTES_PER_VALUE.get(dtype) as number;
  for (const n of shape) if (n > 0) size = size * n > Number.MAX_SAFE_INTEGER ? Infinity : size * n;
  return size !== Infinity && shape.includes(0) ? 0 : size;
}

/** For messages: `tensor "w"`. */
export function tensorNamed(name: string): string {
  return `tensor ${quote(name)}`;
}

/** For messages: the sizes, at most eight of them. */
export function showShape(shape: readonly number[]): string {
  return shape.length > 8 ? `[${shape.slice(0, 8).join(",")},...]` : `[${shape.join(",")}]`;
}

/**
 * Whether a file can begin with these bytes, as far as they go.
 * @throws WasmlpError `invalid-file` for a header's length out of range, or no JSON behind it.
 */
export function requireHeaderStart(start: Uint8Array, fileName: string): void {
  if (start.length > LENGTH_BYTES) claimedLength(start, fileName);
}

function headerLength(file: Uint8Array, fileName: string): number {
  if (file.length < LENGTH_BYTES)
    throw invalidFile(fileName, "at least 8 bytes, the header's length", `${file.length} bytes`);
  const length = claimedLength(file, fileName);
  const available = file.length - LENGTH_BYTES;
  if (length > available)
    throw invalidFile(fileName, `a header of ${length} bytes`, `a file with ${available} bytes after the length`);
  return length;
}

/** What the first eight bytes say, if it can be true; and the brace behind them, where the file goes so far. */
function claimedLength(file: Uint8Array, fileName: string): number {
  const length = new DataView(file.buffer, file.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length < 2n || length > MAX_HEADER_BYTES)
    throw invalidFile(fileName, `a header of 2 to ${MAX_HEADER_BYTES} bytes`, `a length of ${length}`);
  if (file.length > LENGTH_BYTES && file[LENGTH_BYTES] !== OPEN_BRACE)
    throw invalidFile(fileName, "a header that begins with {", `byte ${file[LENGTH_BYTES]}`);
  return Number(length);
}

function readEntry(json: JsonScanner, name: string, bufferBytes: number): HeaderEntry {
  const found: { dtype?: SafeDtype; shape?: number[]; offsets?: number[] } = {};
  json.readObject("a tensor's entry", (key) => {
    if (key === "dtype") found.dtype = readDtype(json);
    else if (key === "shape") found.shape = readWholes(json, "shape", MAX_RANK);
    else if (key === "data_offsets") found.offsets = readWholes(json, "data_offsets", 2);
    else throw json.failure("only the keys dtype, shape and data_offsets", quote(key));
  });
  const { dtype, shape, offsets } = found;
  if (dtype === undefined) throw json.failure("a dtype", "none");
  if (shape === undefined) throw json.failure("a shape", "none");
  const [begin, end] = offsets ?? [];
  if (begin === undefined || end === undefined)
    throw json.failure("data_offsets [begin, end]", offsets === undefined ? "none" : `${offsets.length} numbers`);
  if (begin > end || end > bufferBytes)
    throw json.failure(`data_offsets in order, from 0 to ${bufferBytes}`, `[${begin},${end}]`);
  const size = sizeInBytes(shape, dtype);
  if (size === Infinity) throw json.failure("a shape of less than 2^53 bytes", showShape(shape));
  if (size !== end - begin)
    throw json.failure(`${size} bytes for ${dtype} ${showShape(shape)}`, `data_offsets of ${end - begin} bytes`);
  return { name, dtype, shape, begin, end };
}

function readDtype(json: JsonScanner): SafeDtype {
  const dtype = json.readString("a dtype");
  if (!BYTES_PER_VALUE.has(dtype)) throw json.failure(`a dtype of ${knownDtypes()}`, quote(dtype));
  return dtype as SafeDtype;
}

function readWholes(json: JsonScanner, what: string, limit: number): number[] {
  const values: number[] = [];
  json.readArray(what, () => {
    if (values.length === limit) throw json.failure(`at most ${limit} numbers in ${what}`, "more");
    values.push(json.readWhole(what));
  });
  return values;
}

/** Sorted by offset, each tensor must begin where the one before it ends, and the last must end the file. */
function requireTiling(entries: readonly HeaderEntry[], bufferBytes: number, fileName: string): void {
  const sorted = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end);
  let filled = 0;
  for (const { name, begin, end } of sorted) {
    if (begin !== filled)
      throw invalidFile(
        `${fileName}: ${tensorNamed(name)}`,
        `data_offsets to begin at ${filled}, where the tensor before it ends`,
        `${begin}, ${begin > filled ? "a hole" : "an overlap"}`,
      );
    filled = end;
  }
  if (filled !== bufferBytes)
    throw invalidFile(fileName, `tensors that fill all ${bufferBytes} bytes after the header`, `${filled} filled`);
}

function metadataPairs(metadata: object): Iterable<[string, string]> {
  if (metadata instanceof Map) return metadata;
  // Other iterables (an array, a Map of another realm) would lose their content in Object.entries without a word.
  if (typeof metadata !== "object" || metadata === null || Symbol.iterator in metadata)
    throw invalidOption("metadata", "a plain object or a Map", metadata);
  return Object.entries(metadata);
}

/** `text` as a JSON string, once it is known to survive the way to UTF-8 and back. */
function toJson(text: unknown, what: string): string {
  if (typeof text !== "string") throw invalidOption(what, "a string", text);
  if (text.length > MAX_TEXT_CHARACTERS)
    throw invalidOption(what, `at most ${MAX_TEXT_CHARACTERS} characters`, text.length);
  if (/\p{Surrogate}/u.test(text)) throw invalidOption(what, "well-formed Unicode", "an unpaired surrogate");
  return JSON.stringify(text);
}

function requireCount(what: string, count: number): void {
  if (count > MAX_ENTRIES) throw invalidOption(what, `at most ${MAX_ENTRIES}`, count);
}

function headerTooLong(length: number): WasmlpError {
  return invalidOption("tensors", `names and metadata of at most ${MAX_HEADER_BYTES} bytes`, `${length} or more`);
}

/** The length before the JSON and the padding after it. */
function frame(json: Uint8Array): Uint8Array {
  const paddedLength = Math.ceil(json.length / 8) * 8;
  if (paddedLength > MAX_HEADER_BYTES) throw headerTooLong(paddedLength);
  const header = new Uint8Array(LENGTH_BYTES + paddedLength).fill(SPACE);
  new DataView(header.buffer).setBigUint64(0, BigInt(paddedLength), true);
  header.set(json, LENGTH_BYTES);
  return header;
}

/** Short, on one line and without control characters, whatever the text. */
function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
