/**
 * The forward pass of a slice of the batch: one product a layer.
 *   A_0 = X;  Z_l = A_(l-1)·W_l + b_l;  A_l = f_l(Z_l)
 * Sees the type of the kernels only.
 */
import { ACTIVATION_CODES, type F32Ptr, type Kernels, type U32Ptr } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import { forwardFirst, type Window } from "./first-layer.js";
import type { LayerPlan, Plan, SourcePlan } from "./plan.js";
import { multiplyRows, type Slice } from "./products.js";

/** Labels become one-hot rows, targets are copied. */
export function gatherTargets(
  kernels: Kernels,
  plan: Plan,
  { labels, targets }: SourcePlan,
  start: number,
  { begin, end }: Slice,
): void {
  const indices: U32Ptr = rowAddress(plan.order, start + begin);
  const t = rowAddress(plan.targets, begin);
  const { columns, stride } = plan.targets;
  if (labels) kernels.gatherOneHot(end - begin, columns, labels.address, indices, t, stride);
  else if (targets) kernels.gatherF32(end - begin, columns, targets.address, indices, t, stride);
}

/** Outputs of every layer; the last one stops at its logits where `toLogits` says so. `bias` as firstBias gives it. */
export function forward(
  kernels: Kernels,
  plan: Plan,
  window: Window,
  slice: Slice,
  bias: F32Ptr,
  toLogits: boolean,
): void {
  const last = plan.layers.length - 1;
  plan.layers.forEach((layer, l) => {
    const isLogits = toLogits && l === last;
    const activation = isLogits ? ACTIVATION_CODES.identity : layer.activation;
    if (l === 0) forwardFirst(kernels, plan, window, slice, bias, activation);
    else forwardLayer(kernels, plan, l, slice, activation);
    if (layer.isSoftmax && !isLogits) softmax(kernels, layer, slice);
  });
}

function forwardLayer(kernels: Kernels, plan: Plan, l: number, slice: Slice, activation: number): void {
  const layer = plan.layers[l] as LayerPlan;
  const multiply = isSkipped(plan, slice.end - slice.begin, layer.units) ? kernels.skipNN : kernels.gemmNN;
  const { output } = plan.layers[l - 1] as LayerPlan;
  multiplyRows(multiply, plan, output, layer, layer.bias.address, slice, activation);
}

/** Fewer rows than a tile of gemmNN has, and more columns than its fastest one: measured, where skipNN begins to win. */
const SKIPPED_ROWS = 3;
const WIDE_UNITS = 52;

/**
 * A few rows are as fast as the weights can be read: behind relu, half of them need not be. The bits are the same where
 * weights are finite, which they are where nothing trains.
 */
function isSkipped({ isTrained }: Plan, rows: number, units: number): boolean {
  return !isTrained && rows <= SKIPPED_ROWS && units > WIDE_UNITS;
}

/** The activation of the last layer, applied to logits that stand in its output. */
export function activateOutput(kernels: Kernels, plan: Plan, slice: Slice): void {
  const layer = plan.layers.at(-1) as LayerPlan;
  const { output, units, activation } = layer;
  if (layer.isSoftmax) softmax(kernels, layer, slice);
  else kernels.activate(activation, slice.end - slice.begin, units, rowAddress(output, slice.begin), output.stride);
}

function softmax(kernels: Kernels, { output, units }: LayerPlan, { begin, end }: Slice): void {
  kernels.softmaxRows(end - begin, units, rowAddress(output, begin), output.stride);
}
