/**
 * Every multiply-add of the relaxed module's products, one by one: each place of the inner loop, each row and column of
 * every tile, each width of the sparse products.
 */
import { setFlagsFromString } from "node:v8";
import { beforeAll, describe, expect, it } from "vitest";
import { type F32Ptr, type Heap, type Kernels, pad4 } from "../../src/kernels/contract.js";
import { hasRelaxedSimd } from "../../src/kernels/relaxed-module.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { heapOver } from "../../src/memory/heap.js";

const PAGES = 12;
const BASE = 4096;

if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");

type Run = (...values: number[]) => void;
let relaxed: Kernels;
let ours: Heap;

beforeAll(() => {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  relaxed = createWasmKernels(memory, "relaxed");
  ours = heapOver(memory.buffer);
});

describe("every term of a product is fused, or none, as the host's instruction is", () => {
  // A function (f32, f32, f32) → f32 of one f32x4.relaxed_madd, made by hand.
  const PROBE =
    "0061736d0100000001080160037d7d7d017d03020100070501016600000a160114002000fd132001fd132002fd13fd8502fd1f000b";

  function probe(a: number, b: number, c: number): number {
    const module = new WebAssembly.Module(Buffer.from(PROBE, "hex"));
    return (new WebAssembly.Instance(module).exports.f as (...x: number[]) => number)(a, b, c);
  }

  /** x² = 1 + 2^-11 + 2^-24 rounds to 1 + 2^-11: in −(1 + 2^-11) + x², only one rounding leaves 2^-24. */
  const X = 1 + 2 ** -12;
  const MINUS = -(1 + 2 ** -11);

  it("at each place of the inner sum, in each column and row of every tile", () => {
    const left = probe(X, X, MINUS);
    expect([0, 2 ** -24]).toContain(left);
    for (const [m, n] of [
      [13, 8],
      [13, 4],
      [7, 12],
      [1, 1],
      [5, 52],
      [1, 53],
      [2, 60],
      [3, 110],
    ] as const)
      for (let k = 2; k <= 9; k++)
        for (let place = 1; place < k; place++)
          for (const name of ["gemmNN", "gemmTN", "skipNN"] as const)
            expect(new Set(fusedProduct(name, m, n, k, place)), `${name} ${m}×${n}, ${place} of ${k}`).toEqual(
              new Set([left]),
            );
  });

  it("of every width of one row, and of the sparse products", () => {
    const left = probe(X, X, MINUS);
    const all = (values: Float32Array, what: string) => expect(new Set(values), what).toEqual(new Set([left]));
    for (let n = 1; n <= 110; n++) {
      all(fusedProduct("gemmNN", 1, n, 2, 1), `gemmNN, ${n} columns`);
      all(sparseGradient(n), `sparseTN, ${n} columns`);
      for (const m of [1, 4])
        for (let place = 1; place <= 6; place++)
          all(sparseForward(m, n, place), `sparseNN, ${m} rows, ${n} columns, place ${place}`);
    }
  });

  type Product = "gemmNN" | "gemmTN" | "skipNN";

  /** All of C, where B is 0 but for the factors of −(1 + 2^-11)·1 first, and of x·x at `place`; A has no zeros. */
  function fusedProduct(name: Product, m: number, n: number, k: number, place: number): Float32Array {
    const [a, b, bias, c, scratch] = [1, 2, 3, 4, 5].map((i) => (i * 65536) as F32Ptr) as [
      F32Ptr,
      F32Ptr,
      F32Ptr,
      F32Ptr,
      F32Ptr,
    ];
    ours.bytes.fill(0, BASE);
    const isTransposed = name === "gemmTN";
    const [lda, ldb] = [isTransposed ? pad4(m) : pad4(k), pad4(n)];
    const setA = (i: number, l: number, value: number): void => {
      ours.floats[(a >> 2) + (isTransposed ? l * lda + i : i * lda + l)] = value;
    };
    for (let i = 0; i < m; i++) for (let l = 0; l < k; l++) setA(i, l, l === 0 ? MINUS : l === place ? X : 1);
    for (let j = 0; j < n; j++) {
      ours.floats[(b >> 2) + j] = 1;
      ours.floats[(b >> 2) + place * ldb + j] = X;
    }
    if (isTransposed) relaxed.gemmTN(m, n, k, a, lda, b, ldb, 0, c, ldb, scratch);
    else relaxed[name](m, n, k, a, lda, b, ldb, bias, c, ldb, 0, scratch);
    return rowsOf(c, m, n);
  }

  const [VALUES, DATA, ROW, OUT, COUNTS, SCRATCH, PAIRS] = [1, 2, 3, 4, 5, 6, 7].map((i) => i * 65536) as number[];

  /** Bytes 1, 2 and 3 stand for −(1 + 2^-11), x and 1; rows of 0, but of 1 first and of x at `place`. */
  function writeRows(n: number, place: number): void {
    ours.bytes.fill(0, BASE);
    ours.floats.set([0, MINUS, X, 1], (VALUES as number) >> 2);
    const row = (DATA as number) >> 2;
    ours.floats.fill(1, row, row + n);
    ours.floats.fill(X, row + place * pad4(n), row + place * pad4(n) + n);
  }

  /** `m` rows, each the same record of seven bytes. */
  function sparseForward(m: number, n: number, place: number): Float32Array {
    writeRows(n, place);
    const record = PAIRS as number;
    ours.words[record >> 2] = 7;
    for (let l = 0; l < 7; l++) {
      ours.bytes[record + 4 + 2 * l] = l;
      ours.bytes[record + 18 + l] = l === 0 ? 1 : l === place ? 2 : 3;
    }
    const sizes = [m, n, record, COUNTS, SCRATCH, VALUES, DATA, pad4(n), ROW, OUT, pad4(n), 0] as number[];
    (relaxed.sparseNN as Run)(...sizes);
    return rowsOf(OUT as number, m, n);
  }

  function sparseGradient(n: number): Float32Array {
    writeRows(n, 1);
    ours.words[(COUNTS as number) >> 2] = 2;
    ours.bytes.set([1, 0, 2, 1], PAIRS as number); // row 0, byte 1; row 1, byte 2
    const sizes = [1, n, 1, 1, 2, PAIRS, COUNTS, VALUES, DATA, pad4(n), 0, 0, ROW, OUT, pad4(n), SCRATCH] as number[];
    (relaxed.sparseTN as Run)(...sizes);
    return rowsOf(OUT as number, 1, n);
  }

  function rowsOf(address: number, rows: number, n: number): Float32Array {
    const values = new Float32Array(rows * n);
    for (let i = 0; i < rows; i++) {
      const at = (address >> 2) + i * pad4(n);
      values.set((ours.floats as Float32Array).subarray(at, at + n), i * n);
    }
    return values;
  }
});
