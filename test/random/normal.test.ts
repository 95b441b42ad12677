import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { erfc, normalQuantile } from "../../src/random/normal.js";

type Row = readonly [argument: number, value: number];

/** Values to 50 digits, rounded to f64 (fixtures/mpmath/make-normal.py). */
const rows: { erfc: readonly Row[]; normalQuantile: readonly Row[] } = JSON.parse(
  readFileSync(new URL("../fixtures/mpmath/normal.json", import.meta.url), "utf8"),
);

describe("erfc", () => {
  it("stays within 1e-13 of its value", () => {
    expect(rows.erfc.length).toBe(305);
    for (const [x, value] of rows.erfc) expect(Math.abs(erfc(x) / value - 1), `erfc(${x})`).toBeLessThan(1e-13);
  });

  it("gives 1 at 0, 2 and 0 far out, NaN for NaN", () => {
    expect([0, -0, -40, 40, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(erfc)).toEqual([1, 1, 2, 0, 2, 0]);
    expect(erfc(Number.NaN)).toBeNaN();
  });
});

describe("normalQuantile", () => {
  it("stays within 1e-15 of its value, in size where that is above 1", () => {
    expect(rows.normalQuantile.length).toBe(170);
    for (const [p, z] of rows.normalQuantile)
      expect(Math.abs(normalQuantile(p) - z) / Math.max(1, Math.abs(z)), `quantile of ${p}`).toBeLessThan(1e-15);
  });

  it("is odd about one half, infinite at the ends and NaN beyond", () => {
    for (const p of [0.25, 0.125, 2 ** -10, 2 ** -40]) expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
    expect([0, 0.5, 1].map(normalQuantile)).toEqual([Number.NEGATIVE_INFINITY, 0, Number.POSITIVE_INFINITY]);
    for (const p of [-0.1, 1.1, Number.NaN]) expect(normalQuantile(p)).toBeNaN();
  });
});

describe("the functions of the normal distribution", () => {
  it("ask the host for no approximated function", () => {
    const source = readFileSync(new URL("../../src/random/normal.ts", import.meta.url), "utf8");
    const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(new Set(code.match(/Math\.\w+/g))).toEqual(new Set(["Math.abs", "Math.sqrt"]));
  });
});
