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
  const end = padded(n);
  let j = 0;
  // Eight vectors side by side: one alone would wait for each of its additions.
  for (; j + 32 <= end; j += 32) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    let p = at(d, j);
    for (let i = 0; i < m; i++) {
      s0 = f32x4.add(s0, v128.load(p)); s1 = f32x4.add(s1, v128.load(p, 16));
      s2 = f32x4.add(s2, v128.load(p, 32)); s3 = f32x4.add(s3, v128.load(p, 48));
      s4 = f32x4.add(s4, v128.load(p, 64)); s5 = f32x4.add(s5, v128.load(p, 80));
      s6 = f32x4.add(s6, v128.load(p, 96)); s7 = f32x4.add(s7, v128.load(p, 112));
      p += next;
    }
    const to = at(out, j);
    storeSum(to, beta, s0); storeSum(to + 16, beta, s1); storeSum(to + 32, beta, s2); storeSum(to + 48, beta, s3);
    storeSum(to + 64, beta, s4); storeSum(to + 80, beta, s5); storeSum(to + 96, beta, s6); storeSum(to + 112, beta, s7);
  }
  for (; j + 12 <= end; j += 12) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0;
    let p = at(d, j);
    for (let i = 0; i < m; i++) {
      s0 = f32x4.add(s0, v128.load(p)); s1 = f32x4.add(s1, v128.load(p, 16)); s2 = f32x4.add(s2, v128.load(p, 32));
      p += next;
    }
    const to = at(out, j);
    storeSum(to, beta, s0); storeSum(to + 16, beta, s1); storeSum(to + 32, beta, s2);
  }
  for (; j < end; j += 4) {
    let sum = f32x4.splat(0);
    let p = at(d, j);
    for (let i = 0; i < m; i++) {
      sum = f32x4.add(sum, v128.load(p));
      p += next;
    }
    storeSum(at(out, j), beta, sum);
  }
}

// @ts-ignore: decorator
@inline
function storeSum(to: usize, beta: i32, sum: v128): void {
  v128.store(to, beta ? f32x4.add(v128.load(to), sum) : sum);
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
