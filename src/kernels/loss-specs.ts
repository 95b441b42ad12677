/** The rows of specs.ts for the losses: one fused kernel each, value and gradient. */
import type { Kernels } from "./contract.js";
import { column, type KernelSpec, matrix, type Sizes, scalar, size, stride } from "./kernel-spec.js";

type LossKernel = "squaredError" | "softmaxCrossEntropy" | "sigmoidCrossEntropy" | "perceptron";

/**
 * Rows that a loss kernel shares: m, n, ld, two inputs, the gradient, the scale, the value of each row. `inPlace`: the
 * gradient may take over the memory of the values.
 */
const loss = <const N extends string>(values: N, atLeast: number, inPlace = false) =>
  [
    size("m"),
    size("n", atLeast),
    stride("ld", values, "t", "d"),
    matrix("in", values, "m", "n"),
    matrix("in", "t", "m", "n"),
    { ...matrix("out", "d", "m", "n"), ...(inPlace && { mayBe: values }) },
    scalar("scale", -2, 2),
    column("out", "rowLoss", "m"),
  ] as const;

const perElement =
  (flops: number) =>
  (sizes: Sizes): number =>
    flops * (sizes.m as number) * (sizes.n as number);

const bitExact = { hiddenSizes: [], exactness: "bit-exact" } as const;

export const LOSS_SPECS: { readonly [K in LossKernel]: KernelSpec<Parameters<Kernels[K]>> } = {
  squaredError: {
    ...bitExact,
    equation: "rowLoss[i] = Σ_j (A[i,j] − T[i,j])²; D = (A − T)·scale",
    arguments: loss("a", 0, true),
    flops: perElement(4),
  },
  softmaxCrossEntropy: {
    ...bitExact,
    equation: "rowLoss[i] = −Σ_j T[i,j]·log softmax(Z)[i,j]; D = (softmax(Z)·Σ_k T[i,k] − T)·scale",
    arguments: loss("z", 1),
    flops: perElement(9),
  },
  sigmoidCrossEntropy: {
    ...bitExact,
    equation: "rowLoss[i] = Σ_j log(1 + exp(Z)) − Z·T; D = (sigmoid(Z) − T)·scale",
    arguments: loss("z", 0),
    flops: perElement(10),
  },
  perceptron: {
    ...bitExact,
    equation: "rowLoss[i] = Σ_j [step(Z[i,j]) ≠ T[i,j]]; D = (step(Z) − T)·scale; step(z) = z ≥ 0 ? 1 : 0",
    arguments: loss("z", 0, true),
    flops: perElement(3),
  },
};
