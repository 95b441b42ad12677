/** The rows of specs.ts for the kernels that take all rows of a matrix with one row, or with a number each. */
import type { Kernels } from "./contract.js";
import { column, indices, type KernelSpec, matrix, type Sizes, scalar, size, stride, vector } from "./kernel-spec.js";

type RowKernel = "addScaledRow" | "scaleRows";

const mn = (sizes: Sizes): number => (sizes.m as number) * (sizes.n as number);

export const ROW_SPECS: { readonly [K in RowKernel]: KernelSpec<Parameters<Kernels[K]>> } = {
  addScaledRow: {
    equation: "C[i,j] = C[i,j] + scale·row[j]",
    hiddenSizes: [],
    exactness: "bit-exact",
    arguments: [
      size("m"),
      size("n"),
      vector("in", "row", "n"),
      scalar("scale", -1, 1),
      matrix("inout", "c", "m", "n"),
      stride("ldc", "c"),
    ],
    flops: (sizes) => 2 * mn(sizes),
  },
  scaleRows: {
    equation: "D[i,j] = D[i,j]·factors[indices[i]]; rowLoss[i] = rowLoss[i]·factors[indices[i]]",
    hiddenSizes: ["sourceRows"],
    exactness: "bit-exact",
    arguments: [
      size("m"),
      size("n"),
      column("in", "factors", "sourceRows"),
      indices,
      matrix("inout", "d", "m", "n"),
      stride("ldd", "d"),
      column("inout", "rowLoss", "m"),
    ],
    flops: mn,
  },
};
