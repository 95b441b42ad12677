/** A small workspace that a model keeps for prediction and evaluation: rows go through it a window at a time. */
import type { Dataset, FeatureArray } from "../data/dataset.js";
import { loadRows, orderAsStored } from "../data/sources.js";

import { classify, emptyTally, type Score, scoreWindow, tallyRows, toScore } from "../evaluation/evaluate.js";
import { type Backend, openWorkspace, valuesOf, type Workspace } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { activateOutput, forward, gatherFeatures, type Scaling, type Slice } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import { type FloatArray, type LayerParameters, writeParameters } from "../network/parameters.js";
import { type LayerPlan, type Plan, planWorkspace, type SourcePlan } from "../network/plan.js";
import { ALONE, sliceOf } from "../network/step.js";

/** Rows a window holds. */
const CAPACITY = 256;

/** Feature rows without answers. */
export interface Rows extends Scaling {
  readonly features: FeatureArray;
  readonly count: number;
  readonly width: number;
}

export class Inference {
  readonly #plan: Plan;
  readonly #workspace: Workspace;

  constructor(architecture: Architecture, backend: Backend, parameters: readonly LayerParameters[]) {
    this.#plan = planWorkspace(architecture, {
      capacity: CAPACITY,
      sources: [
        { name: "bytes", rows: CAPACITY, element: "u8", hasLabels: true, hasTargets: true },
        { name: "floats", rows: CAPACITY, element: "f32", hasLabels: true, hasTargets: true },
      ],
    });
    this.#workspace = openWorkspace(this.#plan.layout, backend);
    orderAsStored(this.#workspace.heap, this.#plan.order, CAPACITY);
    this.load(parameters);
  }

  /** Takes other weights. */
  load(parameters: readonly LayerParameters[]): void {
    writeParameters(this.#workspace.heap, this.#plan.layers, parameters);
  }

  /** The class of each row. */
  classes(rows: Rows): Uint32Array {
    const { heap, kernels } = this.#workspace;
    const classes = new Uint32Array(rows.count);
    const { fromLogits } = LOSS_TABLE[this.#plan.architecture.loss];
    this.#forEachWindow(rows, (start, slice) => {
      forward(kernels, this.#plan, slice, fromLogits);
      classify(kernels, heap, this.#plan, 0, slice, fromLogits);
      classes.set(valuesOf(heap, this.#plan.classes).subarray(0, slice.end), start);
    });
    return classes;
  }

  /** The outputs of the last layer, row-major [count, outputs]. */
  outputs(rows: Rows): FloatArray {
    const { heap, kernels } = this.#workspace;
    const { output, units } = this.#plan.layers.at(-1) as LayerPlan;
    const values = valuesOf(heap, output);
    const outputs =
      heap.floats instanceof Float64Array ? new Float64Array(rows.count * units) : new Float32Array(rows.count * units);
    this.#forEachWindow(rows, (start, slice) => {
      forward(kernels, this.#plan, slice, true);
      activateOutput(kernels, this.#plan, slice);
      for (let i = 0; i < slice.end; i++)
        outputs.set(values.subarray(i * output.stride, i * output.stride + units), (start + i) * units);
    });
    return outputs;
  }

  /** Loss and accuracy over a data set. */
  score(data: Dataset): Score {
    const { heap, kernels } = this.#workspace;
    const tally = emptyTally();
    const source = this.#source(data);
    const answered: SourcePlan = data.labels
      ? source
      : { rows: source.rows, features: source.features, ...targetsOf(source) };
    for (let start = 0; start < data.count; start += CAPACITY) {
      const count = Math.min(CAPACITY, data.count - start);
      loadRows(heap, answered, data, start, count);
      scoreWindow(kernels, heap, this.#plan, answered, data, 0, sliceOf(this.#plan, count, ALONE));
      tallyRows(heap, this.#plan, answered, 0, count, tally);
    }
    return toScore(this.#plan, tally, data.labels !== undefined);
  }

  #source(rows: Rows): SourcePlan {
    return this.#plan.sources[rows.features instanceof Uint8Array ? 0 : 1] as SourcePlan;
  }

  #forEachWindow(rows: Rows, visit: (start: number, slice: Slice) => void): void {
    const { heap, kernels } = this.#workspace;
    const source = this.#source(rows);
    for (let start = 0; start < rows.count; start += CAPACITY) {
      const count = Math.min(CAPACITY, rows.count - start);
      const slice = sliceOf(this.#plan, count, ALONE);
      loadRows(heap, source, { ...rows, classes: 0 }, start, count);
      gatherFeatures(kernels, this.#plan, source, rows, 0, slice);
      visit(start, slice);
    }
  }
}

function targetsOf({ targets }: SourcePlan): Pick<SourcePlan, "targets"> {
  return targets ? { targets } : {};
}
