/**
 * What reaches each layer of a network while it learns: gradient, update, weights and outputs, measured after each
 * epoch on rows that stay the same, in a workspace apart. Training does not know it is being watched.
 */
import type { Dataset } from "../data/dataset.js";
import { type Backend, copyOf } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { activateOutput } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import type { FloatArray, LayerParameters } from "../network/parameters.js";
import { gradientsOf, openProbe, setWeights } from "./probe.js";

/**
 * One layer after one epoch. Sizes are root mean squares, √(Σ x² / n): what a single weight or unit sees, so that
 * layers of unlike widths compare; an L2 norm would show the first layer larger for its many inputs alone. Biases are
 * left out.
 */
export interface LayerFlow {
  /** Of the gradient of the mean loss by the weights, over the probe rows. Weight decay is no part of it. */
  readonly gradientRms: number;
  /** Of the difference the epoch made to the weights, all its steps together. */
  readonly updateRms: number;
  /** Of the weights after the epoch. */
  readonly weightRms: number;
  /** Of the outputs of the layer, over the probe rows and the units. */
  readonly activationRms: number;
  /** The layer has stopped learning: its gradientRms is at most `STALLED_RATIO` of that of the last layer, or 0. */
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
 * @param rowWeights what each row counts; default 1.
 * @throws WasmlpError `out-of-memory`.
 */
export function openFlowProbe(
  architecture: Architecture,
  backend: Backend,
  data: Dataset,
  rows: number,
  start: readonly LayerParameters[],
  rowWeights?: Float64Array,
): FlowProbe {
  const probe = openProbe(architecture, backend, data, rows, rowWeights);
  const { plan, slice, workspace } = probe;
  let before = start;
  return (parameters) => {
    setWeights(probe, parameters);
    const gradients = gradientsOf(probe);
    if (LOSS_TABLE[architecture.loss].fromLogits) activateOutput(workspace.kernels, plan, slice);
    const flow = plan.layers.map(({ output }, l) => {
      const { weight } = parameters[l] as LayerParameters;
      return {
        gradientRms: rms((gradients[l] as LayerParameters).weight),
        updateRms: rms(weight, (before[l] as LayerParameters).weight),
        weightRms: rms(weight),
        activationRms: rms(copyOf(workspace.heap, output)),
      };
    });
    before = parameters;
    const last = (flow.at(-1) as { gradientRms: number }).gradientRms;
    return flow.map((layer) => ({ ...layer, isStalled: layer.gradientRms <= STALLED_RATIO * last }));
  };
}

/** √(Σ (x − y)² / n); without y, of x itself. */
function rms(x: FloatArray, y?: FloatArray): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] as number) - (y?.[i] ?? 0)) ** 2;
  return Math.sqrt(sum / x.length);
}
