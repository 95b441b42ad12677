/** What the safetensors reader refuses: one row a way to be wrong, each with the words that show it saw that one. */
import { describe, expect, it } from "vitest";
import { WasmlpError } from "../../src/errors.js";
import { readSafetensors, writeSafetensors } from "../../src/formats/safetensors.js";
import { requireHeaderStart } from "../../src/formats/safetensors-header.js";
import { bytesOf, codeOf, entry, rawFile } from "./safetensors-raw.js";

type Row = readonly [title: string, file: Uint8Array, words: string];

const W = entry("w", "F32", "[2]", "[0,8]");
const one = (shape: string, offsets: string, bufferBytes = 8, dtype = "F32"): Uint8Array =>
  rawFile(`{${entry("w", dtype, shape, offsets)}}`, bufferBytes);
const header = (json: string, bufferBytes = 8): Uint8Array => rawFile(json, bufferBytes);
const named = (key: string): Uint8Array =>
  rawFile(bytesOf(`{"${key}":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}`), 8);
const metadata = (json: string): Uint8Array => rawFile(`{"__metadata__":${json}}`);

const LENGTHS: readonly Row[] = [
  ["an empty file", new Uint8Array(0), "got 0 bytes"],
  ["a file of 7 bytes", new Uint8Array(7), "got 7 bytes"],
  ["a length and nothing else", rawFile("", 0, 2n), "a header of 2 bytes"],
  ["a header of no bytes", rawFile("", 8), "got a length of 0"],
  ["a header of one byte", rawFile("{"), "got a length of 1"],
  ["a header one byte longer than the file", rawFile("{}", 0, 3n), "a header of 3 bytes"],
  ["100 MB claimed by a short file", rawFile("{}", 0, 100_000_000n), "a header of 100000000 bytes"],
  ["one byte above 100 MB", rawFile("{}", 0, 100_000_001n), "got a length of 100000001"],
  ["a length above 2^53", rawFile("{}", 0, 2n ** 53n + 1n), "got a length of 9007199254740993"],
  ["a length of 2^64 - 1", rawFile("{}", 0, 2n ** 64n - 1n), "got a length of 18446744073709551615"],
  ["a big-endian length", rawFile("{}", 0, 2n << 56n), "got a length of 144115188075855872"],
];

const GRAMMAR: readonly Row[] = [
  ["a space before {", header(" {}", 0), "begins with {"],
  ["a byte order mark before {", rawFile(bytesOf("¤EF¤BB¤BF{}")), "begins with {"],
  ["an array for a header", header("[]", 0), "begins with {"],
  ["zero bytes for a header", rawFile(new Uint8Array(16)), "begins with {"],
  ["a header cut in a key", header('{"w'), "the end of the JSON"],
  ["a header cut after a key", header('{"w"'), "the end of the JSON"],
  ["a header cut in an entry", header(`{${W.slice(0, -1)}`), "the end of the JSON"],
  ["a header cut before its last }", header(`{${W}`), ", or } in the header"],
  ["a header cut after a backslash", header('{"w\\'), "ended by a double quote"],
  ["a comma after the last entry", header(`{${W},}`), "safetensors: header, byte"],
  ["a comma before the first entry", header(`{,${W}}`), "got ,"],
  ["no comma between entries", header(`{${W} ${W}}`), ", or } in the header"],
  ["no colon after a key", header('{"w" {}}'), ": after a key"],
  ["a key without quotes", header("{w:{}}"), "got w:{"],
  ["a key in single quotes", header("{'w':{}}"), "got 'w':{"],
  ["a comment", header(`{/* */${W}}`), "got /*"],
  ["a second object after the header", header(`{${W}}{}`), "only spaces after the header"],
  ["padding by line ends", header(`{${W}}\n`), "got \\x0a"],
  ["padding by zero bytes", header(`{${W}}\0\0`), "got \\x00"],
  ["a line end within a string", header('{"w\n":{}}'), "without control characters"],
  ["a zero byte within a string", header('{"w\0":{}}'), "without control characters"],
  ["100,000 arrays, one in the other", header(`{"w":${"[".repeat(100_000)}`), "{ to begin a tensor's entry"],
  ["100,000 objects, one in the other", header('{"w":'.repeat(100_000)), "only the keys dtype"],
  ["deep nesting in a shape", one("[".repeat(100_000), "[0,8]"), "a whole number"],
];

const TEXTS: readonly Row[] = [
  ["a name that is not UTF-8", named("¤FF"), "UTF-8"],
  ["a name cut within a character", named("¤C3"), "UTF-8"],
  ["a name in an overlong encoding", named("¤C0¤AF"), "UTF-8"],
  ["a surrogate in UTF-8", named("¤ED¤A0¤80"), "UTF-8"],
  ["bytes that are not UTF-8 beside an escape", named("\\n¤FF"), "UTF-8"],
  ["a byte that is not UTF-8 between tokens", rawFile(bytesOf("{¤FF}")), "got \\xff"],
  ["a high surrogate alone", named("\\ud800"), "surrogates in pairs"],
  ["a low surrogate alone", named("\\udc00"), "surrogates in pairs"],
  ["two high surrogates", named("\\ud800\\ud800"), "surrogates in pairs"],
  ["surrogates the wrong way round", named("\\udc00\\ud800"), "surrogates in pairs"],
  ["surrogates with no backslash between", named("\\ud800xudc00"), "surrogates in pairs"],
  ["two low surrogates", named("\\udc00\\udc00"), "surrogates in pairs"],
  ["the last high surrogate before another", named("\\udbff\\ud800"), "surrogates in pairs"],
  ["a high surrogate before U+E000", named("\\ud800\\ue000"), "surrogates in pairs"],
  ["a high surrogate before another escape", named("\\ud800\\n"), "surrogates in pairs"],
  ["an escape unknown to JSON", named("\\x41"), "an escape that JSON knows"],
  ["an escape of three digits", named("\\u004"), "an escape that JSON knows"],
  ["an escape with a letter beyond F", named("\\u00g0"), "an escape that JSON knows"],
  ["an escape in capitals", named("\\U00000041"), "an escape that JSON knows"],
];

const ENTRIES: readonly Row[] = [
  ["an entry that is null", header('{"w":null}'), "{ to begin a tensor's entry"],
  ["an entry that is a number", header('{"w":1}'), "{ to begin a tensor's entry"],
  ["an entry that is an array", header('{"w":[]}'), "{ to begin a tensor's entry"],
  ["an empty entry", header('{"w":{}}'), "a dtype"],
  ["no dtype", header('{"w":{"shape":[2],"data_offsets":[0,8]}}'), "a dtype"],
  ["no shape", header('{"w":{"dtype":"F32","data_offsets":[0,8]}}'), "a shape"],
  ["no data_offsets", header('{"w":{"dtype":"F32","shape":[2]}}'), "data_offsets [begin, end]"],
  ["an unknown key", header(`{${W.slice(0, -1)},"strides":[1]}}`), 'got "strides"'],
  ["the key __proto__ in an entry", header(`{${W.slice(0, -1)},"__proto__":{}}}`), 'got "__proto__"'],
  ["a key in other capitals", header('{"w":{"Dtype":"F32"}}'), 'got "Dtype"'],
  ["an unknown dtype", one("[2]", "[0,8]", 8, "F31"), 'got "F31"'],
  [
    "a dtype beside those there are",
    one("[2]", "[0,8]", 8, "F4"),
    "a dtype of F32, F64, F16, BF16, I64, I32, I16, I8, U64, U32, U16, U8, BOOL, got",
  ],
  ["a dtype in small letters", one("[2]", "[0,8]", 8, "f32"), 'got "f32"'],
  ["a dtype named like a method", one("[2]", "[0,8]", 8, "constructor"), 'got "constructor"'],
  ["an 8-bit float", one("[8]", "[0,8]", 8, "F8_E4M3"), 'got "F8_E4M3"'],
  ["a dtype that is a number", header('{"w":{"dtype":32}}'), "begin a dtype"],
  ["one name twice", header(`{${W},${W}}`), "no key twice in the header"],
  ["one name twice, once escaped", header(`{${W},${W.replace("w", "\\u0077")}}`), "no key twice in the header"],
  ["__metadata__ twice", header('{"__metadata__":{},"__metadata__":{}}', 0), "no key twice in the header"],
  ["dtype twice", header('{"w":{"dtype":"F32","dtype":"F32"}}'), "no key twice in a tensor's entry"],
  ["shape twice", header('{"w":{"shape":[2],"shape":[2]}}'), "no key twice in a tensor's entry"],
];

const NUMBERS: readonly Row[] = [
  ["a shape that is a number", one("2", "[0,8]"), "[ to begin shape"],
  ["a shape that is null", one("null", "[0,8]"), "[ to begin shape"],
  ["a size below 0", one("[-2]", "[0,8]"), "got -2"],
  ["a size of -0", one("[-0]", "[0,0]", 0), "got -0"],
  ["a size with a fraction", one("[1.5]", "[0,8]"), "got 1.5"],
  ["a whole size written with a fraction", one("[2.0]", "[0,8]"), "got 2.0"],
  ["a size with an exponent", one("[2e0]", "[0,8]"), "got 2e0"],
  ["a size of 1e308", one("[1e308]", "[0,8]"), "got 1e308"],
  ["a size of 2^53", one("[9007199254740992]", "[0,8]"), "got 9007199254740992"],
  ["a size of a million digits", one(`[${"9".repeat(1_000_000)}]`, "[0,8]"), "got 9999"],
  ["a size with a leading zero", one("[02]", "[0,8]"), "got 02"],
  ["a size with a plus", one("[+2]", "[0,8]"), "got +2"],
  ["a size in hexadecimal", one("[0x2]", "[0,8]"), ", or ] in shape"],
  ["a size of NaN", one("[NaN]", "[0,8]"), "got NaN"],
  ["a size that is a string", one('["2"]', "[0,8]"), 'got "2"'],
  ["a size that is true", one("[true]", "[0,8]"), "got true"],
  ["a comma after the last size", one("[2,]", "[0,8]"), "got ]"],
  ["65 sizes", one(`[${"1,".repeat(64)}2]`, "[0,8]"), "at most 64 numbers"],
  ["a product of sizes that is 0 modulo 2^64", one("[4294967296,4294967296]", "[0,0]", 0), "less than 2^53 bytes"],
  ["bytes beyond 2^53, values below", one("[2251799813685249]", "[0,8]"), "less than 2^53 bytes"],
  ["a product beyond 2^53 before a zero", one("[9007199254740991,2,0]", "[0,0]", 0), "less than 2^53 bytes"],
  ["a shape larger than its bytes", one("[3]", "[0,8]"), "12 bytes for F32 [3]"],
  ["a shape smaller than its bytes", one("[1]", "[0,8]"), "4 bytes for F32 [1]"],
  [
    "bytes that another tensor's shape would fill",
    header(`{${entry("a", "U8", "[4]", "[0,4]")},${entry("b", "F32", "[2]", "[4,8]")}}`),
    "8 bytes for F32 [2], got data_offsets of 4 bytes",
  ],
  ["bytes for a shape with a zero", one("[0]", "[0,8]"), "0 bytes for F32 [0]"],
  ["no bytes for a single value", one("[]", "[0,0]", 0), "4 bytes for F32 []"],
];

const OFFSETS: readonly Row[] = [
  ["no offsets", one("[2]", "[]"), "got 0 numbers"],
  ["one offset", one("[2]", "[0]"), "got 1 numbers"],
  ["three offsets", one("[2]", "[0,8,8]"), "at most 2 numbers"],
  ["offsets that are an object", one("[2]", '{"0":0,"1":8}'), "[ to begin data_offsets"],
  ["offsets the wrong way round", one("[2]", "[8,0]"), "got [8,0]"],
  ["an offset below 0", one("[2]", "[-8,0]"), "got -8"],
  ["an offset with a fraction", one("[2]", "[0.5,8.5]"), "got 0.5"],
  ["an offset of 1e308", one("[2]", "[0,1e308]"), "got 1e308"],
  ["an offset beyond the file", one("[4]", "[0,16]"), "from 0 to 8"],
  ["an offset of 2^53 - 1", one("[2]", "[9007199254740983,9007199254740991]"), "from 0 to 8"],
  ["bytes before the first tensor", one("[1]", "[4,8]"), "a hole"],
  ["bytes after the last tensor", one("[1]", "[0,4]"), "fill all 8 bytes"],
  ["bytes and no tensor", header("{}", 1), "fill all 1 bytes"],
  ["a hole", header(`{${entry("a", "U8", "[2]", "[0,2]")},${entry("b", "U8", "[5]", "[3,8]")}}`), "a hole"],
  ["an overlap", header(`{${entry("a", "U8", "[5]", "[0,5]")},${entry("b", "U8", "[4]", "[4,8]")}}`), "an overlap"],
  ["two tensors in one place", header(`{${W},${W.replace("w", "v")}}`), "an overlap"],
  ["no values in the midst of values", header(`{${W},${entry("e", "U8", "[0]", "[4,4]")}}`), "begin at 8"],
  ["no values beyond the file", header(`{${W},${entry("e", "U8", "[0]", "[9,9]")}}`), "from 0 to 8"],
];

const METADATA: readonly Row[] = [
  ["metadata that is null", metadata("null"), "{ to begin __metadata__"],
  ["metadata that is a string", metadata('"np"'), "{ to begin __metadata__"],
  ["metadata that is an array", metadata('["np"]'), "{ to begin __metadata__"],
  ["a metadata value that is a number", metadata('{"epoch":3}'), "begin a metadata value"],
  ["a metadata value that is null", metadata('{"epoch":null}'), "begin a metadata value"],
  ["a metadata value that is an object", metadata('{"a":{"b":"c"}}'), "begin a metadata value"],
  ["one metadata key twice", metadata('{"a":"1","a":"1"}'), "no key twice in __metadata__"],
  ["a tensor named __metadata__", header(`{${entry("__metadata__", "F32", "[2]", "[0,8]")}}`), "a metadata value"],
];

const TABLE: readonly Row[] = [...LENGTHS, ...GRAMMAR, ...TEXTS, ...ENTRIES, ...NUMBERS, ...OFFSETS, ...METADATA];

describe("a malformed safetensors file", () => {
  it("is told apart in at least 60 ways, each named once", () => {
    expect(TABLE.length).toBeGreaterThanOrEqual(60);
    expect(new Set(TABLE.map(([title]) => title)).size).toBe(TABLE.length);
  });

  it.each(TABLE)("is refused for %s", (_title, file, words) => {
    let thrown: unknown;
    try {
      readSafetensors(file, "weights.safetensors");
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(WasmlpError);
    const { code, message } = thrown as WasmlpError;
    expect(code).toBe("invalid-file");
    expect(message).toMatch(/^weights\.safetensors: .*expected .+, got .+$/);
    expect(message).toContain(words);
    expect(message.length).toBeLessThan(400);
  });

  it("is refused at every length it can be cut to", () => {
    const whole = rawFile(`{${W},${entry("e", "I8", "[2,0]", "[8,8]")}}  `, 8);
    expect(readSafetensors(whole, "whole").tensors.size).toBe(2);
    for (let length = 0; length < whole.length; length++)
      expect(() => readSafetensors(whole.subarray(0, length), "cut")).toThrow(WasmlpError);
  });

  it("is quoted in few words, without control characters, however long or strange its names are", () => {
    const file = rawFile(`{${entry(`\u0007\n${"n".repeat(1_000_000)}`, "F32", "[3]", "[0,8]")}}`, 8);
    expect(() => readSafetensors(file, "f")).toThrow(/^f: tensor "\\u0007\\n[n]+\.\.\.", byte \d+: expected .{1,200}$/);
  });
});

describe("the start of a file", () => {
  const start = (bytes: ArrayLike<number>) => () => requireHeaderStart(Uint8Array.from(bytes), "f");

  it("says nothing before there is a byte behind the header's length", () => {
    for (let length = 1; length <= 8; length++) expect(start(new Uint8Array(length))).not.toThrow();
  });

  it("can be that of a long file", () => {
    expect(start([0, 225, 245, 5, 0, 0, 0, 0, 0x7b])).not.toThrow();
    expect(start([2, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d])).not.toThrow();
  });

  it("is refused where no header has such a length, or such a byte behind it", () => {
    expect(codeOf(start(new Uint8Array(9)))).toBe("invalid-file");
    expect(codeOf(start([1, 225, 245, 5, 0, 0, 0, 0, 0x7b]))).toBe("invalid-file");
    expect(codeOf(start([2, 0, 0, 0, 0, 0, 0, 0, 0x5b]))).toBe("invalid-file");
  });
});

describe("the safetensors reader", () => {
  const COUNT = 100_000;
  /** Seconds for `read`, which runs on whatever machine the test runs on: limits are far above what it takes. */
  const seconds = (read: () => void): number => {
    const start = performance.now();
    read();
    return (performance.now() - start) / 1000;
  };

  it("reads 100,000 tensors, first to last or scattered, in a few seconds", () => {
    for (const stride of [1, 7919]) {
      const entries = Array.from({ length: COUNT }, (_, k) => {
        const i = (k * stride) % COUNT;
        return entry(`t${k}`, "U8", "[1]", `[${i},${i + 1}]`);
      });
      const file = rawFile(`{${entries.join(",")}}`, COUNT);
      expect(seconds(() => expect(readSafetensors(file, "many").tensors.size).toBe(COUNT))).toBeLessThan(15);
    }
  });

  it("refuses more than 100,000 tensors or pairs of metadata, however many, in about a second", () => {
    const pairs = (count: number): string => Array.from({ length: count }, (_, i) => `"${i}":""`).join(",");
    expect(readSafetensors(rawFile(`{"__metadata__":{${pairs(COUNT)}}}`), "many").metadata.size).toBe(COUNT);
    const huge = rawFile(`{"__metadata__":{${pairs(COUNT)}${',"x":""'.repeat(8_000_000)}}}`);
    const words = "expected at most 100000 keys in __metadata__, got more";
    expect(seconds(() => expect(() => readSafetensors(huge, "f")).toThrow(words))).toBeLessThan(3);
    const tensors = Array.from({ length: COUNT + 2 }, (_, i) => entry(`t${i}`, "U8", "[0]", "[0,0]")).join(",");
    expect(() => readSafetensors(rawFile(`{${tensors}}`), "f")).toThrow("at most 100001 keys in the header");
    const metadata = new Map(Array.from({ length: COUNT + 1 }, (_, i) => [String(i), ""]));
    expect(() => writeSafetensors([], metadata)).toThrow("metadata: expected at most 100000, got 100001");
  });

  it("refuses hostile headers of many megabytes in a few seconds", () => {
    const hostile = [
      `{"__metadata__":{"a":"${"\\n".repeat(4_000_000)}`,
      `{"__metadata__":{"a":"${"\\u00e9".repeat(2_000_000)}\\ud800"}}`,
      `{"w":{"shape":[${"1,".repeat(4_000_000)}1]}}`,
      `{"w":${'{"dtype":'.repeat(1_000_000)}`,
      `{${" ".repeat(8_000_000)}`,
      `{${`"":{},`.repeat(1_000_000)}}`,
    ];
    for (const json of hostile) {
      const file = rawFile(json);
      expect(seconds(() => expect(() => readSafetensors(file, "hostile")).toThrow(WasmlpError))).toBeLessThan(10);
    }
  });
});
