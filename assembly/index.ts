// The export list, in the order of the contract (src/kernels/contract.ts).

export { gemmNN } from "./gemm";
export { gemmTN } from "./gemm-tn";
export { gemmNT } from "./gemm";
export { activate, activateBackward } from "./activations";
export { softmaxRows, softmaxBackward } from "./softmax";
export { squaredError, softmaxCrossEntropy, sigmoidCrossEntropy, perceptron } from "./losses";
export { sgdStep, momentumStep, adamStep } from "./optimizers";
export { columnSums, argmaxRows } from "./reductions";
export { gatherU8, gatherF32, gatherOneHot } from "./gather";
export { addScaledRow, scaleRows } from "./rows";
export { compressRows, sparseNN, bucketPairs, sparseTN } from "./sparse";
export { skipNN } from "./wide-row";

// Not part of the contract: how threads wait for each other (shared memory only).
export { barrier } from "./barrier";

// Not part of the contract: kept apart from their drivers for speed (see micro-nn.ts).
export { microNN4x8, microNN6x4 } from "./micro-nn";
export { microTN4x8, microTN4x8Carry, microTN6x4, microTN6x4Carry } from "./micro-tn";
export { microRecord13, microRecord8, microRecord4, microRecord3, microRecord1 } from "./micro-row";
export { microBucket13, microBucket8, microBucket4, microBucket3, microBucket1 } from "./micro-row";
export { microDense13, microDense8, microDense4, microDense3, microDense1 } from "./micro-row";

/** First byte a workspace may use: below lies the module's static data. */
export function heapBase(): usize {
  return __heap_base;
}
