/**
 * Receiver operating characteristic: how true and false positives trade as the threshold on a score falls, and the
 * area under that curve. Needs scores that order the rows, not probabilities.
 */
import { invalidOption } from "../errors.js";
import { requireAsMany, requireClassCount, requireClasses, requireRows, requireTable } from "./inputs.js";

/** Points from (0, 0) to (1, 1), both rates rising. */
export interface RocCurve {
  /** Share of the negative rows with a score of the threshold or more. */
  readonly falsePositiveRate: Float64Array;
  /** Share of the positive rows with a score of the threshold or more. */
  readonly truePositiveRate: Float64Array;
  /** The score of each point, falling; of the first, Infinity (scikit-learn before 1.3: the largest score + 1). */
  readonly thresholds: Float64Array;
  /** Area under the curve, 0 to 1: how often a positive row scores above a negative one, ties counting one half. */
  readonly auc: number;
}

/** Rows that are positive, and the column of the scores that is theirs. */
interface Positives {
  readonly label: number;
  readonly column: number;
  readonly width: number;
}

/**
 * The curve of a binary classifier, without points in the middle of straight stretches, as scikit-learn's `roc_curve`.
 * @param labels 0 or 1, one a row; both must appear.
 * @param scores [rows], the larger the likelier 1; any finite numbers.
 * @throws WasmlpError `invalid-option` (one class only, too), `shape-mismatch` or `not-finite`.
 */
export function rocCurve(labels: ArrayLike<number>, scores: ArrayLike<number>): RocCurve {
  const rows = requireRows("labels", labels);
  requireClasses("labels", labels, 2);
  requireAsMany("scores", scores, rows);
  requireTable("scores", scores, rows, 1);
  return curveOf(labels, scores, { label: 1, column: 0, width: 1 }) ?? refuseOneClass(1);
}

/**
 * The curve of each class against all others; absent (undefined) for a class that none or all of the rows are of.
 * @param labels class indices below `classes`, one a row, at least one row.
 * @param scores row-major [rows, classes]; any finite numbers, the larger the likelier that class.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`.
 */
export function oneVsRestRoc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  classes: number,
): (RocCurve | undefined)[] {
  requireClassCount(classes);
  const rows = requireRows("labels", labels);
  requireClasses("labels", labels, classes);
  requireTable("scores", scores, rows, classes);
  return Array.from({ length: classes }, (_, label) =>
    curveOf(labels, scores, { label, column: label, width: classes }),
  );
}

/**
 * Area under the ROC curve, 0 to 1; 0.5 is chance.
 *
 * With [rows] scores of two classes, that of class 1. With [rows, classes], the mean over the classes of each against
 * the rest, as scikit-learn's `roc_auc_score(multi_class="ovr")`; rows need not sum to 1.
 *
 * @param average over classes: "macro", each alike, or "weighted" by its rows.
 * @throws WasmlpError `invalid-option` (a class without rows, too), `shape-mismatch` or `not-finite`.
 */
export function rocAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  classes = 2,
  average: "macro" | "weighted" = "macro",
): number {
  if (average !== "macro" && average !== "weighted") throw invalidOption("average", "macro or weighted", average);
  const rows = requireRows("labels", labels);
  if (classes === 2 && scores?.length === rows) return rocCurve(labels, scores).auc;
  const weights = new Float64Array(requireClassCount(classes)).fill(average === "macro" ? 1 : 0);
  const curves = oneVsRestRoc(labels, scores, classes);
  if (average === "weighted") for (let i = 0; i < rows; i++) weights[labels[i] as number]! += 1;
  let sum = 0;
  for (const [label, curve] of curves.entries())
    sum += (weights[label] as number) * (curve ?? refuseOneClass(label)).auc;
  return sum / weights.reduce((total, weight) => total + weight, 0);
}

function refuseOneClass(label: number): never {
  throw invalidOption("labels", `rows of class ${label} and of others`, "only one of the two");
}

/** Rows with a score of the threshold or more. */
interface Point {
  readonly trues: number;
  readonly falses: number;
  readonly threshold: number;
}

/** Undefined where the rows are all positive, or none is. Rows of one score pass the threshold together. */
function curveOf(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { label, column, width }: Positives,
): RocCurve | undefined {
  const own = Float64Array.from(labels, (_, row) => scores[row * width + column] as number);
  const order = Uint32Array.from(own.keys()).sort((a, b) => (own[b] as number) - (own[a] as number));
  const points: Point[] = [];
  let trues = 0;
  for (const [i, row] of order.entries()) {
    const threshold = own[row] as number;
    if (labels[row] === label) trues++;
    if (threshold !== own[order[i + 1] as number]) points.push({ trues, falses: i + 1 - trues, threshold });
  }
  const falses = order.length - trues;
  if (trues === 0 || falses === 0) return undefined;
  const corners = [{ trues: 0, falses: 0, threshold: Number.POSITIVE_INFINITY }, ...points.filter(isKept)];
  return {
    falsePositiveRate: Float64Array.from(corners, (point) => point.falses / falses),
    truePositiveRate: Float64Array.from(corners, (point) => point.trues / trues),
    thresholds: Float64Array.from(corners, ({ threshold }) => threshold),
    auc: twiceTheArea(corners) / (2 * trues * falses),
  };
}

/** Both ends, and where the steps to the point and from it differ. */
function isKept({ trues, falses }: Point, i: number, points: readonly Point[]): boolean {
  const [before, after] = [points[i - 1], points[i + 1]];
  if (!before || !after) return true;
  return before.trues + after.trues !== 2 * trues || before.falses + after.falses !== 2 * falses;
}

/** By the trapezoidal rule, in rows × rows: a whole number, exact below 2^53. */
function twiceTheArea(points: readonly Point[]): number {
  let area = 0;
  for (const [i, { trues, falses }] of points.entries()) {
    const before = points[i - 1] ?? { trues: 0, falses: 0 };
    area += (falses - before.falses) * (trues + before.trues);
  }
  return area;
}
