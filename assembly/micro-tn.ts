// The micro-kernels of gemmTN: a tile of C in registers, the inner loop of every product by columns of A. They are
// exported because a function called from one place would be inlined into its driver and spill its registers.
// The driver in gemm-tn.ts is the contract; nothing outside calls these.
//
//   C[i,j] = (Σ_l A(i,l)·B[l,j], l in order, from +0) + add[i,j]; i < rows <= MR
//
// A(i,l) = A[l,i]: rows of C are columns of A. B is packed: NR floats a step of l. `add` is 0 for none, a bias row
// (ldadd = 0) or C itself. The micro-kernels named Carry start the sums from what lies in C instead of +0 (one text for
// both; `carry` is folded away: as a parameter it cost the smallest products 1 to 2 %). Rows beyond `rows` go to the
// last one's place, before it: every sum is read before any is stored, and rows are stored from the last to the first.
// Pad columns are stored as they come out: the driver clears them. (Two stores side by side have to be alike for V8 to
// join them, and with them the whole loop, into one of 256 bits.)
// All strides in bytes. Four steps of l a turn with an early exit between them; unrolling without the exits lets the
// compiler hoist every load and spill.
// Shapes: 4×8 (8 accumulators, 2 vectors of B, one of A, one product) for whole panels; 6×4 where four columns are
// left: six sums in flight hide the latency of an addition, eight rows would need more addresses than there are
// registers.

import { addProduct } from "./simd";

// @ts-ignore: decorator
@inline
function tile4x8(
  k: i32, rows: i32, a0: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize,
  carry: bool,
): void {
  const end = rows - 1;
  const o1 = <usize>min(1, end);
  const o2 = <usize>min(2, end);
  const o3 = <usize>min(3, end);
  let c00 = f32x4.splat(0), c10 = f32x4.splat(0), c20 = f32x4.splat(0), c30 = f32x4.splat(0);
  let c01 = f32x4.splat(0), c11 = f32x4.splat(0), c21 = f32x4.splat(0), c31 = f32x4.splat(0);
  if (carry) {
    c00 = v128.load(c); c01 = v128.load(c, 16);
    const s1 = c + ldc * o1;
    c10 = v128.load(s1); c11 = v128.load(s1, 16);
    const s2 = c + ldc * o2;
    c20 = v128.load(s2); c21 = v128.load(s2, 16);
    const s3 = c + ldc * o3;
    c30 = v128.load(s3); c31 = v128.load(s3, 16);
  }
  while (k > 0) {
    let b0 = v128.load(b); let b1 = v128.load(b, 16);
    let s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00); c01 = addProduct(s, b1, c01);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10); c11 = addProduct(s, b1, c11);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20); c21 = addProduct(s, b1, c21);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30); c31 = addProduct(s, b1, c31);
    a0 += lda;
    if (k == 1) break;
    b0 = v128.load(b, 32); b1 = v128.load(b, 48);
    s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00); c01 = addProduct(s, b1, c01);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10); c11 = addProduct(s, b1, c11);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20); c21 = addProduct(s, b1, c21);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30); c31 = addProduct(s, b1, c31);
    a0 += lda;
    if (k == 2) break;
    b0 = v128.load(b, 64); b1 = v128.load(b, 80);
    s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00); c01 = addProduct(s, b1, c01);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10); c11 = addProduct(s, b1, c11);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20); c21 = addProduct(s, b1, c21);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30); c31 = addProduct(s, b1, c31);
    a0 += lda;
    if (k == 3) break;
    b0 = v128.load(b, 96); b1 = v128.load(b, 112);
    s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00); c01 = addProduct(s, b1, c01);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10); c11 = addProduct(s, b1, c11);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20); c21 = addProduct(s, b1, c21);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30); c31 = addProduct(s, b1, c31);
    a0 += lda;
    b += 128;
    k -= 4;
  }
  if (add) {
    const d0 = add;
    c00 = f32x4.add(v128.load(d0), c00); c01 = f32x4.add(v128.load(d0, 16), c01);
    const d1 = add + ldadd * o1;
    c10 = f32x4.add(v128.load(d1), c10); c11 = f32x4.add(v128.load(d1, 16), c11);
    const d2 = add + ldadd * o2;
    c20 = f32x4.add(v128.load(d2), c20); c21 = f32x4.add(v128.load(d2, 16), c21);
    const d3 = add + ldadd * o3;
    c30 = f32x4.add(v128.load(d3), c30); c31 = f32x4.add(v128.load(d3, 16), c31);
  }
  const e3 = c + ldc * o3;
  v128.store(e3, c30); v128.store(e3, c31, 16);
  const e2 = c + ldc * o2;
  v128.store(e2, c20); v128.store(e2, c21, 16);
  const e1 = c + ldc * o1;
  v128.store(e1, c10); v128.store(e1, c11, 16);
  const e0 = c;
  v128.store(e0, c00); v128.store(e0, c01, 16);
}

// @ts-ignore: decorator
@inline
function tile6x4(
  k: i32, rows: i32, a0: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize,
  carry: bool,
): void {
  const end = rows - 1;
  const o1 = <usize>min(1, end);
  const o2 = <usize>min(2, end);
  const o3 = <usize>min(3, end);
  const o4 = <usize>min(4, end);
  const o5 = <usize>min(5, end);
  let a4 = rows > 4 ? a0 + 16 : a0;
  let c00 = f32x4.splat(0), c10 = f32x4.splat(0), c20 = f32x4.splat(0), c30 = f32x4.splat(0), c40 = f32x4.splat(0), c50 = f32x4.splat(0);
  if (carry) {
    c00 = v128.load(c);
    c10 = v128.load(c + ldc * o1);
    c20 = v128.load(c + ldc * o2);
    c30 = v128.load(c + ldc * o3);
    c40 = v128.load(c + ldc * o4);
    c50 = v128.load(c + ldc * o5);
  }
  while (k > 0) {
    let b0 = v128.load(b);
    let s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30);
    s = v128.load32_splat(a4); c40 = addProduct(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = addProduct(s, b0, c50);
    a0 += lda; a4 += lda;
    if (k == 1) break;
    b0 = v128.load(b, 16);
    s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30);
    s = v128.load32_splat(a4); c40 = addProduct(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = addProduct(s, b0, c50);
    a0 += lda; a4 += lda;
    if (k == 2) break;
    b0 = v128.load(b, 32);
    s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30);
    s = v128.load32_splat(a4); c40 = addProduct(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = addProduct(s, b0, c50);
    a0 += lda; a4 += lda;
    if (k == 3) break;
    b0 = v128.load(b, 48);
    s = v128.load32_splat(a0); c00 = addProduct(s, b0, c00);
    s = v128.load32_splat(a0, 4); c10 = addProduct(s, b0, c10);
    s = v128.load32_splat(a0, 8); c20 = addProduct(s, b0, c20);
    s = v128.load32_splat(a0, 12); c30 = addProduct(s, b0, c30);
    s = v128.load32_splat(a4); c40 = addProduct(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = addProduct(s, b0, c50);
    a0 += lda; a4 += lda;
    b += 64;
    k -= 4;
  }
  if (add) {
    c00 = f32x4.add(v128.load(add), c00);
    c10 = f32x4.add(v128.load(add + ldadd * o1), c10);
    c20 = f32x4.add(v128.load(add + ldadd * o2), c20);
    c30 = f32x4.add(v128.load(add + ldadd * o3), c30);
    c40 = f32x4.add(v128.load(add + ldadd * o4), c40);
    c50 = f32x4.add(v128.load(add + ldadd * o5), c50);
  }
  v128.store(c + ldc * o5, c50);
  v128.store(c + ldc * o4, c40);
  v128.store(c + ldc * o3, c30);
  v128.store(c + ldc * o2, c20);
  v128.store(c + ldc * o1, c10);
  v128.store(c, c00);
}

export function microTN4x8(
  k: i32, rows: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize,
): void {
  tile4x8(k, rows, a, lda, b, c, ldc, add, ldadd, false);
}

export function microTN4x8Carry(k: i32, rows: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize): void {
  tile4x8(k, rows, a, lda, b, c, ldc, 0, 0, true);
}

export function microTN6x4(
  k: i32, rows: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize,
): void {
  tile6x4(k, rows, a, lda, b, c, ldc, add, ldadd, false);
}

export function microTN6x4Carry(k: i32, rows: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize): void {
  tile6x4(k, rows, a, lda, b, c, ldc, 0, 0, true);
}
