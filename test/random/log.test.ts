/** The logarithm against 60-digit decimal arithmetic (fixtures/numpy/make-log.py). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { log } from "../../src/random/log.js";

/** x, the f64 nearest to ln x, and ln x − that. */
type Row = [x: number, nearest: number, missing: number];
const { rows } = JSON.parse(readFileSync(new URL("../fixtures/numpy/log.json", import.meta.url), "utf8")) as {
  rows: Row[];
};

/** Distance from |x| to the next larger f64. */
function lastPlace(x: number): number {
  const bits = new BigUint64Array(Float64Array.of(Math.abs(x)).buffer);
  bits[0] = (bits[0] as bigint) + 1n;
  return (new Float64Array(bits.buffer)[0] as number) - Math.abs(x);
}

describe("log", () => {
  it("stays within 0.501 units in the last place of the true logarithm", () => {
    expect(rows.length).toBe(2400);
    for (const [x, nearest, missing] of rows) {
      const error = Math.abs(log(x) - nearest - missing) / lastPlace(nearest);
      expect(error, `log(${x})`).toBeLessThan(nearest === 0 ? Number.MIN_VALUE : 0.501);
    }
  });

  it("gives the nearest f64 for all but a few arguments in a thousand", () => {
    const missed = rows.filter(([x, nearest]) => log(x) !== nearest);
    expect(missed.length).toBeLessThanOrEqual(2);
  });

  it("rises with its argument across the seams of the reduction", () => {
    for (const seam of [Math.SQRT1_2, 1, Math.SQRT2, 2, 2 ** -1022]) {
      let below = Number.NEGATIVE_INFINITY;
      for (let i = -64; i <= 64; i++) {
        const value = log(seam + i * lastPlace(seam));
        expect(value, `${i} places from ${seam}`).toBeGreaterThanOrEqual(below);
        below = value;
      }
    }
  });

  it("gives exact values for 1 and what Math.log gives at the edges", () => {
    expect(log(1)).toBe(0);
    for (const x of [0, -0, -1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])
      expect(log(x), `log(${x})`).toBe(Math.log(x));
  });

  it("asks the host for no approximated function", () => {
    const source = readFileSync(new URL("../../src/random/log.ts", import.meta.url), "utf8");
    const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "");
    expect(code.match(/Math\.\w+/g)).toBeNull();
  });
});
