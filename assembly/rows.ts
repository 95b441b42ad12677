// One row against all rows of a matrix.

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
