/**
 * A product has one result, whichever way it is computed: rows together or a few at a time, in tiles, or with zeros
 * passed over. Strict and relaxed alike: with fused multiply-adds too, threads and the size of a call change no bit.
 */
import { setFlagsFromString } from "node:v8";
import { beforeAll, describe, expect, it } from "vitest";
import {
  type F32Ptr,
  type Heap,
  type Kernels,
  MAX_BIN_ROWS,
  type MathMode,
  pad4,
  recordBytes,
  type U8Ptr,
  type U32Ptr,
} from "../../src/kernels/contract.js";
import { hasRelaxedSimd } from "../../src/kernels/relaxed-module.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { heapOver } from "../../src/memory/heap.js";
import { Draws } from "./draws.js";

if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");

const ROWS = 9;
const place = (i: number): number => i * 2 ** 17;
const [A, B, BIAS, C, SCRATCH, VALUES, D] = [1, 2, 3, 4, 5, 6, 7].map(place) as [
  F32Ptr,
  F32Ptr,
  F32Ptr,
  F32Ptr,
  F32Ptr,
  F32Ptr,
  F32Ptr,
];
const [PIXELS, BUCKETS] = [8, 9].map(place) as [U8Ptr, U8Ptr];
const [RECORDS, OFFSETS, INDICES, COUNTS] = [10, 11, 12, 13].map(place) as [U32Ptr, U32Ptr, U32Ptr, U32Ptr];

describe.each<MathMode>(["strict", "relaxed"])("%s products", (math) => {
  let kernels: Kernels;
  let heap: Heap;

  beforeAll(() => {
    const memory = new WebAssembly.Memory({ initial: 28, maximum: 28 });
    kernels = createWasmKernels(memory, math);
    heap = heapOver(memory.buffer);
  });

  const SIZES = [1, 10, 13, 52, 53, 64, 107].flatMap((n) => [3, 16, 61].map((k) => [n, k] as const));

  it.each(SIZES)("of %d columns, %d terms a sum, have one result for any number of rows at a time", (n, k) => {
    const wanted = forward("gemmNN", n, k, ROWS);
    for (let step = 1; step < ROWS; step++)
      for (const name of ["gemmNN", "skipNN", "sparseNN"] as const)
        expect(forward(name, n, k, step), `${name}, ${step} rows at a time`).toBe(wanted);
  });

  it.each(SIZES)("of %d columns, %d rows, have one gradient for any number of rows at a time", (n, k) => {
    for (const beta of [0, 1]) {
      const wanted = gradient("gemmTN", n, k, k, beta);
      for (const step of [1, 2, 4, 5, k])
        for (const name of ["gemmTN", "sparseTN"] as const)
          expect(gradient(name, n, k, step, beta), `${name}, ${step} rows at a time`).toBe(wanted);
    }
  });

  /** Two thirds of the bytes are 0; A holds what they stand for, B and D noise. */
  function fill(n: number, k: number): void {
    const random = new Draws(n * 1000 + k);
    const { floats, bytes, words } = heap;
    bytes.fill(0, A);
    for (let byte = 1; byte < 256; byte++) floats[(VALUES >> 2) + byte] = byte / 255;
    for (let i = 0; i < ROWS; i++) {
      words[(INDICES >> 2) + i] = i;
      for (let l = 0; l < k; l++) {
        const byte = random.below(3) === 0 ? 1 + random.below(255) : 0;
        bytes[PIXELS + i * k + l] = byte;
        floats[(A >> 2) + i * pad4(k) + l] = floats[(VALUES >> 2) + byte] as number;
      }
    }
    const noise = (at: F32Ptr, rows: number): void => {
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < n; j++) floats[(at >> 2) + i * pad4(n) + j] = random.unit() - 0.5;
    };
    noise(B, k);
    noise(BIAS, 1);
    noise(D, ROWS);
    noise(C, Math.max(k, ROWS));
    kernels.compressRows(ROWS, k, PIXELS, RECORDS, OFFSETS);
    expect(words[(OFFSETS >> 2) + ROWS]).toBeLessThanOrEqual(ROWS * recordBytes(k));
  }

  /** The bits of A·B + bias, `step` rows a call. */
  function forward(name: "gemmNN" | "skipNN" | "sparseNN", n: number, k: number, step: number): string {
    fill(n, k);
    const [lda, ldc] = [pad4(k), pad4(n)];
    for (let i = 0; i < ROWS; i += step) {
      const m = Math.min(step, ROWS - i);
      const c = (C + 4 * i * ldc) as F32Ptr;
      const indices = (INDICES + 4 * i) as U32Ptr;
      if (name === "sparseNN") kernels.sparseNN(m, n, RECORDS, OFFSETS, indices, VALUES, B, ldc, BIAS, c, ldc, 0);
      else kernels[name](m, n, k, (A + 4 * i * lda) as F32Ptr, lda, B, ldc, BIAS, c, ldc, 0, SCRATCH);
    }
    return bitsOfC(ROWS, n);
  }

  /** The bits of beta·C + Aᵀ·D, `step` rows of C a call. */
  function gradient(name: "gemmTN" | "sparseTN", n: number, k: number, step: number, beta: number): string {
    fill(n, k);
    const [lda, ldc] = [pad4(k), pad4(n)];
    kernels.bucketPairs(ROWS, k, RECORDS, OFFSETS, INDICES, BUCKETS, MAX_BIN_ROWS, COUNTS);
    for (let i = 0; i < k; i += step) {
      const m = Math.min(step, k - i);
      const c = (C + 4 * i * ldc) as F32Ptr;
      if (name === "gemmTN") kernels.gemmTN(m, n, ROWS, (A + 4 * i) as F32Ptr, lda, D, ldc, beta, c, ldc, SCRATCH);
      else {
        const buckets = (BUCKETS + 2 * MAX_BIN_ROWS * i) as U8Ptr;
        const counts = (COUNTS + 4 * i) as U32Ptr;
        kernels.sparseTN(m, n, k, 1, MAX_BIN_ROWS, buckets, counts, VALUES, D, ldc, beta, 0, BIAS, c, ldc, SCRATCH);
      }
    }
    return bitsOfC(k, n);
  }

  function bitsOfC(rows: number, n: number): string {
    return heap.words.subarray(C >> 2, (C >> 2) + rows * pad4(n)).join();
  }
});
