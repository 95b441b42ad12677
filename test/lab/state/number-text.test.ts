/** Numbers as the lab writes them. */
import { expect, it } from "vitest";
import { countText, durationText, lossText, percentText, rateText } from "../../../lab/src/state/number-text.js";

it("writes counts in groups of three", () => {
  expect([0, 999, 1000, 1234567].map(countText)).toEqual(["0", "999", "1,000", "1,234,567"]);
});

it("writes losses in four digits, very small and very large ones in powers of ten", () => {
  expect([0.271, 1, 1234.5, 2e7, 3.21e-6, 0, Number.NaN].map(lossText)).toEqual([
    "0.2710",
    "1.000",
    "1,235",
    "2.00 e+7",
    "3.21 e-6",
    "0.000",
    "not finite",
  ]);
});

it("writes shares, speeds and durations with their units", () => {
  expect(percentText(0.94541)).toBe("94.54 %");
  expect([123, 9999, 412_345, 1_240_000].map(rateText)).toEqual(["123", "9,999", "412 k", "1.24 M"]);
  expect([0.5, 12.34, 200].map(durationText)).toEqual(["0.50 s", "12.3 s", "3 min 20 s"]);
});
