// Activation functions and their derivatives, on blocks of rows. Derivatives are taken from the output
// y = f(x), so the pre-activations may be overwritten.
//
//   0 identity   y = x                       f' = 1
//   1 sigmoid    y = 1 / (1 + e^-x)          f' = y·(1 − y)
//   2 tanh       y = tanh x                  f' = 1 − y²
//   3 relu       y = x < 0 ? 0 : x           f' = y <= 0 ? 0 : 1
//   4 leakyRelu  y = x > 0 ? x : 0.01·x      f' = y > 0 ? 1 : 0.01

import { at, padded } from "./address";
import { lastMask } from "./simd";
import { expm1OfNonPositive, expOfNonPositive } from "./exponential";

const SIGMOID = 1;
const TANH = 2;
const RELU = 3;
const LEAKY_RELU = 4;
const LEAKY_SLOPE: f32 = 0.01;

/**
 * With e = e^-|x|: 1/(1+e) for x >= 0, e/(1+e) for x < 0, so both tails keep their precision. The quotient is taken in
 * f64 and rounded once: in f32, the rounding of 1 + e would make it fall in places where it must rise.
 */
// @ts-ignore: decorator
@inline
export function sigmoidOf(x: v128): v128 {
  const e = expOfNonPositive(f32x4.neg(f32x4.abs(x)));
  const numerator = v128.bitselect(e, f32x4.splat(1), f32x4.lt(x, f32x4.splat(0)));
  const low = overOnePlus(numerator, e);
  const high = overOnePlus(upperHalf(numerator), upperHalf(e));
  return v128.shuffle<i64>(low, high, 0, 2);
}

/** numerator / (1 + e) of the two lower lanes, rounded once to f32. */
// @ts-ignore: decorator
@inline
function overOnePlus(numerator: v128, e: v128): v128 {
  const denominator = f64x2.add(f64x2.splat(1), f64x2.promote_low_f32x4(e));
  return f32x4.demote_f64x2_zero(f64x2.div(f64x2.promote_low_f32x4(numerator), denominator));
}

// @ts-ignore: decorator
@inline
function upperHalf(x: v128): v128 {
  return v128.shuffle<i64>(x, x, 1, 1);
}

/** With t = e^(-2|x|) − 1: tanh |x| = −t / (2 + t), then the sign of x. */
// @ts-ignore: decorator
@inline
function tanhOf(x: v128): v128 {
  const sign = v128.and(x, i32x4.splat(0x80000000));
  const t = expm1OfNonPositive(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  return v128.or(v128.andnot(f32x4.div(t, f32x4.add(f32x4.splat(2), t)), i32x4.splat(0x80000000)), sign);
}

// @ts-ignore: decorator
@inline
function reluOf(x: v128): v128 {
  const zero = f32x4.splat(0);
  return v128.bitselect(zero, x, f32x4.lt(x, zero));
}

// @ts-ignore: decorator
@inline
function leakyReluOf(x: v128): v128 {
  return v128.bitselect(x, f32x4.mul(x, f32x4.splat(LEAKY_SLOPE)), f32x4.gt(x, f32x4.splat(0)));
}

/** f on four lanes. `kind` is a constant wherever this is called, so one branch remains. */
// @ts-ignore: decorator
@inline
function valueOf(kind: i32, x: v128): v128 {
  if (kind == SIGMOID) return sigmoidOf(x);
  if (kind == TANH) return tanhOf(x);
  if (kind == RELU) return reluOf(x);
  return leakyReluOf(x);
}

/** d·f'(y) on four lanes. */
// @ts-ignore: decorator
@inline
function timesDerivative(kind: i32, d: v128, y: v128): v128 {
  const one = f32x4.splat(1);
  if (kind == SIGMOID) return f32x4.mul(d, f32x4.mul(y, f32x4.sub(one, y)));
  if (kind == TANH) return f32x4.mul(d, f32x4.sub(one, f32x4.mul(y, y)));
  if (kind == RELU) return v128.andnot(d, f32x4.le(y, f32x4.splat(0)));
  return v128.bitselect(d, f32x4.mul(d, f32x4.splat(LEAKY_SLOPE)), f32x4.gt(y, f32x4.splat(0)));
}

// @ts-ignore: decorator
@inline
function activateRows(kind: i32, m: i32, n: i32, x: usize, ldx: i32): void {
  const mask = v128.load(lastMask(n));
  for (let i = 0; i < m; i++) {
    const last = at(x, i * ldx + padded(n) - 4);
    for (let p = at(x, i * ldx); p < last; p += 16) v128.store(p, valueOf(kind, v128.load(p)));
    if (n > 0) v128.store(last, v128.and(valueOf(kind, v128.load(last)), mask));
  }
}

// @ts-ignore: decorator
@inline
function differentiateRows(kind: i32, m: i32, n: i32, y: usize, ldy: i32, d: usize, ldd: i32): void {
  for (let i = 0; i < m; i++) {
    let q = at(y, i * ldy);
    const row = at(d, i * ldd);
    const end = at(row, padded(n));
    for (let p = row; p < end; p += 16) {
      v128.store(p, timesDerivative(kind, v128.load(p), v128.load(q)));
      q += 16;
    }
  }
}

/**
 * activate: X = f(X), in place.
 *   X[i,j] = f(X[i,j]) for i < m, j < n
 * X [m,n] row-major, stride ldx >= pad4(n); pad columns come out +0.
 * Bit-exact. Source: ours.
 */
export function activate(kind: i32, m: i32, n: i32, x: usize, ldx: i32): void {
  if (kind == SIGMOID) activateRows(SIGMOID, m, n, x, ldx);
  else if (kind == TANH) activateRows(TANH, m, n, x, ldx);
  else if (kind == RELU) activateRows(RELU, m, n, x, ldx);
  else if (kind == LEAKY_RELU) activateRows(LEAKY_RELU, m, n, x, ldx);
}

/**
 * activateBackward: the chain rule through f, in place.
 *   D[i,j] = D[i,j]·f'(Y[i,j]) for i < m, j < n, with f' written in terms of Y = f(X)
 * Y, D [m,n] row-major, strides >= pad4(n), pad columns +0 before and after; D and Y do not overlap.
 * Bit-exact. Source: ours.
 */
export function activateBackward(kind: i32, m: i32, n: i32, y: usize, ldy: i32, d: usize, ldd: i32): void {
  if (kind == SIGMOID) differentiateRows(SIGMOID, m, n, y, ldy, d, ldd);
  else if (kind == TANH) differentiateRows(TANH, m, n, y, ldy, d, ldd);
  else if (kind == RELU) differentiateRows(RELU, m, n, y, ldy, d, ldd);
  else if (kind == LEAKY_RELU) differentiateRows(LEAKY_RELU, m, n, y, ldy, d, ldd);
}
