// Losses: one fused kernel each, that gives the value of every row and the gradient by the output layer.
// Targets T are values, one row a sample (one-hot for class labels). `scale` carries what the mean and the
// learning rate multiply the gradient with; the row losses are not scaled. Row sums run in index order.
//
// A, Z, T, D [m,n] share one stride ld >= pad4(n); pad columns are +0 before and after. rowLoss [m].

import { at, padded } from "./address";
import { lastMask } from "./simd";
import { logFromOne } from "./exponential";
import { logisticLoss } from "./logistic";
import { rowExponentials, rowMaximum } from "./softmax";
import { sigmoidOf } from "./activations";

/**
 * squaredError: the sum of squares of a row and its gradient by the activations.
 *   rowLoss[i] = Σ_j (A[i,j] − T[i,j])²,  D[i,j] = (A[i,j] − T[i,j])·scale
 * D may be A; otherwise nothing overlaps.
 * Bit-exact. Source: ours.
 */
export function squaredError(m: i32, n: i32, ld: i32, a: usize, t: usize, d: usize, scale: f32, rowLoss: usize): void {
  for (let i = 0; i < m; i++) {
    const row = i * ld;
    let sum: f32 = 0;
    for (let j = 0; j < n; j++) {
      const error = load<f32>(at(a, row + j)) - load<f32>(at(t, row + j));
      sum += error * error;
      store<f32>(at(d, row + j), error * scale);
    }
    for (let j = n; j < padded(n); j++) store<f32>(at(d, row + j), 0);
    store<f32>(at(rowLoss, i), sum);
  }
}

/**
 * softmaxCrossEntropy: cross-entropy of softmax(Z) and its gradient by the logits Z.
 *   rowLoss[i] = Σ_j T[i,j]·(log Σ_k e[i,k] − (Z[i,j] − max_k Z[i,k])),  e as in softmaxRows
 *   D[i,j] = (e[i,j] / Σ_k e[i,k] · Σ_k T[i,k] − T[i,j])·scale
 * n >= 1; D does not overlap Z or T.
 * Bit-exact. Source: ours.
 */
export function softmaxCrossEntropy(m: i32, n: i32, ld: i32, z: usize, t: usize, d: usize, scale: f32, rowLoss: usize): void {
  for (let i = 0; i < m; i++) {
    const row = i * ld;
    const zi = at(z, row);
    const di = at(d, row);
    const largest = rowMaximum(n, zi);
    const sum = rowExponentials(n, zi, largest, di);
    const logSum = f32x4.extract_lane(logFromOne(f32x4.splat(sum)), 0);
    let loss: f32 = 0;
    let weight: f32 = 0;
    for (let j = 0; j < n; j++) {
      const target = load<f32>(at(t, row + j));
      loss += target * (logSum - (load<f32>(at(zi, j)) - largest));
      weight += target;
    }
    for (let j = 0; j < n; j++) {
      const probability = load<f32>(at(di, j)) / sum;
      store<f32>(at(di, j), (probability * weight - load<f32>(at(t, row + j))) * scale);
    }
    store<f32>(at(rowLoss, i), loss);
  }
}

/**
 * sigmoidCrossEntropy: binary cross-entropy of sigmoid(Z), output by output, and its gradient by the logits Z.
 *   rowLoss[i] = Σ_j log(1 + e^Z[i,j]) − Z[i,j]·T[i,j],  D[i,j] = (sigmoid(Z[i,j]) − T[i,j])·scale
 * D does not overlap Z or T; D holds the terms of the sum for a while.
 * Bit-exact. Source: the stable form of the logistic loss; arrangement ours.
 */
export function sigmoidCrossEntropy(m: i32, n: i32, ld: i32, z: usize, t: usize, d: usize, scale: f32, rowLoss: usize): void {
  const gain = f32x4.splat(scale);
  const mask = v128.load(lastMask(n));
  for (let i = 0; i < m; i++) {
    const row = i * ld;
    const end = row + padded(n);
    for (let j = row; j < end; j += 4) {
      v128.store(at(d, j), logisticLoss(v128.load(at(z, j)), v128.load(at(t, j))));
    }
    let loss: f32 = 0;
    for (let j = 0; j < n; j++) loss += load<f32>(at(d, row + j));
    store<f32>(at(rowLoss, i), loss);
    for (let j = row; j < end; j += 4) {
      const error = f32x4.sub(sigmoidOf(v128.load(at(z, j))), v128.load(at(t, j)));
      v128.store(at(d, j), f32x4.mul(error, gain));
    }
    if (n & 3) v128.store(at(d, end - 4), v128.and(v128.load(at(d, end - 4)), mask));
  }
}

/**
 * perceptron: how many outputs of a row are wrong, and the correction of Rosenblatt's rule by the logits Z.
 *   rowLoss[i] = Σ_j [step(Z[i,j]) ≠ T[i,j]],  D[i,j] = (step(Z[i,j]) − T[i,j])·scale,  step(z) = z >= 0 ? 1 : 0
 * D may be Z; otherwise nothing overlaps. D is no derivative: the step has none.
 * Bit-exact. Source: Rosenblatt, Psychological Review 65(6), 1958.
 */
export function perceptron(m: i32, n: i32, ld: i32, z: usize, t: usize, d: usize, scale: f32, rowLoss: usize): void {
  for (let i = 0; i < m; i++) {
    const row = i * ld;
    let wrong: f32 = 0;
    for (let j = 0; j < n; j++) {
      const step: f32 = load<f32>(at(z, row + j)) >= 0 ? 1 : 0;
      const target = load<f32>(at(t, row + j));
      wrong += step != target ? 1 : 0;
      store<f32>(at(d, row + j), (step - target) * scale);
    }
    for (let j = n; j < padded(n); j++) store<f32>(at(d, row + j), 0);
    store<f32>(at(rowLoss, i), wrong);
  }
}
