// Products of one row of A with a matrix of more columns than registers hold: the sums stay in memory, which is the
// first cache, and rows of B go by whole, four at a time, as memory likes to be read. Sums start at +0 and take their
// terms in index order.

import { at, padded, strideBytes } from "./address";
import { activate } from "./activations";
import { valueOf } from "./micro-row";
import { clearPads } from "./pads";
import { addProduct } from "./simd";

/** C = 0. */
// @ts-ignore: decorator
@inline
export function clear(bytes: usize, c: usize): void {
  for (let o: usize = 0; o < bytes; o += 16) v128.store(c + o, f32x4.splat(0));
}

/** C = C + s0·row 0 + s1·row 1 + s2·row 2 + s3·row 3, in this order. */
// @ts-ignore: decorator
@inline
function addFour(
  bytes: usize, c: usize, s0: v128, row0: usize, s1: v128, row1: usize, s2: v128, row2: usize, s3: v128, row3: usize,
): void {
  for (let o: usize = 0; o < bytes; o += 16) {
    let sum = addProduct(s0, v128.load(row0 + o), v128.load(c + o));
    sum = addProduct(s1, v128.load(row1 + o), sum);
    sum = addProduct(s2, v128.load(row2 + o), sum);
    v128.store(c + o, addProduct(s3, v128.load(row3 + o), sum));
  }
}

/** C = C + s·row. */
// @ts-ignore: decorator
@inline
function addOne(bytes: usize, c: usize, s: v128, row: usize): void {
  for (let o: usize = 0; o < bytes; o += 16) v128.store(c + o, addProduct(s, v128.load(row + o), v128.load(c + o)));
}

/** C = C + bias: what is added to a row of sums once they are complete. */
// @ts-ignore: decorator
@inline
export function addBias(bytes: usize, c: usize, bias: usize): void {
  for (let o: usize = 0; o < bytes; o += 16) v128.store(c + o, f32x4.add(v128.load(c + o), v128.load(bias + o)));
}

/** C = A·B for one row. */
export function multiplyWideRow(n: i32, k: i32, a: usize, b: usize, ldb: usize, c: usize): void {
  const bytes: usize = padded(n) << 2;
  clear(bytes, c);
  for (; k >= 4; k -= 4) {
    const s0 = v128.load32_splat(a), s1 = v128.load32_splat(a, 4), s2 = v128.load32_splat(a, 8), s3 = v128.load32_splat(a, 12);
    const b1 = b + ldb, b2 = b1 + ldb, b3 = b2 + ldb;
    addFour(bytes, c, s0, b, s1, b1, s2, b2, s3, b3);
    a += 16;
    b = b3 + ldb;
  }
  for (; k > 0; k--) {
    const s = v128.load32_splat(a);
    addOne(bytes, c, s, b);
    a += 4;
    b += ldb;
  }
}

/** C = bias + the sum over the pairs of a record. */
export function multiplyWideRecord(n: i32, record: usize, values: usize, w: usize, ldw: usize, bias: usize, c: usize): void {
  const bytes: usize = padded(n) << 2;
  clear(bytes, c);
  let left = <i32>load<u32>(record);
  let p = record + 4;
  let q = p + (<usize>left << 1);
  for (; left >= 4; left -= 4) {
    const w0 = w + <usize>load<u16>(p) * ldw, w1 = w + <usize>load<u16>(p, 2) * ldw;
    const w2 = w + <usize>load<u16>(p, 4) * ldw, w3 = w + <usize>load<u16>(p, 6) * ldw;
    const s0 = valueOf(values, load<u8>(q)), s1 = valueOf(values, load<u8>(q, 1));
    const s2 = valueOf(values, load<u8>(q, 2)), s3 = valueOf(values, load<u8>(q, 3));
    addFour(bytes, c, s0, w0, s1, w1, s2, w2, s3, w3);
    p += 8;
    q += 4;
  }
  for (; left > 0; left--) {
    const row = w + <usize>load<u16>(p) * ldw;
    const s = valueOf(values, load<u8>(q));
    addOne(bytes, c, s, row);
    p += 2;
    q += 1;
  }
  addBias(bytes, c, bias);
}

/**
 * skipNN: the forward pass of a layer for a few rows with zeros among them (behind relu, half).
 *   C[i,j] = f(Σ_l A[i,l]·B[l,j] + bias[j]) over the l with A[i,l] != 0, f as in `activate`
 * A [m,k], B [k,n], C [m,n] row-major, strides lda >= k, ldb and ldc >= pad4(n); bias [pad4(n)]; scratch 8·k floats.
 * Pad columns of B and bias are +0, those of C come out +0. No overlap. Where B is finite: the bytes of gemmNN.
 * Bit-exact: products in order of l from +0, then the bias, then f. Source: ours.
 */
export function skipNN(
  m: i32, n: i32, k: i32, a: usize, lda: i32, b: usize, ldb: i32, bias: usize,
  c: usize, ldc: i32, activation: i32, scratch: usize,
): void {
  const bytes: usize = padded(n) << 2;
  const ldbBytes = strideBytes(ldb);
  for (let i = 0; i < m; i++) {
    const to = at(c, i * ldc);
    const end = listNonzero(k, at(a, i * lda), b, ldbBytes, scratch);
    addListedRows(scratch, end, to, bytes);
    addBias(bytes, to, bias);
  }
  clearPads(m, n, c, ldc);
  activate(activation, m, n, c, ldc);
}

/** The values of a row that are not 0, each with the address of its row of B: u32, f32. Returns the list's end. */
function listNonzero(k: i32, a: usize, b: usize, ldb: usize, list: usize): usize {
  for (const end = at(a, k); a < end; a += 4) {
    const value = load<f32>(a);
    store<u32>(list, <u32>b);
    store<f32>(list, value, 4);
    list += value != 0 ? 8 : 0;
    b += ldb;
  }
  return list;
}

/** C = Σ value·row over a list. */
function addListedRows(list: usize, end: usize, c: usize, bytes: usize): void {
  clear(bytes, c);
  for (; list + 32 <= end; list += 32) {
    const r0 = <usize>load<u32>(list), r1 = <usize>load<u32>(list, 8);
    const r2 = <usize>load<u32>(list, 16), r3 = <usize>load<u32>(list, 24);
    const s0 = v128.load32_splat(list, 4), s1 = v128.load32_splat(list, 12);
    const s2 = v128.load32_splat(list, 20), s3 = v128.load32_splat(list, 28);
    addFour(bytes, c, s0, r0, s1, r1, s2, r2, s3, r3);
  }
  for (; list < end; list += 8) {
    const row = <usize>load<u32>(list);
    const s = v128.load32_splat(list, 4);
    addOne(bytes, c, s, row);
  }
}
