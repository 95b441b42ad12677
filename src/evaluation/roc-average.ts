/** The mean of ROC curves: at each false-positive rate, the mean of their true-positive rates. Sees curves only. */
import { invalidOption, shapeMismatch } from "../errors.js";
import type { RocCurve } from "./roc.js";

/** A rate for a rate; where curves jump, both ends of the jump. */
export interface MeanRoc {
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
  /** The mean of the curves' areas, which is the area under their mean. */
  readonly auc: number;
}

/** The macro-average of one curve or more. @throws WasmlpError `shape-mismatch` for none, `invalid-option` for no curve. */
export function macroAverageRoc(curves: readonly RocCurve[]): MeanRoc {
  if (!Array.isArray(curves)) throw invalidOption("curves", "an array of ROC curves", curves);
  if (curves.length === 0) throw shapeMismatch("curves", "at least 1", 0);
  for (const [i, curve] of curves.entries()) requireCurve(`curves[${i}]`, curve);
  const rates = Float64Array.from(new Set(curves.flatMap(({ falsePositiveRate }) => [...falsePositiveRate]))).sort();
  const low = new Float64Array(rates.length);
  const high = new Float64Array(rates.length);
  for (const curve of curves) addRates(curve, rates, low, high);
  const falsePositiveRate = new Float64Array(2 * rates.length);
  const truePositiveRate = new Float64Array(2 * rates.length);
  for (const [i, rate] of rates.entries()) {
    falsePositiveRate.fill(rate, 2 * i, 2 * i + 2);
    truePositiveRate[2 * i] = (low[i] as number) / curves.length;
    truePositiveRate[2 * i + 1] = (high[i] as number) / curves.length;
  }
  const auc = curves.reduce((sum, curve) => sum + curve.auc, 0) / curves.length;
  return { falsePositiveRate, truePositiveRate, auc };
}

function requireCurve(name: string, curve: RocCurve): void {
  const { falsePositiveRate: x, truePositiveRate: y, auc } = curve ?? {};
  requireRates(`${name}.falsePositiveRate`, x);
  requireRates(`${name}.truePositiveRate`, y);
  if (x.length !== y.length) throw shapeMismatch(`${name}.truePositiveRate`, x.length, y.length);
  if (!(typeof auc === "number" && auc >= 0 && auc <= 1))
    throw invalidOption(`${name}.auc`, "a number from 0 to 1", auc);
}

function requireRates(name: string, rates: Float64Array): void {
  const isRising =
    rates instanceof Float64Array &&
    rates.length > 0 &&
    rates.every((rate, i) => i === 0 || rate >= (rates[i - 1] as number));
  if (!isRising || rates[0] !== 0 || rates.at(-1) !== 1)
    throw invalidOption(name, "a Float64Array of rates that rise from 0 to 1", rates);
}

/** Adds the curve's true-positive rates where it reaches each of `rates` (ascending, 0 to 1) and where it leaves it. */
function addRates(curve: RocCurve, rates: Float64Array, low: Float64Array, high: Float64Array): void {
  const { falsePositiveRate: x, truePositiveRate: y } = curve;
  let at = 0;
  for (const [i, rate] of rates.entries()) {
    while ((x[at] as number) < rate) at++;
    if (x[at] === rate) {
      low[i]! += y[at] as number;
      while (x[at + 1] === rate) at++;
      high[i]! += y[at] as number;
      continue;
    }
    const [left, right] = [x[at - 1] as number, x[at] as number];
    const [from, to] = [y[at - 1] as number, y[at] as number];
    const value = from + ((to - from) * (rate - left)) / (right - left);
    low[i]! += value;
    high[i]! += value;
  }
}
