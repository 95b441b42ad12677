/** The JSON that a run or a search leaves, with each of its fields made something else, or taken away. */
import { type ByteCase, casesOfKind } from "./byte-case.js";
import { RUN, SEARCH } from "./parser-saved.js";

type Json = Readonly<Record<string, unknown>>;

/** What no field is. */
const STRANGE: readonly (readonly [name: string, value: unknown])[] = [
  ["an object with toString", { toString: 1 }],
  ["a number below all", -1e308],
  ["a long text", "x".repeat(100_000)],
];

/** Fields that are not read, as RegExps of their place. */
const UNREAD = [
  /^wasmlp$/,
  /^confusion/,
  /^samplesPerSecond/,
  /networks\.\d+\.(shape|parameters)/,
  /trials\.\d+\.parameters/,
  /^result\.best\.(?!trial$)/,
];
/** That may be any text, any finite number, or absent. */
const ANY_TEXT = /command$|diverged$|dataDir$|key$/;
const ANY_NUMBER = /\.(loss|meanSquaredError)$|Rms$/;
const OPTIONAL =
  /initializer$|validationSize$|training$|validation$|flow$|accuracy$|meanSquaredError$|diverged$|winner$|fits$|^test$/;

/** Every field of `value`, by its place. */
function placesOf(value: unknown, place = ""): string[] {
  if (typeof value !== "object" || value === null) return [place];
  const inner = Object.entries(value).flatMap(([key, each]) => placesOf(each, place === "" ? key : `${place}.${key}`));
  return place === "" ? inner : [place, ...inner];
}

/** A copy with the field at `place` replaced; taken away where `to` is undefined. */
function withField(value: Json, place: string, to: unknown): Uint8Array {
  const copy = structuredClone(value) as Record<string, unknown>;
  const keys = place.split(".");
  const last = keys.pop() as string;
  const owner = keys.reduce((at, key) => at[key] as Record<string, unknown>, copy);
  if (to === undefined) delete owner[last];
  else owner[last] = to;
  return new TextEncoder().encode(JSON.stringify(copy));
}

function fieldCases(kind: string, value: Json): ByteCase[] {
  return placesOf(value)
    .filter((place) => !UNREAD.some((unread) => unread.test(place)))
    .flatMap((place) => [
      ...STRANGE.filter(([name]) => isWrong(place, name)).map(([name, to]) => ({
        kind,
        name: `${place} is ${name}`,
        bytes: () => withField(value, place, to),
        word: "expected",
      })),
      ...(OPTIONAL.test(place) || /\.\d+$/.test(place)
        ? []
        : [{ kind, name: `no ${place}`, bytes: () => withField(value, place, undefined), word: "expected" }]),
    ]);
}

function isWrong(place: string, name: string): boolean {
  if (name === "a long text") return !ANY_TEXT.test(place);
  return name !== "a number below all" || !ANY_NUMBER.test(place);
}

const text =
  (words: string): (() => Uint8Array) =>
  () =>
    new TextEncoder().encode(words);
const NO_JSON: readonly (readonly [string, () => Uint8Array, string])[] = [
  ["nothing", text(""), "expected"],
  ["null", text("null"), "expected"],
  ["a number", text("5"), "expected"],
  ["an array", text("[]"), "expected"],
  ["a text", text('"x"'), "expected"],
  ["half an object", text('{"wasmlp":'), "expected"],
  ["two objects", text("{}{}"), "expected"],
  ["JavaScript", text("{wasmlp: 1}"), "expected"],
  ["a comment", text("/* */{}"), "expected"],
  ["UTF-16", () => new Uint8Array(Buffer.from("{}", "utf16le")), "expected"],
  ["bytes that are not UTF-8", () => Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), "expected"],
  ["an empty object", text("{}"), "expected"],
  ["only a key __proto__", text('{"__proto__":{"settings":{}}}'), "expected"],
  ["100,000 arrays, one in the other", text("[".repeat(100_000)), "expected"],
  ["ten million levels of objects", text('{"a":'.repeat(10_000_000)), "expected"],
  ["escapes that write to a terminal", text('{"\u001b[2J":"\u0007"}'), "expected"],
];

const deep = `${'{"folds":['.repeat(50_000)}${"]}".repeat(50_000)}`;
const version = JSON.stringify(SEARCH.wasmlp);

export const SAVED_CASES: readonly ByteCase[] = [
  ...fieldCases("history", RUN),
  ...fieldCases("results", SEARCH),
  ...["history", "results", "resume"].flatMap((kind) => casesOfKind(kind, NO_JSON)),
  ...casesOfKind("resume", [
    ["a version that is an object", text('{"wasmlp":{"toString":1},"result":{}}'), "results of wasmlp"],
    [
      "a version that is a deep array",
      text(`{"wasmlp":${"[".repeat(100_000)}${"]".repeat(100_000)},"result":{}}`),
      "64 levels deep",
    ],
    ["another version", text('{"wasmlp":"0.0.0","result":{}}'), "results of wasmlp"],
    ["no result", text(`{"wasmlp":${version}}`), "a result"],
    ["a result that is a text", text(`{"wasmlp":${version},"result":"x"}`), "a result"],
    ["a fold that is deep", text(`{"wasmlp":${version},"result":{"key":"x","fold":${deep}}}`), "64 levels deep"],
    [
      "a fold without validation",
      text(`{"wasmlp":${version},"result":{"key":"0123456789abcdef","fold":1,"score":1}}`),
      "folds as an earlier run",
      "invalid-option",
    ],
    [
      "a fold with a score of 1e999",
      text(`{"wasmlp":${version},"result":{"key":"0123456789abcdef","fold":1,"score":1e999,"validation":[]}}`),
      "folds as an earlier run",
      "invalid-option",
    ],
    [
      "a fold with a short key",
      text(`{"wasmlp":${version},"result":{"key":"abc","fold":1,"score":1,"validation":[]}}`),
      "folds as an earlier run",
      "invalid-option",
    ],
  ]),
];
