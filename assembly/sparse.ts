// Products with a byte matrix U that is mostly 0 (MNIST: 81 %), its zeros passed over. U is kept as records, a row
// each, and for a batch also as buckets, a column each. Leaving out a term of 0 never changes a sum that starts at
// +0 and takes its terms in index order, so these give the bytes that the dense products give.
//
// Record of a row, at a multiple of 4 bytes: u32 count | u16 column[count] | u8 value[count], columns ascending.
// Bucket of a column: u16 pairs, row << 8 | value, rows ascending; rows are counted within a bin of at most 256.

import { at, padded, strideBytes } from "./address";
import { activate } from "./activations";
import { clearPads } from "./pads";
import { madd } from "./simd";
import { touch } from "./touch";
import { clear, multiplyWideRecord } from "./wide-row";
import {
  BLOCK_COLUMNS, blockOf,
  microRecord13, microRecord8, microRecord4, microRecord3, microRecord1,
  microBucket13, microBucket8, microBucket4, microBucket3, microBucket1,
} from "./micro-row";

/**
 * compressRows: rows of bytes into records.
 *   record i = the columns j with source[i,j] != 0 in ascending order, and their values
 * source u8 [m,n], n at most 65,536, without padding; record i starts at byte offsets[i] of `records`, a multiple of
 * 4. offsets u32 [m+1]: the first is read, the others are written. A record takes 4 + 3·count bytes, rounded up to a
 * multiple of 4 (the bytes of the rounding are +0); no overlap.
 * Exact. Source: compressed rows after Tinney & Walker 1967; the layout is ours.
 */
export function compressRows(m: i32, n: i32, source: usize, records: usize, offsets: usize): void {
  const zero = i8x16.splat(0);
  for (let i = 0; i < m; i++) {
    const record = records + <usize>load<u32>(at(offsets, i));
    const columns = record + 4;
    let p = columns;
    let j = 0;
    for (; j + 16 <= n; j += 16) {
      let set = i8x16.bitmask(i8x16.ne(v128.load(source + j), zero));
      for (; set != 0; set &= set - 1) {
        store<u16>(p, j + ctz(set));
        p += 2;
      }
    }
    for (; j < n; j++) {
      if (load<u8>(source + j) == 0) continue;
      store<u16>(p, j);
      p += 2;
    }
    const end = p;
    store<u32>(record, <u32>(end - columns) >> 1);
    for (let from = columns; from < end; from += 2) store<u8>(p++, load<u8>(source + <usize>load<u16>(from)));
    while (p & 3) store<u8>(p++, 0);
    store<u32>(at(offsets, i + 1), <u32>(p - records));
    source += n;
  }
}

// @ts-ignore: decorator
@inline
function recordOf(records: usize, offsets: usize, indices: usize, i: i32): usize {
  return records + <usize>load<u32>(at(offsets, <i32>load<u32>(at(indices, i))));
}

/** With fewer rows than this, blocks of W are not used again while they are in the cache. */
const MIN_BLOCKED_ROWS: i32 = 4;

/** Rows of C that sparseTN finishes before the next: what they span stays in the cache while blocks go by. */
const TN_TILE: i32 = 64;

/** The records to come: shuffled, they are cache misses. */
function touchRecords(m: i32, records: usize, offsets: usize, indices: usize): void {
  for (let i = 0; i < m; i++) {
    const row = at(offsets, <i32>load<u32>(at(indices, i)));
    touch(records + <usize>load<u32>(row), records + <usize>load<u32>(row, 4));
  }
}

/**
 * sparseNN: the forward pass of the first layer, from records.
 *   C[i,j] = f(Σ_l values[U[r,l]]·W[l,j] + bias[j]) over the columns l of record r = indices[i], f as in `activate`
 * W [.,n], C [m,n] row-major, strides ldw and ldc >= pad4(n); values f32 [256]; bias [pad4(n)]; indices u32 [m] into
 * offsets; pad columns of W are +0, those of C come out +0; no overlap.
 * Bit-exact: products in order of l from +0, then the bias, then f. Source: ours.
 */
export function sparseNN(
  m: i32, n: i32, records: usize, offsets: usize, indices: usize, values: usize,
  w: usize, ldw: i32, bias: usize, c: usize, ldc: i32, activation: i32,
): void {
  const wBytes = strideBytes(ldw);
  if (m < MIN_BLOCKED_ROWS && n > BLOCK_COLUMNS) {
    for (let i = 0; i < m; i++) {
      multiplyWideRecord(n, recordOf(records, offsets, indices, i), values, w, wBytes, bias, at(c, i * ldc));
    }
  } else multiplyRecords(m, n, records, offsets, indices, values, w, wBytes, bias, c, ldc);
  clearPads(m, n, c, ldc);
  activate(activation, m, n, c, ldc);
}

/** C = U·W + bias, block by block of columns. */
function multiplyRecords(
  m: i32, n: i32, records: usize, offsets: usize, indices: usize, values: usize,
  w: usize, ldw: usize, bias: usize, c: usize, ldc: i32,
): void {
  touchRecords(m, records, offsets, indices);
  for (let v = 0, all = padded(n) >> 2; v < all;) {
    const block = blockOf(all - v);
    const from = at(w, v << 2), add = at(bias, v << 2);
    for (let i = 0; i < m; i++) {
      const record = recordOf(records, offsets, indices, i);
      const p = record + 4, end = p + (<usize>load<u32>(record) << 1);
      const to = at(c, i * ldc + (v << 2));
      if (block == 13) microRecord13(p, end, end, values, from, ldw, add, to);
      else if (block == 8) microRecord8(p, end, end, values, from, ldw, add, to);
      else if (block == 4) microRecord4(p, end, end, values, from, ldw, add, to);
      else if (block == 3) microRecord3(p, end, end, values, from, ldw, add, to);
      else microRecord1(p, end, end, values, from, ldw, add, to);
    }
    v += block;
  }
}

/**
 * bucketPairs: the records of one bin of a batch, sorted by column.
 *   bucket j = the pairs (i, U[r,j]) of all i < m with U[r,j] != 0, r = indices[i], i ascending; counts[j] = how many
 * m at most 256 and at most binRows; buckets u16 [n,binRows], of which the first counts[j] of row j are written;
 * counts u32 [n]; no overlap.
 * Exact. Source: ours.
 */
export function bucketPairs(
  m: i32, n: i32, records: usize, offsets: usize, indices: usize, buckets: usize, binRows: i32, counts: usize,
): void {
  memory.fill(counts, 0, <usize>n << 2);
  const bucketBytes = <usize>binRows << 1;
  for (let i = 0; i < m; i++) {
    const record = recordOf(records, offsets, indices, i);
    let p = record + 4;
    const end = p + (<usize>load<u32>(record) << 1);
    let q = end;
    while (p < end) {
      const column = <usize>load<u16>(p);
      const count = counts + (column << 2);
      const filled = load<u32>(count);
      store<u32>(count, filled + 1);
      store<u16>(buckets + column * bucketBytes + (<usize>filled << 1), (i << 8) | <i32>load<u8>(q));
      p += 2;
      q += 1;
    }
  }
}

/**
 * sparseTN: the gradient of the first layer's weights, or their update, from buckets.
 *   C[i,j] = beta·C[i,j] + Σ_l values[U[l,i]]·D[l,j] over the rows l in bucket i of every bin; then + shift·sums[j]
 * Rows of C are columns of U. bins of binRows rows each: buckets u16 [bins·k,binRows], counts u32 [bins·k], of which
 * rows 0 … m−1 of every k are used, k >= m; D [bins·binRows,n], C [m,n] row-major, strides ldd and ldc >= pad4(n);
 * values f32 [256]; sums [pad4(n)], not read where shift is 0; scratch 104 floats. With beta = 0, C is
 * never read. Pad columns of D and sums are +0, those of C come out +0; no overlap.
 * Bit-exact: products in order of l from +0, then the old C, then the shift's share. Source: ours.
 */
export function sparseTN(
  m: i32, n: i32, k: i32, bins: i32, binRows: i32, buckets: usize, counts: usize, values: usize,
  d: usize, ldd: i32, beta: i32, shift: f32, sums: usize, c: usize, ldc: i32, scratch: usize,
): void {
  const dBytes = strideBytes(ldd);
  const bucketBytes = <usize>binRows << 1;
  const binBytes = bucketBytes * <usize>k;
  const countBytes = strideBytes(k);
  const gain = f32x4.splat(shift);
  const zeros = at(scratch, BLOCK_COLUMNS);
  clear(strideBytes(BLOCK_COLUMNS), zeros);
  for (let i0 = 0; i0 < m; i0 += TN_TILE) {
    const end = min(m, i0 + TN_TILE);
    if (n > BLOCK_COLUMNS) touchMatrix(end - i0, n, at(c, i0 * ldc), strideBytes(ldc));
    for (let v = 0, all = padded(n) >> 2; v < all;) {
      const block = blockOf(all - v);
      for (let i = i0; i < end; i++) {
        const bucket = buckets + bucketBytes * <usize>i;
        const rows = at(d, v << 2);
        sumBuckets(block, bins, bucket, binBytes, at(counts, i), countBytes, values, rows, dBytes, dBytes * <usize>binRows, zeros, scratch);
        const to = at(c, i * ldc + (v << 2)), add = at(sums, v << 2);
        for (let o: usize = 0; o < <usize>block << 4; o += 16) {
          let sum = v128.load(scratch + o);
          if (beta) sum = f32x4.add(v128.load(to + o), sum);
          if (shift != 0) sum = madd(gain, v128.load(add + o), sum);
          v128.store(to + o, sum);
        }
      }
      v += block;
    }
  }
  clearPads(m, n, c, ldc);
}

/** sum = Σ over the bins of one column, `block` vectors wide. */
// @ts-ignore: decorator
@inline
function sumBuckets(
  block: i32, bins: i32, bucket: usize, binBytes: usize, count: usize, countBytes: usize, values: usize,
  rows: usize, ldd: usize, rowsBytes: usize, zeros: usize, sum: usize,
): void {
  let start = zeros;
  for (let bin = 0; bin < bins; bin++) {
    const end = bucket + (<usize>load<u32>(count) << 1);
    if (block == 13) microBucket13(bucket, end, values, rows, ldd, start, sum);
    else if (block == 8) microBucket8(bucket, end, values, rows, ldd, start, sum);
    else if (block == 4) microBucket4(bucket, end, values, rows, ldd, start, sum);
    else if (block == 3) microBucket3(bucket, end, values, rows, ldd, start, sum);
    else microBucket1(bucket, end, values, rows, ldd, start, sum);
    start = sum;
    bucket += binBytes;
    count += countBytes;
    rows += rowsBytes;
  }
}

/** Rows that will be read in another order. */
function touchMatrix(m: i32, n: i32, x: usize, ldx: usize): void {
  for (let i = 0; i < m; i++) {
    touch(x, at(x, n));
    x += ldx;
  }
}
