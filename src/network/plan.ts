/**
 * The plan of a job, made once: which tensors a network needs in memory and where each lies. Pure; views, copies,
 * steps and summaries read it. Knows nothing of which kernels run on it, or on how many threads.
 *
 *   W [inputs,units]  b [1,units]  per layer, and moments of the same shapes for optimizers that keep them
 *   A [rows,units]    outputs of each layer for one batch;  D [rows,units] gradients of the loss by its logits
 *   X [rows,inputs]   the batch, gathered from the sources;  T [rows,outputs] its targets
 * A source of bytes that are mostly 0 is kept as records (see kernels/contract.ts) and needs no X.
 */
import {
  type ActivationCode,
  gemmNNScratch,
  gemmNTScratch,
  gemmTNScratch,
  MAX_BIN_ROWS,
  SPARSE_TN_SCRATCH,
} from "../kernels/contract.js";
import { type Layout, LayoutBuilder } from "../memory/layout.js";
import type { Tensor } from "../memory/tensor.js";
import { type Architecture, activationCode, type Layer } from "./architecture.js";

/** A weight matrix with its bias, or anything of the same shapes. */
export interface Parameters {
  readonly weight: Tensor<"f32">;
  readonly bias: Tensor<"f32">;
}

export interface LayerPlan extends Parameters {
  readonly inputs: number;
  readonly units: number;
  readonly activation: ActivationCode;
  readonly isSoftmax: boolean;
  /** Absent where the update is folded into the gradient, and for prediction. */
  readonly gradient?: Parameters;
  readonly moments: readonly Parameters[];
  readonly output: Tensor<"f32">;
  readonly delta: Tensor<"f32">;
}

/** Rows that a batch can be gathered from: a data set in the workspace, or a place to put rows into. */
export interface SourcePlan {
  readonly rows: number;
  /** All rows; where there are records, a window that rows pass through on their way into them. */
  readonly features: Tensor<"f32"> | Tensor<"u8">;
  readonly records?: RecordsPlan;
  readonly labels?: Tensor<"u8">;
  readonly targets?: Tensor<"f32">;
}

/** Rows of bytes without their zeros. */
export interface RecordsPlan {
  readonly words: Tensor<"u32">;
  /** Byte offset of each row's record, and of the end. */
  readonly offsets: Tensor<"u32">;
  /** scale·byte for each byte. */
  readonly values: Tensor<"f32">;
  /** Part p of the threads updates the weights of inputs cuts[p] … cuts[p + 1] − 1. */
  readonly cuts: readonly number[];
}

/** A batch of records sorted by column, a bin of rows at a time; slices of the batch are whole bins. */
export interface BucketsPlan {
  readonly binRows: number;
  readonly pairs: Tensor<"u8">;
  readonly counts: Tensor<"u32">;
}

/** What `planWorkspace` needs to know of a data set. */
export interface SourceShape {
  readonly name: string;
  readonly rows: number;
  readonly element: "f32" | "u8";
  /** Keep bytes as records: room for all of them, and who updates which inputs (one number more than threads). */
  readonly records?: { readonly bytes: number; readonly cuts: readonly number[] };
  readonly hasLabels: boolean;
  readonly hasTargets: boolean;
}

export interface Plan {
  readonly architecture: Architecture;
  readonly layout: Layout;
  readonly layers: readonly LayerPlan[];
  readonly sources: readonly SourcePlan[];
  /** Rows a batch can have at most. */
  readonly capacity: number;
  /** Whether weights change here, and might stop being finite. */
  readonly isTrained: boolean;
  /** Row numbers into a source, in the order they are taken: one for each row of the largest source. */
  readonly order: Tensor<"u32">;
  /** No rows where every source is kept as records. */
  readonly features: Tensor<"f32">;
  readonly targets: Tensor<"f32">;
  /** For training on records. */
  readonly buckets?: BucketsPlan;
  /** The first layer's bias with the shift of bytes, and column sums, a row for each thread. */
  readonly shiftedBias: Tensor<"f32">;
  readonly sums: Tensor<"f32">;
  /** Loss and class of each row of the largest source, in the order they are taken. */
  readonly rowLoss: Tensor<"f32">;
  readonly classes: Tensor<"u32">;
  /** Outputs of the last layer for each row of the largest source [rows, outputs]; absent where not asked for. */
  readonly outputs?: Tensor<"f32">;
  /** Weight of each row of the first source; absent where all weigh 1. */
  readonly rowWeights?: Tensor<"f32">;
  /** A row for each thread. */
  readonly scratch: Tensor<"f32">;
  /** What threads tell each other: see `threads/control.ts`. */
  readonly control: Tensor<"u32">;
}

export interface PlanOptions {
  readonly capacity: number;
  readonly sources: readonly SourceShape[];
  /** Threads that will work on it; default 1. */
  readonly threads?: number;
  /** Room for the outputs of all rows, not of one batch alone. Default false. */
  readonly keepsOutputs?: boolean;
  /** What training keeps beside the weights; absent for prediction. */
  readonly training?: {
    readonly keepsGradient: boolean;
    readonly moments: readonly string[];
    /** Rows of the first source weigh differently. Default false. */
    readonly hasRowWeights?: boolean;
  };
}

export function planWorkspace(architecture: Architecture, options: PlanOptions): Plan {
  const { capacity, training, threads = 1 } = options;
  const builder = new LayoutBuilder();
  const layers = architecture.layers.map((layer, i) => planLayer(builder, layer, i, options));
  const isGathered = options.sources.some((source) => !source.records || !training);
  const features = builder.matrix("batch", "features", isGathered ? capacity : 0, architecture.inputs);
  const buckets = training && options.sources[0]?.records && planBuckets(builder, architecture, capacity, threads);
  const { units } = architecture.layers[0] as Layer;
  const shiftedBias = builder.lines("batch", "shiftedBias", threads, units);
  const sums = builder.lines("batch", "sums", threads, units);
  const targets = builder.matrix("batch", "targets", capacity, architecture.outputs);
  const largest = Math.max(capacity, ...options.sources.map((source) => source.rows));
  const order = builder.packed("batch", "order", "u32", largest, 1);
  const rowLoss = builder.packed("batch", "rowLoss", "f32", largest, 1);
  const classes = builder.packed("batch", "classes", "u32", largest, 1);
  const outputs = options.keepsOutputs && builder.packed("batch", "outputs", "f32", largest, architecture.outputs);
  const scratch = builder.lines("scratch", "scratch", threads, scratchFloats(architecture, capacity, !!training));
  const control = builder.packed("control", "control", "u32", 1, 64);
  const weighted = training?.hasRowWeights ? options.sources[0] : undefined;
  const rowWeights = weighted && builder.packed("data", "rowWeights", "f32", weighted.rows, 1);
  const sources = options.sources.map((source) => planSource(builder, source, architecture));
  const layout = builder.finish();
  return {
    architecture,
    layout,
    layers,
    sources,
    capacity,
    isTrained: training !== undefined,
    order,
    features,
    targets,
    ...(buckets && { buckets }),
    shiftedBias,
    sums,
    rowLoss,
    classes,
    scratch,
    control,
    ...(outputs && { outputs }),
    ...(rowWeights && { rowWeights }),
  };
}

function planLayer(builder: LayoutBuilder, layer: Layer, i: number, { capacity, training }: PlanOptions): LayerPlan {
  const parameters = (section: "parameters" | "gradients" | "moments", suffix: string): Parameters => ({
    weight: builder.matrix(section, `layers.${i}.weight${suffix}`, layer.inputs, layer.units),
    bias: builder.matrix(section, `layers.${i}.bias${suffix}`, 1, layer.units),
  });
  return {
    inputs: layer.inputs,
    units: layer.units,
    activation: activationCode(layer.activation),
    isSoftmax: layer.activation === "softmax",
    ...parameters("parameters", ""),
    ...(training?.keepsGradient && { gradient: parameters("gradients", ".gradient") }),
    moments: (training?.moments ?? []).map((name) => parameters("moments", `.${name}`)),
    output: builder.matrix("activations", `layers.${i}.output`, capacity, layer.units),
    delta: builder.matrix("deltas", `layers.${i}.delta`, capacity, layer.units),
  };
}

/** As few bins as the threads' slices of a full batch allow, of at most MAX_BIN_ROWS rows, whole tiles. */
function planBuckets(builder: LayoutBuilder, { inputs }: Architecture, capacity: number, threads: number): BucketsPlan {
  const slice = Math.ceil(capacity / threads);
  const binRows = Math.ceil(slice / Math.ceil(slice / MAX_BIN_ROWS) / 4) * 4;
  const rows = Math.ceil(capacity / binRows) * inputs;
  return {
    binRows,
    pairs: builder.packed("batch", "pairs", "u8", rows, 2 * binRows),
    counts: builder.packed("batch", "counts", "u32", rows, 1),
  };
}

/** Rows that bytes pass through on their way into records. */
const WINDOW_ROWS = 256;

function planSource(builder: LayoutBuilder, shape: SourceShape, architecture: Architecture): SourcePlan {
  const { name, rows, element, records } = shape;
  const { inputs, outputs } = architecture;
  const kept = records ? Math.min(rows, WINDOW_ROWS) : rows;
  const features: Tensor<"f32"> | Tensor<"u8"> =
    element === "u8"
      ? builder.packed("data", `${name}.features`, "u8", kept, inputs)
      : builder.packed("data", `${name}.features`, "f32", kept, inputs);
  return {
    rows,
    features,
    ...(records && {
      records: {
        words: builder.packed("data", `${name}.records`, "u32", 1, Math.ceil(records.bytes / 4)),
        offsets: builder.packed("data", `${name}.offsets`, "u32", rows + 1, 1),
        values: builder.packed("data", `${name}.values`, "f32", 1, 256),
        cuts: records.cuts,
      },
    }),
    ...(shape.hasLabels && { labels: builder.packed("data", `${name}.labels`, "u8", rows, 1) }),
    ...(shape.hasTargets && { targets: builder.packed("data", `${name}.targets`, "f32", rows, outputs) }),
  };
}

function scratchFloats({ layers }: Architecture, capacity: number, isTraining: boolean): number {
  let floats = SPARSE_TN_SCRATCH;
  for (const { inputs, units } of layers) {
    floats = Math.max(floats, gemmNNScratch(inputs));
    if (isTraining) floats = Math.max(floats, gemmNTScratch(units), gemmTNScratch(capacity));
  }
  return floats;
}
