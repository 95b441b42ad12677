// The vector operations every kernel is made of. `addProduct` is the one place where the strict and the relaxed module
// differ: the relaxed one is made from the bytes of the strict one as it is loaded (src/kernels/relaxed-module.ts).

import { at } from "./address";

/** c + a·b on four lanes: the product is rounded, then the sum, in either module. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  return f32x4.add(c, f32x4.mul(a, b));
}

/**
 * a·b + sum on four lanes, the term of a matrix product. Strict: the product is rounded, then the sum; relaxed: one
 * rounding where the processor has it. The product comes first, and `sum` is a local variable, a load, or such a sum
 * itself: compiled to `mul, …, add`, it is what the relaxed module looks for.
 */
// @ts-ignore: decorator
@inline
export function addProduct(a: v128, b: v128, sum: v128): v128 {
  return f32x4.add(f32x4.mul(a, b), sum);
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
