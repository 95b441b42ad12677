/**
 * A network's weights as plain arrays, and their way into and out of a workspace. Outside, weights are (out, in) and
 * unpadded, as PyTorch and the chapter write them; inside, (in, out) with padded rows, as the products want them.
 */
import { invalidOption, notFinite, shapeMismatch } from "../errors.js";
import type { Heap } from "../kernels/contract.js";
import { MT19937 } from "../random/mt19937.js";
import type { Architecture } from "./architecture.js";
import { initialWeights } from "./initializers.js";
import type { Parameters, Plan } from "./plan.js";

/** f32, or f64 for the f64 reference. */
export type FloatArray = Float32Array | Float64Array;

/** Weights of one layer. */
export interface LayerParameters {
  /** Row-major [units, inputs]: row u holds the weights into unit u. */
  readonly weight: FloatArray;
  /** [units] */
  readonly bias: FloatArray;
}

/** Draws the weights of every layer in order from one MT19937 stream; biases are 0. */
export function initialParameters(architecture: Architecture, seed: number, isDouble: boolean): LayerParameters[] {
  const random = new MT19937(seed);
  const FloatArray = isDouble ? Float64Array : Float32Array;
  return architecture.layers.map(({ inputs, units, initializer }) => ({
    weight: new FloatArray(initialWeights(initializer, random, inputs, units)),
    bias: new FloatArray(units),
  }));
}

/** Arrays (weights, gradients or moments) of every layer, copied out of a workspace. */
export function readParameters(heap: Heap, tensors: readonly Parameters[]): LayerParameters[] {
  const FloatArray = heap.floats instanceof Float64Array ? Float64Array : Float32Array;
  return tensors.map(({ weight: w, bias: b }) => {
    const weight = new FloatArray(w.columns * w.rows);
    const from = w.address >>> 2;
    for (let u = 0; u < w.columns; u++)
      for (let i = 0; i < w.rows; i++) weight[u * w.rows + i] = heap.floats[from + i * w.stride + u] as number;
    return { weight, bias: heap.floats.slice(b.address >>> 2, (b.address >>> 2) + b.columns) };
  });
}

/** The way back. */
export function writeParameters(heap: Heap, tensors: readonly Parameters[], values: readonly LayerParameters[]): void {
  tensors.forEach(({ weight: w, bias: b }, l) => {
    const { weight, bias } = values[l] as LayerParameters;
    const to = w.address >>> 2;
    for (let u = 0; u < w.columns; u++)
      for (let i = 0; i < w.rows; i++) heap.floats[to + i * w.stride + u] = weight[u * w.rows + i] as number;
    heap.floats.set(bias, b.address >>> 2);
  });
}

/**
 * Checks arrays from outside against an architecture and copies them.
 * @throws WasmlpError `shape-mismatch` or `not-finite`.
 */
export function validateParameters(
  architecture: Architecture,
  values: readonly LayerParameters[],
  isDouble: boolean,
): LayerParameters[] {
  if (!Array.isArray(values)) throw invalidOption("parameters", "an array of weights and biases", values);
  if (values.length !== architecture.layers.length)
    throw shapeMismatch("parameters", `${architecture.layers.length} layers`, values.length);
  const FloatArray = isDouble ? Float64Array : Float32Array;
  return architecture.layers.map(({ inputs, units }, l) => {
    const { weight, bias } = (values[l] ?? {}) as LayerParameters;
    requireLength(`layers.${l}.weight`, weight, units * inputs);
    requireLength(`layers.${l}.bias`, bias, units);
    return { weight: new FloatArray(weight), bias: new FloatArray(bias) };
  });
}

/** The first layer that holds a number that is not finite, or −1. */
export function firstNonFiniteLayer(heap: Heap, plan: Plan): number {
  return plan.layers.findIndex(({ weight, bias }) =>
    [weight, bias].some((tensor) => {
      const start = tensor.address >>> 2;
      const end = start + tensor.rows * tensor.stride;
      for (let i = start; i < end; i++) if (!Number.isFinite(heap.floats[i])) return true;
      return false;
    }),
  );
}

function requireLength(name: string, values: FloatArray, length: number): void {
  if (typeof values !== "object" || values === null) throw invalidOption(name, "an array of numbers", values);
  if (values.length !== length) throw shapeMismatch(name, `${length} values`, values.length);
  for (let i = 0; i < length; i++) if (!Number.isFinite(values[i])) throw notFinite(name, values[i], `at ${i}`);
}
