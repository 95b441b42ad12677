/**
 * The update of a range of weight rows: the gradient over the whole batch, in order, then the optimizer's rule, in
 * place. Ranges are independent, so any number of threads gives the same bits. Sees the type of the kernels only.
 *   dW_l = A_(l-1)ᵀ·D_l;  db_l = Σ_i D_l[i]
 */
import type { F32Ptr, Kernels } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import { gradientFirst, type Window } from "./first-layer.js";
import { isFolded, type Optimizer } from "./optimizers.js";
import type { LayerPlan, Parameters, Plan } from "./plan.js";
import { multiplyTransposed, type Slice } from "./products.js";

/** What an update depends on beside the gradient. */
export interface UpdateRule {
  readonly optimizer: Optimizer;
  /** Adam's corrections for the step number; unused by others. */
  readonly correction: AdamCorrection;
}

/** beta1^t and beta2^t, by repeated multiplication: `Math.pow` may differ from host to host. */
export interface AdamCorrection {
  readonly power1: number;
  readonly power2: number;
}

export const FIRST_CORRECTION: AdamCorrection = { power1: 1, power2: 1 };

export function nextCorrection(optimizer: Optimizer, previous: AdamCorrection): AdamCorrection {
  if (optimizer.kind !== "adam") return previous;
  return { power1: previous.power1 * optimizer.beta1, power2: previous.power2 * optimizer.beta2 };
}

/** What the output's delta is multiplied with before back-propagation. */
export function gradientFactor(optimizer: Optimizer): number {
  return isFolded(optimizer) ? -optimizer.learningRate : 1;
}

/**
 * Updates rows begin … end − 1 of the weights of layer `l` from a batch of `rows` samples; the range that starts at 0
 * takes the bias too.
 */
export function updateLayer(
  kernels: Kernels,
  plan: Plan,
  l: number,
  window: Window,
  rows: number,
  rule: UpdateRule,
  range: Slice,
): void {
  const layer = plan.layers[l] as LayerPlan;
  const { gradient, delta, units } = layer;
  const beta = gradient ? 0 : 1;
  const target = gradient ?? layer;
  const { begin, end } = range;
  if (l === 0) gradientFirst(kernels, plan, window, rows, range, beta, target);
  else multiplyTransposed(kernels, plan, (plan.layers[l - 1] as LayerPlan).output, layer, rows, range, beta, target);
  if (begin === 0) kernels.columnSums(rows, units, delta.address, delta.stride, beta, target.bias.address);
  if (!gradient) return;
  applyRule(kernels, layer, gradient, "weight", begin, end, rule);
  if (begin === 0) applyRule(kernels, layer, gradient, "bias", 0, 1, rule);
}

function applyRule(
  kernels: Kernels,
  layer: LayerPlan,
  gradient: Parameters,
  part: keyof Parameters,
  begin: number,
  end: number,
  { optimizer, correction }: UpdateRule,
): void {
  const count = (end - begin) * layer[part].stride;
  const w = rowAddress(layer[part], begin);
  const g = rowAddress(gradient[part], begin);
  const [first, second] = layer.moments.map((moment) => rowAddress(moment[part], begin));
  const { learningRate, weightDecay } = optimizer;
  if (optimizer.kind === "adam") {
    const { beta1, beta2, epsilon } = optimizer;
    const stepSize = learningRate / (1 - correction.power1);
    const rootScale = 1 / Math.sqrt(1 - correction.power2);
    const [m, v] = [first as F32Ptr, second as F32Ptr];
    kernels.adamStep(count, w, g, m, v, beta1, 1 - beta1, beta2, 1 - beta2, stepSize, rootScale, epsilon, weightDecay);
  } else if (optimizer.momentum > 0) {
    const { momentum, nesterov } = optimizer;
    kernels.momentumStep(count, w, g, first as F32Ptr, learningRate, momentum, weightDecay, Number(nesterov));
  } else kernels.sgdStep(count, w, g, learningRate, weightDecay);
}
