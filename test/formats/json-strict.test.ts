/** The scanner of JSON by itself: what it says of what is wrong, and where; what it never reads. */
import { describe, expect, it } from "vitest";
import { JsonScanner } from "../../src/formats/json-strict.js";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function scannerOf(bytes: Uint8Array, end: number = bytes.length): JsonScanner {
  return new JsonScanner(bytes, 0, end, (at, expected, got) => new Error(`${at}: expected ${expected}, got ${got}`));
}

describe("what is wrong is quoted", () => {
  const whole = "expected a whole number from 0 to 2^53 - 1 in n";

  it.each([
    ["x,y", "x"],
    ["x]y", "x"],
    ["x}y", "x"],
    ["x y", "x"],
    ["x\ny", "x"],
    [",x", ",x"],
    ["x".repeat(30), "x".repeat(24)],
    ["xé\u007f~", "x\\xc3\\xa9\\x7f~"],
    ["", "the end of the JSON"],
    ["  x", "x"],
  ])("%j as %j", (text, got) => {
    const at = text.length - text.trimStart().length;
    expect(() => scannerOf(utf8(text)).readWhole("n")).toThrow(new Error(`${at}: ${whole}, got ${got}`));
  });

  it.each([
    ['"\\ud800x"', '1: expected surrogates in pairs, got \\ud800x"'],
    ['"a\\udfff"', '2: expected surrogates in pairs, got \\udfff"'],
    ['"ab\\x0041"', '3: expected an escape that JSON knows, got \\x0041"'],
    ['"\\u00g0"', '1: expected an escape that JSON knows, got \\u00g0"'],
    ['"ab\\', "4: expected a string without control characters, ended by a double quote, got the end of the JSON"],
    ['"a\u0001"', '2: expected a string without control characters, ended by a double quote, got \\x01"'],
  ])("with its place: %j", (text, message) => {
    expect(() => scannerOf(utf8(text)).readString("s")).toThrow(new Error(message));
  });

  it("also where it begins with spaces", () => {
    const bytes = Uint8Array.of(...utf8('"  '), 0xff, ...utf8('"'));
    expect(() => scannerOf(bytes).readString("s")).toThrow(new Error("1: expected s in UTF-8, got a space"));
  });
});

describe("a scanner", () => {
  it("never reads beyond its end", () => {
    expect(scannerOf(utf8("12345"), 2).readWhole("n")).toBe(12);
    expect(() => scannerOf(utf8('"ab"'), 3).readString("s")).toThrow("got the end of the JSON");
  });

  it("reads whole numbers up to 2^53 - 1, and not one more", () => {
    expect(scannerOf(utf8("9007199254740991")).readWhole("n")).toBe(Number.MAX_SAFE_INTEGER);
    for (const text of ["9007199254740992", "90071992547409910", "01", "1.5", "1e3", "-1", "+1"])
      expect(() => scannerOf(utf8(text)).readWhole("n"), text).toThrow("expected a whole number");
  });

  it("refuses a byte that only begins above ASCII", () => {
    expect(() => scannerOf(Uint8Array.of(0x22, 0x80, 0x22)).readString("s")).toThrow("expected s in UTF-8");
  });

  it("stops at the number of keys that is allowed", () => {
    const read = (limit: number) => {
      const json = scannerOf(utf8('{"a": 1, "b": 2}'));
      json.readObject("it", () => json.readWhole("n"), limit);
    };
    expect(() => read(2)).not.toThrow();
    expect(() => read(1)).toThrow(new Error("9: expected at most 1 keys in it, got more"));
  });

  it("takes long strings and short ones, escaped and not, for what they say", () => {
    for (const text of ["a".repeat(32), "a".repeat(33), "é".repeat(40), "😀 and \u{10ffff}", '\\ " / \n', '\n"']) {
      expect(scannerOf(utf8(JSON.stringify(text))).readString("s")).toBe(text);
      const escaped = [...Array(text.length).keys()].map((i) => text.charCodeAt(i).toString(16).padStart(4, "0"));
      expect(scannerOf(utf8(`"\\u${escaped.join("\\u")}"`)).readString("s")).toBe(text);
    }
  });
});
