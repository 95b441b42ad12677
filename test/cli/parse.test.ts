/** Words of the command line: what they mean, and what is said of those that mean nothing. */
import { describe, expect, it } from "vitest";
import { decimal, layerWidths, oneOf, path, ratio, wholeNumber, wholeNumbers } from "../../src/cli/parse.js";

describe("a whole number", () => {
  const epochs = wholeNumber(1);
  it("is written with digits only", () => {
    expect(epochs("--epochs", "50")).toBe(50);
    expect(wholeNumber(0, 0xffffffff)("--seed", "4294967295")).toBe(4294967295);
  });
  it.each(["abc", "0", "-1", "1.5", "1e3", "", " 5", "0x10", "99999999999999999999", "NaN"])("is not %j", (text) => {
    expect(() => epochs("--epochs", text)).toThrow(
      `--epochs: expected a whole number of at least 1, got ${text || "an empty string"}`,
    );
  });
  it("names both ends of a range", () => {
    expect(() => wholeNumber(0, 9)("--seed", "10")).toThrow("--seed: expected a whole number from 0 to 9, got 10");
  });
});

describe("whole numbers", () => {
  const depths = wholeNumbers(1, 9);
  it("are a list or a range", () => {
    expect(depths("--depth", "3")).toEqual([3]);
    expect(depths("--depth", "4,1,9")).toEqual([4, 1, 9]);
    expect(depths("--depth", "2..5")).toEqual([2, 3, 4, 5]);
    expect(depths("--depth", "7..7")).toEqual([7]);
  });
  it.each(["", "0", "10", "1,,2", "1,1", "4..1", "0..3", "8..10", "1..", "1...3", "1-4", "1.5", "1..999999999"])(
    "are not %j",
    (text) => {
      expect(() => depths("--depth", text)).toThrow(
        `--depth: expected whole numbers from 1 to 9 such as 25,50 or 1..4, got ${text || "an empty string"}`,
      );
    },
  );
});

describe("a decimal number", () => {
  it.each([
    ["0.1", 0.1],
    ["-1", -1],
    [".5", 0.5],
    ["5.", 5],
    ["1e-3", 0.001],
    ["+2E2", 200],
  ])("may be written %s", (text, value) => {
    expect(decimal("--x", text)).toBe(value);
  });
  it.each(["", "abc", "1e400", "Infinity", "0x1", "1,5", "1e", ".", "--"])("is not %j", (text) => {
    expect(() => decimal("--x", text)).toThrow("--x: expected a number, got");
  });
});

describe("a ratio", () => {
  it("is a number or a fraction", () => {
    expect(ratio("--scale", "2/255")).toBe(2 / 255);
    expect(ratio("--scale", "-1")).toBe(-1);
  });
  it.each(["1/0", "1/", "/2", "1/2/3", "a/b"])("is not %j", (text) => {
    expect(() => ratio("--scale", text)).toThrow(`a fraction such as 2/255, got ${text}`);
  });
});

describe("hidden layers", () => {
  it("are widths joined by commas, or none", () => {
    expect(layerWidths("--hidden", "50")).toEqual([50]);
    expect(layerWidths("--hidden", "512,256,128")).toEqual([512, 256, 128]);
    expect(layerWidths("--hidden", "none")).toEqual([]);
    expect(layerWidths("--hidden", "0")).toEqual([]);
  });
  it.each(["50,,3", "1e99", "50,", "0,5", "-5", "16777217", "", "50 50", "none,5"])("are not %j", (text) => {
    expect(() => layerWidths("--hidden", text)).toThrow("--hidden: expected units of each hidden layer");
  });
});

describe("a choice and a path", () => {
  it("is one of the words, exactly", () => {
    expect(oneOf(["sgd", "adam"])("--optimizer", "adam")).toBe("adam");
    for (const text of ["Adam", "", "toString"])
      expect(() => oneOf(["sgd", "adam"])("--optimizer", text)).toThrow("expected one of sgd, adam, got");
  });
  it("is not empty", () => {
    expect(path("--out", "a b")).toBe("a b");
    expect(() => path("--out", "")).toThrow("--out: expected a path, got an empty string");
  });
});
