import { describe, expect, it } from "vitest";
import { escapeHtml, formatCount, formatNumber, formatPercent, formatTicks } from "../../src/report/markup.js";

describe("escapeHtml", () => {
  it("leaves nothing that could end an attribute or begin a tag", () => {
    expect(escapeHtml(`<img src=x onerror='a()' alt="&">`)).toBe(
      "&lt;img src=x onerror=&#39;a()&#39; alt=&quot;&amp;&quot;&gt;",
    );
  });

  it("keeps letters of all scripts and replaces what XML forbids", () => {
    expect(escapeHtml("π 七 😀\n")).toBe("π 七 😀\n");
    expect(escapeHtml("a\u0000b\u001bc\ud800d\uffffe")).toBe("a\ufffdb\ufffdc\ufffdd\ufffde");
  });
});

describe("numbers", () => {
  it("groups counts by thousands", () => {
    expect([0, 999, 1000, 55000, 1234567].map(formatCount)).toEqual(["0", "999", "1,000", "55,000", "1,234,567"]);
  });

  it("gives shares in percent and never rounds a miss away", () => {
    expect(formatPercent(0.9454, 2)).toBe("94.54\u00a0%");
    expect(formatPercent(0.5)).toBe("50.0\u00a0%");
    expect(formatPercent(1)).toBe("100.0\u00a0%");
    expect(formatPercent(0.99999)).toBe("99.9\u00a0%");
    expect(formatPercent(0.99999, 0)).toBe("99\u00a0%");
  });

  it("gives four significant digits, with a power of ten where zeros would pile up", () => {
    expect([0, 0.0499, 12.345678, -0.36621, 1.7476e23, -2.5e-7].map(formatNumber)).toEqual([
      "0",
      "0.04990",
      "12.35",
      "−0.3662",
      "1.748e23",
      "−2.500e−7",
    ]);
  });

  it("writes a dash where there is no finite number", () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
      expect([formatCount(value), formatPercent(value), formatNumber(value)]).toEqual(["–", "–", "–"]);
  });

  it("labels all ticks of an axis alike and tells neighbours apart", () => {
    expect(formatTicks([0, 0.2, 0.4])).toEqual(["0.0", "0.2", "0.4"]);
    expect(formatTicks([0, 25, 50])).toEqual(["0", "25", "50"]);
    expect(formatTicks([-1e6, 0, 1e6])).toEqual(["−1e6", "0", "1e6"]);
    expect(formatTicks([1e6, 1.02e6, 1.04e6])).toEqual(["1.00e6", "1.02e6", "1.04e6"]);
    expect(formatTicks([0, 5e-5, 1e-4])).toEqual(["0", "5e−5", "1.0e−4"]);
    expect(formatTicks([7])).toEqual(["7"]);
    expect(formatTicks([])).toEqual([]);
  });
});
