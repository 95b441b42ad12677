/**
 * Adaline, the adaptive linear neuron (Widrow and Hoff 1960): linear activation, mean squared error, class 1 where the
 * net input is at least 0.5. How often it learns is the size of its batches; everything else is in single-layer.ts.
 *   L = 1/n Σ_i (z_i − y_i)²;  w ← w − learningRate·2/n Σ_i (z_i − y_i)·x_i;  b ← b − learningRate·2/n Σ_i (z_i − y_i)
 */
import { requireOptions } from "../errors.js";
import { SingleLayer, type SingleLayerOptions } from "./single-layer.js";

export interface AdalineOptions extends SingleLayerOptions {
  /** Rows an update is made from, at least 1; "all" is full-batch gradient descent. Default 32. */
  batchSize?: number | "all";
  /** Shuffle the rows before every epoch. Default: true where a batch is less than all. */
  shuffle?: boolean;
}

/** More than any data set holds, and so all of its rows. */
const ALL_ROWS = 2 ** 31;

/**
 * Adaline on mini-batches.
 *
 * ```ts
 * const model = new Adaline({ inputs: 2, learningRate: 0.05, epochs: 20, batchSize: 10 });
 * await model.fit(standardize(chapterIris()));
 * ```
 */
export class Adaline extends SingleLayer {
  /** @throws WasmlpError `invalid-option`, naming the option. */
  constructor(options: AdalineOptions) {
    requireOptions(options);
    const { batchSize = 32, shuffle = batchSize !== "all" } = options;
    super(options, { loss: "mse", batchSize: batchSize === "all" ? ALL_ROWS : batchSize, shuffle });
  }
}

/** Adaline by gradient descent: all weights updated once an epoch, from all rows. */
export class AdalineGD extends Adaline {
  /** @throws WasmlpError `invalid-option`, naming the option. */
  constructor(options: SingleLayerOptions) {
    super({ ...options, batchSize: "all", shuffle: false });
  }
}

/** Adaline by stochastic gradient descent: all weights updated after every row. */
export class AdalineSGD extends Adaline {
  /** @throws WasmlpError `invalid-option`, naming the option. */
  constructor(options: SingleLayerOptions & Pick<AdalineOptions, "shuffle">) {
    super({ ...options, batchSize: 1 });
  }
}
