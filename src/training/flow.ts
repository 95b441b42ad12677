/**
 * What reaches each layer of a network while it learns: norms of gradient, update and weights, measured after each
 * epoch on rows that stay the same, in a workspace apart. Training does not know it is being watched.
 */
import type { Dataset } from "../data/dataset.js";
import type { Heap } from "../kernels/contract.js";
import type { Tensor } from "../memory/tensor.js";
import { type Backend, valuesOf } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { activateOutput } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import type { FloatArray, LayerParameters } from "../network/parameters.js";
import { gradientsOf, openProbe, setWeights } from "./probe.js";

/**
 * One layer after one epoch. Norms are L2 (Frobenius): the root of the sum of squares over a weight matrix, biases left
 * out. To compare matrices of unlike sizes, divide by the root of inputs·units.
 */
export interface LayerFlow {
  /** Norm of the gradient of the mean loss by the weights, over the probe rows. Weight decay is no part of it. */
  readonly gradientNorm: number;
  /** Norm of the difference the epoch made to the weights, all its steps together. */
  readonly updateNorm: number;
  /** Norm of the weights after the epoch. */
  readonly weightNorm: number;
  /** Mean absolute output over the probe rows and the units of the layer. */
  readonly meanActivation: number;
  /** The layer has stopped learning: its gradientNorm is at most `STALLED_RATIO` of that of the last layer, or 0. */
  readonly isStalled: boolean;
}

/**
 * Under gradient descent, a layer whose gradient is this share of the last layer's moves a thousand times less: what
 * the last layer learns in one epoch would take it a thousand. (Adam divides a gradient by its own size, and so moves
 * such a layer all the same, unless the gradient is 0.)
 */
export const STALLED_RATIO = 1e-3;

/** Gives the flow of the weights it is called with; the updates are counted from those of the call before. */
export type FlowProbe = (parameters: readonly LayerParameters[]) => LayerFlow[];

/**
 * A probe on the first `rows` rows of `data` as stored.
 * @param start the weights before the first epoch.
 * @throws WasmlpError `out-of-memory`.
 */
export function openFlowProbe(
  architecture: Architecture,
  backend: Backend,
  data: Dataset,
  rows: number,
  start: readonly LayerParameters[],
): FlowProbe {
  const probe = openProbe(architecture, backend, data, rows);
  const { plan, slice, workspace } = probe;
  let before = start;
  return (parameters) => {
    setWeights(probe, parameters);
    const gradients = gradientsOf(probe);
    if (LOSS_TABLE[architecture.loss].fromLogits) activateOutput(workspace.kernels, plan, slice);
    const flow = plan.layers.map((layer, l) => {
      const { weight } = parameters[l] as LayerParameters;
      return {
        gradientNorm: norm((gradients[l] as LayerParameters).weight),
        updateNorm: distance(weight, (before[l] as LayerParameters).weight),
        weightNorm: norm(weight),
        meanActivation: meanAbsolute(workspace.heap, layer.output),
      };
    });
    before = parameters;
    const last = (flow.at(-1) as { gradientNorm: number }).gradientNorm;
    return flow.map((layer) => ({ ...layer, isStalled: layer.gradientNorm <= STALLED_RATIO * last }));
  };
}

/** √Σ x² */
function norm(values: FloatArray): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** √Σ (x − y)² */
function distance(x: FloatArray, y: FloatArray): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] as number) - (y[i] as number)) ** 2;
  return Math.sqrt(sum);
}

/** Pad columns hold zeros, so the sum may run over them. */
function meanAbsolute(heap: Heap, tensor: Tensor<"f32">): number {
  let sum = 0;
  for (const value of valuesOf(heap, tensor)) sum += Math.abs(value);
  return sum / (tensor.rows * tensor.columns);
}
