/**
 * The two products of a layer, as calls of kernels with the addresses of a plan. Sees the type of the kernels only.
 *   Y = f(X·W + b);  dW = XᵀD
 */
import type { F32Ptr, Kernels } from "../kernels/contract.js";
import { rowAddress, type Tensor } from "../memory/tensor.js";
import type { LayerPlan, Parameters, Plan } from "./plan.js";

/** Rows begin … end − 1 of the batch, and the thread whose scratch they use. */
export interface Slice {
  readonly begin: number;
  readonly end: number;
  readonly part: number;
}

/** A slice of a layer's output from the same rows of its input; `multiply` is gemmNN, or gives the same bits. */
export function multiplyRows(
  multiply: Kernels["gemmNN"],
  plan: Plan,
  input: Tensor<"f32">,
  { weight, output, inputs, units }: LayerPlan,
  bias: F32Ptr,
  { begin, end, part }: Slice,
  activation: number,
): void {
  multiply(
    end - begin,
    units,
    inputs,
    rowAddress(input, begin),
    input.stride,
    weight.address,
    weight.stride,
    bias,
    rowAddress(output, begin),
    output.stride,
    activation,
    rowAddress(plan.scratch, part),
  );
}

/** Rows begin … end − 1 of beta·target + XᵀD for a batch of `rows`: those columns of the input, all of the delta. */
export function multiplyTransposed(
  kernels: Kernels,
  plan: Plan,
  input: Tensor<"f32">,
  { delta, units }: LayerPlan,
  rows: number,
  { begin, end, part }: Slice,
  beta: number,
  { weight }: Parameters,
): void {
  kernels.gemmTN(
    end - begin,
    units,
    rows,
    (input.address + 4 * begin) as F32Ptr,
    input.stride,
    delta.address,
    delta.stride,
    beta,
    rowAddress(weight, begin),
    weight.stride,
    rowAddress(plan.scratch, part),
  );
}
