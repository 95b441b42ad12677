/**
 * The words kernels are described with in specs.ts: what an argument is, and short ways to say it. Knows no kernel.
 */
import { ACTIVATION_CODES, type F32Ptr, type U8Ptr, type U32Ptr } from "./contract.js";

/** The sizes of one call, by name; not all of them are arguments (`sourceRows` bounds the indices of a gather). */
export type Sizes = Readonly<Record<string, number>>;

/** What a matrix can hold where not any number is valid, in words. */
export const CONTENTS = {
  index: "row numbers",
  label: "class indices",
  nonnegative: "at least 0",
  zeros: "any number, many of them 0",
  start: "the first a multiple of 4, the others not read",
  records: "records as compressRows writes them",
  offsets: "offsets as compressRows writes them",
  buckets: "buckets as bucketPairs writes them",
  counts: "counts as bucketPairs writes them",
} as const;

/**
 * A matrix in memory. `in` is read, `out` written whole (pads too), `inout` both, `scratch` may be written with anything.
 * Matrices that are only read may be the same memory; one that is written overlaps no other but that of `mayBe`.
 */
export interface MatrixArgument {
  readonly kind: "matrix";
  readonly name: string;
  readonly element: "f32" | "u32" | "u8";
  readonly role: "in" | "out" | "inout" | "scratch";
  readonly rows: (sizes: Sizes) => number;
  readonly columns: (sizes: Sizes) => number;
  /** Columns are stored without padding (bytes, indices, scratch and data sets). */
  readonly packed: boolean;
  /** The old contents count only where this argument is not 0; where it is 0 the matrix must never be read. */
  readonly readWhen?: string;
  /** A matrix that is only read and whose memory this one may take over, stride included. */
  readonly mayBe?: string;
  /** What valid contents are, where not any number. */
  readonly contents?: keyof typeof CONTENTS;
}

/** A whole number: a size, the stride of a matrix, or one of a few choices. */
export interface SizeArgument {
  readonly kind: "size";
  readonly name: string;
  readonly atLeast: number;
  readonly multipleOf: number;
}
export interface StrideArgument {
  readonly kind: "stride";
  readonly name: string;
  /** The matrices laid out with this stride. */
  readonly of: readonly string[];
}
export interface ChoiceArgument {
  readonly kind: "choice";
  readonly name: string;
  readonly values: readonly number[];
}
/** An f32 by value. */
export interface ScalarArgument {
  readonly kind: "scalar";
  readonly name: string;
  readonly range: readonly [number, number];
}

type NumberArgument = SizeArgument | StrideArgument | ChoiceArgument | ScalarArgument;
export type KernelArgument = MatrixArgument | NumberArgument;

type ArgumentFor<P> = P extends F32Ptr
  ? MatrixArgument & { readonly element: "f32" }
  : P extends U32Ptr
    ? MatrixArgument & { readonly element: "u32" }
    : P extends U8Ptr
      ? MatrixArgument & { readonly element: "u8" }
      : NumberArgument;

/**
 * A sum whose terms the relaxed module may round once or twice. Each term goes through at most n roundings, each a
 * factor 1 + δ, |δ| <= u = 2^-24, so, barring overflow and but for n/2 of the smallest subnormal,
 *   |computed − exact| <= γ_n·Σ|terms|,  γ_n = n·u / (1 − n·u)
 * for either way of rounding and any order (N. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed.,
 * lemma 3.1 and section 3.1). It holds for activation 0; an activation is applied bit for bit to what has been summed.
 */
export interface RelaxedBound {
  /** n, and as a formula. */
  readonly roundings: (sizes: Sizes) => number;
  readonly formula: string;
}

/** Of a sum of k products. The first term: its product, k − 1 additions to it (that to +0 is exact), then what is added last. */
export const productSum: RelaxedBound = { formula: "k + 1", roundings: (sizes) => (sizes.k as number) + 1 };

export interface KernelSpec<Parameters extends readonly unknown[] = readonly unknown[]> {
  readonly equation: string;
  /** In the order of the contract. */
  readonly arguments: { readonly [I in keyof Parameters]: ArgumentFor<Parameters[I]> };
  /** Sizes that are not arguments. */
  readonly hiddenSizes: readonly string[];
  /** Makes sizes that were drawn one by one fit each other. */
  readonly fit?: (sizes: Sizes) => Sizes;
  /** `bit-exact`: the strict build and the f32 reference give the same bytes. */
  readonly exactness: "bit-exact";
  /** What the relaxed module keeps; without it, the same bytes too. */
  readonly relaxed?: RelaxedBound;
  /** Additions, multiplications, divisions and roots; exp and log count as one each. */
  readonly flops: (sizes: Sizes) => number;
}

export const size = (name: string, atLeast = 0, multipleOf = 1): SizeArgument => ({
  kind: "size",
  name,
  atLeast,
  multipleOf,
});
export const stride = (name: string, ...of: string[]): StrideArgument => ({ kind: "stride", name, of });
export const choice = (name: string, ...values: number[]): ChoiceArgument => ({ kind: "choice", name, values });
export const scalar = (name: string, from: number, to: number): ScalarArgument => ({
  kind: "scalar",
  name,
  range: [from, to],
});
export const activation: ChoiceArgument = choice("activation", ...Object.values(ACTIVATION_CODES));

type F32Matrix = MatrixArgument & { readonly element: "f32" };
type Extent = string | 1 | ((sizes: Sizes) => number);

function extent(of: Extent): (sizes: Sizes) => number {
  if (typeof of === "function") return of;
  return of === 1 ? () => 1 : (sizes) => sizes[of] as number;
}

export function matrix(role: MatrixArgument["role"], name: string, rows: Extent, columns: Extent): F32Matrix {
  return { kind: "matrix", name, element: "f32", role, rows: extent(rows), columns: extent(columns), packed: false };
}
/** A row of values. */
export const vector = (role: MatrixArgument["role"], name: string, columns: Extent): F32Matrix =>
  matrix(role, name, 1, columns);
/** One value a row, without padding. */
export const column = (role: MatrixArgument["role"], name: string, rows: Extent): F32Matrix => ({
  ...vector(role, name, rows),
  packed: true,
});
export const scratch = (floats: (sizes: Sizes) => number): F32Matrix => ({
  ...vector("scratch", "scratch", floats),
  packed: true,
});
/** The table that gives each byte its value. */
export const byteValues: F32Matrix = { ...vector("in", "values", () => 256), packed: true };

export const indices: MatrixArgument & { readonly element: "u32" } = {
  ...column("in", "indices", "m"),
  element: "u32",
  contents: "index",
};
