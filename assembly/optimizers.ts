// Update rules, one element at a time over flat arrays: a slice of a weight matrix with its gradient and
// moments. weightDecay is L2: it adds weightDecay·w to the gradient, as PyTorch means it.
// Arrays [count] do not overlap; count is any whole number (pad elements are zero and stay zero).

import { at } from "./address";
import { madd } from "./simd";

/** Address behind the last whole vector of `count` values. */
// @ts-ignore: decorator
@inline
function wholeVectors(base: usize, count: i32): usize {
  return at(base, (count + 3) & ~3);
}

/**
 * sgdStep: plain gradient descent.
 *   g' = G + weightDecay·W,  W = W − learningRate·g'
 * W, G [count], count a multiple of 4.
 * Bit-exact. Source: Robbins & Monro 1951; form of PyTorch.
 */
export function sgdStep(count: i32, w: usize, g: usize, learningRate: f32, weightDecay: f32): void {
  const step = f32x4.splat(-learningRate);
  const decay = f32x4.splat(weightDecay);
  const end = wholeVectors(w, count);
  for (; w < end; w += 16) {
    const weight = v128.load(w);
    v128.store(w, madd(step, madd(decay, weight, v128.load(g)), weight));
    g += 16;
  }
}

/**
 * momentumStep: gradient descent with momentum, plain or Nesterov's.
 *   g' = G + weightDecay·W,  V = momentum·V + g',  W = W − learningRate·(nesterov ? g' + momentum·V : V)
 * W, G, V [count], count a multiple of 4; V starts at 0.
 * Bit-exact. Source: Polyak 1964, Nesterov 1983; form of PyTorch (dampening 0).
 */
export function momentumStep(
  count: i32, w: usize, g: usize, v: usize,
  learningRate: f32, momentum: f32, weightDecay: f32, nesterov: i32,
): void {
  const step = f32x4.splat(-learningRate);
  const keep = f32x4.splat(momentum);
  const decay = f32x4.splat(weightDecay);
  const end = wholeVectors(w, count);
  for (; w < end; w += 16) {
    const weight = v128.load(w);
    const gradient = madd(decay, weight, v128.load(g));
    const velocity = madd(keep, v128.load(v), gradient);
    v128.store(v, velocity);
    v128.store(w, madd(step, nesterov ? madd(keep, velocity, gradient) : velocity, weight));
    g += 16;
    v += 16;
  }
}

/**
 * adamStep: Adam. The caller brings what depends on the step t alone:
 *   gain1 = 1 − beta1, gain2 = 1 − beta2, stepSize = learningRate / (1 − beta1^t), rootScale = 1 / sqrt(1 − beta2^t)
 *   g' = G + weightDecay·W,  M = beta1·M + gain1·g',  V = beta2·V + (gain2·g')·g',
 *   W = W − (stepSize·M) / (sqrt(V)·rootScale + epsilon)
 * W, G, M, V [count], count a multiple of 4; M and V start at 0.
 * Bit-exact. Source: Kingma & Ba 2015, algorithm 1; place of epsilon as in PyTorch.
 */
export function adamStep(
  count: i32, w: usize, g: usize, m: usize, v: usize,
  beta1: f32, gain1: f32, beta2: f32, gain2: f32,
  stepSize: f32, rootScale: f32, epsilon: f32, weightDecay: f32,
): void {
  const keep1 = f32x4.splat(beta1), take1 = f32x4.splat(gain1);
  const keep2 = f32x4.splat(beta2), take2 = f32x4.splat(gain2);
  const step = f32x4.splat(stepSize), scale = f32x4.splat(rootScale);
  const tiny = f32x4.splat(epsilon), decay = f32x4.splat(weightDecay);
  const end = wholeVectors(w, count);
  for (; w < end; w += 16) {
    const weight = v128.load(w);
    const gradient = madd(decay, weight, v128.load(g));
    const mean = madd(take1, gradient, f32x4.mul(keep1, v128.load(m)));
    const square = madd(f32x4.mul(take2, gradient), gradient, f32x4.mul(keep2, v128.load(v)));
    v128.store(m, mean);
    v128.store(v, square);
    const root = madd(f32x4.sqrt(square), scale, tiny);
    v128.store(w, f32x4.sub(weight, f32x4.div(f32x4.mul(step, mean), root)));
    g += 16;
    m += 16;
    v += 16;
  }
}
