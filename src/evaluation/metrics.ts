/** Figures computed from labels and predictions alone. */
import { invalidOption, shapeMismatch } from "../errors.js";

/** Counts by [actual][predicted] class. Both arrays hold class indices below `classes`, one a row. */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): readonly Uint32Array[] {
  if (labels.length !== predictions.length) throw shapeMismatch("predictions", labels.length, predictions.length);
  const counts = Array.from({ length: classes }, () => new Uint32Array(classes));
  for (let i = 0; i < labels.length; i++) {
    const actual = requireClass("labels", labels[i] as number, i, classes);
    const predicted = requireClass("predictions", predictions[i] as number, i, classes);
    (counts[actual] as Uint32Array)[predicted]! += 1;
  }
  return counts;
}

function requireClass(what: string, value: number, i: number, classes: number): number {
  if (!Number.isInteger(value) || value < 0 || value >= classes)
    throw invalidOption(`${what}[${i}]`, `a class index from 0 to ${classes - 1}`, value);
  return value;
}
