// Many numbers to few. Sums run in index order, in one accumulator an output element.

import { at, padded, strideBytes } from "./address";

/**
 * columnSums: sums down the columns; the gradient of a bias.
 *   out[j] = Σ_i D[i,j]            (beta = 0: out is never read)
 *   out[j] = out[j] + Σ_i D[i,j]   (beta = 1)
 * D [m,n] row-major, stride ldd >= pad4(n), pad columns +0; out [pad4(n)], pads come out +0; no overlap.
 * Bit-exact. Source: ours.
 */
export function columnSums(m: i32, n: i32, d: usize, ldd: i32, beta: i32, out: usize): void {
  const next = strideBytes(ldd);
  for (let j = 0; j < padded(n); j += 4) {
    let sum = f32x4.splat(0);
    let p = at(d, j);
    for (let i = 0; i < m; i++) {
      sum = f32x4.add(sum, v128.load(p));
      p += next;
    }
    const target = at(out, j);
    v128.store(target, beta ? f32x4.add(v128.load(target), sum) : sum);
  }
}

/**
 * argmaxRows: the column of the largest value of each row, the first of equals.
 *   out[i] = min { j : A[i,j] >= A[i,k] for all k }; a row that starts with NaN gives 0, later NaNs are passed over
 * A [m,n] row-major, n >= 1, stride lda >= n; out u32 [m]; no overlap.
 * Bit-exact. Source: ours.
 */
export function argmaxRows(m: i32, n: i32, a: usize, lda: i32, out: usize): void {
  for (let i = 0; i < m; i++) {
    const row = at(a, i * lda);
    let best = load<f32>(row);
    let column = 0;
    for (let j = 1; j < n; j++) {
      const value = load<f32>(at(row, j));
      if (value > best) {
        best = value;
        column = j;
      }
    }
    store<u32>(at(out, i), column);
  }
}
