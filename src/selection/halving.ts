/** The rounds of successive halving, as numbers. Pure. Source: K. Jamieson, A. Talwalkar, AISTATS 2016. */

/** So many candidates, each on so much of the resource. */
export interface HalvingRound {
  readonly candidates: number;
  readonly resource: number;
}

/**
 * From round to round a `factor` fewer candidates (rounded up) get a `factor` more of the resource, so that the last
 * round, of fewer than `factor` candidates or as few as can be reached, comes as close to `most` as whole factors
 * allow. As scikit-learn's HalvingGridSearchCV (1.2.1) with min_resources "exhaust".
 * @param least of the resource in the first round
 */
export function halvingRounds(candidates: number, least: number, most: number, factor: number): HalvingRound[] {
  const required = 1 + wholeLog(candidates, factor);
  const first = Math.max(least, Math.floor(most / wholePower(factor, required - 1)));
  const rounds = Math.min(required, 1 + wholeLog(Math.floor(most / first), factor));
  const found: HalvingRound[] = [];
  let left = candidates;
  for (let round = 0; round < rounds; round++) {
    found.push({ candidates: left, resource: Math.min(most, first * wholePower(factor, round)) });
    left = Math.ceil(left / factor);
  }
  return found;
}

/** The largest n with base^n ≤ value. */
function wholeLog(value: number, base: number): number {
  let n = 0;
  for (let power = base; power <= value; power *= base) n++;
  return n;
}

function wholePower(base: number, n: number): number {
  let power = 1;
  for (let i = 0; i < n; i++) power *= base;
  return power;
}
