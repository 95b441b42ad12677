/** One training step with every number on the table: what a textbook works out by hand. */
import type { Dataset } from "../data/dataset.js";
import { requireFit } from "../data/sources.js";
import { copyOf } from "../memory/workspace.js";
import { forwardInSteps } from "../network/net-input.js";
import { type Optimizer, validateOptimizer } from "../network/optimizers.js";
import type { FloatArray, LayerParameters } from "../network/parameters.js";
import { gradientsOf, openProbe, setWeights } from "../training/probe.js";
import { OnlineTrainer } from "./online.js";
import { type OpenModel, requireOpenModel } from "./open-model.js";

/** One layer of a step. Matrices are row-major, a row a sample; weights are (units, inputs). */
export interface WorkedLayer {
  /** Net input, Z = A·Wᵀ + b of the layer's own inputs A [rows, units]. */
  readonly z: FloatArray;
  /** Output, A = f(Z) [rows, units]. */
  readonly a: FloatArray;
  /** Gradient of the loss by Z [rows, units]. */
  readonly delta: FloatArray;
  /** Gradient of the loss by weights and biases: δᵀ·A of the layer's own inputs A, and Σ_i δ. */
  readonly gradient: LayerParameters;
  readonly before: LayerParameters;
  /** Weights and biases after the update: the bits that `partialFit` gives for features in floats. */
  readonly after: LayerParameters;
}

/** One step, f32 numbers, or f64 where the model's backend is "reference-f64". */
export interface WorkedStep {
  /** Rows of the batch: all of the data. */
  readonly rows: number;
  /** Features, bytes as the numbers they stand for [rows, inputs]. */
  readonly x: FloatArray;
  /** Targets, labels as one-hot rows [rows, outputs]. */
  readonly t: FloatArray;
  /** The model's loss before the update. */
  readonly loss: number;
  /** From the inputs to the outputs. */
  readonly layers: readonly WorkedLayer[];
}

/**
 * Forward pass, loss, back-propagation and update of one step over all rows of `data`, with the optimizer's moments at
 * their start. The model stays as it is.
 * @throws WasmlpError as `partialFit` does.
 */
export function workedStep(model: OpenModel, data: Dataset, options: { optimizer: Optimizer }): WorkedStep {
  requireOpenModel(model);
  const { architecture, backend, parameters } = model;
  requireFit("data", data, architecture);
  const optimizer = validateOptimizer(options?.optimizer);
  const probe = openProbe(architecture, backend, data, data.count);
  const { plan, slice, workspace } = probe;
  const { heap, kernels } = workspace;
  setWeights(probe, parameters);
  const gradients = gradientsOf(probe);
  const seen = { z: [] as FloatArray[], a: [] as FloatArray[] };
  forwardInSteps(kernels, plan, slice, (l, what) => {
    seen[what].push(copyOf(heap, (plan.layers[l] as (typeof plan.layers)[0]).output));
  });
  const updated = new OnlineTrainer(architecture, backend, optimizer, probe.data).step(probe.data, parameters);
  return {
    rows: data.count,
    x: copyOf(heap, plan.features),
    t: copyOf(heap, plan.targets),
    loss: updated.score.loss,
    layers: plan.layers.map((layer, l) => ({
      z: seen.z[l] as FloatArray,
      a: seen.a[l] as FloatArray,
      delta: copyOf(heap, layer.delta),
      gradient: gradients[l] as LayerParameters,
      before: parameters[l] as LayerParameters,
      after: updated.parameters[l] as LayerParameters,
    })),
  };
}
