/** The ends of logarithmic axes. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { logarithmicRange } from "../../../lab/src/state/axis-range.js";

it("hold the values and are one digit times a power of ten", () => {
  expect(logarithmicRange(0.0966, 1.49)).toEqual([0.09, 2]);
  expect(logarithmicRange(0.1, 1)).toEqual([0.1, 1]);
  expect(logarithmicRange(9.6e-5, 9.6e-5)).toEqual([9e-5, 1e-4]);
  expect(logarithmicRange(0.2, 0.2)).toEqual([0.2, 2]);
  const anyValue = fc.double({ min: 1e-29, max: 1e29, noNaN: true });
  fc.assert(
    fc.property(anyValue, anyValue, (a, b) => {
      const [least, most] = a < b ? [a, b] : [b, a];
      const [low, high] = logarithmicRange(least, most);
      expect(low).toBeLessThanOrEqual(least);
      expect(high).toBeGreaterThanOrEqual(most);
      expect(low).toBeLessThan(high);
      for (const end of [low, high]) expect(end.toExponential()).toMatch(/^[1-9]e/);
    }),
  );
});

it("are ends even where there is nothing to show, or what no axis holds", () => {
  expect(logarithmicRange(null, null)).toEqual([0.1, 1]);
  for (const odd of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 5e-324]) {
    const [low, high] = logarithmicRange(odd, odd);
    expect(low).toBeGreaterThan(0);
    expect(high).toBeGreaterThan(low);
    expect(Number.isFinite(high)).toBe(true);
  }
});
