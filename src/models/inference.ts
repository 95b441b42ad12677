/** A small workspace that a model keeps for prediction and evaluation: rows go through it a window at a time. */
import type { Dataset, FeatureArray } from "../data/dataset.js";
import { MAX_DENSITY } from "../data/density.js";
import { loadFeatures, loadRows, orderAsStored } from "../data/sources.js";
import { copyOutputs } from "../evaluation/answers.js";
import {
  classify,
  emptyTally,
  type Score,
  scoreWindow,
  TALLY_ROWS,
  tallyRows,
  toScore,
} from "../evaluation/evaluate.js";
import { type F32Ptr, MAX_RECORD_COLUMNS, recordBytes } from "../kernels/contract.js";
import { type Engine, openWorkspace, type Workspace } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { firstBias, type Scaling, shiftOf, type Window } from "../network/first-layer.js";
import { activateOutput, forward } from "../network/forward.js";
import { LOSS_TABLE } from "../network/losses.js";
import { type FloatArray, type LayerParameters, writeParameters } from "../network/parameters.js";
import { type LayerPlan, type Plan, planWorkspace, type SourcePlan } from "../network/plan.js";
import type { Slice } from "../network/products.js";
import { ALONE, sliceOf } from "../network/step.js";

/** Rows a window holds. */
const CAPACITY = TALLY_ROWS;

/** Feature rows without answers. */
export interface Rows extends Scaling {
  readonly features: FeatureArray;
  readonly count: number;
  readonly width: number;
}

export class Inference {
  readonly #engine: Engine;
  readonly #plan: Plan;
  readonly #workspace: Workspace;
  /** The source of bytes without its records. */
  readonly #wholeBytes: SourcePlan;
  /** Where the first layer's bias stands, and for which shift it was made. */
  #bias: { readonly address: F32Ptr; readonly shift: number } | undefined;

  constructor(architecture: Architecture, engine: Engine, parameters: readonly LayerParameters[]) {
    this.#engine = engine;
    const source = { rows: CAPACITY, hasLabels: true, hasTargets: true };
    const bytes = CAPACITY * recordBytes(architecture.inputs);
    const isCompact = architecture.inputs <= MAX_RECORD_COLUMNS;
    this.#plan = planWorkspace(architecture, {
      capacity: CAPACITY,
      sources: [
        { ...source, name: "bytes", element: "u8", ...(isCompact && { records: { bytes, cuts: [] } }) },
        { ...source, name: "floats", element: "f32" },
      ],
    });
    this.#workspace = openWorkspace(this.#plan.layout, engine);
    orderAsStored(this.#workspace.heap, this.#plan.order, CAPACITY);
    const { records: _, ...whole } = this.#plan.sources[0] as SourcePlan;
    this.#wholeBytes = whole;
    this.load(parameters);
  }

  /** Takes other weights. */
  load(parameters: readonly LayerParameters[]): void {
    writeParameters(this.#workspace.heap, this.#plan.layers, parameters);
    this.#bias = undefined;
  }

  /** The class of each row. */
  classes(rows: Rows): Uint32Array {
    const { heap, kernels } = this.#workspace;
    const classes = new Uint32Array(rows.count);
    const { fromLogits } = LOSS_TABLE[this.#plan.architecture.loss];
    const from = this.#plan.classes.address >>> 2;
    for (let start = 0; start < rows.count; start += CAPACITY) {
      const slice = this.#forward(rows, start, fromLogits);
      classify(kernels, heap, this.#plan, 0, slice, fromLogits);
      for (let i = 0; i < slice.end; i++) classes[start + i] = heap.words[from + i] as number;
    }
    return classes;
  }

  /** The outputs of the last layer, row-major [count, outputs]. */
  outputs(rows: Rows): FloatArray {
    return this.#outputsOf(rows, this.#plan.layers.slice(-1))[0] as FloatArray;
  }

  /** The outputs of every layer, each row-major [count, units]. */
  activations(rows: Rows): FloatArray[] {
    return this.#outputsOf(rows, this.#plan.layers);
  }

  #outputsOf(rows: Rows, layers: readonly LayerPlan[]): FloatArray[] {
    const { heap, kernels } = this.#workspace;
    const outputs = layers.map(({ units }) => allocateFloats(this.#engine, rows.count * units));
    for (let start = 0; start < rows.count; start += CAPACITY) {
      const slice = this.#forward(rows, start, true);
      activateOutput(kernels, this.#plan, slice);
      layers.forEach((layer, l) => {
        copyOutputs(heap, layer, slice, outputs[l] as FloatArray, start * layer.units);
      });
    }
    return outputs;
  }

  /** Loss and accuracy over a data set. */
  score(data: Dataset): Score {
    const { heap, kernels } = this.#workspace;
    const tally = emptyTally();
    const source = this.#source(data);
    for (let start = 0; start < data.count; start += CAPACITY) {
      const count = Math.min(CAPACITY, data.count - start);
      loadRows(kernels, heap, source, data, start, count);
      const window = { source: answered(this.#cheaper(source, data.width, count), data), scaling: data, start: 0 };
      const slice = sliceOf(this.#plan, count, ALONE);
      scoreWindow(kernels, heap, this.#plan, window, slice, this.#biasFor(window));
      tallyRows(heap, this.#plan, window.source, 0, count, tally);
    }
    return toScore(this.#plan, tally, data.labels !== undefined);
  }

  /** Loads a window of rows and passes it through the network. */
  #forward(rows: Rows, start: number, toLogits: boolean): Slice {
    const { heap, kernels } = this.#workspace;
    const count = Math.min(CAPACITY, rows.count - start);
    const all = this.#source(rows);
    loadFeatures(kernels, heap, all, rows, start, count);
    const window = { source: this.#cheaper(all, rows.width, count), scaling: rows, start: 0 };
    const slice = sliceOf(this.#plan, count, ALONE);
    forward(kernels, this.#plan, window, slice, this.#biasFor(window), toLogits);
    return slice;
  }

  #source(rows: Pick<Rows, "features">): SourcePlan {
    return this.#plan.sources[rows.features instanceof Uint8Array ? 0 : 1] as SourcePlan;
  }

  /** The source without its records where the rows in them are too dense; both give the same bits. */
  #cheaper(source: SourcePlan, width: number, count: number): SourcePlan {
    const { records } = source;
    if (!records) return source;
    const bytes = this.#workspace.heap.words[(records.offsets.address >>> 2) + count] as number;
    return bytes > count * recordBytes(MAX_DENSITY * width) ? this.#wholeBytes : source;
  }

  #biasFor(window: Pick<Window, "source" | "scaling">): F32Ptr {
    const shift = shiftOf(window);
    if (this.#bias?.shift !== shift)
      this.#bias = { address: firstBias(this.#workspace.kernels, this.#plan, window, 0), shift };
    return this.#bias.address;
  }
}

/** Floats of the precision an engine computes in. */
export function allocateFloats(engine: Engine, count: number): FloatArray {
  return engine === "reference-f64" ? new Float64Array(count) : new Float32Array(count);
}

/** A source that is scored by its targets where the data has no labels. */
function answered(source: SourcePlan, { labels }: Dataset): SourcePlan {
  if (labels) return source;
  const { labels: _, ...rest } = source;
  return rest;
}
