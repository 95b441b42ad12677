// exp, expm1 and log as fixed sequences of f32 operations, four lanes at a time. Every rounding is part
// of the contract: src/kernels/reference-math.ts performs the same operations in the same order.
// NaN in gives NaN out: clamps are written so that a comparison with NaN keeps the NaN.

import { madd } from "./simd";

// x = n·ln 2 + r with |r| <= ln 2 / 2; ln 2 = LN2_HIGH + LN2_LOW, n·LN2_HIGH exact for |n| < 2^15 (9 bits).
const LOG2_E: f32 = 1.44269504; // 0x3fb8aa3b
const LN2_HIGH: f32 = 0.693359375; // 0x3f318000, 355/512
const LN2_LOW: f32 = -2.12194440e-4; // 0xb95e8083
const ROUND_TO_INTEGER: f32 = 12582912.0; // 1.5·2^23: adding it leaves the nearest integer in the low bits

// (e^r − 1 − r) / r² on |r| <= ln 2 / 2: ours, minimax for the relative error of e^r, 3.1e-9 before rounding.
const Q0: f32 = 0.49999994; // 0x3efffffe
const Q1: f32 = 0.16666521; // 0x3e2aaa49
const Q2: f32 = 0.041668389; // 0x3d2aac79
const Q3: f32 = 0.0083687101; // 0x3c091cea
const Q4: f32 = 0.0013814613; // 0x3ab51226

// (log(1+f) − f + f²/2) / f³ on [sqrt(1/2) − 1, sqrt(2) − 1]: ours, minimax, relative error 5.8e-9.
const R0: f32 = 0.33333331; // 0x3eaaaaaa
const R1: f32 = -0.25000820; // 0xbe800113
const R2: f32 = 0.20001227; // 0x3e4cd004
const R3: f32 = -0.16623357; // 0xbe2a3922
const R4: f32 = 0.14201758; // 0x3e116d0e
const R5: f32 = -0.13160183; // 0xbe06c2a1
const R6: f32 = 0.12761578; // 0x3e02adb6
const R7: f32 = -0.076344976; // 0xbd9c5ac1

// The same on [−1/4, 1/2]: ours, minimax, relative error 4.9e-9.
const S0: f32 = 0.33333451; // 0x3eaaaad2
const S1: f32 = -0.25000110; // 0xbe800025
const S2: f32 = 0.19990848; // 0x3e4cb4cf
const S3: f32 = -0.16646878; // 0xbe2a76cb
const S4: f32 = 0.14477630; // 0x3e14403d
const S5: f32 = -0.13163936; // 0xbe06cc78
const S6: f32 = 0.10472551; // 0x3dd67a54
const S7: f32 = -0.045152269; // 0xbd38f196

const EXP_IS_ZERO_BELOW: f32 = -104.0; // e^-103.98 is half the smallest subnormal
const EXPM1_IS_MINUS_ONE_BELOW: f32 = -40.0;

/** e^r − 1 = r + r²·Q(r) for |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline
function expm1Reduced(r: v128): v128 {
  let q = madd(f32x4.splat(Q4), r, f32x4.splat(Q3));
  q = madd(q, r, f32x4.splat(Q2));
  q = madd(q, r, f32x4.splat(Q1));
  q = madd(q, r, f32x4.splat(Q0));
  return madd(f32x4.mul(r, r), q, r);
}

/** x·log2 e + 1.5·2^23: its low bits are n, the integer nearest to x·log2 e. */
// @ts-ignore: decorator
@inline
function nearestPowerOfTwo(x: v128): v128 {
  return madd(x, f32x4.splat(LOG2_E), f32x4.splat(ROUND_TO_INTEGER));
}

/** r = x − n·ln 2. */
// @ts-ignore: decorator
@inline
function remainder(x: v128, shifted: v128): v128 {
  const n = f32x4.sub(shifted, f32x4.splat(ROUND_TO_INTEGER));
  const r = madd(n, f32x4.splat(-LN2_HIGH), x);
  return madd(n, f32x4.splat(-LN2_LOW), r);
}

/** 2^(n + bias − 127) from the low bits of `shifted`; the result must be a normal number. */
// @ts-ignore: decorator
@inline
function powerOfTwo(shifted: v128, bias: i32): v128 {
  return i32x4.add(i32x4.shl(shifted, 23), i32x4.splat(bias << 23));
}

/** e^x for x <= 0 (or NaN), down to the smallest subnormal. */
// @ts-ignore: decorator
@inline
export function expOfNonPositive(x0: v128): v128 {
  const x = f32x4.pmax(x0, f32x4.splat(EXP_IS_ZERO_BELOW));
  const shifted = nearestPowerOfTwo(x);
  const p = f32x4.add(f32x4.splat(1), expm1Reduced(remainder(x, shifted)));
  // 2^(n+64) is normal for every n here; the last product rounds once, into the subnormals if need be.
  return f32x4.mul(f32x4.mul(p, powerOfTwo(shifted, 127 + 64)), f32x4.splat(5.421010862427522e-20)); // 2^-64
}

/** e^x − 1 for x <= 0 (or NaN). */
// @ts-ignore: decorator
@inline
export function expm1OfNonPositive(x0: v128): v128 {
  const x = f32x4.pmax(x0, f32x4.splat(EXPM1_IS_MINUS_ONE_BELOW));
  const shifted = nearestPowerOfTwo(x);
  const power = powerOfTwo(shifted, 127);
  return madd(expm1Reduced(remainder(x, shifted)), power, f32x4.sub(power, f32x4.splat(1)));
}

/** log x for 1 <= x <= +Inf (or NaN). */
// @ts-ignore: decorator
@inline
export function logFromOne(x: v128): v128 {
  // x = 2^e·m with m in [sqrt(1/2), sqrt(2)): 0x3f3504f3 is sqrt(1/2).
  const offset = i32x4.sub(x, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.shr_s(offset, 23);
  const e = f32x4.convert_i32x4_s(exponent);
  const m = i32x4.sub(x, i32x4.shl(exponent, 23));
  const f = f32x4.sub(m, f32x4.splat(1));
  const p = polynomial(f, R0, R1, R2, R3, R4, R5, R6, R7);
  return v128.bitselect(logOfParts(e, f, p), x, f32x4.lt(x, f32x4.splat(Infinity)));
}

/** log(1 + x) for 0 <= x <= 1 (or NaN): 1 + x = 2^h·(1 + f), where f = x or (x − 1)/2 is exact, as 1 + x would not be. */
// @ts-ignore: decorator
@inline
export function log1pOfUnit(x: v128): v128 {
  const isUpper = f32x4.gt(x, f32x4.splat(0.5));
  const h = v128.and(isUpper, f32x4.splat(1));
  const f = v128.bitselect(f32x4.mul(f32x4.sub(x, f32x4.splat(1)), f32x4.splat(0.5)), x, isUpper);
  return logOfParts(h, f, polynomial(f, S0, S1, S2, S3, S4, S5, S6, S7));
}

/** c0 + c1·x + … + c7·x⁷ by Horner's scheme. */
// @ts-ignore: decorator
@inline
function polynomial(x: v128, c0: f32, c1: f32, c2: f32, c3: f32, c4: f32, c5: f32, c6: f32, c7: f32): v128 {
  let sum = madd(f32x4.splat(c7), x, f32x4.splat(c6));
  sum = madd(sum, x, f32x4.splat(c5));
  sum = madd(sum, x, f32x4.splat(c4));
  sum = madd(sum, x, f32x4.splat(c3));
  sum = madd(sum, x, f32x4.splat(c2));
  sum = madd(sum, x, f32x4.splat(c1));
  return madd(sum, x, f32x4.splat(c0));
}

/** e·ln 2 + f − f²/2 + f³·p: log(2^e·(1 + f)). */
// @ts-ignore: decorator
@inline
function logOfParts(e: v128, f: v128, p: v128): v128 {
  const square = f32x4.mul(f, f);
  let y = f32x4.mul(f32x4.mul(square, f), p);
  y = madd(e, f32x4.splat(LN2_LOW), y);
  y = madd(square, f32x4.splat(-0.5), y);
  y = f32x4.add(f, y);
  return madd(e, f32x4.splat(LN2_HIGH), y);
}
