/** How often labels and predictions agree: counts, their share, and the share that chance does not explain. */
import { requireAsMany, requireClassCount, requireClasses, requirePairs, requireRows } from "./inputs.js";

/** Counts by [actual][predicted] class. */
export type Counts = readonly ArrayLike<number>[];

/**
 * Counts by [actual][predicted] class. Both arrays hold class indices below `classes`, one a row; there may be none.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`, naming the first bad row.
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): readonly Uint32Array[] {
  requireClassCount(classes);
  requireClasses("labels", labels, classes);
  requireAsMany("predictions", predictions, labels.length);
  requireClasses("predictions", predictions, classes);
  const counts = Array.from({ length: classes }, () => new Uint32Array(classes));
  for (let i = 0; i < labels.length; i++) (counts[labels[i] as number] as Uint32Array)[predictions[i] as number]! += 1;
  return counts;
}

/**
 * Share of rows whose prediction is the label, 0 to 1. Class indices, one a row, at least one row.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 */
export function accuracy(labels: ArrayLike<number>, predictions: ArrayLike<number>): number {
  const rows = requirePairs(labels, predictions, 2 ** 32);
  let correct = 0;
  for (let i = 0; i < rows; i++) if (labels[i] === predictions[i]) correct++;
  return correct / rows;
}

/**
 * Matthews correlation coefficient, −1 to 1; 0 is chance. With n rows, c of them right, and t_k and p_k rows labelled
 * and predicted k: (c·n − Σ t_k·p_k) / √((n² − Σ p_k²)·(n² − Σ t_k²)). 0 where all labels, or all predictions, are of
 * one class.
 *
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 * Source: Gorodkin, Computational Biology and Chemistry 28 (2004); as scikit-learn's `matthews_corrcoef`.
 */
export function matthewsCorrelation(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): number {
  const { rows, correct, products, labelSquares, predictionSquares } = margins(labels, predictions, classes);
  const spread = (rows * rows - predictionSquares) * (rows * rows - labelSquares);
  return spread === 0 ? 0 : (correct * rows - products) / Math.sqrt(spread);
}

/**
 * Cohen's kappa, −1 to 1: (o − e)/(1 − e) with o the share of rows that agree and e the share expected by chance from
 * how often each class is labelled and predicted. 0 where labels and predictions are all of one class (scikit-learn's
 * `cohen_kappa_score` gives NaN there, the same number everywhere else).
 *
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 * Source: Cohen, Educational and Psychological Measurement 20 (1960).
 */
export function cohenKappa(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): number {
  const { rows, correct, products } = margins(labels, predictions, classes);
  const chance = rows * rows - products;
  return chance === 0 ? 0 : (correct * rows - products) / chance;
}

/** n, c, Σ t_k·p_k, Σ t_k² and Σ p_k²: whole numbers, exact up to 9·10⁷ rows. */
function margins(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number) {
  requireRows("labels", labels);
  const counts = confusionMatrix(labels, predictions, classes);
  const sums = { rows: labels.length, correct: 0, products: 0, labelSquares: 0, predictionSquares: 0 };
  for (let k = 0; k < classes; k++) {
    const { support, predicted, correct } = classCounts(counts, k);
    sums.correct += correct;
    sums.products += support * predicted;
    sums.labelSquares += support * support;
    sums.predictionSquares += predicted * predicted;
  }
  return sums;
}

/** Rows of a class, rows taken for it, and rows of it that were. */
export function classCounts(counts: Counts, index: number): { support: number; predicted: number; correct: number } {
  const row = counts[index] as ArrayLike<number>;
  let support = 0;
  let predicted = 0;
  for (let other = 0; other < counts.length; other++) {
    support += row[other] as number;
    predicted += (counts[other] as ArrayLike<number>)[index] as number;
  }
  return { support, predicted, correct: row[index] as number };
}
