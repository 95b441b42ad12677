// The columns between a row's last value and its last whole vector: +0 wherever a kernel has finished.

import { at, padded } from "./address";
import { lastMask } from "./simd";

/** Zeros behind the last column, where there is room. */
// @ts-ignore: decorator
@inline
export function clearPads(m: i32, n: i32, c: usize, ldc: i32): void {
  if (!(n & 3)) return;
  const mask = v128.load(lastMask(n));
  for (let i = 0; i < m; i++) {
    const last = at(c, i * ldc + padded(n) - 4);
    v128.store(last, v128.and(v128.load(last), mask));
  }
}
