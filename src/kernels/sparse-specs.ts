/** The rows of specs.ts for the kernels that pass over zeros: records, buckets and their products. */
import { gemmNNScratch, type Kernels, MAX_BIN_ROWS, recordBytes, SPARSE_TN_SCRATCH } from "./contract.js";
import {
  activation,
  byteValues,
  choice,
  column,
  indices,
  type KernelSpec,
  type MatrixArgument,
  matrix,
  productSum,
  type Sizes,
  scalar,
  scratch,
  size,
  stride,
  vector,
} from "./kernel-spec.js";

type SparseKernel = "compressRows" | "sparseNN" | "bucketPairs" | "sparseTN" | "skipNN";
type Words = MatrixArgument & { readonly element: "u32" };
type Bytes = MatrixArgument & { readonly element: "u8" };

const at = (sizes: Sizes, name: string): number => sizes[name] as number;

/** Room for records of `rows` rows of `columns` values that are not 0, behind a first offset of at most 12. */
const recordWords = (rows: string, columns: string) => (sizes: Sizes) =>
  3 + (at(sizes, rows) * recordBytes(at(sizes, columns))) / 4;

const words = (
  role: MatrixArgument["role"],
  name: string,
  count: (sizes: Sizes) => number,
  contents: MatrixArgument["contents"],
): Words => ({ ...column(role, name, count), element: "u32", ...(contents && { contents }) });

const records: Words = words("in", "records", recordWords("sourceRows", "k"), "records");
const offsets: Words = words("in", "offsets", (sizes) => at(sizes, "sourceRows") + 1, "offsets");

const buckets = (role: MatrixArgument["role"], rows: (sizes: Sizes) => number): Bytes => ({
  ...matrix(role, "buckets", rows, (sizes) => 2 * at(sizes, "binRows")),
  element: "u8",
  packed: true,
  ...(role === "in" && { contents: "buckets" }),
});

const allBuckets = (sizes: Sizes): number => at(sizes, "bins") * at(sizes, "k");

/** Flops where no byte is 0. */
const dense = (sizes: Sizes): number => 2 * at(sizes, "m") * at(sizes, "n") * at(sizes, "k");

export const SPARSE_SPECS: { readonly [K in SparseKernel]: KernelSpec<Parameters<Kernels[K]>> } = {
  compressRows: {
    equation: "record i = the columns j with source[i,j] ≠ 0, ascending, and their values",
    hiddenSizes: [],
    exactness: "bit-exact",
    arguments: [
      size("m"),
      size("n"),
      { ...matrix("in", "source", "m", "n"), element: "u8", packed: true },
      words("inout", "records", recordWords("m", "n"), undefined),
      words("inout", "offsets", (sizes) => at(sizes, "m") + 1, "start"),
    ],
    flops: () => 0,
  },
  sparseNN: {
    equation: "C[i,j] = f(Σ_l values[U[indices[i],l]]·W[l,j] + bias[j]) over U ≠ 0",
    hiddenSizes: ["sourceRows", "k"],
    exactness: "bit-exact",
    relaxed: productSum,
    arguments: [
      size("m"),
      size("n"),
      records,
      offsets,
      indices,
      byteValues,
      matrix("in", "w", "k", "n"),
      stride("ldw", "w"),
      vector("in", "bias", "n"),
      matrix("out", "c", "m", "n"),
      stride("ldc", "c"),
      activation,
    ],
    flops: dense,
  },
  bucketPairs: {
    equation: "bucket j = the pairs (i, U[indices[i],j]) with U ≠ 0, i ascending; counts[j] = how many",
    hiddenSizes: ["sourceRows", "k"],
    fit: (sizes) => ({
      ...sizes,
      m: Math.min(MAX_BIN_ROWS, at(sizes, "m")),
      k: at(sizes, "n"),
      binRows: Math.min(MAX_BIN_ROWS, at(sizes, "m") + at(sizes, "binRows")),
    }),
    exactness: "bit-exact",
    arguments: [
      size("m"),
      size("n"),
      records,
      offsets,
      indices,
      buckets("inout", (sizes) => at(sizes, "n")),
      size("binRows"),
      words("out", "counts", (sizes) => at(sizes, "n"), undefined),
    ],
    flops: () => 0,
  },
  sparseTN: {
    equation: "C[i,j] = (Σ_l values[U[l,i]]·D[l,j] over U ≠ 0 + beta·C[i,j]) + shift·sums[j]",
    hiddenSizes: [],
    fit: (sizes) => ({
      ...sizes,
      k: at(sizes, "m") + (at(sizes, "k") % 5),
      bins: 1 + (at(sizes, "bins") % 3),
      binRows: Math.min(MAX_BIN_ROWS, at(sizes, "binRows")),
    }),
    exactness: "bit-exact",
    // As many products, the old C, and shift·sums[j].
    relaxed: { formula: "bins·binRows + 2", roundings: (sizes) => at(sizes, "bins") * at(sizes, "binRows") + 2 },
    arguments: [
      size("m"),
      size("n"),
      size("k"),
      size("bins"),
      size("binRows"),
      buckets("in", allBuckets),
      words("in", "counts", allBuckets, "counts"),
      byteValues,
      matrix("in", "d", (sizes) => at(sizes, "bins") * at(sizes, "binRows"), "n"),
      stride("ldd", "d"),
      choice("beta", 0, 1),
      scalar("shift", -1, 1),
      { ...vector("in", "sums", "n"), readWhen: "shift" },
      { ...matrix("inout", "c", "m", "n"), readWhen: "beta" },
      stride("ldc", "c"),
      scratch(() => SPARSE_TN_SCRATCH),
    ],
    flops: (sizes) => 2 * at(sizes, "m") * at(sizes, "n") * at(sizes, "bins") * at(sizes, "binRows"),
  },
  skipNN: {
    equation: "C[i,j] = f(Σ_l A[i,l]·B[l,j] + bias[j]) over A ≠ 0",
    hiddenSizes: [],
    exactness: "bit-exact",
    relaxed: productSum,
    arguments: [
      size("m"),
      size("n"),
      size("k"),
      { ...matrix("in", "a", "m", "k"), contents: "zeros" },
      stride("lda", "a"),
      matrix("in", "b", "k", "n"),
      stride("ldb", "b"),
      vector("in", "bias", "n"),
      matrix("out", "c", "m", "n"),
      stride("ldc", "c"),
      activation,
      scratch((sizes) => gemmNNScratch(at(sizes, "k"))),
    ],
    flops: dense,
  },
};
