/**
 * Safetensors files that lie about where their tensors are: the published attacks on readers of the format, and every
 * hole and overlap of a few tensors. What is wrong in the JSON itself is test/formats/safetensors-malformed.test.ts.
 */
import { entry, rawFile } from "../formats/safetensors-raw.js";
import { type ByteCase, casesOfKind } from "./byte-case.js";

const file = (entries: readonly string[], bytes = 0): Uint8Array => rawFile(`{${entries.join(",")}}`, bytes);
const one =
  (shape: string, offsets: string, bytes = 8, dtype = "F32"): (() => Uint8Array) =>
  () =>
    file([entry("w", dtype, shape, offsets)], bytes);
const MANY = 100_000;
const SIZES = [
  "-1",
  "1.5",
  "2e0",
  "1e999",
  "-0",
  "null",
  "true",
  '"2"',
  "[2]",
  "{}",
  "9007199254740992",
  "18446744073709551615",
  "00",
  "0x2",
  "",
];
const DTYPES = ["F32", "F64", "F16", "BF16", "I64", "I32", "I16", "I8", "U64", "U32", "U16", "U8", "BOOL"];
const WRONG_DTYPES = ["", "f32", "F8_E5M2", "F4", "U128", "C64", "F32 ", "__proto__", "toString", "null"];

/** Two tensors of four bytes in a buffer of eight, at all places that are not right. */
const places = [0, 1, 2, 3, 4, 5, 8]
  .flatMap((a) => [0, 1, 3, 4, 5].map((b) => [a, b] as const))
  .filter(([a, b]) => !((a === 0 && b === 4) || (a === 4 && b === 0)));

export const SAFETENSORS_CASES: readonly ByteCase[] = [
  ...SIZES.flatMap((size) => [
    ...casesOfKind("safetensors", [[`a size of ${size || "nothing"}`, one(`[${size || ","}]`, "[0,8]"), "expected"]]),
    ...casesOfKind("safetensors", [[`a begin of ${size || "nothing"}`, one("[2]", `[${size || ","},8]`), "expected"]]),
    ...casesOfKind("safetensors", [[`an end of ${size || "nothing"}`, one("[2]", `[0,${size || ","}]`), "expected"]]),
  ]),
  ...DTYPES.flatMap((dtype) =>
    casesOfKind("safetensors", [[`${dtype} of one byte less`, one("[8]", "[0,7]", 7, dtype), "bytes for"]]),
  ),
  ...WRONG_DTYPES.flatMap((dtype) =>
    casesOfKind("safetensors", [[`dtype ${dtype || "of no letters"}`, one("[2]", "[0,8]", 8, dtype), "a dtype of"]]),
  ),
  ...places.flatMap(([a, b]) =>
    casesOfKind("safetensors", [
      [
        `tensors at ${a} and ${b}`,
        () => file([entry("a", "F32", "[1]", `[${a},${a + 4}]`), entry("b", "F32", "[1]", `[${b},${b + 4}]`)], 8),
        "data_offsets",
      ],
    ]),
  ),
  ...casesOfKind("safetensors", [
    ["sizes that multiply to 2^64 and so to 0", one("[4294967296,4294967296]", "[0,0]", 0), "less than 2^53"],
    ["sizes that multiply to 2^62, times four bytes 0", one("[2147483648,2147483648]", "[0,0]", 0), "less than 2^53"],
    ["a size of 0 beside sizes that overflow, and values", one("[0,4294967296,4294967296]", "[0,8]"), "expected"],
    [
      "100,000 zero-size tensors at an offset beyond the file",
      () =>
        file(
          Array.from({ length: 1000 }, (_, i) => entry(`t${i}`, "U8", "[0]", "[9,9]")),
          8,
        ),
      "from 0 to 8",
    ],
    [
      "zero-size tensors in the middle of another",
      () => file([entry("w", "F32", "[2]", "[0,8]"), entry("e", "U8", "[0]", "[4,4]")], 8),
      "expected",
    ],
    [
      "one tensor under two names",
      () => file([entry("a", "F32", "[2]", "[0,8]"), entry("b", "F32", "[2]", "[0,8]")], 8),
      "an overlap",
    ],
    [
      "100,002 tensors",
      () => file(Array.from({ length: MANY + 2 }, (_, i) => entry(`t${i}`, "U8", "[0]", "[0,0]"))),
      "at most 100001 keys",
    ],
    [
      "100,001 pairs of metadata",
      () => rawFile(`{"__metadata__":{${Array.from({ length: MANY + 1 }, (_, i) => `"${i}":""`).join(",")}}}`),
      "at most 100000 keys",
    ],
    [
      "eight million pairs of metadata",
      () =>
        rawFile(
          `{"__metadata__":{${Array.from({ length: MANY }, (_, i) => `"${i}":""`).join(",")}${',"x":""'.repeat(8_000_000)}}}`,
        ),
      "at most 100000 keys",
    ],
    [
      "eight million pairs of one key",
      () => rawFile(`{"__metadata__":{"x":""${',"x":""'.repeat(8_000_000)}}}`),
      "no key twice",
    ],
    [
      "a header of 100 MB that is one array",
      () => rawFile(`{"w":{"shape":[${"1,".repeat(49_000_000)}1]}}`),
      "at most 64 numbers",
    ],
    ["a header of 100 MB of brackets", () => rawFile(`{"w":${"[".repeat(99_000_000)}`), "to begin a tensor's entry"],
    ["a header of 100 MB of spaces", () => rawFile(`{${" ".repeat(99_999_000)}`), "the end of the JSON"],
    ["a name of 99 MB without end", () => rawFile(`{"${"n".repeat(99_000_000)}`), "ended by a double quote"],
    ["a size of 99 million digits", () => rawFile(`{"w":{"shape":[${"9".repeat(99_000_000)}`), "a whole number"],
    [
      "a value of 90 MB of escapes that ends in half a pair",
      () => rawFile(`{"__metadata__":{"a":"${"\\u00e9".repeat(15_000_000)}\\ud800"}}`),
      "surrogates in pairs",
    ],
    ["a header one byte above 100 MB", () => rawFile("{}", 0, 100_000_001n), "a length of 100000001"],
    ["64-byte alignment by zero bytes", () => rawFile("{}\0\0\0\0\0\0"), "only spaces"],
  ]),
];
