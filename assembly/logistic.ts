// Binary cross-entropy of one logit z and its target t, log(1 + e^z) − z·t, four lanes at a time: softplus of z for t = 0,
// of −z for t = 1, and rising as softplus does. Every rounding is part of the contract, as in exponential.ts.

import { expOfNonPositive, log1pOfUnit } from "./exponential";
import { madd } from "./simd";

const LN2: f32 = 0.693147182; // 0x3f317218

// (log cosh(z/2)) / z² by powers of z² on |z| <= 1/2: ours, minimax for the relative error of softplus, 1.0e-9.
const C0: f32 = 0.12499993; // 0x3dfffff7
const C1: f32 = -0.0052066338; // 0xbbaa9c69
const C2: f32 = 0.00033510398; // 0x39afb0e5

/**
 * q + log(1 + e^-|z|) with q = max(z, 0) − z·t. Near 0 the logarithm falls in steps, of 2^-24 each, that are larger than
 * what q gains from one z to the next. Where q is to outweigh it, the sum is log 2 + (q − |z|/2 + log cosh(z/2)) instead,
 * whose parts rise together.
 */
// @ts-ignore: decorator
@inline
export function logisticLoss(z: v128, t: v128): v128 {
  const size = f32x4.abs(z);
  const zero = f32x4.splat(0);
  const q = f32x4.sub(v128.bitselect(zero, z, f32x4.lt(z, zero)), f32x4.mul(z, t));
  const half = f32x4.mul(size, f32x4.splat(0.5));
  const square = f32x4.mul(z, z);
  const c = madd(madd(f32x4.splat(C2), square, f32x4.splat(C1)), square, f32x4.splat(C0));
  const near = f32x4.add(f32x4.splat(LN2), madd(square, c, f32x4.sub(q, half)));
  const far = f32x4.add(q, log1pOfUnit(expOfNonPositive(f32x4.neg(size))));
  return v128.bitselect(near, far, v128.and(f32x4.lt(size, f32x4.splat(0.5)), f32x4.gt(q, half)));
}
