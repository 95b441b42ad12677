// Softmax by rows, and the chain rule through it. Sums over a row run in index order, in one accumulator.

import { at, padded } from "./address";
import { lastMask } from "./simd";
import { expOfNonPositive } from "./exponential";

/** The largest value of a row; a NaN in the first place stays, others are passed over (their exp is NaN all the same). */
// @ts-ignore: decorator
@inline
export function rowMaximum(n: i32, row: usize): f32 {
  let largest = load<f32>(row);
  for (let j = 1; j < n; j++) {
    const value = load<f32>(at(row, j));
    if (value > largest) largest = value;
  }
  return largest;
}

/** e[j] = exp(x[j] − max x); pad columns +0. Returns the sum of e in index order. `x` and `e` may be one row. */
// @ts-ignore: decorator
@inline
export function rowExponentials(n: i32, x: usize, largest: f32, e: usize): f32 {
  const shift = f32x4.splat(largest);
  const last = at(e, padded(n) - 4);
  let q = x;
  for (let p = e; p <= last; p += 16) {
    v128.store(p, expOfNonPositive(f32x4.sub(v128.load(q), shift)));
    q += 16;
  }
  v128.store(last, v128.and(v128.load(last), v128.load(lastMask(n))));
  let sum: f32 = 0;
  for (let j = 0; j < n; j++) sum += load<f32>(at(e, j));
  return sum;
}

/**
 * softmaxRows: X = softmax(X) by rows, in place.
 *   X[i,j] = e[i,j] / Σ_j e[i,j], e[i,j] = exp(X[i,j] − max_j X[i,j])
 * X [m,n] row-major, n >= 1, stride ldx >= pad4(n); pad columns come out +0.
 * Bit-exact. Source: ours.
 */
export function softmaxRows(m: i32, n: i32, x: usize, ldx: i32): void {
  for (let i = 0; i < m; i++) {
    const row = at(x, i * ldx);
    const sum = f32x4.splat(rowExponentials(n, row, rowMaximum(n, row), row));
    const end = at(row, padded(n));
    for (let p = row; p < end; p += 16) v128.store(p, f32x4.div(v128.load(p), sum));
    if (n & 3) v128.store(end - 16, v128.and(v128.load(end - 16), v128.load(lastMask(n))));
  }
}

/**
 * softmaxBackward: the chain rule through softmax, in place.
 *   D[i,j] = Y[i,j]·(D[i,j] − Σ_k D[i,k]·Y[i,k])
 * Y, D [m,n] row-major, strides >= pad4(n), pad columns +0 before and after; D and Y do not overlap.
 * Bit-exact. Source: ours.
 */
export function softmaxBackward(m: i32, n: i32, y: usize, ldy: i32, d: usize, ldd: i32): void {
  for (let i = 0; i < m; i++) {
    const yi = at(y, i * ldy);
    const di = at(d, i * ldd);
    let dot: f32 = 0;
    for (let j = 0; j < n; j++) dot += load<f32>(at(di, j)) * load<f32>(at(yi, j));
    for (let j = 0; j < n; j++) store<f32>(at(di, j), load<f32>(at(yi, j)) * (load<f32>(at(di, j)) - dot));
  }
}
