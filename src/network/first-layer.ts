/**
 * The first layer, which reads the data set itself. Floats are gathered into the batch and multiplied. Of bytes u, which
 * stand for x = scale·u + shift, the shift is taken out of the products, so that a byte of 0 adds nothing to them:
 *   X·W  = (scale·U)·W + shift·(column sums of W)
 *   XᵀD  = (scale·U)ᵀD + shift·(column sums of D), the same for every row
 * Whether zeros are then multiplied (gathered rows) or passed over (records) is a matter of speed alone: a sum that
 * starts at +0 is not changed by a term of 0, so both give the same bits. Sees the type of the kernels only.
 */
import type { F32Ptr, Kernels, U8Ptr, U32Ptr } from "../kernels/contract.js";
import { rowAddress } from "../memory/tensor.js";
import type { LayerPlan, Parameters, Plan, RecordsPlan, SourcePlan } from "./plan.js";
import { multiplyRows, multiplyTransposed, type Slice } from "./products.js";

/** x = scale·byte + shift. */
export interface Scaling {
  readonly scale: number;
  readonly shift: number;
}

/** Rows order[start] … of a source: what a batch or a window is made of. */
export interface Window {
  readonly source: SourcePlan;
  readonly scaling: Scaling;
  readonly start: number;
}

/** What bytes leave out of the products; floats are taken as they are. */
export function shiftOf({ source, scaling }: Pick<Window, "source" | "scaling">): number {
  return source.features.element === "u8" ? scaling.shift : 0;
}

/** Address of bias + shift·(column sums of W), made in the part's own row; the bias itself where nothing is shifted. */
export function firstBias(
  kernels: Kernels,
  plan: Plan,
  window: Pick<Window, "source" | "scaling">,
  part: number,
): F32Ptr {
  const { weight, bias, inputs, units } = plan.layers[0] as LayerPlan;
  const shift = shiftOf(window);
  if (shift === 0) return bias.address;
  const sums = rowAddress(plan.sums, part);
  const shifted = rowAddress(plan.shiftedBias, part);
  kernels.columnSums(inputs, units, weight.address, weight.stride, 0, sums);
  kernels.columnSums(1, units, bias.address, bias.stride, 0, shifted);
  kernels.addScaledRow(1, units, sums, shift, shifted, plan.shiftedBias.stride);
  return shifted;
}

/** A_1 = f(X·W + b) of a slice of a window; `bias` as firstBias gives it. */
export function forwardFirst(
  kernels: Kernels,
  plan: Plan,
  window: Window,
  slice: Slice,
  bias: F32Ptr,
  activation: number,
): void {
  const layer = plan.layers[0] as LayerPlan;
  const indices = rowAddress(plan.order, window.start + slice.begin);
  const { records } = window.source;
  if (records) {
    multiplyRecords(kernels, layer, records, indices, slice, bias, activation);
    return;
  }
  gather(kernels, plan, window, indices, slice);
  multiplyRows(kernels.gemmNN, plan, plan.features, layer, bias, slice, activation);
}

function multiplyRecords(
  kernels: Kernels,
  { weight, output, units }: LayerPlan,
  { words, offsets, values }: RecordsPlan,
  indices: U32Ptr,
  { begin, end }: Slice,
  bias: F32Ptr,
  activation: number,
): void {
  kernels.sparseNN(
    end - begin,
    units,
    words.address,
    offsets.address,
    indices,
    values.address,
    weight.address,
    weight.stride,
    bias,
    rowAddress(output, begin),
    output.stride,
    activation,
  );
}

/** Batch row i = row order[start + i] of the source; of bytes, scale·byte. */
function gather(kernels: Kernels, plan: Plan, { source, scaling }: Window, indices: U32Ptr, slice: Slice): void {
  const { features } = source;
  const rows = slice.end - slice.begin;
  const x = rowAddress(plan.features, slice.begin);
  const { columns, stride } = plan.features;
  if (features.element === "u8") kernels.gatherU8(rows, columns, features.address, indices, scaling.scale, x, stride);
  else kernels.gatherF32(rows, columns, features.address, indices, x, stride);
}

/** What the update of the first layer needs of a slice whose rows are records: their values, sorted by column. */
export function bucketFirst(kernels: Kernels, plan: Plan, { source, start }: Window, { begin, end }: Slice): void {
  const { records } = source;
  const { buckets } = plan;
  if (!records || !buckets) return;
  const { binRows, pairs, counts } = buckets;
  const { inputs } = plan.layers[0] as LayerPlan;
  for (let first = begin; first < end; first += binRows) {
    const bin = first / binRows;
    kernels.bucketPairs(
      Math.min(binRows, end - first),
      inputs,
      records.words.address,
      records.offsets.address,
      rowAddress(plan.order, start + first),
      rowAddress(pairs, bin * inputs),
      binRows,
      rowAddress(counts, bin * inputs),
    );
  }
}

/** Rows begin … end − 1 of beta·target + XᵀD for a batch of `rows`. */
export function gradientFirst(
  kernels: Kernels,
  plan: Plan,
  window: Window,
  rows: number,
  range: Slice,
  beta: number,
  target: Parameters,
): void {
  const layer = plan.layers[0] as LayerPlan;
  const { begin, end, part } = range;
  const shift = shiftOf(window);
  const sums = rowAddress(plan.sums, part);
  if (shift !== 0) kernels.columnSums(rows, layer.units, layer.delta.address, layer.delta.stride, 0, sums);
  const c = rowAddress(target.weight, begin);
  const ldc = target.weight.stride;
  if (window.source.records) {
    sparseGradient(kernels, plan, window.source.records, rows, range, beta, shift, c, ldc);
    return;
  }
  multiplyTransposed(kernels, plan, plan.features, layer, rows, range, beta, target);
  if (shift !== 0) kernels.addScaledRow(end - begin, layer.units, sums, shift, c, ldc);
}

function sparseGradient(
  kernels: Kernels,
  plan: Plan,
  { values }: RecordsPlan,
  rows: number,
  { begin, end, part }: Slice,
  beta: number,
  shift: number,
  c: F32Ptr,
  ldc: number,
): void {
  const { binRows, pairs, counts } = plan.buckets as NonNullable<Plan["buckets"]>;
  const { inputs, units, delta } = plan.layers[0] as LayerPlan;
  const bucket: U8Ptr = rowAddress(pairs, begin);
  const count: U32Ptr = rowAddress(counts, begin);
  const bins = Math.ceil(rows / binRows);
  kernels.sparseTN(
    end - begin,
    units,
    inputs,
    bins,
    binRows,
    bucket,
    count,
    values.address,
    delta.address,
    delta.stride,
    beta,
    shift,
    rowAddress(plan.sums, part),
    c,
    ldc,
    rowAddress(plan.scratch, part),
  );
}
