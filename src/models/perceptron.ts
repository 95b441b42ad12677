/**
 * Rosenblatt's perceptron (1958): class 1 where the net input is at least 0, corrected row by row where it is wrong.
 *   w ← w + learningRate·(y − ŷ)·x;  b ← b + learningRate·(y − ŷ)
 */
import type { Dataset } from "../data/dataset.js";
import { requireFit } from "../data/sources.js";
import { invalidOption, requireOptions } from "../errors.js";
import type { FitOptions, Fitting } from "./fitting.js";
import { SingleLayer, type SingleLayerOptions } from "./single-layer.js";

export interface PerceptronOptions extends SingleLayerOptions {
  /** Shuffle the rows before every epoch. Default false. */
  shuffle?: boolean;
}

/**
 * ```ts
 * const model = new Perceptron({ inputs: 2, learningRate: 0.1, epochs: 10, seed: 1 });
 * await model.fit(chapterIris());
 * model.updates; // [2, 2, 3, 2, 1, 0, 0, 0, 0, 0]
 * ```
 */
export class Perceptron extends SingleLayer {
  /** @throws WasmlpError `invalid-option`, naming the option. */
  constructor(options: PerceptronOptions) {
    requireOptions(options);
    super(options, {
      loss: "perceptron",
      batchSize: 1,
      shuffle: options.shuffle === undefined ? false : options.shuffle,
    });
  }

  /** Of each epoch of the last `fit`, how many rows were misclassified and so led to an update. */
  get updates(): number[] {
    return this.history.map(({ loss, samples }) => Math.round(loss * samples));
  }

  /** As `SingleLayer.fit`. @throws WasmlpError `invalid-option` for targets in place of labels, too. */
  override fit(data: Dataset, options: Pick<FitOptions, "signal" | "validation" | "onProgress"> = {}): Fitting {
    this.#requireClasses(data);
    return super.fit(data, options);
  }

  /** As `SingleLayer.partialFit`; returns the share of rows that were misclassified. */
  override partialFit(data: Dataset): number {
    this.#requireClasses(data);
    return super.partialFit(data);
  }

  /** A target that is neither 0 nor 1 could never be met. */
  #requireClasses(data: Dataset): void {
    requireFit("data", data, this.network.architecture);
    if (!data.labels) throw invalidOption("data", "labels", "targets");
  }
}
