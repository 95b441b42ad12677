// All rows of a matrix with one row, or with a number each.

import { at, padded } from "./address";
import { madd } from "./simd";

/**
 * addScaledRow: a multiple of one row, added to every row.
 *   C[i,j] = C[i,j] + scale·row[j]
 * row [pad4(n)], C [m,n] row-major, stride ldc >= pad4(n); pad columns of both are +0 and stay; no overlap.
 * Bit-exact. Source: ours.
 */
export function addScaledRow(m: i32, n: i32, row: usize, scale: f32, c: usize, ldc: i32): void {
  const gain = f32x4.splat(scale);
  const bytes = <usize>padded(n) << 2;
  for (let i = 0; i < m; i++) {
    const to = at(c, i * ldc);
    for (let o: usize = 0; o < bytes; o += 16) v128.store(to + o, madd(gain, v128.load(row + o), v128.load(to + o)));
  }
}

/**
 * scaleRows: the gradient and the loss of each row, times the weight of the sample it came from.
 *   D[i,j] = D[i,j]·factors[indices[i]];  rowLoss[i] = rowLoss[i]·factors[indices[i]]
 * factors f32 [rows of the source]; D [m,n] row-major, stride ldd >= pad4(n), pads are left alone; rowLoss [m]; no overlap.
 * Bit-exact. Source: ours.
 */
export function scaleRows(m: i32, n: i32, factors: usize, indices: usize, d: usize, ldd: i32, rowLoss: usize): void {
  for (let i = 0; i < m; i++) {
    const factor = load<f32>(at(factors, load<i32>(at(indices, i))));
    const row = at(d, i * ldd);
    for (let j = 0; j < n; j++) store<f32>(at(row, j), load<f32>(at(row, j)) * factor);
    store<f32>(at(rowLoss, i), load<f32>(at(rowLoss, i)) * factor);
  }
}
