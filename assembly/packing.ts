// Copies of parts of a matrix in the order in which the micro-kernels read it, without gaps. A panel is a few columns of
// B, step of l after step of l: 8 floats a step, or 4 where only one vector is left. A strip is 16 columns of A.
// All strides in bytes. Knows nothing of what is multiplied.

import { padded } from "./address";

/** Columns j…j+8 (or 4, where only one vector is left) of B [k,n] to k rows without gaps. */
export function packPanel(k: i32, width: i32, b: usize, ldb: usize, panel: usize): void {
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
export function packTransposed(k: i32, rows: i32, b: usize, ldb: usize, panel: usize): void {
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

/** k rows of A, as strips of 16 columns beside each other: 16 floats a row; what the last strip lacks is left alone. */
export function packStrips(k: i32, columns: i32, a: usize, lda: usize, strips: usize): void {
  const bytes = <usize>columns << 2, strip = <usize>k << 6;
  for (let l = 0; l < k; l++) {
    let to = strips;
    let o: usize = 0;
    for (; o + 64 <= bytes; o += 64) {
      v128.store(to, v128.load(a + o));
      v128.store(to, v128.load(a + o, 16), 16);
      v128.store(to, v128.load(a + o, 32), 32);
      v128.store(to, v128.load(a + o, 48), 48);
      to += strip;
    }
    for (; o < bytes; o += 16) {
      v128.store(to, v128.load(a + o));
      to += 16;
    }
    a += lda;
    strips += 64;
  }
}
