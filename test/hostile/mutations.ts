/**
 * Well-formed bytes made wrong: a bit, a byte, a number in a header set to an edge, parts cut, doubled, swapped with
 * another file, tokens put in. Seeded: the same draws give the same bytes. Knows no format.
 */

export type Draw = (n: number) => number;

/** Where numbers of a header break: ends of ranges, signs, one too many. */
const EDGES: readonly number[] = [
  0, 1, 2, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff,
];
const EDGE_TEXTS = [
  "0",
  "1",
  "-1",
  "-0",
  "00",
  "1.5",
  "1e9",
  "1e309",
  "1e-320",
  "NaN",
  "null",
  "true",
  '""',
  "[]",
  "{}",
  "256",
  "4294967296",
  "9007199254740993",
  "18446744073709551616",
].map((text) => new TextEncoder().encode(text));
const MOST_CHANGES = 4;
const LONGEST = 4096;

/** `bytes` with one to four changes; `others` lend parts, `tokens` are put in as they are. */
export function mutate(
  bytes: Uint8Array,
  others: readonly Uint8Array[],
  tokens: readonly Uint8Array[],
  draw: Draw,
): Uint8Array {
  let mutant: Uint8Array = bytes.slice();
  for (let changes = 1 + draw(MOST_CHANGES); changes > 0; changes--) mutant = changed(mutant, others, tokens, draw);
  return mutant.subarray(0, LONGEST);
}

function changed(
  bytes: Uint8Array,
  others: readonly Uint8Array[],
  tokens: readonly Uint8Array[],
  draw: Draw,
): Uint8Array {
  const at = draw(bytes.length + 1);
  const few = 1 + draw(16);
  switch (draw(11)) {
    case 0:
      return withByte(bytes, at, (byte) => byte ^ (1 << draw(8)));
    case 1:
      return withByte(bytes, at, () => draw(256));
    case 2:
      return withEdge(bytes, at - (at % 4), draw);
    case 3:
      return withEdge(bytes, at, draw);
    case 4:
      return splice(bytes, at, few, new Uint8Array(0));
    case 5:
      return splice(bytes, at, 0, bytes.slice(at, at + 4 * few));
    case 6:
      return bytes.slice(0, at);
    case 7:
      return splice(
        bytes,
        bytes.length,
        0,
        Uint8Array.from({ length: few }, () => draw(256)),
      );
    case 8: {
      const other = others[draw(others.length)] as Uint8Array;
      const from = draw(other.length + 1);
      return splice(bytes, at, draw(2) * 4 * few, other.slice(from, from + 4 * few));
    }
    case 9:
      return withNumber(bytes, at, draw);
    default:
      return tokens.length === 0 ? bytes : splice(bytes, at, draw(2) * few, tokens[draw(tokens.length)] as Uint8Array);
  }
}

function withByte(bytes: Uint8Array, at: number, make: (byte: number) => number): Uint8Array {
  if (at < bytes.length) bytes[at] = make(bytes[at] as number);
  return bytes;
}

/** An edge in one, two or four bytes, either end first. */
function withEdge(bytes: Uint8Array, at: number, draw: Draw): Uint8Array {
  const width = 1 << draw(3);
  const edge = draw(8) === 0 ? bytes.length : (EDGES[draw(EDGES.length)] as number);
  const isLittle = draw(2) === 0;
  for (let i = 0; i < width && at + i < bytes.length; i++)
    bytes[at + i] = edge >>> (8 * (isLittle ? i : width - 1 - i));
  return bytes;
}

/** The decimal number from `at` on, or behind it, made another. */
function withNumber(bytes: Uint8Array, at: number, draw: Draw): Uint8Array {
  let begin = at;
  while (begin < bytes.length && !isDigit(bytes[begin])) begin++;
  let end = begin;
  while (end < bytes.length && isDigit(bytes[end])) end++;
  return splice(bytes, begin, end - begin, EDGE_TEXTS[draw(EDGE_TEXTS.length)] as Uint8Array);
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** `removed` bytes at `at` replaced by `added`. */
function splice(bytes: Uint8Array, at: number, removed: number, added: Uint8Array): Uint8Array {
  const rest = bytes.subarray(Math.min(bytes.length, at + removed));
  const result = new Uint8Array(at + added.length + rest.length);
  result.set(bytes.subarray(0, at));
  result.set(added, at);
  result.set(rest, at + added.length);
  return result;
}
