/**
 * The functions behind activations and losses, in the two arithmetics of the reference. In f32 each is the fixed
 * sequence of rounded operations of assembly/exponential.ts and logistic.ts, operation for operation; in f64 the host's own.
 */

/** Rounding and transcendental functions of one precision. */
export interface Arithmetic {
  readonly round: (x: number) => number;
  /** e^x for x <= 0. */
  readonly expOfNonPositive: (x: number) => number;
  /** e^x − 1 for x <= 0. */
  readonly expm1OfNonPositive: (x: number) => number;
  /** log x for x >= 1. */
  readonly logFromOne: (x: number) => number;
  /** log(1 + e^z) − z·t, `e` being e^-|z|. */
  readonly logisticLoss: (z: number, t: number, e: number) => number;
}

const f = Math.fround;

/** c + a·b, the product rounded, then the sum. */
function madd(a: number, b: number, c: number): number {
  return f(c + f(a * b));
}

// Constants as in the files of assembly/, which say where they come from; here as the f32s they are, since what a
// function makes as a module loads stays in every bundle.
const LOG2_E = 1.4426950216293335;
const LN2_HIGH = 0.693359375;
const LN2_LOW = -0.00021219444170128554;
const LN2 = 0.6931471824645996;
const ROUND_TO_INTEGER = 12582912;
const Q = [0.4999999403953552, 0.1666652113199234, 0.04166838899254799, 0.008368710055947304, 0.001381461275741458];
const R = [
  0.3333333134651184, -0.2500081956386566, 0.20001226663589478, -0.16623356938362122, 0.14201757311820984,
  -0.13160182535648346, 0.1276157796382904, -0.07634497433900833,
];
const S = [
  0.3333345055580139, -0.25000110268592834, 0.19990848004817963, -0.1664687842130661, 0.14477629959583282,
  -0.13163936138153076, 0.10472550988197327, -0.045152269303798676,
];
const C = [0.12499993294477463, -0.005206633824855089, 0.0003351039777044207];

const float = new Float32Array(1);
const bits = new Int32Array(float.buffer);

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = coefficients[coefficients.length - 1] as number;
  for (let i = coefficients.length - 2; i >= 0; i--) sum = madd(sum, x, coefficients[i] as number);
  return sum;
}

/** e^r − 1 for |r| <= ln 2 / 2. */
function expm1Reduced(r: number): number {
  return madd(f(r * r), polynomial(Q, r), r);
}

function remainder(x: number, shifted: number): number {
  const n = f(shifted - ROUND_TO_INTEGER);
  return madd(n, -LN2_LOW, madd(n, -LN2_HIGH, x));
}

/** 2^(n + bias − 127), n in the low bits of `shifted`. */
function powerOfTwo(shifted: number, bias: number): number {
  float[0] = shifted;
  bits[0] = ((bits[0] as number) << 23) + (bias << 23);
  return float[0] as number;
}

function expOfNonPositive(x: number): number {
  if (x < -104) x = -104;
  const shifted = madd(x, LOG2_E, ROUND_TO_INTEGER);
  const p = f(1 + expm1Reduced(remainder(x, shifted)));
  return f(f(p * powerOfTwo(shifted, 127 + 64)) * 2 ** -64);
}

function expm1OfNonPositive(x: number): number {
  if (x < -40) x = -40;
  const shifted = madd(x, LOG2_E, ROUND_TO_INTEGER);
  const power = powerOfTwo(shifted, 127);
  return madd(expm1Reduced(remainder(x, shifted)), power, f(power - 1));
}

function logFromOne(x: number): number {
  if (!(x < Number.POSITIVE_INFINITY)) return x;
  float[0] = x;
  const exponent = ((bits[0] as number) - 0x3f3504f3) >> 23;
  bits[0] = (bits[0] as number) - (exponent << 23);
  return logOfParts(exponent, f((float[0] as number) - 1), R);
}

/** log(1 + x) for 0 <= x <= 1. */
export function log1pOfUnit(x: number): number {
  return x > 0.5 ? logOfParts(1, f(x - 1) * 0.5, S) : logOfParts(0, x, S);
}

/** log(2^e·(1 + t)). */
function logOfParts(e: number, t: number, coefficients: readonly number[]): number {
  const square = f(t * t);
  let y = f(f(square * t) * polynomial(coefficients, t));
  y = madd(e, LN2_LOW, y);
  y = madd(square, -0.5, y);
  return madd(e, LN2_HIGH, f(t + y));
}

function logisticLoss(z: number, t: number, e: number): number {
  const half = Math.abs(z) / 2;
  const q = f((z < 0 ? 0 : z) - f(z * t));
  if (!(half < 0.25 && q > half)) return f(q + log1pOfUnit(e));
  const square = f(z * z);
  return f(LN2 + madd(square, polynomial(C, square), f(q - half)));
}

/** The contract's arithmetic. */
export const SINGLE: Arithmetic = { round: f, expOfNonPositive, expm1OfNonPositive, logFromOne, logisticLoss };

/** For gradient checks and published numbers; its exp and log are the host's, so its bits may differ by host. */
export const DOUBLE: Arithmetic = {
  round: (x) => x,
  expOfNonPositive: Math.exp,
  expm1OfNonPositive: Math.expm1,
  logFromOne: Math.log,
  logisticLoss: (z, t, e) => Math.max(z, 0) - z * t + Math.log1p(e),
};
