/**
 * Every kernel described once: what each argument is, what it costs, how exact it is. The fuzzer, the exact tests,
 * the benchmark and docs/kernels.md read this table. A kernel of the contract without a row here does not compile;
 * an export of the module without one fails a test.
 */

import { gemmNNScratch, gemmNTScratch, gemmTNScratch, type Kernels } from "./contract.js";
import {
  activation,
  choice,
  column,
  indices,
  type KernelSpec,
  matrix,
  productSum,
  type Sizes,
  scalar,
  scratch,
  size,
  stride,
  vector,
} from "./kernel-spec.js";
import { LOSS_SPECS } from "./loss-specs.js";
import { ROW_SPECS } from "./row-specs.js";
import { SPARSE_SPECS } from "./sparse-specs.js";

const k = (sizes: Sizes): number => sizes.k as number;
const mn = (sizes: Sizes): number => (sizes.m as number) * (sizes.n as number);
const product = (sizes: Sizes): number => 2 * mn(sizes) * k(sizes);
const perElement =
  (flops: number) =>
  (sizes: Sizes): number =>
    flops * mn(sizes);
const perCount =
  (flops: number) =>
  (sizes: Sizes): number =>
    flops * (sizes.count as number);

const bitExact = { hiddenSizes: [], exactness: "bit-exact" } as const;

export const KERNEL_SPECS: { readonly [K in keyof Kernels]: KernelSpec<Parameters<Kernels[K]>> } = {
  gemmNN: {
    ...bitExact,
    relaxed: productSum,
    equation: "C[i,j] = f(Σ_l A[i,l]·B[l,j] + bias[j])",
    arguments: [
      size("m"),
      size("n"),
      size("k"),
      matrix("in", "a", "m", "k"),
      stride("lda", "a"),
      matrix("in", "b", "k", "n"),
      stride("ldb", "b"),
      vector("in", "bias", "n"),
      matrix("out", "c", "m", "n"),
      stride("ldc", "c"),
      activation,
      scratch((sizes) => gemmNNScratch(k(sizes))),
    ],
    flops: product,
  },
  gemmTN: {
    ...bitExact,
    relaxed: productSum,
    equation: "C[i,j] = Σ_l A[l,i]·B[l,j] + beta·C[i,j]",
    arguments: [
      size("m"),
      size("n"),
      size("k"),
      matrix("in", "a", "k", "m"),
      stride("lda", "a"),
      matrix("in", "b", "k", "n"),
      stride("ldb", "b"),
      choice("beta", 0, 1),
      { ...matrix("inout", "c", "m", "n"), readWhen: "beta" },
      stride("ldc", "c"),
      scratch((sizes) => gemmTNScratch(k(sizes))),
    ],
    flops: product,
  },
  gemmNT: {
    ...bitExact,
    relaxed: productSum,
    equation: "C[i,j] = (Σ_l A[i,l]·B[j,l])·f'(Y[i,j])",
    arguments: [
      size("m"),
      size("n"),
      size("k"),
      matrix("in", "a", "m", "k"),
      stride("lda", "a"),
      matrix("in", "b", "n", "k"),
      stride("ldb", "b"),
      activation,
      { ...matrix("in", "y", "m", "n"), readWhen: "activation" },
      stride("ldy", "y"),
      matrix("out", "c", "m", "n"),
      stride("ldc", "c"),
      scratch((sizes) => gemmNTScratch(k(sizes))),
    ],
    flops: product,
  },
  activate: {
    ...bitExact,
    equation: "X[i,j] = f(X[i,j])",
    arguments: [activation, size("m"), size("n"), matrix("inout", "x", "m", "n"), stride("ldx", "x")],
    flops: perElement(1),
  },
  activateBackward: {
    ...bitExact,
    equation: "D[i,j] = D[i,j]·f'(Y[i,j])",
    arguments: [
      activation,
      size("m"),
      size("n"),
      { ...matrix("in", "y", "m", "n"), readWhen: "activation" },
      stride("ldy", "y"),
      matrix("inout", "d", "m", "n"),
      stride("ldd", "d"),
    ],
    flops: perElement(3),
  },
  softmaxRows: {
    ...bitExact,
    equation: "X[i,j] = exp(X[i,j] − max_k X[i,k]) / Σ_k exp(X[i,k] − max)",
    arguments: [size("m"), size("n", 1), matrix("inout", "x", "m", "n"), stride("ldx", "x")],
    flops: perElement(4),
  },
  softmaxBackward: {
    ...bitExact,
    equation: "D[i,j] = Y[i,j]·(D[i,j] − Σ_k D[i,k]·Y[i,k])",
    arguments: [
      size("m"),
      size("n"),
      matrix("in", "y", "m", "n"),
      stride("ldy", "y"),
      matrix("inout", "d", "m", "n"),
      stride("ldd", "d"),
    ],
    flops: perElement(4),
  },
  ...LOSS_SPECS,
  sgdStep: {
    ...bitExact,
    equation: "W = W − learningRate·(G + weightDecay·W)",
    arguments: [
      size("count", 0, 4),
      vector("inout", "w", "count"),
      vector("in", "g", "count"),
      scalar("learningRate", 0, 1),
      scalar("weightDecay", 0, 0.1),
    ],
    flops: perCount(4),
  },
  momentumStep: {
    ...bitExact,
    equation: "g' = G + weightDecay·W; V = momentum·V + g'; W = W − learningRate·(nesterov ? g' + momentum·V : V)",
    arguments: [
      size("count", 0, 4),
      vector("inout", "w", "count"),
      vector("in", "g", "count"),
      vector("inout", "v", "count"),
      scalar("learningRate", 0, 1),
      scalar("momentum", 0, 1),
      scalar("weightDecay", 0, 0.1),
      choice("nesterov", 0, 1),
    ],
    flops: perCount(6),
  },
  adamStep: {
    ...bitExact,
    equation:
      "g' = G + weightDecay·W; M = beta1·M + gain1·g'; V = beta2·V + gain2·g'²; W = W − stepSize·M / (√V·rootScale + epsilon)",
    arguments: [
      size("count", 0, 4),
      vector("inout", "w", "count"),
      vector("in", "g", "count"),
      vector("inout", "m", "count"),
      { ...vector("inout", "v", "count"), contents: "nonnegative" },
      scalar("beta1", 0, 1),
      scalar("gain1", 0, 1),
      scalar("beta2", 0, 1),
      scalar("gain2", 0, 1),
      scalar("stepSize", 0, 1),
      scalar("rootScale", 1, 40),
      scalar("epsilon", 1e-10, 1e-3),
      scalar("weightDecay", 0, 0.1),
    ],
    flops: perCount(15),
  },
  columnSums: {
    ...bitExact,
    equation: "out[j] = Σ_i D[i,j] + beta·out[j]",
    arguments: [
      size("m"),
      size("n"),
      matrix("in", "d", "m", "n"),
      stride("ldd", "d"),
      choice("beta", 0, 1),
      { ...vector("inout", "out", "n"), readWhen: "beta" },
    ],
    flops: perElement(1),
  },
  argmaxRows: {
    ...bitExact,
    equation: "out[i] = first j with A[i,j] = max_k A[i,k]",
    arguments: [
      size("m"),
      size("n", 1),
      matrix("in", "a", "m", "n"),
      stride("lda", "a"),
      { ...column("out", "out", "m"), element: "u32" },
    ],
    flops: perElement(1),
  },
  gatherU8: {
    ...bitExact,
    hiddenSizes: ["sourceRows"],
    equation: "X[i,j] = source[indices[i],j]·scale",
    arguments: [
      size("m"),
      size("n"),
      { ...matrix("in", "source", "sourceRows", "n"), element: "u8", packed: true },
      indices,
      scalar("scale", 0, 1),
      matrix("out", "x", "m", "n"),
      stride("ldx", "x"),
    ],
    flops: perElement(1),
  },
  gatherF32: {
    ...bitExact,
    hiddenSizes: ["sourceRows"],
    equation: "X[i,j] = source[indices[i],j]",
    arguments: [
      size("m"),
      size("n"),
      { ...matrix("in", "source", "sourceRows", "n"), packed: true },
      indices,
      matrix("out", "x", "m", "n"),
      stride("ldx", "x"),
    ],
    flops: () => 0,
  },
  gatherOneHot: {
    ...bitExact,
    hiddenSizes: ["sourceRows"],
    equation: "T[i,j] = j = labels[indices[i]] ? 1 : 0; n = 1: T[i,0] = labels[indices[i]]",
    arguments: [
      size("m"),
      size("n", 1),
      { ...column("in", "labels", "sourceRows"), element: "u8", contents: "label" },
      indices,
      matrix("out", "t", "m", "n"),
      stride("ldt", "t"),
    ],
    flops: () => 0,
  },
  ...ROW_SPECS,
  ...SPARSE_SPECS,
};
