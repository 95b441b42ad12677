/**
 * One linear unit, net input z = w·x + b, trained by correcting it: what Adaline and the perceptron share. Underneath it
 * is an `Mlp` of one identity layer, so trainer and kernels are those of every network. Knows no rule of its own.
 */
import { type Dataset, takeRows } from "../data/dataset.js";
import { requireFit } from "../data/sources.js";
import type { Score } from "../evaluation/evaluate.js";
import type { Backend } from "../memory/workspace.js";
import type { LossName } from "../network/architecture.js";
import { initialWeights, normal } from "../network/initializers.js";
import { type Sgd, sgd } from "../network/optimizers.js";
import type { FloatArray } from "../network/parameters.js";
import { MT19937 } from "../random/mt19937.js";
import type { EpochResult } from "../training/history.js";
import { type RowOrder, reshuffledOrder, storedOrder } from "../training/order.js";
import type { Features } from "./features.js";
import { type Epochs, type FitOptions, type Fitting, fittingOf, requireBoolean, requireCount } from "./fitting.js";
import { Mlp } from "./mlp.js";

export interface SingleLayerOptions {
  /** Features a sample, at least 1. */
  inputs: number;
  /** What corrections are multiplied with (eta), at least 0. Default 0.01. */
  learningRate?: number;
  /** Passes over the rows in a `fit`, at least 1. Default 50. */
  epochs?: number;
  /** Seed of the first weights and, from the same stream, of the shuffles: 0 … 2³² − 1. Default 0. */
  seed?: number;
  /** Default "wasm". "reference-f64" gives the numbers of textbooks, which compute in f64. */
  backend?: Backend;
}

/** How a rule of learning is made of the trainer. */
interface Rule {
  readonly loss: LossName;
  /** Rows an update is made from; more than there are means all. */
  readonly batchSize: number;
  readonly shuffle: boolean;
}

const FIRST_WEIGHTS = normal({ std: 0.01 });

export abstract class SingleLayer {
  /** The network underneath: to save it, to set its parameters, to print its summary. */
  readonly network: Mlp;
  readonly learningRate: number;
  readonly epochs: number;
  readonly #rule: Rule;
  readonly #optimizer: Sgd;
  /** Where the stream stands that the first weights were drawn from. */
  readonly #random: MT19937;
  #history: EpochResult[] = [];

  protected constructor(options: SingleLayerOptions, rule: Rule) {
    const { inputs, learningRate = 0.01, epochs = 50, seed = 0, backend = "wasm" } = options;
    requireCount("epochs", epochs);
    requireCount("batchSize", rule.batchSize);
    requireBoolean("shuffle", rule.shuffle);
    const layers = [{ units: 1, initializer: FIRST_WEIGHTS }];
    this.network = new Mlp({ inputs, layers, loss: rule.loss, seed, backend });
    this.learningRate = learningRate;
    this.epochs = epochs;
    this.#rule = rule;
    this.#optimizer = sgd({ learningRate });
    this.#random = new MT19937(seed);
    initialWeights(FIRST_WEIGHTS, this.#random, inputs, 1);
  }

  /** A copy of w [inputs]. */
  get weights(): FloatArray {
    return this.#parameters.weight;
  }

  /** b */
  get bias(): number {
    return this.#parameters.bias[0] as number;
  }

  /** The epochs of the last `fit`, also where it was stopped or diverged. */
  get history(): readonly EpochResult[] {
    return this.#history;
  }

  /** Of each of them, the mean loss over its rows, each taken before the update it led to. */
  get losses(): number[] {
    return this.#history.map(({ loss }) => loss);
  }

  /**
   * Goes on from the weights as they are, for `epochs` passes over `data`; iterate it or await it, as `Mlp.fit`.
   * @throws WasmlpError at once for options and data that do not fit; DivergenceError while training, `history`
   * holding the epochs until then.
   */
  fit(data: Dataset, options: Pick<FitOptions, "signal" | "validation" | "onProgress"> = {}): Fitting {
    const { batchSize } = this.#rule;
    const fitting = this.network.fit(data, {
      ...options,
      epochs: this.epochs,
      batchSize,
      optimizer: this.#optimizer,
      order: this.#order(),
    });
    return fittingOf(() => this.#recorded(fitting));
  }

  /** One pass over `data` as it stands, without a new start: for rows that come in over time. Returns their mean loss. */
  partialFit(data: Dataset): number {
    requireFit("data", data, this.network.architecture);
    let sum = 0;
    for (let start = 0; start < data.count; start += this.#rule.batchSize) {
      const length = Math.min(this.#rule.batchSize, data.count - start);
      const rows = takeRows(
        data,
        Uint32Array.from({ length }, (_, i) => start + i),
      );
      sum += length * this.network.partialFit(rows, { optimizer: this.#optimizer }).loss;
    }
    return sum / data.count;
  }

  /** z = w·x + b of each row [rows]. */
  netInput(features: Features): FloatArray {
    return this.network.predictProba(features);
  }

  /** Class of each row, 0 or 1 [rows]. */
  predict(features: Features): Uint32Array {
    return this.network.predict(features);
  }

  /** Loss and accuracy over `data`. */
  evaluate(data: Dataset): Score {
    return this.network.evaluate(data);
  }

  get #parameters(): { weight: FloatArray; bias: FloatArray } {
    return this.network.parameters[0] as { weight: FloatArray; bias: FloatArray };
  }

  #order(): RowOrder {
    return this.#rule.shuffle ? reshuffledOrder(this.#random) : storedOrder;
  }

  async *#recorded(fitting: Fitting): Epochs {
    this.#history = [];
    const epochs = fitting[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await epochs.next();
        if (next.done) return next.value;
        this.#history.push(next.value);
        yield next.value;
      }
    } finally {
      await epochs.return?.();
    }
  }
}
