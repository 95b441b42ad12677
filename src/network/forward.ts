/**
 * The forward pass of a slice of the batch: gather, then one product a layer.
 *   A_0 = X;  Z_l = A_(l-1)·W_l + b_l;  A_l = f_l(Z_l)
 * Sees the type of the kernels only.
 */
import { ACTIVATION_CODES, type F32Ptr, type Kernels, type U32Ptr } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import type { LayerPlan, Plan, SourcePlan } from "./plan.js";

/** Rows begin … end − 1 of the batch, and scratch that no other slice uses. */
export interface Slice {
  readonly begin: number;
  readonly end: number;
  readonly scratch: F32Ptr;
}

/** x = scale·byte + shift. */
export interface Scaling {
  readonly scale: number;
  readonly shift: number;
}

/** Batch row i = row order[start + i] of the source. */
export function gatherFeatures(
  kernels: Kernels,
  plan: Plan,
  source: SourcePlan,
  scaling: Scaling,
  start: number,
  { begin, end }: Slice,
): void {
  const { features } = source;
  const indices = rowAddress(plan.order, start + begin);
  const x = rowAddress(plan.features, begin);
  const { columns, stride } = plan.features;
  if (features.element === "u8")
    kernels.gatherU8(end - begin, columns, features.address, indices, scaling.scale, scaling.shift, x, stride);
  else kernels.gatherF32(end - begin, columns, features.address, indices, x, stride);
}

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

/** Outputs of every layer; the last one stops at its logits where `toLogits` says so. */
export function forward(kernels: Kernels, plan: Plan, slice: Slice, toLogits: boolean): void {
  let input = plan.features;
  const last = plan.layers.length - 1;
  plan.layers.forEach((layer, l) => {
    const rows = slice.end - slice.begin;
    const isLogits = toLogits && l === last;
    const { weight, bias, output, units } = layer;
    kernels.gemmNN(
      rows,
      units,
      layer.inputs,
      rowAddress(input, slice.begin),
      input.stride,
      weight.address,
      weight.stride,
      bias.address,
      rowAddress(output, slice.begin),
      output.stride,
      isLogits ? ACTIVATION_CODES.identity : layer.activation,
      slice.scratch,
    );
    if (layer.isSoftmax && !isLogits) softmax(kernels, layer, slice);
    input = output;
  });
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
