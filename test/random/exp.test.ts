/** The exponential against 60-digit decimal arithmetic (fixtures/numpy/make-exp.py). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { exp } from "../../src/random/exp.js";
import { log } from "../../src/random/log.js";

/** x, the f64 nearest to eˣ, and eˣ − that. */
type Row = [x: number, nearest: number, missing: number];
const { rows } = JSON.parse(readFileSync(new URL("../fixtures/numpy/exp.json", import.meta.url), "utf8")) as {
  rows: Row[];
};

/** Distance from x to the next larger f64. */
function lastPlace(x: number): number {
  const bits = new BigUint64Array(Float64Array.of(x).buffer);
  bits[0] = (bits[0] as bigint) + 1n;
  return (new Float64Array(bits.buffer)[0] as number) - x;
}

describe("exp", () => {
  it("stays within one unit in the last place of the true value", () => {
    expect(rows).toHaveLength(600);
    for (const [x, nearest, missing] of rows)
      expect(Math.abs(exp(x) - nearest - missing) / lastPlace(nearest), `exp(${x})`).toBeLessThan(1);
  });

  it("undoes the logarithm to a few places", () => {
    for (const x of [1e-300, 1e-5, 0.3, 1, 7, 1e10, 1e300])
      expect(Math.abs(exp(log(x)) / x - 1)).toBeLessThan(2 ** -43);
  });

  it("gives what Math.exp gives at the edges", () => {
    const edges = [0, -0, 1e-320, Infinity, -Infinity, NaN, 709.9, 1000, -745.2, -1e9];
    for (const x of edges) expect(exp(x), `exp(${x})`).toBe(Math.exp(x));
    for (const x of [-745, -740.5, -720, -710])
      expect(Math.abs(exp(x) - Math.exp(x)), `exp(${x})`).toBeLessThanOrEqual(Number.MIN_VALUE);
    expect(exp(709.782712893384)).toBeLessThan(Infinity);
  });

  it("asks the host for no approximated function", () => {
    const source = readFileSync(new URL("../../src/random/exp.ts", import.meta.url), "utf8");
    const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(new Set(code.match(/Math\.\w+/g))).toEqual(new Set(["Math.floor"]));
  });
});
