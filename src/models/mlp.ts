/**
 * The multi-layer perceptron a user constructs: options are checked here, once; the work is done below. A model is
 * plain data plus a small workspace for prediction: nothing to dispose. Knows nothing of files or hosts.
 */
import type { Dataset } from "../data/dataset.js";
import { requireFit } from "../data/sources.js";
import { allocating, allocatingLater, requireOptions, WasmlpError } from "../errors.js";
import type { Score } from "../evaluation/evaluate.js";
import type { ModelData } from "../formats/model-file.js";
import type { MathMode } from "../kernels/contract.js";
import { BACKENDS, type Backend, chooseEngine, type Engine } from "../memory/workspace.js";
import {
  type Architecture,
  type ArchitectureOptions,
  requireOneOf,
  validateArchitecture,
} from "../network/architecture.js";
import type { Scaling } from "../network/first-layer.js";
import { type Optimizer, validateOptimizer } from "../network/optimizers.js";
import { type FloatArray, initialParameters, type LayerParameters, validateParameters } from "../network/parameters.js";
import { type Features, toRows } from "./features.js";
import { type FitOptions, type Fitting, startFitting } from "./fitting.js";
import { Inference, type Rows } from "./inference.js";
import {
  classesOf,
  type InferenceOptions,
  type ManyRowsJob,
  outputsOf,
  prepareManyRows,
  scoreOf,
} from "./many-rows.js";
import { OnlineTrainer } from "./online.js";
import { requireSeed } from "./seed.js";
import { summarize } from "./summary.js";

export interface MlpOptions extends ArchitectureOptions {
  /** Seed of the initial weights, and of the shuffles of `fit` unless it names its own: 0 … 2³² − 1. Default 0. */
  seed?: number;
  /** Default "wasm". The references give the same bits ("reference") or f64 numbers ("reference-f64"), slowly. */
  backend?: Backend;
  /**
   * How products are summed. "strict" (default): the same bits on every host. "relaxed": with fused multiply-adds,
   * 10 to 30 % faster; bits then depend on the host (and on nothing else: not on threads), within the usual rounding
   * error. Only with backend "wasm", and where the host has relaxed SIMD: Node 21, Chrome 114 or newer, Node 20 with
   * --experimental-wasm-relaxed-simd. Files do not record it.
   */
  math?: MathMode;
}

/** What the units of one layer gave, row by row. */
export interface LayerOutputs {
  /** Row-major, f32 (f64 with backend "reference-f64"). */
  readonly values: FloatArray;
  readonly shape: readonly [rows: number, units: number];
}

/**
 * A fully connected network.
 *
 * ```ts
 * const model = new Mlp({ inputs: 2, layers: [{ units: 4, activation: "tanh" }, { units: 1, activation: "sigmoid" }], loss: "binaryCrossEntropy" });
 * ```
 */
export class Mlp {
  readonly architecture: Architecture;
  readonly seed: number;
  /** What does the arithmetic. */
  readonly backend: Backend;
  /** How products are summed. */
  readonly math: MathMode;
  readonly #engine: Engine;
  /** Absent until first asked for: a model that is read from a file never draws any. */
  #parameters: LayerParameters[] | undefined;
  #scaling: Scaling | undefined;
  #inference: Inference | undefined;
  #online: OnlineTrainer | undefined;
  #isFitting = false;

  /** @throws WasmlpError `invalid-option`, naming the option; `unsupported` for relaxed math the host does not have. */
  constructor(options: MlpOptions) {
    this.architecture = validateArchitecture(options);
    const { seed = 0, backend = "wasm", math = "strict" } = options;
    requireOneOf("backend", backend, BACKENDS);
    this.seed = requireSeed("seed", seed);
    this.backend = backend;
    this.math = math;
    this.#engine = chooseEngine(backend, math);
  }

  /** A copy of the weights, one entry a layer: `weight` row-major [units, inputs], `bias` [units]. */
  get parameters(): LayerParameters[] {
    return allocating("parameters", () =>
      this.#weights.map(({ weight, bias }) => ({ weight: weight.slice(), bias: bias.slice() })),
    );
  }

  /**
   * Takes other weights of the same shapes (copied). Moments that `partialFit` keeps start anew.
   * @throws WasmlpError `shape-mismatch`, `not-finite`, or `busy` during `fit`.
   */
  setParameters(parameters: readonly LayerParameters[]): void {
    this.#requireIdle();
    this.#keep(allocating("parameters", () => validateParameters(this.architecture, parameters, this.#isDouble)));
    this.#online = undefined;
  }

  /** How bytes become features: x = scale·byte + shift. That of the data the model was trained with. */
  get scaling(): Scaling {
    return this.#scaling ?? { scale: 1 / 255, shift: 0 };
  }

  /**
   * Trains on `data`. Nothing happens until the result is iterated or awaited:
   *
   * ```ts
   * for await (const epoch of model.fit(train, { epochs: 10, optimizer: sgd({ learningRate: 0.1 }) })) …
   * const history = await model.fit(train, { epochs: 10, optimizer: adam() });
   * ```
   *
   * Leaving the loop or aborting the signal stops cleanly; the model keeps the weights reached by then.
   * @throws WasmlpError at once for options and data that do not fit; DivergenceError while training.
   */
  fit(data: Dataset, options: FitOptions): Fitting {
    requireFit("data", data, this.architecture);
    this.#requireIdle();
    return startFitting(data, options, {
      architecture: this.architecture,
      engine: this.#engine,
      seed: this.seed,
      scaling: this.#scalingAfter(data),
      begin: () => {
        this.#requireIdle();
        const weights = this.#weights;
        this.#isFitting = true;
        this.#scaling = this.#scalingAfter(data);
        this.#online = undefined;
        return weights;
      },
      keep: (parameters) => this.#keep(parameters),
      end: () => {
        this.#isFitting = false;
      },
    });
  }

  /**
   * One update from all rows of `data`, as they stand; the optimizer's moments go on from call to call.
   * @returns the loss before the update.
   * @throws WasmlpError as `fit` does; DivergenceError. The weights are then as they were, and moments start anew.
   */
  partialFit(data: Dataset, options: { optimizer: Optimizer }): Score {
    requireFit("data", data, this.architecture);
    this.#requireIdle();
    const optimizer = validateOptimizer(options?.optimizer);
    const before = this.#online;
    this.#online = undefined;
    return allocating("partialFit", () => {
      const takes = before?.takes(optimizer, data);
      const online = takes ? before : new OnlineTrainer(this.architecture, this.#engine, optimizer, data, before);
      const { score, parameters } = (online as OnlineTrainer).step(data, this.#weights);
      this.#online = online;
      this.#scaling = this.#scalingAfter(data);
      this.#keep(parameters);
      return score;
    });
  }

  /** The class of each row: the first largest output, or with one output 1 where it is at least 0.5 (loss perceptron: 0). */
  predict(features: Features): Uint32Array;
  /**
   * The same bits, worked out on threads, or in slices that leave the calling thread time for other things. Weights are
   * those of the call; features must stay as they are until it is done.
   * Rejects with WasmlpError, `worker-failed` and `out-of-memory` included, or with the signal's reason.
   */
  predict(features: Features, options: InferenceOptions): Promise<Uint32Array>;
  predict(features: Features, options?: InferenceOptions): Uint32Array | Promise<Uint32Array> {
    if (options !== undefined) return allocatingLater("predict", () => this.#predictLater(features, options));
    return allocating("predict", () => this.#inferenceWorkspace().classes(this.#rowsOf(features)));
  }

  /** The outputs of the last layer, row-major [rows, outputs]; for softmax and sigmoid these are probabilities. */
  predictProba(features: Features): FloatArray;
  /** The same bits, worked out as those of `predict` with options. */
  predictProba(features: Features, options: InferenceOptions): Promise<FloatArray>;
  predictProba(features: Features, options?: InferenceOptions): FloatArray | Promise<FloatArray> {
    if (options !== undefined) return allocatingLater("predictProba", () => this.#predictProbaLater(features, options));
    return allocating("predictProba", () => this.#inferenceWorkspace().outputs(this.#rowsOf(features)));
  }

  /** The outputs of every layer, from the one next to the inputs to the last; the last are those of `predictProba`. */
  activations(features: Features): LayerOutputs[] {
    const rows = allocating("activations", () => this.#rowsOf(features));
    const outputs = allocating("activations", () => this.#inferenceWorkspace().activations(rows));
    return this.architecture.layers.map(({ units }, l) => ({
      values: outputs[l] as FloatArray,
      shape: [rows.count, units],
    }));
  }

  /** Loss and accuracy over `data`. */
  evaluate(data: Dataset): Score;
  /** The same bits, worked out as those of `predict` with options. */
  evaluate(data: Dataset, options: InferenceOptions): Promise<Score>;
  evaluate(data: Dataset, options?: InferenceOptions): Score | Promise<Score> {
    if (options !== undefined) return allocatingLater("evaluate", () => this.#evaluateLater(data, options));
    requireFit("data", data, this.architecture);
    return allocating("evaluate", () => this.#inferenceWorkspace().score(data));
  }

  /** The layers, their shapes and counts, as a table to print. */
  summary(): string {
    return summarize(this.architecture);
  }

  /**
   * A model from all there is to one, such as what a file holds; the parameters are copied.
   * @throws WasmlpError `shape-mismatch` or `not-finite`; for the options, as the constructor does.
   */
  static restore(data: ModelData, options: Pick<MlpOptions, "backend" | "math"> = {}): Mlp {
    requireOptions(options);
    const model = new Mlp({ ...data.architecture, seed: data.seed, ...options });
    const { architecture, parameters } = data;
    model.#parameters = allocating("model", () => validateParameters(architecture, parameters, model.#isDouble));
    model.#scaling = { scale: data.scale, shift: data.shift };
    return model;
  }

  /** Replaced as a whole, never written to: whoever took them keeps what they were. */
  get #weights(): LayerParameters[] {
    this.#parameters ??= initialParameters(this.architecture, this.seed, this.#isDouble);
    return this.#parameters;
  }

  async #predictLater(features: Features, options: InferenceOptions): Promise<Uint32Array> {
    const rows = this.#rowsOf(features);
    const job = this.#manyRows(options, rows.count);
    return job ? classesOf(job, rows) : this.#inferenceWorkspace().classes(rows);
  }

  async #predictProbaLater(features: Features, options: InferenceOptions): Promise<FloatArray> {
    const rows = this.#rowsOf(features);
    const job = this.#manyRows(options, rows.count);
    return job ? outputsOf(job, rows) : this.#inferenceWorkspace().outputs(rows);
  }

  async #evaluateLater(data: Dataset, options: InferenceOptions): Promise<Score> {
    requireFit("data", data, this.architecture);
    const job = this.#manyRows(options, data.count);
    return job ? scoreOf(job, data) : this.#inferenceWorkspace().score(data);
  }

  #manyRows(options: InferenceOptions, rows: number): ManyRowsJob | undefined {
    const network = { architecture: this.architecture, engine: this.#engine, parameters: this.#weights };
    return prepareManyRows(options, network, rows);
  }

  #rowsOf(features: Features): Rows {
    return toRows(features, this.architecture.inputs, this.scaling);
  }

  get #isDouble(): boolean {
    return this.backend === "reference-f64";
  }

  #inferenceWorkspace(): Inference {
    this.#inference ??= new Inference(this.architecture, this.#engine, this.#weights);
    return this.#inference;
  }

  #keep(parameters: LayerParameters[]): void {
    this.#parameters = parameters;
    this.#inference?.load(parameters);
  }

  #scalingAfter({ features, scale, shift }: Dataset): Scaling {
    return features instanceof Uint8Array ? { scale, shift } : this.scaling;
  }

  #requireIdle(): void {
    if (this.#isFitting)
      throw new WasmlpError(
        "busy",
        "model: expected no other training at the same time, got a fit that is still running",
      );
  }
}
