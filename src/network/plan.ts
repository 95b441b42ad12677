/**
 * The plan of a job, made once: which tensors a network needs in memory and where each lies. Pure; views, copies,
 * steps and summaries read it. Knows nothing of which kernels run on it, or on how many threads.
 *
 *   W [inputs,units]  b [1,units]  per layer, and moments of the same shapes for optimizers that keep them
 *   A [rows,units]    outputs of each layer for one batch;  D [rows,units] gradients of the loss by its logits
 *   X [rows,inputs]   the batch, gathered from the sources;  T [rows,outputs] its targets
 */
import { type ActivationCode, gemmNNScratch, gemmNTScratch, gemmTNScratch } from "../kernels/contract.js";
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
  readonly features: Tensor<"f32"> | Tensor<"u8">;
  readonly labels?: Tensor<"u8">;
  readonly targets?: Tensor<"f32">;
}

/** What `planWorkspace` needs to know of a data set. */
export interface SourceShape {
  readonly name: string;
  readonly rows: number;
  readonly element: "f32" | "u8";
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
  /** Row numbers into a source, in the order they are taken: one for each row of the largest source. */
  readonly order: Tensor<"u32">;
  readonly features: Tensor<"f32">;
  readonly targets: Tensor<"f32">;
  /** Loss and class of each row of the largest source, in the order they are taken. */
  readonly rowLoss: Tensor<"f32">;
  readonly classes: Tensor<"u32">;
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
  /** What training keeps beside the weights; absent for prediction. */
  readonly training?: { readonly keepsGradient: boolean; readonly moments: readonly string[] };
}

export function planWorkspace(architecture: Architecture, options: PlanOptions): Plan {
  const { capacity, training } = options;
  const builder = new LayoutBuilder();
  const layers = architecture.layers.map((layer, i) => planLayer(builder, layer, i, options));
  const features = builder.matrix("batch", "features", capacity, architecture.inputs);
  const targets = builder.matrix("batch", "targets", capacity, architecture.outputs);
  const largest = Math.max(capacity, ...options.sources.map((source) => source.rows));
  const order = builder.packed("batch", "order", "u32", largest, 1);
  const rowLoss = builder.packed("batch", "rowLoss", "f32", largest, 1);
  const classes = builder.packed("batch", "classes", "u32", largest, 1);
  // Whole cache lines, so that no two threads write to the same one.
  const floats = Math.ceil(scratchFloats(architecture, capacity, !!training) / 16) * 16;
  const scratch = builder.packed("scratch", "scratch", "f32", options.threads ?? 1, floats);
  const control = builder.packed("control", "control", "u32", 1, 64);
  const sources = options.sources.map((source) => planSource(builder, source, architecture));
  const layout = builder.finish();
  return {
    architecture,
    layout,
    layers,
    sources,
    capacity,
    order,
    features,
    targets,
    rowLoss,
    classes,
    scratch,
    control,
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

function planSource(builder: LayoutBuilder, shape: SourceShape, architecture: Architecture): SourcePlan {
  const { name, rows } = shape;
  const features: Tensor<"f32"> | Tensor<"u8"> =
    shape.element === "u8"
      ? builder.packed("data", `${name}.features`, "u8", rows, architecture.inputs)
      : builder.packed("data", `${name}.features`, "f32", rows, architecture.inputs);
  return {
    rows,
    features,
    ...(shape.hasLabels && { labels: builder.packed("data", `${name}.labels`, "u8", rows, 1) }),
    ...(shape.hasTargets && { targets: builder.packed("data", `${name}.targets`, "f32", rows, architecture.outputs) }),
  };
}

function scratchFloats({ layers }: Architecture, capacity: number, isTraining: boolean): number {
  let floats = 0;
  for (const { inputs, units } of layers) {
    floats = Math.max(floats, gemmNNScratch(inputs));
    if (isTraining) floats = Math.max(floats, gemmNTScratch(units), gemmTNScratch(capacity));
  }
  return floats;
}
