/**
 * The exponential function, the same bits on every host: + − × of f64 and powers of two, nothing else.
 * `Math.exp` may differ between engines, so it is not used. Knows nothing of generators.
 */
import { LN2_HIGH, LN2_LOW } from "./log.js";

/** 1 / ln 2 */
const LOG2_E = 1.4426950408889634;
/** Beyond these, the result is Infinity or 0. */
const LARGEST = 709.782712893384;
const SMALLEST = -745.1332191019412;
/** 1/n! for n = 2 … 13: what is left out of the series is below 2^-58 of the sum. */
const TERMS: readonly number[] = [
  1 / 2,
  1 / 6,
  1 / 24,
  1 / 120,
  1 / 720,
  1 / 5040,
  1 / 40320,
  1 / 362880,
  1 / 3628800,
  1 / 39916800,
  1 / 479001600,
  1 / 6227020800,
];

/**
 * eˣ, within one unit in the last place of the true value.
 *
 * x = k·ln 2 + r with |r| ≤ 0.347: eˣ = 2ᵏ·(1 + r + r²/2! + … + r¹³/13!); the part of r that its f64 cannot hold is
 * added to first order.
 *
 * @param x any f64; NaN gives NaN.
 * Source: ours.
 */
export function exp(x: number): number {
  if (!(x <= LARGEST && x >= SMALLEST)) return x > 0 ? Infinity : x < 0 ? 0 : NaN;
  const k = Math.floor(x * LOG2_E + 0.5);
  const high = x - k * LN2_HIGH;
  const r = high - k * LN2_LOW;
  const rest = high - r - k * LN2_LOW;
  let series = 0;
  for (let n = TERMS.length - 1; n >= 0; n--) series = series * r + (TERMS[n] as number);
  const sum = 1 + (r + (r * r * series + rest));
  return scale(sum, k);
}

/** value·2ᵏ for k = −1075 … 1024, in two steps of exact powers, so that subnormal results round once. */
function scale(value: number, k: number): number {
  const half = Math.floor(k / 2);
  return value * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(k: number): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setUint32(0, (k + 1023) << 20);
  return bits.getFloat64(0);
}
