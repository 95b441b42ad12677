/** How often the label is among the k classes with the largest scores. */
import { invalidOption } from "../errors.js";
import { requireClassCount, requireClasses, requireRows, requireTable } from "./inputs.js";

/**
 * Share of rows whose label is among the k largest scores, 0 to 1. Of equal scores the higher class counts as the
 * larger, as in scikit-learn's `top_k_accuracy_score`; `predict` takes the lower.
 *
 * @param labels class indices below `classes`, one a row, at least one row; not every class need appear.
 * @param scores row-major [rows, classes]; any finite numbers.
 * @param k 1 to `classes`; with as many as there are classes the share is 1.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`, naming the first bad row.
 */
export function topKAccuracy(labels: ArrayLike<number>, scores: ArrayLike<number>, classes: number, k: number): number {
  requireClassCount(classes);
  if (!Number.isInteger(k) || k < 1 || k > classes) throw invalidOption("k", `a whole number from 1 to ${classes}`, k);
  const rows = requireRows("labels", labels);
  requireClasses("labels", labels, classes);
  requireTable("scores", scores, rows, classes);
  let hits = 0;
  for (let row = 0; row < rows; row++) {
    const label = labels[row] as number;
    const own = scores[row * classes + label] as number;
    let larger = 0;
    for (let other = 0; other < classes; other++) {
      const score = scores[row * classes + other] as number;
      if (score > own || (score === own && other > label)) larger++;
    }
    if (larger < k) hits++;
  }
  return hits / rows;
}
