import { expect, it } from "vitest";
import { sineAndCosine } from "../../src/data/sine.js";

it("sine and cosine are within 2.3e-16 of the host's, near and far", () => {
  for (const range of [1e-3, 1, 7, 1e3, 1e6])
    for (let i = -20_000; i <= 20_000; i++) {
      const x = (i / 20_000) * range;
      const { sine, cosine } = sineAndCosine(x);
      if (!(Math.abs(sine - Math.sin(x)) <= 2.3e-16 && Math.abs(cosine - Math.cos(x)) <= 2.3e-16))
        expect.fail(`at ${x}: ${sine}, ${cosine}`);
    }
});

it("quarters of a turn are right to the sign", () => {
  const rounded = (x: number) => Object.values(sineAndCosine(x)).map((value) => Math.round(value) + 0);
  const halfPi = Math.PI / 2;
  expect([0, 1, 2, 3, 4, -1, -2].map((k) => rounded(k * halfPi))).toEqual([
    [0, 1],
    [1, 0],
    [0, -1],
    [-1, 0],
    [0, 1],
    [-1, 0],
    [0, -1],
  ]);
  expect(sineAndCosine(Number.NaN)).toEqual({ sine: Number.NaN, cosine: Number.NaN });
});
