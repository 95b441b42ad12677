/**
 * The forward pass in single steps, for looking at it: the net input of each layer, then what its activation makes of
 * it. The same bits as `forward`, which does both at once. Sees the type of the kernels only.
 *   Z_l = A_(l-1)·W_l + b_l;  A_l = f_l(Z_l)
 */
import { ACTIVATION_CODES, type Kernels } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import type { Plan } from "./plan.js";
import { multiplyRows, type Slice } from "./products.js";

/**
 * Calls `see` twice a layer, with the layer's output holding Z, then A. The features of the batch are already gathered,
 * and come from floats: of bytes the first layer takes out the shift.
 */
export function forwardInSteps(
  kernels: Kernels,
  plan: Plan,
  slice: Slice,
  see: (l: number, what: "z" | "a") => void,
): void {
  const rows = slice.end - slice.begin;
  let input = plan.features;
  plan.layers.forEach((layer, l) => {
    const { bias, output, units, activation, isSoftmax } = layer;
    const y = rowAddress(output, slice.begin);
    multiplyRows(kernels.gemmNN, plan, input, layer, bias.address, slice, ACTIVATION_CODES.identity);
    see(l, "z");
    if (isSoftmax) kernels.softmaxRows(rows, units, y, output.stride);
    else kernels.activate(activation, rows, units, y, output.stride);
    see(l, "a");
    input = output;
  });
}
