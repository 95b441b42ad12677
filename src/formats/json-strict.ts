/**
 * A pull scanner for strict JSON in bytes: the caller says what must come next, and nothing else is ever built.
 * So nesting is no deeper than the caller's own calls, time is linear in the bytes, and a huge hostile text costs no
 * more memory than the strings asked for. Stricter than `JSON.parse`: duplicate keys, unpaired surrogates, bytes that
 * are not UTF-8 and numbers other than whole ones are refused. Knows nothing of what the text means.
 */

/** Makes the error to throw. `at` is an index into the bytes given to the scanner. */
export type JsonFailure = (at: number, expected: string, got: string) => Error;

const SPACE = 0x20;
const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const LETTER_U = 0x75;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
/** What `#byte` answers beyond the end: no byte, and below every byte. */
const END = -1;
const SNIPPET_BYTES = 24;
const SHORT_BYTES = 32;

/** `\n` and its kin: the letter after the backslash, and the byte it means. */
const SHORT_ESCAPES: ReadonlyMap<number, number> = new Map([
  [QUOTE, QUOTE],
  [BACKSLASH, BACKSLASH],
  [0x2f, 0x2f], // /
  [0x62, 0x08], // b
  [0x66, 0x0c], // f
  [0x6e, 0x0a], // n
  [0x72, 0x0d], // r
  [0x74, 0x09], // t
]);

/** Reads bytes[begin, end) once, from left to right. Every method throws what `failure` makes, and nothing else. */
export class JsonScanner {
  readonly #bytes: Uint8Array;
  readonly #end: number;
  readonly #failure: JsonFailure;
  // ignoreBOM keeps U+FEFF at the start of a string, where it is a character like any other.
  readonly #utf8: TextDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  #at: number;

  constructor(bytes: Uint8Array, begin: number, end: number, failure: JsonFailure) {
    this.#bytes = bytes;
    this.#at = begin;
    this.#end = end;
    this.#failure = failure;
  }

  /** An object; `onKey` must read the key's value. A key that comes twice, however escaped, is refused. */
  readObject(what: string, onKey: (key: string) => void, limit: number = Number.POSITIVE_INFINITY): void {
    this.#take(OPEN_OBJECT, "{ to begin", what);
    const seen = new Set<string>();
    if (this.#takeIf(CLOSE_OBJECT)) return;
    do {
      this.#skipWhitespace();
      const keyAt = this.#at;
      if (seen.size === limit) throw this.failure(`at most ${limit} keys in ${what}`, "more", keyAt);
      const key = this.readString("a key");
      if (seen.has(key)) throw this.failure(`no key twice in ${what}`, this.#snippet(keyAt), keyAt);
      seen.add(key);
      this.#take(COLON, ": after a key of", what);
      onKey(key);
    } while (this.#takeIf(COMMA));
    this.#take(CLOSE_OBJECT, ", or } in", what);
  }

  /** An array; `onItem` must read one item, and may refuse to read more. */
  readArray(what: string, onItem: () => void): void {
    this.#take(OPEN_ARRAY, "[ to begin", what);
    if (this.#takeIf(CLOSE_ARRAY)) return;
    do onItem();
    while (this.#takeIf(COMMA));
    this.#take(CLOSE_ARRAY, ", or ] in", what);
  }

  /** A string, unescaped; always well-formed Unicode. */
  readString(what: string): string {
    this.#take(QUOTE, "a double quote to begin", what);
    const begin = this.#at;
    let isEscaped = false;
    let union = 0;
    for (let byte = this.#byte(begin); byte !== QUOTE; byte = this.#byte(this.#at)) {
      if (byte < SPACE)
        throw this.failure("a string without control characters, ended by a double quote", this.#snippet(this.#at));
      if (byte === BACKSLASH) isEscaped = true;
      union |= byte;
      this.#at += byte === BACKSLASH ? 2 : 1;
    }
    const end = this.#at++;
    if (!isEscaped && union < 0x80 && end - begin <= SHORT_BYTES) return this.#ascii(begin, end);
    // Copied, because a decoder may refuse a view of shared memory.
    const text = isEscaped ? this.#unescape(begin, end) : this.#bytes.slice(begin, end);
    try {
      return this.#utf8.decode(text);
    } catch {
      throw this.failure(`${what} in UTF-8`, this.#snippet(begin), begin);
    }
  }

  /** A whole number from 0 to 2^53 - 1, written without sign, fraction, exponent or leading zero. */
  readWhole(what: string): number {
    this.#skipWhitespace();
    const begin = this.#at;
    let value = 0;
    for (let digit = this.#digit(); digit >= 0 && value <= Number.MAX_SAFE_INTEGER; digit = this.#digit()) {
      value = value * 10 + digit;
      this.#at++;
    }
    const hasLeadingZero = this.#byte(begin) === 0x30 && this.#at > begin + 1;
    if (this.#at === begin || hasLeadingZero || value > Number.MAX_SAFE_INTEGER || this.#continuesNumber())
      throw this.failure(`a whole number from 0 to 2^53 - 1 in ${what}`, this.#snippet(begin), begin);
    return value;
  }

  /** Nothing but spaces (not tabs or line ends) up to the end. */
  requirePadding(what: string): void {
    for (; this.#at < this.#end; this.#at++)
      if (this.#byte(this.#at) !== SPACE) throw this.failure(`only spaces after ${what}`, this.#snippet(this.#at));
  }

  /** The error for something wrong at `at`, by default where the scanner stands. */
  failure(expected: string, got: string, at: number = this.#at): Error {
    return this.#failure(Math.min(at, this.#end), expected, got);
  }

  /** Spares the many short strings of a header the call of a decoder. */
  #ascii(begin: number, end: number): string {
    let text = "";
    for (let at = begin; at < end; at++) text += String.fromCharCode(this.#bytes[at] as number);
    return text;
  }

  #byte(at: number): number {
    return at < this.#end ? (this.#bytes[at] as number) : END;
  }

  #skipWhitespace(): void {
    for (let byte = this.#byte(this.#at); byte === SPACE || byte === 0x0a || byte === 0x0d || byte === 0x09; )
      byte = this.#byte(++this.#at);
  }

  // Two strings, so that no message is put together unless it is thrown.
  #take(byte: number, expected: string, what: string): void {
    if (!this.#takeIf(byte)) throw this.failure(`${expected} ${what}`, this.#snippet(this.#at));
  }

  #takeIf(byte: number): boolean {
    this.#skipWhitespace();
    if (this.#byte(this.#at) !== byte) return false;
    this.#at++;
    return true;
  }

  /** The decimal digit here, or a negative number. */
  #digit(): number {
    const digit = this.#byte(this.#at) - 0x30;
    return digit > 9 ? END : digit;
  }

  #continuesNumber(): boolean {
    const byte = this.#byte(this.#at);
    return byte !== END && "+-.eE0123456789".includes(String.fromCharCode(byte));
  }

  /** UTF-8 of the string body [begin, end) with its escapes resolved: never longer than what was written. */
  #unescape(begin: number, end: number): Uint8Array {
    const text = new Uint8Array(end - begin);
    let length = 0;
    for (let at = begin; at < end; ) {
      const byte = this.#byte(at++);
      if (byte !== BACKSLASH) {
        text[length++] = byte;
        continue;
      }
      const short = SHORT_ESCAPES.get(this.#byte(at));
      if (short !== undefined) {
        text[length++] = short;
        at++;
        continue;
      }
      const point = this.#codePoint(at);
      at += point > 0xffff ? 11 : 5;
      length = encodeCodePoint(point, text, length);
    }
    return text.subarray(0, length);
  }

  /** The code point of `uXXXX` at `at`, or of a surrogate pair `uXXXX\uXXXX`. */
  #codePoint(at: number): number {
    const unit = this.#codeUnit(at);
    if (unit < 0xd800 || unit > 0xdfff) return unit;
    const isPair = this.#byte(at + 5) === BACKSLASH && this.#byte(at + 6) === LETTER_U;
    const low = isPair ? this.#codeUnit(at + 6) : 0;
    if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff)
      throw this.failure("surrogates in pairs", this.#snippet(at - 1), at - 1);
    return 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
  }

  /** The number of `uXXXX` at `at`. The quote after every string keeps this from reading past one. */
  #codeUnit(at: number): number {
    let unit = 0;
    for (let i = at + 1; i < at + 5; i++) unit = unit * 16 + hexDigit(this.#byte(i));
    if (this.#byte(at) !== LETTER_U || Number.isNaN(unit))
      throw this.failure("an escape that JSON knows", this.#snippet(at - 1), at - 1);
    return unit;
  }

  /** The text at `at` as a person would quote it: one token at most, bytes outside ASCII as \xNN. */
  #snippet(at: number): string {
    if (at >= this.#end) return "the end of the JSON";
    let snippet = "";
    for (let i = at; i < Math.min(at + SNIPPET_BYTES, this.#end); i++) {
      const byte = this.#byte(i);
      if (i > at && (byte <= SPACE || byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)) break;
      snippet += byte >= SPACE && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
    }
    return snippet === " " ? "a space" : snippet;
  }
}

/** Writes `point` as UTF-8 at text[at]; returns the index after it. */
function encodeCodePoint(point: number, text: Uint8Array, at: number): number {
  const continuations = point < 0x80 ? 0 : point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
  const lead = continuations === 0 ? 0 : 0xff00 >> (continuations + 1);
  text[at++] = (lead & 0xff) | (point >> (6 * continuations));
  for (let shift = 6 * (continuations - 1); shift >= 0; shift -= 6) text[at++] = 0x80 | ((point >> shift) & 0x3f);
  return at;
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = (byte | 0x20) - 0x61;
  return letter >= 0 && letter < 6 ? letter + 10 : Number.NaN;
}
