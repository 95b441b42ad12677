/**
 * Precision, recall and F1, class by class and averaged, from labels and predictions or from their counts.
 * As scikit-learn's `precision_recall_fscore_support` with `labels=range(classes)` and `zero_division=0`.
 */
import { invalidOption } from "../errors.js";
import { requireRows } from "./inputs.js";
import { type Counts, classCounts, confusionMatrix } from "./metrics.js";

/** Three shares, 0 to 1. What would be 0/0 is 0. */
export interface ClassificationScore {
  /** Of the rows taken for a class, the share that are of it. */
  readonly precision: number;
  /** Of the rows of a class, the share taken for it. */
  readonly recall: number;
  /** Harmonic mean of the two: 2·precision·recall / (precision + recall). */
  readonly f1: number;
}

/** The score of one class. */
export interface ClassScore extends ClassificationScore {
  /** Rows of the class. Without any, recall is 0. */
  readonly support: number;
  /** Rows taken for the class. Without any, precision is 0. */
  readonly predicted: number;
}

export interface ClassificationReport {
  /** By class index. */
  readonly classes: readonly ClassScore[];
  /** Share of rows whose prediction is the label; micro-averaged precision, recall and F1 are the same number. */
  readonly accuracy: number;
  /** Mean over all classes, one without rows or predictions included (as 0). */
  readonly macro: ClassificationScore;
  /** Mean over the classes by their support. */
  readonly weighted: ClassificationScore;
  /** Rows in all. */
  readonly support: number;
}

/**
 * "binary": the score of class 1 of two. "micro": over all rows, which is the accuracy. "macro": mean over classes.
 * "weighted": mean over classes by their support.
 */
export type Average = "binary" | "micro" | "macro" | "weighted";

const AVERAGES: readonly Average[] = ["binary", "micro", "macro", "weighted"];

/**
 * Every class's precision, recall and F1 with their averages.
 * @param labels, predictions class indices below `classes`, one a row, at least one row.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`, naming the first bad row.
 */
export function classificationReport(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
): ClassificationReport {
  requireRows("labels", labels);
  return reportOfCounts(confusionMatrix(labels, predictions, classes));
}

/** The same from counts by [actual][predicted]; every share is 0 where there are no rows. */
export function reportOfCounts(counts: Counts): ClassificationReport {
  const scores: ClassScore[] = [];
  let rows = 0;
  let right = 0;
  for (let index = 0; index < counts.length; index++) {
    const { support, predicted, correct } = classCounts(counts, index);
    const precision = share(correct, predicted);
    const recall = share(correct, support);
    const f1 = share(2 * precision * recall, precision + recall);
    scores.push({ precision, recall, f1, support, predicted });
    rows += support;
    right += correct;
  }
  const macro = mean(scores, () => 1);
  const weighted = mean(scores, ({ support }) => support);
  return { classes: scores, accuracy: share(right, rows), macro, weighted, support: rows };
}

/**
 * Of the rows taken for a class, the share that are of it; 0 where none are.
 * @param average "binary" (two classes: that of class 1) unless another is named.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 */
export function precision(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes = 2,
  average: Average = "binary",
): number {
  return averaged(labels, predictions, classes, average).precision;
}

/**
 * Of the rows of a class, the share taken for it; 0 where there are none.
 * @param average "binary" (two classes: that of class 1) unless another is named.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 */
export function recall(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes = 2,
  average: Average = "binary",
): number {
  return averaged(labels, predictions, classes, average).recall;
}

/**
 * Harmonic mean of precision and recall; 0 where both are. Averages are means of the classes' F1.
 * @param average "binary" (two classes: that of class 1) unless another is named.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 */
export function f1Score(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes = 2,
  average: Average = "binary",
): number {
  return averaged(labels, predictions, classes, average).f1;
}

function averaged(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes: number,
  average: Average,
): ClassificationScore {
  if (!AVERAGES.includes(average)) throw invalidOption("average", `one of ${AVERAGES.join(", ")}`, average);
  if (average === "binary" && classes !== 2)
    throw invalidOption("average", `micro, macro or weighted for ${classes} classes`, average);
  const report = classificationReport(labels, predictions, classes);
  if (average === "binary") return report.classes[1] as ClassScore;
  if (average === "micro") return { precision: report.accuracy, recall: report.accuracy, f1: report.accuracy };
  return report[average];
}

function mean(scores: readonly ClassScore[], weigh: (score: ClassScore) => number): ClassificationScore {
  const sum = { weight: 0, precision: 0, recall: 0, f1: 0 };
  for (const score of scores) {
    const weight = weigh(score);
    sum.weight += weight;
    sum.precision += weight * score.precision;
    sum.recall += weight * score.recall;
    sum.f1 += weight * score.f1;
  }
  return {
    precision: share(sum.precision, sum.weight),
    recall: share(sum.recall, sum.weight),
    f1: share(sum.f1, sum.weight),
  };
}

function share(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
