/** What makes values of the words of a command line, for the table of parsers: words are parted by line ends. */
import {
  decimal,
  layerWidths,
  oneOf,
  path,
  ratio,
  threadCount,
  wholeNumber,
  wholeNumbers,
} from "../../src/cli/parse.js";
import type { Parser } from "./parser.js";

const inRange = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;
const text = (word: unknown): boolean => typeof word === "string" && word !== "";

/** How a word is read, and what must hold of the value. */
const READERS: readonly (readonly [
  read: (option: string, word: string) => unknown,
  holds: (value: never) => boolean,
])[] = [
  [wholeNumber(1), (value: number) => inRange(value, 1, 2 ** 31)],
  [wholeNumber(0, 0xffffffff), (value: number) => inRange(value, 0, 0xffffffff)],
  [
    wholeNumbers(1, 2 ** 24),
    (values: number[]) =>
      values.length > 0 && values.length <= 1000 && values.every((value) => inRange(value, 1, 2 ** 24)),
  ],
  [layerWidths, (values: number[]) => values.every((value) => inRange(value, 1, 2 ** 24))],
  [threadCount, (value: number | "auto") => value === "auto" || inRange(value, 1, 64)],
  [decimal, (value: number) => Number.isFinite(value)],
  [ratio, (value: number) => Number.isFinite(value)],
  [oneOf(["sgd", "adam"]), (value: string) => value === "sgd" || value === "adam"],
  [path, text],
];

const lines = (...words: string[]): Uint8Array => new TextEncoder().encode(words.join("\n"));

export const WORDS: Parser = {
  name: "words",
  valid: () => [
    lines("50", "123", "25,50,100", "512,512", "auto", "0.1", "2/255", "adam", "runs/a"),
    lines("2147483648", "0", "1..4", "none", "64", "-1e-3", "-1", "sgd", "../b c"),
    lines("007", "4294967295", "1,3", "0", "1", "+.5", "1e2/3", "sgd", "é\u{1f600}"),
  ],
  tokens: [
    "\n",
    ",",
    "..",
    "/",
    "-",
    "+",
    "e",
    "0x10",
    "Infinity",
    "NaN",
    " ",
    "\t",
    "\u0661",
    "1_000",
    "1e400",
    "9".repeat(400),
    "1,".repeat(1001),
  ],
  accept: (bytes) => {
    const words = new TextDecoder().decode(bytes).split("\n");
    return READERS.map(([read, holds], i) => {
      const value = read("--option", words[i] ?? "");
      if (!holds(value as never)) throw new Error(`${words[i]} was read as ${value}`);
      return value;
    });
  },
};
