// Matrix products on row-major f32 matrices by columns of A: the driver TN.
// Every element of C is one accumulator that starts at +0 and takes its products in index order; the old C is added
// last. Where the inner size is large, a strip of A is packed block by block (as it lies, its rows fall on the same
// few places of the cache), and the unfinished sums of a tile wait in scratch. Neither shows in the result.

import { at, padded, strideBytes } from "./address";
import { clearPads } from "./pads";
import { microTN4x8, microTN4x8Carry, microTN6x4, microTN6x4Carry } from "./micro-tn";
import { packPanel, packStrips } from "./packing";

/** Columns of B packed at a time, and rows of C taken at a time, so that a strip of A stays in the first cache. */
const COLUMNS: i32 = 48;
const ROWS: i32 = 12;

/** With more inner steps than DEEP_STEPS: columns and rows of a tile of C, rows of a strip of packed A. */
const DEEP_COLUMNS: i32 = 128;
const DEEP_ROWS: i32 = 64;
const STRIP_ROWS: i32 = 16;
const DEEP_STEPS: i32 = 256;

/**
 * gemmTN: the gradient of a layer's weights, or their update.
 *   C[i,j] = Σ_l A[l,i]·B[l,j]            (beta = 0: C is never read)
 *   C[i,j] = C[i,j] + Σ_l A[l,i]·B[l,j]   (beta = 1)
 * A [k,m], B [k,n], C [m,n] row-major, strides lda >= pad4(m), ldb and ldc >= pad4(n); scratch 48·k floats, or
 * 128·k + 24,576 where k > 256.
 * Pad columns of C come out +0. No overlap.
 * Bit-exact: products in order of l from +0, then the old C.
 * Source: tiling after Goto & van de Geijn 2008; arrangement ours.
 */
export function gemmTN(
  m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, beta: i32,
  c: usize, ldc: i32, scratch: usize,
): void {
  const columns = k > DEEP_STEPS ? DEEP_COLUMNS : COLUMNS;
  for (let j = 0; j < n; j += columns) {
    const width = min(columns, n - j);
    for (let p = 0; p < width; p += 8) packPanel(k, min(8, width - p), at(b, j + p), strideBytes(ldb), at(scratch, p * k));
    if (k > DEEP_STEPS) updateDeep(m, width, k, a, lda, scratch, at(c, j), ldc, beta);
    else {
      for (let i = 0; i < m; i += ROWS) {
        updateStrip(min(ROWS, m - i), width, k, at(a, i), strideBytes(lda), scratch, k, 0, at(c, i * ldc + j), strideBytes(ldc), beta);
      }
    }
  }
  clearPads(m, n, c, ldc);
}

/** Columns of C of gemmTN, in tiles whose sums are gathered in scratch behind the panels. */
function updateDeep(m: i32, width: i32, k: i32, a: usize, lda: i32, panels: usize, c: usize, ldc: i32, beta: i32): void {
  const tile = at(panels, DEEP_COLUMNS * k);
  const strips = at(tile, DEEP_ROWS * DEEP_COLUMNS);
  for (let i = 0; i < m; i += DEEP_ROWS) {
    const rows = min(DEEP_ROWS, m - i);
    for (let l = 0; l < k; l += DEEP_STEPS) {
      const steps = min(DEEP_STEPS, k - l);
      packStrips(steps, padded(rows), at(a, l * lda + i), strideBytes(lda), strips);
      for (let s = 0; s < rows; s += STRIP_ROWS) {
        updateStrip(
          min(STRIP_ROWS, rows - s), width, steps, at(strips, s * steps), STRIP_ROWS << 2, panels, k, l,
          at(tile, s * DEEP_COLUMNS), DEEP_COLUMNS << 2, 0,
        );
      }
    }
    storeTile(rows, width, tile, at(c, i * ldc), strideBytes(ldc), beta);
  }
}

/** C = tile, or C + tile with beta = 1. */
function storeTile(rows: i32, width: i32, tile: usize, c: usize, ldc: usize, beta: i32): void {
  const bytes = strideBytes(padded(width));
  for (; rows > 0; --rows) {
    for (let o: usize = 0; o < bytes; o += 16) {
      const sum = v128.load(tile + o);
      v128.store(c + o, beta ? f32x4.add(v128.load(c + o), sum) : sum);
    }
    tile += DEEP_COLUMNS << 2;
    c += ldc;
  }
}

/** A few rows of C by all packed panels, inner steps l … l+steps of their k. Where l > 0, C holds the sums' start. */
// @ts-ignore: decorator
@inline
function updateStrip(
  rows: i32, columns: i32, steps: i32, a: usize, lda: usize, panels: usize, k: i32, l: i32, c: usize, ldc: usize, beta: i32,
): void {
  for (let j = 0; j < columns; j += 8) {
    const width = min(8, columns - j);
    const panel = at(panels, j * k + l * (width > 4 ? 8 : 4));
    const cj = at(c, j);
    if (width > 4) {
      for (let i = 0; i < rows; i += 4) {
        const ci = cj + ldc * <usize>i;
        if (l > 0) microTN4x8Carry(steps, min(4, rows - i), at(a, i), lda, panel, ci, ldc);
        else microTN4x8(steps, min(4, rows - i), at(a, i), lda, panel, ci, ldc, beta ? ci : 0, ldc);
      }
    } else {
      for (let i = 0; i < rows; i += 6) {
        const ci = cj + ldc * <usize>i;
        if (l > 0) microTN6x4Carry(steps, min(6, rows - i), at(a, i), lda, panel, ci, ldc);
        else microTN6x4(steps, min(6, rows - i), at(a, i), lda, panel, ci, ldc, beta ? ci : 0, ldc);
      }
    }
  }
}
