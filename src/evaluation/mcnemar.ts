/** Whether two classifiers differ by more than chance, judged on the same rows. */
import { erfc } from "../random/normal.js";
import { requireAsMany, requireClasses, requirePairs } from "./inputs.js";

export interface McnemarResult {
  /** Rows that only the first model gets right, and only the second. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
  /** "exact": the binomial test, below 25 such rows. "chiSquared": with Edwards' continuity correction, from there on. */
  readonly method: "exact" | "chiSquared";
  /** Exact: the smaller of the two counts b and c. Otherwise (|b − c| − 1)² / (b + c), and 0 where b = c, as in R. */
  readonly statistic: number;
  /** How likely counts as unequal as these, or more so, are between models equally good; 0 to 1. */
  readonly pValue: number;
}

/** From here on the approximation is close enough. */
const MANY = 25;

/**
 * McNemar's test. Only rows that one model gets right and the other wrong can tell them apart.
 *
 * @param labels, first, second class indices, one a row: the truth and two models' predictions.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`.
 * Source: McNemar, Psychometrika 12 (1947); Edwards, Psychometrika 13 (1948).
 */
export function mcnemarTest(
  labels: ArrayLike<number>,
  first: ArrayLike<number>,
  second: ArrayLike<number>,
): McnemarResult {
  const rows = requirePairs(labels, first, 2 ** 32);
  requireAsMany("second predictions", second, rows);
  requireClasses("second predictions", second, 2 ** 32);
  let onlyFirst = 0;
  let onlySecond = 0;
  for (let i = 0; i < rows; i++) {
    if (labels[i] === first[i] && labels[i] !== second[i]) onlyFirst++;
    if (labels[i] !== first[i] && labels[i] === second[i]) onlySecond++;
  }
  const counts = { onlyFirst, onlySecond };
  const smaller = Math.min(onlyFirst, onlySecond);
  const all = onlyFirst + onlySecond;
  if (all < MANY) return { ...counts, method: "exact", statistic: smaller, pValue: binomialTest(smaller, all) };
  const excess = Math.max(0, Math.abs(onlyFirst - onlySecond) - 1);
  const statistic = (excess * excess) / all;
  // The tail of chi-squared with one degree of freedom is both tails of the normal distribution.
  return { ...counts, method: "chiSquared", statistic, pValue: erfc(Math.sqrt(statistic / 2)) };
}

/** min(1, 2·Σ C(n, i) / 2ⁿ over i <= k): exact, as long as C(n, i) and 2ⁿ are whole numbers of an f64. */
function binomialTest(k: number, n: number): number {
  let ways = 1;
  let sum = 1;
  for (let i = 1; i <= k; i++) {
    ways = (ways * (n - i + 1)) / i;
    sum += ways;
  }
  return Math.min(1, (2 * sum) / (1 << n));
}
