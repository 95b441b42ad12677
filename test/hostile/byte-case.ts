/** A malformed file of the corpus: what it is, its bytes, and how the parser of its kind must refuse it. */
import type { ErrorCode } from "../../src/errors.js";

export interface ByteCase {
  /** The parser's name in parsers.ts. */
  readonly kind: string;
  /** What is wrong with it. */
  readonly name: string;
  readonly bytes: () => Uint8Array;
  /** Default "invalid-file". */
  readonly code?: ErrorCode;
  /** Found in the message. */
  readonly word: string;
}

/** A list of cases of one kind, as rows. */
export function casesOfKind(
  kind: string,
  rows: readonly (readonly [name: string, bytes: () => Uint8Array, word: string, code?: ErrorCode])[],
): ByteCase[] {
  return rows.map(([name, bytes, word, code = "invalid-file"]) => ({ kind, name, bytes, word, code }));
}

/** Big-endian bytes of a u32. */
export function u32(value: number): number[] {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255);
}
