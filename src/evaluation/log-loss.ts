/** The cross-entropy of given probabilities, in f64 and the same bits on every host. */

import { invalidOption } from "../errors.js";
import { log } from "../random/log.js";
import { requireClassCount, requireClasses, requireProbabilities, requireRows } from "./inputs.js";

/** The distance from 1 to the next number of each precision. */
const EPSILON_F32 = 2 ** -23;
const EPSILON_F64 = 2 ** -52;

/**
 * Mean over the rows of −ln(probability given to the label), in nats.
 *
 * Probabilities are first kept within [ε, 1 − ε], ε = 2⁻²³ for a `Float32Array` and 2⁻⁵² otherwise, then each row is
 * divided by its sum: as scikit-learn 1.2's `log_loss` does, so that rows need not sum to 1 (sigmoid outputs).
 *
 * @param labels class indices below `classes`, one a row, at least one row; not every class need appear.
 * @param probabilities row-major [rows, classes], or with two classes [rows]: the probability of class 1.
 * @param classes 2 or more.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`, naming the first bad row.
 */
export function logLoss(labels: ArrayLike<number>, probabilities: ArrayLike<number>, classes: number): number {
  if (requireClassCount(classes) < 2) throw invalidOption("classes", "2 or more", classes);
  const rows = requireRows("labels", labels);
  requireClasses("labels", labels, classes);
  const isColumn = classes === 2 && probabilities?.length === rows;
  const { width, values } = requireProbabilities("probabilities", probabilities, rows, isColumn ? 1 : classes);
  const epsilon = probabilities instanceof Float32Array ? EPSILON_F32 : EPSILON_F64;
  const clipped = (index: number): number => Math.min(1 - epsilon, Math.max(epsilon, values[index] as number));
  let loss = 0;
  for (let row = 0; row < rows; row++) {
    const label = labels[row] as number;
    if (isColumn) {
      loss -= log(label === 1 ? clipped(row) : 1 - clipped(row));
      continue;
    }
    let sum = 0;
    for (let k = 0; k < width; k++) sum += clipped(row * width + k);
    loss -= log(clipped(row * width + label) / sum);
  }
  return loss / rows;
}
