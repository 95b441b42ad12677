// Rows of the data set, by index, into the batch. Indices are u32 row numbers, trusted to be in range.

import { at, padded } from "./address";
import { clearPads } from "./pads";
import { touch } from "./touch";

// @ts-ignore: decorator
@inline
function sourceRow(source: usize, indices: usize, i: i32, rowBytes: usize): usize {
  return source + <usize>load<u32>(at(indices, i)) * rowBytes;
}

/** The rows to come: shuffled, they are cache misses. */
function touchRows(m: i32, source: usize, indices: usize, rowBytes: usize): void {
  for (let i = 0; i < m; i++) {
    const row = sourceRow(source, indices, i, rowBytes);
    touch(row, row + rowBytes);
  }
}

/**
 * gatherU8: rows of bytes into rows of floats.
 *   X[i,j] = f32(source[indices[i], j])·scale for i < m, j < n
 * source u8 [rows,n] without padding; X [m,n], stride ldx >= pad4(n), pads come out +0; no overlap.
 * Bit-exact (one rounding). Source: ours.
 */
export function gatherU8(m: i32, n: i32, source: usize, indices: usize, scale: f32, x: usize, ldx: i32): void {
  const gain = f32x4.splat(scale);
  touchRows(m, source, indices, n);
  for (let i = 0; i < m; i++) {
    const from = sourceRow(source, indices, i, n);
    const to = at(x, i * ldx);
    let j = 0;
    for (; j + 16 <= n; j += 16) {
      const bytes = v128.load(from + j);
      const low = i16x8.extend_low_i8x16_u(bytes);
      const high = i16x8.extend_high_i8x16_u(bytes);
      const p = at(to, j);
      v128.store(p, scaled(i32x4.extend_low_i16x8_u(low), gain));
      v128.store(p, scaled(i32x4.extend_high_i16x8_u(low), gain), 16);
      v128.store(p, scaled(i32x4.extend_low_i16x8_u(high), gain), 32);
      v128.store(p, scaled(i32x4.extend_high_i16x8_u(high), gain), 48);
    }
    for (; j < n; j++) store<f32>(at(to, j), <f32>load<u8>(from + j) * scale);
  }
  clearPads(m, n, x, ldx);
}

// @ts-ignore: decorator
@inline
function scaled(integers: v128, gain: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(integers), gain);
}

/**
 * gatherF32: rows of floats, copied.
 *   X[i,j] = source[indices[i], j] for i < m, j < n
 * source f32 [rows,n] without padding; X [m,n], stride ldx >= pad4(n), pads come out +0; no overlap.
 * Bit-exact (a copy). Source: ours.
 */
export function gatherF32(m: i32, n: i32, source: usize, indices: usize, x: usize, ldx: i32): void {
  touchRows(m, source, indices, <usize>n << 2);
  for (let i = 0; i < m; i++) {
    const from = sourceRow(source, indices, i, <usize>n << 2);
    const to = at(x, i * ldx);
    let j = 0;
    for (; j + 4 <= n; j += 4) v128.store(at(to, j), v128.load(at(from, j)));
    for (; j < n; j++) store<u32>(at(to, j), load<u32>(at(from, j)));
  }
  clearPads(m, n, x, ldx);
}

/**
 * gatherOneHot: class labels into rows of targets.
 *   T[i,j] = j == labels[indices[i]] ? 1 : 0 for i < m, j < n; with n = 1 the label itself: T[i,0] = f32(label)
 * labels u8 [rows]; T [m,n], stride ldt >= pad4(n), pads come out +0; no overlap.
 * Bit-exact. Source: ours.
 */
export function gatherOneHot(m: i32, n: i32, labels: usize, indices: usize, t: usize, ldt: i32): void {
  for (let i = 0; i < m; i++) {
    const label = <i32>load<u8>(sourceRow(labels, indices, i, 1));
    const to = at(t, i * ldt);
    for (let j = 0; j < padded(n); j++) store<f32>(at(to, j), 0);
    if (n == 1) store<f32>(to, <f32>label);
    else store<f32>(at(to, label), 1);
  }
}
