/** Numbers and tables as a terminal shows them. */
import { describe, expect, it } from "vitest";
import { classFigures, classTable } from "../../src/cli/class-table.js";
import { formatDuration, formatNumber, formatPercent, formatSeconds, formatShort } from "../../src/cli/format.js";
import { greyBlocks, inkCharacters } from "../../src/cli/pixel-art.js";
import { textTable } from "../../src/cli/text-table.js";

describe("numbers", () => {
  it.each([
    [0, "0:00"],
    [7.4, "0:07"],
    [59.6, "1:00"],
    [754, "12:34"],
    [3723, "1:02:03"],
    [359999, "99:59:59"],
    [363600, "4 d 05 h"],
    [Number.NaN, "-:--"],
    [Number.POSITIVE_INFINITY, "-:--"],
    [-1, "-:--"],
  ])("%s seconds left are %s", (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
  it("a short time keeps its tenths", () => {
    expect([0.04, 17.26, 99.94, 99.95, 3600].map(formatSeconds)).toEqual([
      "0.0 s",
      "17.3 s",
      "99.9 s",
      "1:40",
      "1:00:00",
    ]);
  });
  it("a share that is not whole never reads 100 %", () => {
    expect(formatPercent(0.9454)).toBe("94.54 %");
    expect(formatPercent(0.999999)).toBe("99.99 %");
    expect(formatPercent(1)).toBe("100.00 %");
    expect(formatPercent(Number.NaN)).toBe("- %");
  });
  it("losses keep their significant digits, however small or large", () => {
    expect([0.049903835, 123456.7, 0.00001234, 0, -1.5].map((value) => formatNumber(value))).toEqual([
      "0.049904",
      "1.2346e5",
      "1.2340e-5",
      "0",
      "-1.5000",
    ]);
    expect(formatNumber(Number.NaN)).toBe("NaN");
  });
  it("speeds fit in four characters", () => {
    expect([12, 940, 999.6, 9949, 72_300, 999_400, 999_600, 12_345_678].map(formatShort)).toEqual([
      "12",
      "940",
      "1.0k",
      "9.9k",
      "72k",
      "999k",
      "1.0M",
      "12M",
    ]);
    expect(formatShort(Number.NaN)).toBe("-");
  });
});

describe("tables", () => {
  it("line up their columns and leave no blanks at the end", () => {
    expect(
      textTable(
        [
          ["a", "1", "x"],
          ["long", "100", ""],
        ],
        ["left", "right", "left"],
      ),
    ).toEqual(["a       1  x", "long  100"]);
  });
  it("a confusion matrix has recall at the right and precision below", () => {
    const counts = [Uint32Array.of(3, 1, 0), Uint32Array.of(0, 4, 0), Uint32Array.of(0, 0, 0)];
    expect(classTable(counts, ["cat", "dog", "2"])).toEqual([
      "actual \\ predicted      0     1  2  recall %",
      "0 cat                   3     1  0      75.0",
      "1 dog                   0     4  0     100.0",
      "2                       0     0  0         -",
      "precision %         100.0  80.0  -",
    ]);
  });
  it("recall and precision are absent where they would divide by nothing", () => {
    expect(classFigures([Uint32Array.of(1, 1), Uint32Array.of(0, 0)], [])).toEqual([
      { index: 0, name: "0", rows: 2, recall: 0.5, precision: 1 },
      { index: 1, name: "1", rows: 0, precision: 0 },
    ]);
  });
});

describe("pictures", () => {
  const picture = { width: 3, height: 3, pixels: Uint8Array.of(0, 255, 128, 0, 255, 0, 255, 0, 0) };
  it("become characters, two pixel rows a line", () => {
    expect(inkCharacters(picture)).toEqual([" @-", "+"]);
  });
  it("become half blocks in shades of grey, reset at the end of each line", () => {
    const [first, second] = greyBlocks(picture);
    expect(first).toBe("\x1b[38;5;232;48;5;232m▀\x1b[38;5;255;48;5;255m▀\x1b[38;5;244;48;5;232m▀\x1b[0m");
    expect(second).toBe("\x1b[38;5;255;48;5;232m▀\x1b[38;5;232;48;5;232m▀▀\x1b[0m");
  });
});
