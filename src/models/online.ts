/**
 * One update at a time: the workspace behind `partialFit`. It keeps the optimizer's moments and step count between
 * calls, and is made anew when the optimizer changes or a batch is larger than any before.
 */
import type { Dataset } from "../data/dataset.js";
import { loadRows, orderAsStored, sourceShape } from "../data/sources.js";
import { emptyTally, type Score, toScore } from "../evaluation/evaluate.js";
import { type Backend, openWorkspace, type Workspace } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { isFolded, momentNames, type Optimizer } from "../network/optimizers.js";
import { type LayerParameters, readParameters, writeParameters } from "../network/parameters.js";
import { sumRowLoss } from "../network/passes.js";
import { type Parameters, type Plan, planWorkspace, type SourcePlan } from "../network/plan.js";
import { step } from "../network/step.js";
import { FIRST_CORRECTION, nextCorrection, type UpdateRule } from "../network/update.js";
import { requireConverging } from "../training/divergence.js";

export class OnlineTrainer {
  readonly #plan: Plan;
  readonly #workspace: Workspace;
  #rule: UpdateRule;
  #steps = 0;

  /** Room for batches like `data`; moments go on from `previous` where the optimizer is the same. */
  constructor(
    architecture: Architecture,
    backend: Backend,
    optimizer: Optimizer,
    data: Dataset,
    previous?: OnlineTrainer,
  ) {
    this.#plan = planWorkspace(architecture, {
      capacity: data.count,
      sources: [sourceShape("batch", data)],
      training: { keepsGradient: !isFolded(optimizer), moments: momentNames(optimizer) },
    });
    this.#workspace = openWorkspace(this.#plan.layout, backend);
    this.#rule = { optimizer, correction: FIRST_CORRECTION };
    orderAsStored(this.#workspace.heap, this.#plan.order, data.count);
    if (previous && isSame(previous.#rule.optimizer, optimizer)) this.#continueFrom(previous);
  }

  /** Whether a batch and its optimizer can go on here. */
  takes(optimizer: Optimizer, data: Dataset): boolean {
    const source = this.#plan.sources[0] as SourcePlan;
    return (
      isSame(optimizer, this.#rule.optimizer) &&
      data.count <= this.#plan.capacity &&
      (source.features.element === "u8") === data.features instanceof Uint8Array &&
      (source.labels !== undefined) === (data.labels !== undefined)
    );
  }

  /** One update from all rows of `data`. Returns the loss before it, and the weights after it. */
  step(data: Dataset, parameters: readonly LayerParameters[]): { score: Score; parameters: LayerParameters[] } {
    const { heap, kernels } = this.#workspace;
    const source = this.#plan.sources[0] as SourcePlan;
    writeParameters(heap, this.#plan.layers, parameters);
    loadRows(kernels, heap, source, data, 0, data.count);
    const { optimizer, correction } = this.#rule;
    const rule: UpdateRule = { optimizer, correction: nextCorrection(optimizer, correction) };
    step(kernels, this.#plan, { source, scaling: data, start: 0, rows: data.count }, rule);
    const kernelLoss = sumRowLoss(heap, this.#plan, 0, data.count);
    requireConverging(heap, this.#plan, 1, this.#steps + 1, kernelLoss);
    this.#rule = rule;
    this.#steps++;
    const score = toScore(this.#plan, { ...emptyTally(), rows: data.count, kernelLoss }, false);
    return { score, parameters: readParameters(heap, this.#plan.layers) };
  }

  #continueFrom(previous: OnlineTrainer): void {
    this.#rule = previous.#rule;
    this.#steps = previous.#steps;
    const moments = ({ layers }: Plan): Parameters[] => layers.flatMap((layer) => layer.moments);
    const values = readParameters(previous.#workspace.heap, moments(previous.#plan));
    writeParameters(this.#workspace.heap, moments(this.#plan), values);
  }
}

function isSame(a: Optimizer, b: Optimizer): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
