// The vector operations every kernel is made of. `madd` is the one place where the strict and the
// relaxed build differ, decided at compile time.

import { at } from "./address";

/** c + a·b on four lanes. Strict: the product is rounded, then the sum. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}

const LANES_OF_LAST_VECTOR: usize = memory.data<u32>(
  [
    0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, // width % 4 = 0: all four
    0xffffffff, 0, 0, 0,
    0xffffffff, 0xffffffff, 0, 0,
    0xffffffff, 0xffffffff, 0xffffffff, 0,
  ],
  16,
);

/** Address of the mask that keeps the columns of a row's last vector and clears its padding. */
// @ts-ignore: decorator
@inline
export function lastMask(width: i32): usize {
  return at(LANES_OF_LAST_VECTOR, (width & 3) << 2);
}
