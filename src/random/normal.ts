/**
 * The normal distribution's tail and quantiles in f64, the same bits on every host. Knows nothing of tests and
 * intervals, which are made from them.
 */
import { exp } from "./exp.js";
import { log } from "./log.js";

/** 1/√π */
const ROOT_PI_INVERSE = 0.5641895835477563;
/** Where the series of erf hands over to the continued fraction of erfc, and how many levels that takes there. */
const HANDOVER = 1.75;
const LEVELS = 120;

/**
 * The complementary error function 2/√π ∫ e^(−t²) dt from x to infinity, within 1e-13 of its value down to 1e-300.
 *
 * Below 1.75: 1 − erf x, erf x = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·5…(2n+1)), every term positive.
 * From there on: e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …)))), 120 levels deep.
 *
 * @param x any f64; NaN gives NaN.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions (1964), 7.1.6 and 7.1.14.
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x < HANDOVER) return 1 - erfSeries(x);
  if (x > 28) return 0;
  let denominator = x;
  for (let level = LEVELS; level > 0; level--) denominator = x + level / 2 / denominator;
  return (exp(-x * x) * ROOT_PI_INVERSE) / denominator;
}

function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > 1e-18 * sum; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return 2 * ROOT_PI_INVERSE * exp(-x * x) * sum;
}

/**
 * The z below which a standard normal variable stays with probability p, within 1e-15 of its size (absolutely, around 0).
 *
 * @param p from 0 to 1; 0 gives −Infinity, 1 Infinity, anything else NaN.
 * Source: M. J. Wichura, Algorithm AS 241, PPND16, Applied Statistics 37 (1988): a quotient of polynomials of degree 7
 * in each of three ranges, accurate to about 1 part in 10¹⁶.
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * quotient(CENTRE, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (tail === 0) return q < 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  const r = Math.sqrt(-log(tail));
  const size = r <= 5 ? quotient(TAIL, r - 1.6) : quotient(FAR_TAIL, r - 5);
  return q < 0 ? -size : size;
}

/** Coefficients of a numerator and a denominator, highest power first, as the f64s nearest to the published digits. */
type Quotient = readonly [numerator: readonly number[], denominator: readonly number[]];

function quotient([numerator, denominator]: Quotient, r: number): number {
  const value = (coefficients: readonly number[]): number => coefficients.reduce((sum, each) => sum * r + each, 0);
  return value(numerator) / value(denominator);
}

/** |p − 1/2| <= 0.425, in 0.425² − (p − 1/2)². */
const CENTRE: Quotient = [
  [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  [
    5226.495278852546, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
];
/** Tails down to e^-25, in √(−ln tail) − 1.6. */
const TAIL: Quotient = [
  [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
];
/** Beyond, in √(−ln tail) − 5. */
const FAR_TAIL: Quotient = [
  [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
];
