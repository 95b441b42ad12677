// Matrix products on row-major f32 matrices: packing, and the three drivers NN, TN, NT.
// Every element of C is one accumulator that starts at +0 and takes its products in index order; what is
// added to it (bias, or the old C) is added last. Tiling therefore never shows in the result.

import { at, padded, strideBytes } from "./address";
import { clearPads } from "./pads";
import { multiplyWideRow } from "./wide-row";
import { activate, activateBackward } from "./activations";
import { microNN4x8, microNN6x4 } from "./micro-nn";
import { blockOf, microDense13, microDense8, microDense4, microDense3, microDense1 } from "./micro-row";
import { microTN4x8, microTN6x4 } from "./micro-tn";

/** With fewer rows than this, packing B costs more than it brings. */
const MIN_PACKED_ROWS: i32 = 4;

/** Columns of B packed at a time by gemmTN, and rows of C taken at a time, so that a strip of A stays in the cache. */
const TN_COLUMNS: i32 = 48;
const TN_ROWS: i32 = 12;

/** Columns j…j+8 (or 4, where only one vector is left) of B [k,n] to k rows without gaps. */
function packPanel(k: i32, width: i32, b: usize, ldb: usize, panel: usize): void {
  if (width > 4) {
    for (; k > 0; --k) {
      v128.store(panel, v128.load(b));
      v128.store(panel, v128.load(b, 16), 16);
      b += ldb;
      panel += 32;
    }
  } else {
    for (; k > 0; --k) {
      v128.store(panel, v128.load(b));
      b += ldb;
      panel += 16;
    }
  }
}

/** Four rows of four floats, transposed: panel[l, 0…3] = rows 0…3 of B at column l. */
// @ts-ignore: decorator
@inline
function transpose4(r0: usize, r1: usize, r2: usize, r3: usize, panel: usize, step: usize): void {
  const x0 = v128.load(r0), x1 = v128.load(r1), x2 = v128.load(r2), x3 = v128.load(r3);
  const low01 = v128.shuffle<i32>(x0, x1, 0, 4, 1, 5), low23 = v128.shuffle<i32>(x2, x3, 0, 4, 1, 5);
  const high01 = v128.shuffle<i32>(x0, x1, 2, 6, 3, 7), high23 = v128.shuffle<i32>(x2, x3, 2, 6, 3, 7);
  v128.store(panel, v128.shuffle<i64>(low01, low23, 0, 2));
  v128.store(panel + step, v128.shuffle<i64>(low01, low23, 1, 3));
  v128.store(panel + 2 * step, v128.shuffle<i64>(high01, high23, 0, 2));
  v128.store(panel + 3 * step, v128.shuffle<i64>(high01, high23, 1, 3));
}

/** Rows j…j+rows of B [n,k] as columns: pad4(k) rows of the panel. Missing rows of a vector repeat the last one. */
function packTransposed(k: i32, rows: i32, b: usize, ldb: usize, panel: usize): void {
  const step: usize = padded(rows) << 2;
  for (let quad = 0; quad < rows; quad += 4) {
    const end = rows - quad - 1;
    let r0 = b + ldb * <usize>quad;
    let r1 = r0 + ldb * <usize>min(1, end);
    let r2 = r0 + ldb * <usize>min(2, end);
    let r3 = r0 + ldb * <usize>min(3, end);
    let to = panel + (<usize>quad << 2);
    for (let l = 0; l < k; l += 4) {
      transpose4(r0, r1, r2, r3, to, step);
      r0 += 16; r1 += 16; r2 += 16; r3 += 16;
      to += 4 * step;
    }
  }
}

/** All m rows of one packed panel of C = A·panel + add. */
// @ts-ignore: decorator
@inline
function multiplyPanel(m: i32, k: i32, width: i32, a: usize, lda: usize, panel: usize, c: usize, ldc: usize, add: usize): void {
  if (width > 4) {
    for (let i = 0; i < m; i += 4) {
      microNN4x8(k, min(4, m - i), a + lda * <usize>i, lda, panel, c + ldc * <usize>i, ldc, add, 0);
    }
  } else {
    for (let i = 0; i < m; i += 6) {
      microNN6x4(k, min(6, m - i), a + lda * <usize>i, lda, panel, c + ldc * <usize>i, ldc, add, 0);
    }
  }
}

/** A row of C = A·B + bias, B as it lies. */
function multiplyRow(n: i32, k: i32, a: usize, b: usize, ldb: usize, bias: usize, c: usize): void {
  if (n > 52) multiplyWideRow(n, k, a, b, ldb, c);
  else {
    for (let v = 0, all = padded(n) >> 2; v < all;) {
      const block = blockOf(all - v);
      const from = at(b, v << 2), to = at(c, v << 2);
      if (block == 13) microDense13(k, a, from, ldb, to);
      else if (block == 8) microDense8(k, a, from, ldb, to);
      else if (block == 4) microDense4(k, a, from, ldb, to);
      else if (block == 3) microDense3(k, a, from, ldb, to);
      else microDense1(k, a, from, ldb, to);
      v += block;
    }
  }
  for (let j = 0; j < n; j += 4) v128.store(at(c, j), f32x4.add(v128.load(at(c, j)), v128.load(at(bias, j))));
}

/**
 * gemmNN: the forward pass of a layer.
 *   C[i,j] = f(Σ_l A[i,l]·B[l,j] + bias[j]),  f by `activation` as in `activate`
 * A [m,k], B [k,n], C [m,n] row-major, strides lda >= k, ldb and ldc >= pad4(n); bias [pad4(n)];
 * scratch 8·k floats. Pad columns of C come out +0. No overlap.
 * Bit-exact: products in order of l from +0, then the bias, then f.
 * Source: tiling after Goto & van de Geijn 2008; arrangement ours.
 */
export function gemmNN(
  m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, bias: usize,
  c: usize, ldc: i32, activation: i32, scratch: usize,
): void {
  if (m < MIN_PACKED_ROWS) {
    for (let i = 0; i < m; i++) multiplyRow(n, k, at(a, i * lda), b, strideBytes(ldb), bias, at(c, i * ldc));
    if (n & 3) clearPads(m, n, c, ldc);
    activate(activation, m, n, c, ldc);
    return;
  }
  for (let j = 0; j < n; j += 8) {
    const width = min(8, n - j);
    const cj = at(c, j);
    packPanel(k, width, at(b, j), strideBytes(ldb), scratch);
    multiplyPanel(m, k, width, a, strideBytes(lda), scratch, cj, strideBytes(ldc), at(bias, j));
    activate(activation, m, width, cj, ldc);
  }
  if (n & 3) clearPads(m, n, c, ldc);
}

/**
 * gemmTN: the gradient of a layer's weights, or their update.
 *   C[i,j] = Σ_l A[l,i]·B[l,j]            (beta = 0: C is never read)
 *   C[i,j] = C[i,j] + Σ_l A[l,i]·B[l,j]   (beta = 1)
 * A [k,m], B [k,n], C [m,n] row-major, strides lda >= pad4(m), ldb and ldc >= pad4(n); scratch 48·k floats.
 * Pad columns of C come out +0. No overlap.
 * Bit-exact: products in order of l from +0, then the old C.
 * Source: tiling after Goto & van de Geijn 2008; arrangement ours.
 */
export function gemmTN(
  m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, beta: i32,
  c: usize, ldc: i32, scratch: usize,
): void {
  const ldaBytes = strideBytes(lda);
  const ldcBytes = strideBytes(ldc);
  for (let j0 = 0; j0 < n; j0 += TN_COLUMNS) {
    const block = min(TN_COLUMNS, n - j0);
    for (let j = 0; j < block; j += 8) {
      packPanel(k, min(8, block - j), at(b, j0 + j), strideBytes(ldb), at(scratch, j * k));
    }
    for (let i = 0; i < m; i += TN_ROWS) {
      const rows = min(TN_ROWS, m - i);
      const row = at(c, i * ldc + j0);
      for (let j = 0; j < block; j += 8) {
        updateStrip(rows, min(8, block - j), k, at(a, i), ldaBytes, at(scratch, j * k), at(row, j), ldcBytes, beta);
      }
    }
  }
  if (n & 3) clearPads(m, n, c, ldc);
}

/** Up to TN_ROWS rows of one panel of gemmTN. */
// @ts-ignore: decorator
@inline
function updateStrip(rows: i32, width: i32, k: i32, a: usize, lda: usize, panel: usize, c: usize, ldc: usize, beta: i32): void {
  if (width > 4) {
    for (let i = 0; i < rows; i += 4) {
      const ci = c + ldc * <usize>i;
      microTN4x8(k, min(4, rows - i), at(a, i), lda, panel, ci, ldc, beta ? ci : 0, ldc);
    }
  } else {
    for (let i = 0; i < rows; i += 6) {
      const ci = c + ldc * <usize>i;
      microTN6x4(k, min(6, rows - i), at(a, i), lda, panel, ci, ldc, beta ? ci : 0, ldc);
    }
  }
}

/**
 * gemmNT: the gradient of a layer's inputs, times the derivative of the activation that made them.
 *   C[i,j] = (Σ_l A[i,l]·B[j,l])·f'(Y[i,j]),  f' by `activation` as in `activateBackward`
 * A [m,k], B [n,k], C and Y [m,n] row-major, strides lda and ldb >= pad4(k), ldc and ldy >= pad4(n);
 * scratch 8·pad4(k) floats. Pad columns of Y are +0, those of C come out +0. With activation 0, Y is never read.
 * C may not overlap anything.
 * Bit-exact: products in order of l from +0, then the derivative.
 * Source: tiling after Goto & van de Geijn 2008; arrangement ours.
 */
export function gemmNT(
  m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, activation: i32,
  y: usize, ldy: i32, c: usize, ldc: i32, scratch: usize,
): void {
  for (let j = 0; j < n; j += 8) {
    const width = min(8, n - j);
    const cj = at(c, j);
    packTransposed(k, width, at(b, j * ldb), strideBytes(ldb), scratch);
    multiplyPanel(m, k, width, a, strideBytes(lda), scratch, cj, strideBytes(ldc), 0);
    activateBackward(activation, m, width, at(y, j), ldy, cj, ldc);
  }
  if (n & 3) clearPads(m, n, c, ldc);
}
