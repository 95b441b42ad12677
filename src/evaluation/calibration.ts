/** Whether probabilities mean what they say: of the rows given 80 %, are 80 % right? In equal bins from 0 to 1. */
import { invalidOption, shapeMismatch } from "../errors.js";
import { requireAsMany, requireClassCount, requireClasses, requireProbabilities, requireRows } from "./inputs.js";

/** Rows whose probability is above `low` and at most `high` (0 belongs to the first bin). */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  /** Rows in the bin, 1 or more. */
  readonly count: number;
  /** Mean of their probabilities. */
  readonly probability: number;
  /** Share of them that came true. */
  readonly frequency: number;
}

/** More could not be told apart by rows that a machine holds. */
const MAX_BINS = 65_536;

/**
 * Bins that hold rows, ascending, of the probability of class 1 against how often it is the label: as scikit-learn's
 * `calibration_curve`, uniform bins.
 *
 * @param labels 0 or 1, one a row, at least one row.
 * @param probabilities [rows], of class 1.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`, naming the first bad row.
 */
export function calibrationCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  bins = 5,
): CalibrationBin[] {
  if (!Number.isInteger(bins) || bins < 1 || bins > MAX_BINS)
    throw invalidOption("bins", `a whole number from 1 to ${MAX_BINS}`, bins);
  const rows = requireRows("labels", labels);
  requireClasses("labels", labels, 2);
  requireAsMany("probabilities", probabilities, rows);
  requireProbabilities("probabilities", probabilities, rows, 1);
  const sums = Array.from({ length: bins }, () => ({ count: 0, probability: 0, ones: 0 }));
  for (let row = 0; row < rows; row++) {
    const probability = probabilities[row] as number;
    const sum = sums[binOf(probability, bins)] as { count: number; probability: number; ones: number };
    sum.count++;
    sum.probability += probability;
    sum.ones += labels[row] as number;
  }
  return sums.flatMap(({ count, probability, ones }, bin) => {
    const [low, high] = [edge(bin, bins), edge(bin + 1, bins)];
    return count === 0 ? [] : [{ low, high, count, probability: probability / count, frequency: ones / count }];
  });
}

/**
 * The same for any number of classes: the largest probability of each row against how often its class is the label.
 *
 * @param labels class indices below `classes`, one a row, at least one row.
 * @param probabilities row-major [rows, classes]; of equal ones the first counts as the largest, as in `predict`.
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`, naming the first bad row.
 * Source: Guo, Pleiss, Sun and Weinberger, On Calibration of Modern Neural Networks (2017), with 15 bins.
 */
export function confidenceCurve(
  labels: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  classes: number,
  bins = 15,
): CalibrationBin[] {
  requireClassCount(classes);
  const rows = requireRows("labels", labels);
  requireClasses("labels", labels, classes);
  requireProbabilities("probabilities", probabilities, rows, classes);
  const isRight = new Uint8Array(rows);
  const confidence = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    let best = 0;
    for (let k = 1; k < classes; k++)
      if ((probabilities[row * classes + k] as number) > (probabilities[row * classes + best] as number)) best = k;
    confidence[row] = probabilities[row * classes + best] as number;
    isRight[row] = best === labels[row] ? 1 : 0;
  }
  return calibrationCurve(isRight, confidence, bins);
}

/**
 * Mean over the rows of |frequency − probability| of their bin, 0 to 1: how far, on average, probabilities are off.
 * @param curve what `calibrationCurve` or `confidenceCurve` gave; depends on the number of bins.
 * @throws WasmlpError `shape-mismatch` for a curve without bins.
 */
export function expectedCalibrationError(curve: readonly CalibrationBin[]): number {
  if (!Array.isArray(curve)) throw invalidOption("curve", "an array of bins", curve);
  if (curve.length === 0) throw shapeMismatch("curve", "at least 1 bin", 0);
  for (const [i, bin] of curve.entries()) requireBin(`curve[${i}]`, bin);
  let rows = 0;
  let sum = 0;
  for (const { count, probability, frequency } of curve) {
    rows += count;
    sum += count * Math.abs(frequency - probability);
  }
  return sum / rows;
}

function requireBin(name: string, bin: CalibrationBin): void {
  const { count, probability, frequency } = bin ?? {};
  if (!Number.isSafeInteger(count) || count < 1) throw invalidOption(`${name}.count`, "a whole number above 0", count);
  for (const [field, share] of Object.entries({ probability, frequency }))
    if (!(typeof share === "number" && share >= 0 && share <= 1))
      throw invalidOption(`${name}.${field}`, "a number from 0 to 1", share);
}

/** As NumPy's linspace rounds them, so that a probability on an edge falls on the same side. */
function edge(index: number, bins: number): number {
  return index === bins ? 1 : index * (1 / bins);
}

function binOf(probability: number, bins: number): number {
  let bin = Math.min(bins - 1, Math.floor(probability * bins));
  while (bin > 0 && probability <= edge(bin, bins)) bin--;
  while (bin < bins - 1 && probability > edge(bin + 1, bins)) bin++;
  return bin;
}
