/** What each loss means: its kernel, what its gradient and its value are divided by. Knows nothing of layers. */
import type { Kernels } from "../kernels/contract.js";
import type { LossName } from "./architecture.js";

export interface Loss {
  readonly kernel: keyof Pick<Kernels, "squaredError" | "softmaxCrossEntropy" | "sigmoidCrossEntropy" | "perceptron">;
  /** The kernel takes logits: the output layer's activation is part of the loss. */
  readonly fromLogits: boolean;
  /** What the kernel's gradient is multiplied with, for a mini-batch of `rows` and `outputs` columns. */
  readonly gradientScale: (rows: number, outputs: number) => number;
  /** What the mean of the kernel's row losses is multiplied with to give the loss. */
  readonly valueScale: (outputs: number) => number;
}

export const LOSS_TABLE: { readonly [K in LossName]: Loss } = {
  // L = 1/n Σ_i Σ_j (a − t)²; dL/da = 2(a − t)/n: sums over outputs, averages over samples.
  sumSquaredError: {
    kernel: "squaredError",
    fromLogits: false,
    gradientScale: (rows) => 2 / rows,
    valueScale: () => 1,
  },
  // L = 1/(n·m) Σ_i Σ_j (a − t)²
  mse: {
    kernel: "squaredError",
    fromLogits: false,
    gradientScale: (rows, outputs) => 2 / (rows * outputs),
    valueScale: (outputs) => 1 / outputs,
  },
  // L = −1/n Σ_i Σ_j t·log softmax(z); dL/dz = (p − t)/n
  crossEntropy: {
    kernel: "softmaxCrossEntropy",
    fromLogits: true,
    gradientScale: (rows) => 1 / rows,
    valueScale: () => 1,
  },
  // L = −1/(n·m) Σ_i Σ_j t·log σ(z) + (1 − t)·log(1 − σ(z)); dL/dz = (σ(z) − t)/(n·m)
  binaryCrossEntropy: {
    kernel: "sigmoidCrossEntropy",
    fromLogits: true,
    gradientScale: (rows, outputs) => 1 / (rows * outputs),
    valueScale: (outputs) => 1 / outputs,
  },
  // L = 1/n Σ_i how many outputs of row i are wrong; in place of dL/dz, (step(z) − t)/n: Rosenblatt's rule
  perceptron: {
    kernel: "perceptron",
    fromLogits: true,
    gradientScale: (rows) => 1 / rows,
    valueScale: () => 1,
  },
};
