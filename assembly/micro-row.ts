// The inner loops of products a row at a time: up to 13 vectors of a row of C in registers while the values of one row
// of the other matrix go by, all of them or those that are not 0. One text for all widths: the type T stands for a
// number of vectors and is folded away at compile time, with every line that is beyond it. The wrappers are exported
// because a function called from one place would be inlined into its driver and spill its registers; nothing outside
// calls them.
//
//   sum[j] = Σ value·row(index)[j] over the pairs (index, value), in order, from +0
//
// The sums are stored as they are, and what is added to them is added in a second loop: an addition right behind the
// loop makes the compiler spill inside it (6.1 ns a pair instead of 3.8).
// 13 vectors are 52 columns: the chapter's 50 in one pass over the pairs, and all that fits the registers beside the
// splat and the product.

import { at } from "./address";
import { addProduct } from "./simd";

/** Columns of the widest block. */
export const BLOCK_COLUMNS: i32 = 52;

/** Vectors that T stands for: i8 1, i16 3, i32 4, i64 8, v128 13. */
// @ts-ignore: decorator
@inline
function vectors<T>(): i32 {
  return sizeof<T>() == 16 ? 13 : sizeof<T>() == 2 ? 3 : <i32>sizeof<T>();
}

/** A value of the table of 256, in all lanes. */
// @ts-ignore: decorator
@inline
export function valueOf(values: usize, byte: i32): v128 {
  return v128.load32_splat(at(values, byte));
}

/** The sums that T has. */
// @ts-ignore: decorator
@inline
function storeSums<T>(
  to: usize, c0: v128, c1: v128, c2: v128, c3: v128, c4: v128, c5: v128, c6: v128,
  c7: v128, c8: v128, c9: v128, c10: v128, c11: v128, c12: v128,
): void {
  v128.store(to, c0);
  if (vectors<T>() > 1) v128.store(to, c1, 16);
  if (vectors<T>() > 1) v128.store(to, c2, 32);
  if (vectors<T>() > 3) v128.store(to, c3, 48);
  if (vectors<T>() > 4) {
    v128.store(to, c4, 64); v128.store(to, c5, 80); v128.store(to, c6, 96); v128.store(to, c7, 112);
  }
  if (vectors<T>() > 8) {
    v128.store(to, c8, 128); v128.store(to, c9, 144); v128.store(to, c10, 160); v128.store(to, c11, 176);
    v128.store(to, c12, 192);
  }
}

/** C = bias + Σ over the pairs of one record: u16 indices of rows of W at p … end, bytes at q. */
// @ts-ignore: decorator
@inline
function recordSum<T>(p: usize, end: usize, q: usize, values: usize, w: usize, ldw: usize, bias: usize, c: usize): void {
  const zero = f32x4.splat(0);
  let c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero;
  let c7 = zero, c8 = zero, c9 = zero, c10 = zero, c11 = zero, c12 = zero;
  while (p < end) {
    const row = w + <usize>load<u16>(p) * ldw;
    const s = valueOf(values, load<u8>(q));
    c0 = addProduct(s, v128.load(row), c0);
    if (vectors<T>() > 1) c1 = addProduct(s, v128.load(row, 16), c1);
    if (vectors<T>() > 1) c2 = addProduct(s, v128.load(row, 32), c2);
    if (vectors<T>() > 3) c3 = addProduct(s, v128.load(row, 48), c3);
    if (vectors<T>() > 4) {
      c4 = addProduct(s, v128.load(row, 64), c4); c5 = addProduct(s, v128.load(row, 80), c5);
      c6 = addProduct(s, v128.load(row, 96), c6); c7 = addProduct(s, v128.load(row, 112), c7);
    }
    if (vectors<T>() > 8) {
      c8 = addProduct(s, v128.load(row, 128), c8); c9 = addProduct(s, v128.load(row, 144), c9);
      c10 = addProduct(s, v128.load(row, 160), c10); c11 = addProduct(s, v128.load(row, 176), c11);
      c12 = addProduct(s, v128.load(row, 192), c12);
    }
    p += 2;
    q += 1;
  }
  storeSums<T>(c, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12);
  for (let o: usize = 0; o < <usize>vectors<T>() << 4; o += 16) {
    v128.store(c + o, f32x4.add(v128.load(c + o), v128.load(bias + o)));
  }
}

export function microRecord13(p: usize, end: usize, q: usize, values: usize, w: usize, ldw: usize, bias: usize, c: usize): void {
  recordSum<v128>(p, end, q, values, w, ldw, bias, c);
}
export function microRecord8(p: usize, end: usize, q: usize, values: usize, w: usize, ldw: usize, bias: usize, c: usize): void {
  recordSum<i64>(p, end, q, values, w, ldw, bias, c);
}
export function microRecord4(p: usize, end: usize, q: usize, values: usize, w: usize, ldw: usize, bias: usize, c: usize): void {
  recordSum<i32>(p, end, q, values, w, ldw, bias, c);
}
export function microRecord3(p: usize, end: usize, q: usize, values: usize, w: usize, ldw: usize, bias: usize, c: usize): void {
  recordSum<i16>(p, end, q, values, w, ldw, bias, c);
}
export function microRecord1(p: usize, end: usize, q: usize, values: usize, w: usize, ldw: usize, bias: usize, c: usize): void {
  recordSum<i8>(p, end, q, values, w, ldw, bias, c);
}

/** sum = start + Σ over the pairs of one bucket at p … end: u16, row of D << 8 | byte. */
// @ts-ignore: decorator
@inline
function bucketSum<T>(p: usize, end: usize, values: usize, d: usize, ldd: usize, start: usize, sum: usize): void {
  const zero = f32x4.splat(0);
  let c0 = v128.load(start);
  let c1 = vectors<T>() > 1 ? v128.load(start, 16) : zero;
  let c2 = vectors<T>() > 1 ? v128.load(start, 32) : zero, c3 = vectors<T>() > 3 ? v128.load(start, 48) : zero;
  let c4 = vectors<T>() > 4 ? v128.load(start, 64) : zero, c5 = vectors<T>() > 4 ? v128.load(start, 80) : zero;
  let c6 = vectors<T>() > 4 ? v128.load(start, 96) : zero, c7 = vectors<T>() > 4 ? v128.load(start, 112) : zero;
  let c8 = vectors<T>() > 8 ? v128.load(start, 128) : zero, c9 = vectors<T>() > 8 ? v128.load(start, 144) : zero;
  let c10 = vectors<T>() > 8 ? v128.load(start, 160) : zero, c11 = vectors<T>() > 8 ? v128.load(start, 176) : zero;
  let c12 = vectors<T>() > 8 ? v128.load(start, 192) : zero;
  while (p < end) {
    const pair = <usize>load<u16>(p);
    const row = d + (pair >> 8) * ldd;
    const s = valueOf(values, <i32>pair & 255);
    c0 = addProduct(s, v128.load(row), c0);
    if (vectors<T>() > 1) c1 = addProduct(s, v128.load(row, 16), c1);
    if (vectors<T>() > 1) c2 = addProduct(s, v128.load(row, 32), c2);
    if (vectors<T>() > 3) c3 = addProduct(s, v128.load(row, 48), c3);
    if (vectors<T>() > 4) {
      c4 = addProduct(s, v128.load(row, 64), c4); c5 = addProduct(s, v128.load(row, 80), c5);
      c6 = addProduct(s, v128.load(row, 96), c6); c7 = addProduct(s, v128.load(row, 112), c7);
    }
    if (vectors<T>() > 8) {
      c8 = addProduct(s, v128.load(row, 128), c8); c9 = addProduct(s, v128.load(row, 144), c9);
      c10 = addProduct(s, v128.load(row, 160), c10); c11 = addProduct(s, v128.load(row, 176), c11);
      c12 = addProduct(s, v128.load(row, 192), c12);
    }
    p += 2;
  }
  storeSums<T>(sum, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12);
}

export function microBucket13(p: usize, end: usize, values: usize, d: usize, ldd: usize, start: usize, sum: usize): void {
  bucketSum<v128>(p, end, values, d, ldd, start, sum);
}
export function microBucket8(p: usize, end: usize, values: usize, d: usize, ldd: usize, start: usize, sum: usize): void {
  bucketSum<i64>(p, end, values, d, ldd, start, sum);
}
export function microBucket4(p: usize, end: usize, values: usize, d: usize, ldd: usize, start: usize, sum: usize): void {
  bucketSum<i32>(p, end, values, d, ldd, start, sum);
}
export function microBucket3(p: usize, end: usize, values: usize, d: usize, ldd: usize, start: usize, sum: usize): void {
  bucketSum<i16>(p, end, values, d, ldd, start, sum);
}
export function microBucket1(p: usize, end: usize, values: usize, d: usize, ldd: usize, start: usize, sum: usize): void {
  bucketSum<i8>(p, end, values, d, ldd, start, sum);
}

/** C = Σ_l a[l]·B[l] over l < k: a row of a dense product. */
// @ts-ignore: decorator
@inline
function denseSum<T>(k: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  const zero = f32x4.splat(0);
  let c0 = zero, c1 = zero, c2 = zero, c3 = zero, c4 = zero, c5 = zero, c6 = zero;
  let c7 = zero, c8 = zero, c9 = zero, c10 = zero, c11 = zero, c12 = zero;
  for (const end = at(a, k); a < end; a += 4) {
    const s = v128.load32_splat(a);
    c0 = addProduct(s, v128.load(b), c0);
    if (vectors<T>() > 1) c1 = addProduct(s, v128.load(b, 16), c1);
    if (vectors<T>() > 1) c2 = addProduct(s, v128.load(b, 32), c2);
    if (vectors<T>() > 3) c3 = addProduct(s, v128.load(b, 48), c3);
    if (vectors<T>() > 4) {
      c4 = addProduct(s, v128.load(b, 64), c4); c5 = addProduct(s, v128.load(b, 80), c5);
      c6 = addProduct(s, v128.load(b, 96), c6); c7 = addProduct(s, v128.load(b, 112), c7);
    }
    if (vectors<T>() > 8) {
      c8 = addProduct(s, v128.load(b, 128), c8); c9 = addProduct(s, v128.load(b, 144), c9);
      c10 = addProduct(s, v128.load(b, 160), c10); c11 = addProduct(s, v128.load(b, 176), c11);
      c12 = addProduct(s, v128.load(b, 192), c12);
    }
    b += ldb;
  }
  storeSums<T>(c, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, c10, c11, c12);
}

export function microDense13(k: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  denseSum<v128>(k, a, b, ldb, c);
}
export function microDense8(k: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  denseSum<i64>(k, a, b, ldb, c);
}
export function microDense4(k: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  denseSum<i32>(k, a, b, ldb, c);
}
export function microDense3(k: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  denseSum<i16>(k, a, b, ldb, c);
}
export function microDense1(k: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  denseSum<i8>(k, a, b, ldb, c);
}

/** Vectors of the block that comes next where `left` are left. */
// @ts-ignore: decorator
@inline
export function blockOf(left: i32): i32 {
  return left >= 13 ? 13 : left >= 8 ? 8 : left >= 4 ? 4 : left == 3 ? 3 : 1;
}
