/**
 * How far predicted values are from targets. Both row-major [rows, outputs]; sums are taken in f64, in row order.
 * Outputs count alike, as scikit-learn's `uniform_average` has them.
 */
import { invalidOption, shapeMismatch } from "../errors.js";
import { requireRows, requireTable } from "./inputs.js";

/**
 * Mean over rows and outputs of (target − prediction)².
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`.
 */
export function meanSquaredError(targets: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return meanOver(targets, predictions, (difference) => difference * difference);
}

/**
 * Mean over rows and outputs of |target − prediction|.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`.
 */
export function meanAbsoluteError(targets: ArrayLike<number>, predictions: ArrayLike<number>): number {
  return meanOver(targets, predictions, Math.abs);
}

/**
 * Coefficient of determination, 1 at best, 0 for always predicting the mean; the mean over outputs of
 * 1 − Σ (target − prediction)² / Σ (target − mean)². An output whose targets are all the same counts 1 where every
 * prediction is right and 0 otherwise, as in scikit-learn.
 *
 * @param outputs columns of both arrays.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` (fewer than 2 rows, too) or `not-finite`.
 */
export function r2Score(targets: ArrayLike<number>, predictions: ArrayLike<number>, outputs = 1): number {
  if (!Number.isInteger(outputs) || outputs < 1) throw invalidOption("outputs", "a whole number above 0", outputs);
  const rows = requireRows("targets", targets) / outputs;
  if (!Number.isInteger(rows)) throw shapeMismatch("targets", `a multiple of ${outputs} outputs`, targets.length);
  if (rows < 2) throw shapeMismatch("targets", "2 rows or more", rows);
  requireTable("targets", targets, rows, outputs);
  requireTable("predictions", predictions, rows, outputs);
  let sum = 0;
  for (let output = 0; output < outputs; output++) sum += r2OfColumn(targets, predictions, output, outputs);
  return sum / outputs;
}

function r2OfColumn(targets: ArrayLike<number>, predictions: ArrayLike<number>, first: number, step: number): number {
  const rows = targets.length / step;
  let mean = 0;
  let isConstant = true;
  for (let i = first; i < targets.length; i += step) {
    mean += (targets[i] as number) / rows;
    if (targets[i] !== targets[first]) isConstant = false;
  }
  let residual = 0;
  let total = 0;
  for (let i = first; i < targets.length; i += step) {
    residual += ((targets[i] as number) - (predictions[i] as number)) ** 2;
    total += ((targets[i] as number) - mean) ** 2;
  }
  // A mean rounds: what is left of constant targets without it must not count as their spread.
  if (isConstant || total === 0) return residual === 0 ? 1 : 0;
  return 1 - residual / total;
}

function meanOver(
  targets: ArrayLike<number>,
  predictions: ArrayLike<number>,
  measure: (difference: number) => number,
): number {
  const count = requireRows("targets", targets);
  requireTable("targets", targets, count, 1);
  requireTable("predictions", predictions, count, 1);
  let sum = 0;
  for (let i = 0; i < count; i++) sum += measure((targets[i] as number) - (predictions[i] as number));
  return sum / count;
}
