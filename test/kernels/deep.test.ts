/** gemmTN beyond the inner size from which it packs A and carries its sums from block to block (256). */
import { describe, expect, it } from "vitest";
import type { KernelSpec } from "../../src/kernels/kernel-spec.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { heapOver } from "../../src/memory/heap.js";
import { type CaseInput, firstDifference, forgiveUndefined, layOut } from "./arena.js";

const PAGES = 40;
const SPEC = KERNEL_SPECS.gemmTN as unknown as KernelSpec;

/** Around the blocks of k (256), the tiles of C (64 × 128), the strips (16) and the panels (8, or 4 at the edge). */
const SIZES: readonly (readonly [m: number, n: number, k: number])[] = [
  [5, 9, 256],
  [4, 8, 257],
  [1, 1, 258],
  [7, 3, 259],
  [15, 132, 511],
  [17, 61, 512],
  [70, 137, 513],
  [64, 128, 600],
  [81, 12, 771],
];

describe("gemmTN of a large inner size", () => {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const ours = heapOver(memory.buffer);
  const theirs = heapOver(new ArrayBuffer(PAGES * 65536));
  const wasm = createWasmKernels(memory);
  const reference = createReferenceKernels(theirs);

  for (const [m, n, k] of SIZES)
    for (const beta of [0, 1])
      for (const valueClass of ["ordinary", "hostile"] as const)
        it(`leaves the reference's memory: ${m} × ${n}, k ${k}, beta ${beta}, ${valueClass} values`, () => {
          const input: CaseInput = { sizes: { m, n, k, beta, lda: 4, ldb: 0, ldc: 8 }, valueClass, seed: 7 * k + m };
          const drawn = layOut(SPEC, input, ours, wasm.heapBase());
          theirs.bytes.set(ours.bytes);
          wasm.gemmTN(...(drawn.values as Parameters<typeof wasm.gemmTN>));
          reference.gemmTN(...(drawn.values as Parameters<typeof wasm.gemmTN>));
          forgiveUndefined(drawn, ours, theirs);
          expect(firstDifference(drawn, ours, theirs)).toBeUndefined();
        });
});
