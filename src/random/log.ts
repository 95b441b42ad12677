/**
 * The natural logarithm, the same bits on every host: + − × ÷ of f64 and the reading of bits, nothing else.
 * `Math.log` may differ between engines, so it is not used. Knows nothing of generators.
 */

/** ln 2 to 33 bits, so that k·LN2_HIGH is exact for every exponent k: 0x3fe62e42fee00000. */
export const LN2_HIGH = 0.6931471803691238;
/** ln 2 − LN2_HIGH, rounded: 0x3dea39ef35793c76. */
export const LN2_LOW = 1.9082149292705877e-10;
/** Upper word of sqrt(1/2), where the reduced argument begins. */
const SQRT_HALF_WORD = 0x3fe6a09e;
const ONE_WORD = 0x3ff00000;
const SMALLEST_NORMAL = 2 ** -1022;
/** Times this, an f64 falls apart into 26 and 27 bits (Veltkamp). */
const SPLITTER = 2 ** 27 + 1;

const bits = new DataView(new ArrayBuffer(8));

/**
 * ln x, within 0.501 units in the last place: the nearest f64 for all but a few arguments in a thousand, at most.
 *
 * x = 2^k·m with m in [sqrt(1/2), sqrt(2)), s = (m − 1)/(m + 1), |s| < 0.172:
 * ln x = k·ln 2 + 2s + 2s³/3 + 2s⁵/5 + … + 2s²³/23; what is left out is below 2^-65 of the sum.
 * k·ln 2, s and 2s³/3 are carried with their rounding errors; the rest is below 2·10⁻⁴ of the sum.
 *
 * @param x any f64; 0 gives −Infinity, below 0 and NaN give NaN, as `Math.log` does.
 * Source: ours; exact product and sum of Dekker (Numerische Mathematik 18, 1971).
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  let k = -1023;
  if (x < SMALLEST_NORMAL) {
    x *= 2 ** 54;
    k -= 54;
  }
  bits.setFloat64(0, x);
  const word = bits.getUint32(0) + (ONE_WORD - SQRT_HALF_WORD);
  k += word >>> 20;
  bits.setUint32(0, (word & 0xfffff) + SQRT_HALF_WORD);
  const f = bits.getFloat64(0) - 1;

  const d = 2 + f;
  const dRest = f - (d - 2);
  const s = f / d;
  const sRest = (f - s * d - productError(s, d) - s * dRest) / d;

  const z = s * s;
  const cube = s * z;
  const cubeRest = productError(s, z) + s * (productError(s, s) + 2 * s * sRest) + z * sRest;
  const third = (2 * cube) / 3;
  const thirdRest = (2 * cube - 3 * third - productError(3, third) + 2 * cubeRest) / 3;

  const exponentPart = k * LN2_HIGH;
  const sum = exponentPart + 2 * s;
  const sumError = exponentPart - sum + 2 * s;
  const larger = sum + third;
  const largerError = sum - larger + third;
  const rest = thirdRest + 2 * sRest + k * LN2_LOW;
  return larger + (largerError + (sumError + (cube * z * fifthAndBeyond(z) + rest)));
}

/** 2/5 + 2z/7 + … + 2z⁹/23 */
function fifthAndBeyond(z: number): number {
  let p = 2 / 23;
  p = p * z + 2 / 21;
  p = p * z + 2 / 19;
  p = p * z + 2 / 17;
  p = p * z + 2 / 15;
  p = p * z + 2 / 13;
  p = p * z + 2 / 11;
  p = p * z + 2 / 9;
  p = p * z + 2 / 7;
  return p * z + 2 / 5;
}

/** a·b − fl(a·b), exactly, unless it underflows. */
function productError(a: number, b: number): number {
  const aHigh = SPLITTER * a - (SPLITTER * a - a);
  const aLow = a - aHigh;
  const bHigh = SPLITTER * b - (SPLITTER * b - b);
  const bLow = b - bHigh;
  return aLow * bLow - (a * b - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
