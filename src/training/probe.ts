/**
 * A mini-batch that stays the same, in a workspace of its own, to look at a network's loss and gradients from outside
 * of training. Knows nothing of model classes.
 *   dW_l = A_(l-1)ᵀ·D_l;  db_l = Σ_i D_l[i]
 */
import type { Dataset } from "../data/dataset.js";
import { loadRows, orderAsStored, sourceShape, writeRowWeights } from "../data/sources.js";
import { scoreWindow } from "../evaluation/evaluate.js";
import { type Engine, openWorkspace, type Workspace } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { firstBias } from "../network/first-layer.js";
import { LOSS_TABLE } from "../network/losses.js";
import { sgd } from "../network/optimizers.js";
import { type LayerParameters, readParameters, writeParameters } from "../network/parameters.js";
import { sumRowLoss } from "../network/passes.js";
import { type Parameters, type Plan, planWorkspace, type SourcePlan } from "../network/plan.js";
import type { Slice } from "../network/products.js";
import { ALONE, type MiniBatch, sliceOf, step } from "../network/step.js";
import { FIRST_CORRECTION } from "../network/update.js";

export interface Probe {
  /** The rows, as floats. */
  readonly data: Dataset;
  readonly plan: Plan;
  readonly workspace: Workspace;
  readonly batch: MiniBatch;
  readonly slice: Slice;
}

/**
 * The first `rows` rows of `data` as stored; the network's weights are still to come. The rows count as `rowWeights`
 * says in the gradient, but not in `lossOf`.
 * @throws WasmlpError `out-of-memory`.
 */
export function openProbe(
  architecture: Architecture,
  engine: Engine,
  data: Dataset,
  rows: number,
  rowWeights?: Float64Array,
): Probe {
  const first = firstRows(data, rows);
  const plan = planWorkspace(architecture, {
    capacity: rows,
    sources: [sourceShape("probe", first)],
    training: { keepsGradient: true, moments: [], hasRowWeights: rowWeights !== undefined },
  });
  const workspace = openWorkspace(plan.layout, engine);
  const source = plan.sources[0] as SourcePlan;
  loadRows(workspace.kernels, workspace.heap, source, first, 0, rows);
  writeRowWeights(workspace.heap, plan, rowWeights);
  orderAsStored(workspace.heap, plan.order, rows);
  const batch = { source, scaling: first, start: 0, rows };
  return { data: first, plan, workspace, batch, slice: sliceOf(plan, rows, ALONE) };
}

/** Bytes become the features they stand for: X itself is what one looks at. */
function firstRows(data: Dataset, rows: number): Dataset {
  const { width, classes, scale, shift } = data;
  const features = new Float32Array(rows * width);
  for (let i = 0; i < features.length; i++) features[i] = scale * (data.features[i] as number) + shift;
  const labels = data.labels?.subarray(0, rows);
  const targets = data.targets?.subarray(0, rows * classes);
  return {
    features,
    count: rows,
    width,
    classes,
    scale: 1,
    shift: 0,
    ...(labels && { labels }),
    ...(targets && { targets }),
  };
}

/** Takes weights into the workspace. */
export function setWeights({ plan, workspace }: Probe, parameters: readonly LayerParameters[]): void {
  writeParameters(workspace.heap, plan.layers, parameters);
}

/** The loss of the weights in the workspace, as the network's loss is defined. */
export function lossOf({ plan, workspace: { heap, kernels }, batch, slice }: Probe): number {
  scoreWindow(kernels, heap, plan, batch, slice, firstBias(kernels, plan, batch, slice.part));
  const { valueScale } = LOSS_TABLE[plan.architecture.loss];
  return (sumRowLoss(heap, plan, batch.start, batch.rows) / batch.rows) * valueScale(plan.architecture.outputs);
}

/**
 * The gradient of the loss by the weights and biases of every layer, in the shapes of the parameters. Features, targets,
 * outputs (of the last layer its logits, where the loss is computed from them) and deltas stay in the workspace.
 */
export function gradientsOf({ plan, workspace: { heap, kernels }, batch }: Probe): LayerParameters[] {
  // Weight decay keeps the gradient apart from the update, and a learning rate of 0 makes the update nothing.
  const optimizer = sgd({ learningRate: 0, weightDecay: 1 });
  step(kernels, plan, batch, { optimizer, correction: FIRST_CORRECTION });
  return readParameters(
    heap,
    plan.layers.map((layer) => layer.gradient as Parameters),
  );
}
