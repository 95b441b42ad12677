/** How much each row counts in training: weights of classes and of samples, multiplied. Knows nothing of losses. */
import { invalidOption, shapeMismatch, WasmlpError } from "../errors.js";
import type { Dataset } from "./dataset.js";

export interface RowWeightOptions {
  /**
   * What rows of each class count, one number of at least 0 a class of the data set; or "balanced", scikit-learn's
   * rows / (classes·rows of the class) over the classes that occur, so that all classes count alike. Needs labels.
   */
  classWeights?: "balanced" | ArrayLike<number>;
  /** What each row counts, one number of at least 0 a row as stored. */
  sampleWeights?: ArrayLike<number>;
}

/** A product of two weights up to this is finite as f32. */
const LARGEST = 1e19;

/**
 * The weight of each row [count], class weight times sample weight; undefined where none are given.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`, naming the first weight that is none.
 */
export function rowWeights(data: Dataset, options: RowWeightOptions): Float64Array | undefined {
  const { classWeights, sampleWeights } = options;
  if (classWeights === undefined && sampleWeights === undefined) return undefined;
  const weights = new Float64Array(data.count).fill(1);
  if (sampleWeights !== undefined) weights.set(requireWeights("sampleWeights", sampleWeights, data.count));
  if (classWeights !== undefined) {
    const { labels } = data;
    if (!labels) throw invalidOption("classWeights", "a data set with labels for them", "targets");
    const ofClass =
      classWeights === "balanced"
        ? balanced(labels, data.classes)
        : requireWeights("classWeights", classWeights, data.classes);
    for (let i = 0; i < weights.length; i++)
      weights[i] = (weights[i] as number) * (ofClass[labels[i] as number] as number);
  }
  if (!weights.some((weight) => weight > 0)) throw invalidOption("weights", "at least one row above 0", "all rows 0");
  return weights;
}

function balanced(labels: Uint8Array, classes: number): Float64Array {
  const counts = new Float64Array(classes);
  for (const label of labels) counts[label] = (counts[label] as number) + 1;
  const present = counts.reduce((sum, count) => sum + Number(count > 0), 0);
  return counts.map((count) => (count > 0 ? labels.length / (present * count) : 0));
}

function requireWeights(option: string, weights: ArrayLike<number>, length: number): Float64Array {
  if (typeof weights !== "object" || !Number.isInteger(weights?.length))
    throw invalidOption(option, "an array of numbers", weights);
  if (weights.length !== length) throw shapeMismatch(option, `${length} numbers`, weights.length);
  const checked = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    const weight = weights[i];
    if (typeof weight === "number" && !Number.isFinite(weight))
      throw new WasmlpError("not-finite", `${option}[${i}]: expected a finite number, got ${weight}`);
    if (!(typeof weight === "number" && weight >= 0 && weight <= LARGEST))
      throw invalidOption(`${option}[${i}]`, `a number from 0 to ${LARGEST}`, weight);
    checked[i] = weight;
  }
  return checked;
}
