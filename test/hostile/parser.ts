/** What the corpus and the fuzzer need to know of a parser; the table of them is parsers.ts. */

export interface Parser {
  readonly name: string;
  readonly valid: () => readonly Uint8Array[];
  readonly accept: (bytes: Uint8Array) => unknown;
  readonly tokens?: readonly string[];
  readonly repair?: (bytes: Uint8Array) => Uint8Array;
}
