// The micro-kernels: a tile of C in registers, the inner loop of every matrix product. They are exported
// because a function called from one place would be inlined into its driver and spill its registers.
// The drivers in gemm.ts are the contract; nothing outside calls these.
//
//   C[i,j] = (Σ_l A(i,l)·B[l,j], l in order, from +0) + add[i,j], i < rows <= MR; the last vector of j masked
//
// A(i,l) = A[i,l] for NN (rows of A are rows of C), A[l,i] for TN (columns of A are rows of C).
// B is packed: NR floats a step of l. `add` is 0 for none, a bias row (ldadd = 0) or C itself.
// Rows beyond `rows` repeat the last one: every sum is read before any is stored, and the true last row is
// stored after its repetitions. All strides in bytes. Four steps of l a turn with an early exit between
// them; unrolling without the exits lets the compiler hoist every load and spill.
// Shapes: 4×8 (8 accumulators + 2 of B + 1 of A) for whole panels, 8×4 for a last panel of one vector.

import { madd } from "./simd";

export function microNN4x8(k: i32, rows: i32, a0: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize, mask: usize): void {
  const end = rows - 1;
  let a1 = a0 + lda * <usize>min(1, end);
  let a2 = a0 + lda * <usize>min(2, end);
  let a3 = a0 + lda * <usize>min(3, end);
  let c00 = f32x4.splat(0), c10 = f32x4.splat(0), c20 = f32x4.splat(0), c30 = f32x4.splat(0);
  let c01 = f32x4.splat(0), c11 = f32x4.splat(0), c21 = f32x4.splat(0), c31 = f32x4.splat(0);
  while (k > 0) {
    let b0 = v128.load(b, 0); let b1 = v128.load(b, 16);
    let s = v128.load32_splat(a0, 0); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1, 0); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2, 0); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3, 0); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    if (k == 1) break;
    b0 = v128.load(b, 32); b1 = v128.load(b, 48);
    s = v128.load32_splat(a0, 4); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1, 4); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2, 4); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3, 4); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    if (k == 2) break;
    b0 = v128.load(b, 64); b1 = v128.load(b, 80);
    s = v128.load32_splat(a0, 8); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1, 8); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2, 8); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3, 8); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    if (k == 3) break;
    b0 = v128.load(b, 96); b1 = v128.load(b, 112);
    s = v128.load32_splat(a0, 12); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a1, 12); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a2, 12); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a3, 12); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    b += 128;
    a0 += 16; a1 += 16; a2 += 16; a3 += 16;
    k -= 4;
  }
  const o1 = <usize>min(1, end);
  const o2 = <usize>min(2, end);
  const o3 = <usize>min(3, end);
  if (add) {
    const d0 = add;
    c00 = f32x4.add(v128.load(d0, 0), c00); c01 = f32x4.add(v128.load(d0, 16), c01);
    const d1 = add + ldadd * o1;
    c10 = f32x4.add(v128.load(d1, 0), c10); c11 = f32x4.add(v128.load(d1, 16), c11);
    const d2 = add + ldadd * o2;
    c20 = f32x4.add(v128.load(d2, 0), c20); c21 = f32x4.add(v128.load(d2, 16), c21);
    const d3 = add + ldadd * o3;
    c30 = f32x4.add(v128.load(d3, 0), c30); c31 = f32x4.add(v128.load(d3, 16), c31);
  }
  const keep = v128.load(mask);
  const e3 = c + ldc * o3;
  v128.store(e3, c30); v128.store(e3, v128.and(c31, keep), 16);
  const e2 = c + ldc * o2;
  v128.store(e2, c20); v128.store(e2, v128.and(c21, keep), 16);
  const e1 = c + ldc * o1;
  v128.store(e1, c10); v128.store(e1, v128.and(c11, keep), 16);
  const e0 = c;
  v128.store(e0, c00); v128.store(e0, v128.and(c01, keep), 16);
}

export function microNN8x4(k: i32, rows: i32, a0: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize, mask: usize): void {
  const end = rows - 1;
  let a1 = a0 + lda * <usize>min(1, end);
  let a2 = a0 + lda * <usize>min(2, end);
  let a3 = a0 + lda * <usize>min(3, end);
  let a4 = a0 + lda * <usize>min(4, end);
  let a5 = a0 + lda * <usize>min(5, end);
  let a6 = a0 + lda * <usize>min(6, end);
  let a7 = a0 + lda * <usize>min(7, end);
  let c00 = f32x4.splat(0), c10 = f32x4.splat(0), c20 = f32x4.splat(0), c30 = f32x4.splat(0), c40 = f32x4.splat(0), c50 = f32x4.splat(0), c60 = f32x4.splat(0), c70 = f32x4.splat(0);
  while (k > 0) {
    let b0 = v128.load(b, 0);
    let s = v128.load32_splat(a0, 0); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a1, 0); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a2, 0); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a3, 0); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 0); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a5, 0); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a6, 0); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a7, 0); c70 = madd(s, b0, c70);
    if (k == 1) break;
    b0 = v128.load(b, 16);
    s = v128.load32_splat(a0, 4); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a1, 4); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a2, 4); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a3, 4); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 4); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a5, 4); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a6, 4); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a7, 4); c70 = madd(s, b0, c70);
    if (k == 2) break;
    b0 = v128.load(b, 32);
    s = v128.load32_splat(a0, 8); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a1, 8); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a2, 8); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a3, 8); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 8); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a5, 8); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a6, 8); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a7, 8); c70 = madd(s, b0, c70);
    if (k == 3) break;
    b0 = v128.load(b, 48);
    s = v128.load32_splat(a0, 12); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a1, 12); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a2, 12); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a3, 12); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 12); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a5, 12); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a6, 12); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a7, 12); c70 = madd(s, b0, c70);
    b += 64;
    a0 += 16; a1 += 16; a2 += 16; a3 += 16; a4 += 16; a5 += 16; a6 += 16; a7 += 16;
    k -= 4;
  }
  const o1 = <usize>min(1, end);
  const o2 = <usize>min(2, end);
  const o3 = <usize>min(3, end);
  const o4 = <usize>min(4, end);
  const o5 = <usize>min(5, end);
  const o6 = <usize>min(6, end);
  const o7 = <usize>min(7, end);
  if (add) {
    c00 = f32x4.add(v128.load(add), c00);
    c10 = f32x4.add(v128.load(add + ldadd * o1), c10);
    c20 = f32x4.add(v128.load(add + ldadd * o2), c20);
    c30 = f32x4.add(v128.load(add + ldadd * o3), c30);
    c40 = f32x4.add(v128.load(add + ldadd * o4), c40);
    c50 = f32x4.add(v128.load(add + ldadd * o5), c50);
    c60 = f32x4.add(v128.load(add + ldadd * o6), c60);
    c70 = f32x4.add(v128.load(add + ldadd * o7), c70);
  }
  const keep = v128.load(mask);
  v128.store(c + ldc * o7, v128.and(c70, keep));
  v128.store(c + ldc * o6, v128.and(c60, keep));
  v128.store(c + ldc * o5, v128.and(c50, keep));
  v128.store(c + ldc * o4, v128.and(c40, keep));
  v128.store(c + ldc * o3, v128.and(c30, keep));
  v128.store(c + ldc * o2, v128.and(c20, keep));
  v128.store(c + ldc * o1, v128.and(c10, keep));
  v128.store(c, v128.and(c00, keep));
}

export function microTN4x8(k: i32, rows: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize, mask: usize): void {
  const end = rows - 1;
  let c00 = f32x4.splat(0), c10 = f32x4.splat(0), c20 = f32x4.splat(0), c30 = f32x4.splat(0);
  let c01 = f32x4.splat(0), c11 = f32x4.splat(0), c21 = f32x4.splat(0), c31 = f32x4.splat(0);
  while (k > 0) {
    let b0 = v128.load(b, 0); let b1 = v128.load(b, 16);
    let s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    a += lda;
    if (k == 1) break;
    b0 = v128.load(b, 32); b1 = v128.load(b, 48);
    s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    a += lda;
    if (k == 2) break;
    b0 = v128.load(b, 64); b1 = v128.load(b, 80);
    s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    a += lda;
    if (k == 3) break;
    b0 = v128.load(b, 96); b1 = v128.load(b, 112);
    s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00); c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10); c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20); c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30); c31 = madd(s, b1, c31);
    a += lda;
    b += 128;
    k -= 4;
  }
  const o1 = <usize>min(1, end);
  const o2 = <usize>min(2, end);
  const o3 = <usize>min(3, end);
  if (add) {
    const d0 = add;
    c00 = f32x4.add(v128.load(d0, 0), c00); c01 = f32x4.add(v128.load(d0, 16), c01);
    const d1 = add + ldadd * o1;
    c10 = f32x4.add(v128.load(d1, 0), c10); c11 = f32x4.add(v128.load(d1, 16), c11);
    const d2 = add + ldadd * o2;
    c20 = f32x4.add(v128.load(d2, 0), c20); c21 = f32x4.add(v128.load(d2, 16), c21);
    const d3 = add + ldadd * o3;
    c30 = f32x4.add(v128.load(d3, 0), c30); c31 = f32x4.add(v128.load(d3, 16), c31);
  }
  const keep = v128.load(mask);
  const e3 = c + ldc * o3;
  v128.store(e3, c30); v128.store(e3, v128.and(c31, keep), 16);
  const e2 = c + ldc * o2;
  v128.store(e2, c20); v128.store(e2, v128.and(c21, keep), 16);
  const e1 = c + ldc * o1;
  v128.store(e1, c10); v128.store(e1, v128.and(c11, keep), 16);
  const e0 = c;
  v128.store(e0, c00); v128.store(e0, v128.and(c01, keep), 16);
}

export function microTN8x4(k: i32, rows: i32, a: usize, lda: usize, b: usize, c: usize, ldc: usize, add: usize, ldadd: usize, mask: usize): void {
  const end = rows - 1;
  let a4 = rows > 4 ? a + 16 : a;
  let c00 = f32x4.splat(0), c10 = f32x4.splat(0), c20 = f32x4.splat(0), c30 = f32x4.splat(0), c40 = f32x4.splat(0), c50 = f32x4.splat(0), c60 = f32x4.splat(0), c70 = f32x4.splat(0);
  while (k > 0) {
    let b0 = v128.load(b, 0);
    let s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 0); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a4, 8); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a4, 12); c70 = madd(s, b0, c70);
    a += lda; a4 += lda;
    if (k == 1) break;
    b0 = v128.load(b, 16);
    s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 0); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a4, 8); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a4, 12); c70 = madd(s, b0, c70);
    a += lda; a4 += lda;
    if (k == 2) break;
    b0 = v128.load(b, 32);
    s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 0); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a4, 8); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a4, 12); c70 = madd(s, b0, c70);
    a += lda; a4 += lda;
    if (k == 3) break;
    b0 = v128.load(b, 48);
    s = v128.load32_splat(a, 0); c00 = madd(s, b0, c00);
    s = v128.load32_splat(a, 4); c10 = madd(s, b0, c10);
    s = v128.load32_splat(a, 8); c20 = madd(s, b0, c20);
    s = v128.load32_splat(a, 12); c30 = madd(s, b0, c30);
    s = v128.load32_splat(a4, 0); c40 = madd(s, b0, c40);
    s = v128.load32_splat(a4, 4); c50 = madd(s, b0, c50);
    s = v128.load32_splat(a4, 8); c60 = madd(s, b0, c60);
    s = v128.load32_splat(a4, 12); c70 = madd(s, b0, c70);
    a += lda; a4 += lda;
    b += 64;
    k -= 4;
  }
  const o1 = <usize>min(1, end);
  const o2 = <usize>min(2, end);
  const o3 = <usize>min(3, end);
  const o4 = <usize>min(4, end);
  const o5 = <usize>min(5, end);
  const o6 = <usize>min(6, end);
  const o7 = <usize>min(7, end);
  if (add) {
    c00 = f32x4.add(v128.load(add), c00);
    c10 = f32x4.add(v128.load(add + ldadd * o1), c10);
    c20 = f32x4.add(v128.load(add + ldadd * o2), c20);
    c30 = f32x4.add(v128.load(add + ldadd * o3), c30);
    c40 = f32x4.add(v128.load(add + ldadd * o4), c40);
    c50 = f32x4.add(v128.load(add + ldadd * o5), c50);
    c60 = f32x4.add(v128.load(add + ldadd * o6), c60);
    c70 = f32x4.add(v128.load(add + ldadd * o7), c70);
  }
  const keep = v128.load(mask);
  v128.store(c + ldc * o7, v128.and(c70, keep));
  v128.store(c + ldc * o6, v128.and(c60, keep));
  v128.store(c + ldc * o5, v128.and(c50, keep));
  v128.store(c + ldc * o4, v128.and(c40, keep));
  v128.store(c + ldc * o3, v128.and(c30, keep));
  v128.store(c + ldc * o2, v128.and(c20, keep));
  v128.store(c + ldc * o1, v128.and(c10, keep));
  v128.store(c, v128.and(c00, keep));
}
