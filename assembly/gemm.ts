// Matrix products on row-major f32 matrices by rows of A: the drivers NN and NT (TN: gemm-tn.ts).
// Every element of C is one accumulator that starts at +0 and takes its products in index order; what is
// added to it (the bias) is added last. Tiling therefore never shows in the result.

import { at, padded, strideBytes } from "./address";
import { clearPads } from "./pads";
import { addBias, multiplyWideRow } from "./wide-row";
import { activate, activateBackward } from "./activations";
import { microNN4x8, microNN6x4 } from "./micro-nn";
import { BLOCK_COLUMNS, blockOf, microDense13, microDense8, microDense4, microDense3, microDense1 } from "./micro-row";
import { packPanel, packTransposed } from "./packing";

/** With fewer rows than this, packing B costs more than it brings. */
const MIN_PACKED_ROWS: i32 = 4;

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
  if (n > BLOCK_COLUMNS) multiplyWideRow(n, k, a, b, ldb, c);
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
  addBias(strideBytes(padded(n)), c, bias);
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
    clearPads(m, n, c, ldc);
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
  clearPads(m, n, c, ldc);
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
  clearPads(m, n, c, ldc);
}
