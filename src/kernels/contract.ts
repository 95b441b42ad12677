/**
 * The contract: what a kernel is called, what it takes, what it promises. Implemented twice, by the WASM
 * module (wasm.ts) and in plain TypeScript (reference.ts), over the same byte addresses.
 * Knows nothing of layers or models.
 *
 * Rules all kernels share
 * - Matrices are row-major. `ldx` is the stride of X: elements (not bytes) from a row to the next, at least
 *   pad4(columns), where pad4 rounds up to a multiple of four.
 * - Pad columns hold +0 on the way in and come out +0.
 * - Every element of a result is one accumulator that takes its terms in index order, each operation rounded to
 *   f32 on its own: both implementations give the same bytes (the relaxed module, which fuses the terms of products,
 *   keeps the bound that its specs derive). Where a result is NaN, it is NaN in both (which
 *   NaN is not defined).
 * - Matrices that are only read may be the same memory. One that is written overlaps no other, unless its spec says
 *   whose memory it may take over.
 * - Nothing is allocated, thrown or kept. Sizes and addresses are trusted: they come from a plan.
 * - Sizes may be 0 unless the kernel says otherwise; addresses are multiples of 4 (of 1 for bytes).
 */

/** Byte address of f32s in a workspace. A number at run time, a type at compile time. */
export type F32Ptr = number & { readonly __brand: "f32*" };
/** Byte address of u32s in a workspace. */
export type U32Ptr = number & { readonly __brand: "u32*" };
/** Byte address of bytes in a workspace. */
export type U8Ptr = number & { readonly __brand: "u8*" };

/** Elementwise activations by the number the kernels know them by. Softmax, which takes whole rows, has kernels of its own. */
export const ACTIVATION_CODES = { identity: 0, sigmoid: 1, tanh: 2, relu: 3, leakyRelu: 4 } as const;
export type ActivationCode = (typeof ACTIVATION_CODES)[keyof typeof ACTIVATION_CODES];

/**
 * How the terms of a matrix product are added. "strict": product and sum are rounded each, the same bits on every host.
 * "relaxed": one rounding for both where the processor has a fused multiply-add.
 */
export type MathMode = "strict" | "relaxed";

/** Floats of scratch that gemmNN wants for an inner size k. */
export function gemmNNScratch(k: number): number {
  return 8 * k;
}

/** Floats of scratch that gemmTN wants for an inner size k: panels of B, and from 256 on a tile of C and strips of A. */
export function gemmTNScratch(k: number): number {
  return k > 256 ? 128 * k + 64 * 128 + 64 * 256 : 48 * k;
}

/** Floats of scratch that gemmNT wants for an inner size k. */
export function gemmNTScratch(k: number): number {
  return 8 * pad4(k);
}

/** Floats of scratch that sparseTN wants. */
export const SPARSE_TN_SCRATCH = 104;

/** Columns a record can name at most. */
export const MAX_RECORD_COLUMNS = 65536;
/** Rows a bin of buckets can have at most. */
export const MAX_BIN_ROWS = 256;

/** Bytes of the record of a row with `count` values that are not 0. */
export function recordBytes(count: number): number {
  return pad4(4 + 3 * count);
}

/** The next multiple of four: the width of a padded row. */
export function pad4(width: number): number {
  return (width + 3) & ~3;
}

/** The arithmetic of training, as flat functions. Equations, ranges and costs stand in specs.ts. */
export interface Kernels {
  /** C[m,n] = f(A[m,k]·B[k,n] + bias), f elementwise by `activation`. */
  gemmNN(
    m: number,
    n: number,
    k: number,
    a: F32Ptr,
    lda: number,
    b: F32Ptr,
    ldb: number,
    bias: F32Ptr,
    c: F32Ptr,
    ldc: number,
    activation: number,
    scratch: F32Ptr,
  ): void;

  /** C[m,n] = A[k,m]ᵀ·B[k,n] + beta·C, beta 0 or 1; with beta = 0, C is never read. */
  gemmTN(
    m: number,
    n: number,
    k: number,
    a: F32Ptr,
    lda: number,
    b: F32Ptr,
    ldb: number,
    beta: number,
    c: F32Ptr,
    ldc: number,
    scratch: F32Ptr,
  ): void;

  /** C[m,n] = (A[m,k]·B[n,k]ᵀ) ⊙ f'(Y[m,n]), f' written in terms of the output Y; Y is not read where f is the identity. */
  gemmNT(
    m: number,
    n: number,
    k: number,
    a: F32Ptr,
    lda: number,
    b: F32Ptr,
    ldb: number,
    activation: number,
    y: F32Ptr,
    ldy: number,
    c: F32Ptr,
    ldc: number,
    scratch: F32Ptr,
  ): void;

  /** X[m,n] = f(X), in place. */
  activate(activation: number, m: number, n: number, x: F32Ptr, ldx: number): void;

  /** D[m,n] = D ⊙ f'(Y), in place. */
  activateBackward(activation: number, m: number, n: number, y: F32Ptr, ldy: number, d: F32Ptr, ldd: number): void;

  /** X[m,n] = softmax of each row, in place; n >= 1. */
  softmaxRows(m: number, n: number, x: F32Ptr, ldx: number): void;

  /** D[m,n] = Y ⊙ (D − rowsum(D ⊙ Y)), in place. */
  softmaxBackward(m: number, n: number, y: F32Ptr, ldy: number, d: F32Ptr, ldd: number): void;

  /** rowLoss[i] = Σ (A − T)²; D = (A − T)·scale. */
  squaredError(m: number, n: number, ld: number, a: F32Ptr, t: F32Ptr, d: F32Ptr, scale: number, rowLoss: F32Ptr): void;

  /** rowLoss[i] = −Σ T·log softmax(Z); D = (softmax(Z)·ΣT − T)·scale; n >= 1. */
  softmaxCrossEntropy(
    m: number,
    n: number,
    ld: number,
    z: F32Ptr,
    t: F32Ptr,
    d: F32Ptr,
    scale: number,
    rowLoss: F32Ptr,
  ): void;

  /** rowLoss[i] = Σ log(1 + e^Z) − Z·T, the cross-entropy of σ(Z); D = (σ(Z) − T)·scale. */
  sigmoidCrossEntropy(
    m: number,
    n: number,
    ld: number,
    z: F32Ptr,
    t: F32Ptr,
    d: F32Ptr,
    scale: number,
    rowLoss: F32Ptr,
  ): void;

  /** rowLoss[i] = how many of step(Z) ≠ T; D = (step(Z) − T)·scale; step(z) = 1 where z >= 0, else 0. */
  perceptron(m: number, n: number, ld: number, z: F32Ptr, t: F32Ptr, d: F32Ptr, scale: number, rowLoss: F32Ptr): void;

  /** W −= learningRate·(G + weightDecay·W); count is a multiple of 4, here and in the other steps. */
  sgdStep(count: number, w: F32Ptr, g: F32Ptr, learningRate: number, weightDecay: number): void;

  /** V = momentum·V + g', W −= learningRate·V (nesterov 0) or learningRate·(g' + momentum·V) (nesterov 1). */
  momentumStep(
    count: number,
    w: F32Ptr,
    g: F32Ptr,
    v: F32Ptr,
    learningRate: number,
    momentum: number,
    weightDecay: number,
    nesterov: number,
  ): void;

  /** Adam, with all that depends on the step number alone brought by the caller. */
  adamStep(
    count: number,
    w: F32Ptr,
    g: F32Ptr,
    m: F32Ptr,
    v: F32Ptr,
    beta1: number,
    gain1: number,
    beta2: number,
    gain2: number,
    stepSize: number,
    rootScale: number,
    epsilon: number,
    weightDecay: number,
  ): void;

  /** out[n] = Σ_i D[m,n] + beta·out, beta 0 or 1; with beta = 0, out is never read. */
  columnSums(m: number, n: number, d: F32Ptr, ldd: number, beta: number, out: F32Ptr): void;

  /** out[i] = column of the first largest value of row i; n >= 1. */
  argmaxRows(m: number, n: number, a: F32Ptr, lda: number, out: U32Ptr): void;

  /** X[i,j] = source[indices[i], j]·scale, from bytes. */
  gatherU8(m: number, n: number, source: U8Ptr, indices: U32Ptr, scale: number, x: F32Ptr, ldx: number): void;

  /** X[i,j] = source[indices[i], j]. */
  gatherF32(m: number, n: number, source: F32Ptr, indices: U32Ptr, x: F32Ptr, ldx: number): void;

  /** T[i,j] = 1 where j is labels[indices[i]], else 0; with n = 1, T[i,0] = the label. */
  gatherOneHot(m: number, n: number, labels: U8Ptr, indices: U32Ptr, t: F32Ptr, ldt: number): void;

  /** C[i,j] = C[i,j] + scale·row[j]. */
  addScaledRow(m: number, n: number, row: F32Ptr, scale: number, c: F32Ptr, ldc: number): void;

  /** D[i,j] = D[i,j]·factors[indices[i]]; rowLoss[i] = rowLoss[i]·factors[indices[i]]. */
  scaleRows(m: number, n: number, factors: F32Ptr, indices: U32Ptr, d: F32Ptr, ldd: number, rowLoss: F32Ptr): void;

  /**
   * Rows of bytes to records without their zeros. A record is u32 count, u16 column[count] ascending, u8 value[count],
   * zero bytes up to a multiple of 4; that of row i starts at byte offsets[i] of `records`. offsets[0] is read (a
   * multiple of 4), offsets[1 … m] are written. n is at most 65,536.
   */
  compressRows(m: number, n: number, source: U8Ptr, records: U32Ptr, offsets: U32Ptr): void;

  /** C[i,j] = f(Σ_l values[U[r,l]]·W[l,j] + bias[j]) over the columns l in record r = indices[i]; values has 256. */
  sparseNN(
    m: number,
    n: number,
    records: U32Ptr,
    offsets: U32Ptr,
    indices: U32Ptr,
    values: F32Ptr,
    w: F32Ptr,
    ldw: number,
    bias: F32Ptr,
    c: F32Ptr,
    ldc: number,
    activation: number,
  ): void;

  /**
   * The records of indices[0 … m−1] sorted by column: bucket j [binRows] begins with counts[j] pairs, each a
   * little-endian u16 of i << 8 | value, i ascending. m is at most 256 and at most binRows.
   */
  bucketPairs(
    m: number,
    n: number,
    records: U32Ptr,
    offsets: U32Ptr,
    indices: U32Ptr,
    buckets: U8Ptr,
    binRows: number,
    counts: U32Ptr,
  ): void;

  /**
   * C[i,j] = (Σ_l values[U[l,i]]·D[l,j] + beta·C[i,j]) + shift·sums[j] over the rows l in bucket i of every bin; beta
   * 0 or 1; with beta = 0, C is never read, with shift = 0, sums is not. A bin holds k buckets, k at least m, and
   * stands for binRows rows of D.
   */
  sparseTN(
    m: number,
    n: number,
    k: number,
    bins: number,
    binRows: number,
    buckets: U8Ptr,
    counts: U32Ptr,
    values: F32Ptr,
    d: F32Ptr,
    ldd: number,
    beta: number,
    shift: number,
    sums: F32Ptr,
    c: F32Ptr,
    ldc: number,
    scratch: F32Ptr,
  ): void;

  /** gemmNN for a few rows, over the l with A[i,l] ≠ 0 alone: the same bytes where B is finite. */
  skipNN: Kernels["gemmNN"];
}

/**
 * The memory kernels work on, as views. For f32 work the three views share one buffer. The f64 reference keeps
 * its floats in a buffer of their own, twice as wide: the float at byte address p is `floats[p >> 2]` in both.
 */
export interface Heap {
  readonly floats: Float32Array | Float64Array;
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
}
