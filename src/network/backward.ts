/**
 * The loss and the backward pass of a slice of the batch: the gradient of the loss by every layer's logits.
 *   D_L = dLoss/dZ_L;  D_(l-1) = (D_l·W_lᵀ) ⊙ f'(A_(l-1))
 * Where rows have weights w, the loss is Σ_i w_i·L_i / rows, and so row i of D_L is times w_i.
 * Every row is independent; nothing here touches a parameter. Sees the type of the kernels only.
 */
import type { F32Ptr, Kernels } from "../kernels/contract.js";
import { rowAddress, type Tensor } from "../memory/tensor.js";
import { LOSS_TABLE } from "./losses.js";
import type { LayerPlan, Plan } from "./plan.js";
import type { Slice } from "./products.js";

/**
 * Row losses, and the gradient of the loss by the last layer's logits, for a mini-batch of `rows` whose first stands at
 * `start` in the order; both weighted. `factor` multiplies the gradient: 1, or −learningRate where the update is folded
 * into it.
 */
export function lossAndDelta(
  kernels: Kernels,
  plan: Plan,
  start: number,
  slice: Slice,
  rows: number,
  factor: number,
): void {
  const loss = LOSS_TABLE[plan.architecture.loss];
  const layer = plan.layers.at(-1) as LayerPlan;
  const scale = factor * loss.gradientScale(rows, layer.units);
  writeLoss(kernels, plan, start, slice, scale);
  if (!loss.fromLogits) differentiate(kernels, layer, slice);
  if (plan.rowWeights) weightRows(kernels, plan, plan.rowWeights, start, slice);
}

/** Each row's loss and delta, times the weight of the sample. */
function weightRows(kernels: Kernels, plan: Plan, weights: Tensor<"f32">, start: number, { begin, end }: Slice): void {
  const { delta, units } = plan.layers.at(-1) as LayerPlan;
  const indices = rowAddress(plan.order, start + begin);
  const losses = rowAddress(plan.rowLoss, start + begin);
  kernels.scaleRows(end - begin, units, weights.address, indices, rowAddress(delta, begin), delta.stride, losses);
}

/** Row losses alone (the delta of the last layer is used as scratch). */
export function lossOnly(kernels: Kernels, plan: Plan, start: number, slice: Slice): void {
  writeLoss(kernels, plan, start, slice, 0);
}

function writeLoss(kernels: Kernels, plan: Plan, start: number, { begin, end }: Slice, scale: number): void {
  const loss = LOSS_TABLE[plan.architecture.loss];
  const { output, units, delta } = plan.layers.at(-1) as LayerPlan;
  kernels[loss.kernel](
    end - begin,
    units,
    output.stride,
    rowAddress(output, begin),
    rowAddress(plan.targets, begin),
    rowAddress(delta, begin),
    scale,
    rowAddress(plan.rowLoss, start + begin),
  );
}

/** From the last layer's delta to the first one's. */
export function backward(kernels: Kernels, plan: Plan, slice: Slice): void {
  for (let l = plan.layers.length - 1; l > 0; l--) {
    const layer = plan.layers[l] as LayerPlan;
    const below = plan.layers[l - 1] as LayerPlan;
    const { begin, end, part } = slice;
    const delta = layer.delta;
    const target = below.delta;
    kernels.gemmNT(
      end - begin,
      layer.inputs,
      layer.units,
      rowAddress(delta, begin),
      delta.stride,
      layer.weight.address,
      layer.weight.stride,
      below.activation,
      rowAddress(below.output, begin),
      below.output.stride,
      rowAddress(target, begin),
      target.stride,
      rowAddress(plan.scratch, part),
    );
    if (below.isSoftmax) differentiate(kernels, below, slice);
  }
}

/** The chain rule through a layer's activation, in its delta. */
function differentiate(kernels: Kernels, layer: LayerPlan, { begin, end }: Slice): void {
  const { output, units, activation } = layer;
  const delta = layer.delta;
  const y: F32Ptr = rowAddress(output, begin);
  const d: F32Ptr = rowAddress(delta, begin);
  if (layer.isSoftmax) kernels.softmaxBackward(end - begin, units, y, output.stride, d, delta.stride);
  else kernels.activateBackward(activation, end - begin, units, y, output.stride, d, delta.stride);
}
