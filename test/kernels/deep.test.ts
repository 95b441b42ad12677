/** gemmTN beyond the inner size from which it packs A and carries its sums from block to block (256). */
import { describe, expect, it } from "vitest";
import { openBuild } from "../fuzz/builds.js";
import { openKernelCheck } from "../fuzz/kernel-check.js";
import type { CaseInput } from "./case-input.js";

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
  const { check } = openKernelCheck(openBuild("strict"));

  for (const [m, n, k] of SIZES)
    for (const beta of [0, 1])
      for (const valueClass of ["ordinary", "hostile"] as const)
        it(`leaves the reference's memory: ${m} × ${n}, k ${k}, beta ${beta}, ${valueClass} values`, () => {
          const sizes = { m, n, k, beta, lda: 4, ldb: 0, ldc: 8 };
          const input: CaseInput = { sizes, valueClass, seed: 7 * k + m, isShared: false };
          expect(check("gemmTN", input)).toBeUndefined();
        });
});
