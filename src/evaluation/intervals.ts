/** How far a share that was counted can be trusted. Knows counts, not models. */
import { invalidOption } from "../errors.js";
import { normalQuantile } from "../random/normal.js";

/** Both ends from 0 to 1. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval for a share: an accuracy of `correct` out of `total` rows drawn independently.
 * With p = correct/total, n = total, z the two-sided normal quantile:
 * (p + z²/2n ± z·√(p(1 − p)/n + z²/4n²)) / (1 + z²/n).
 *
 * @param correct whole number from 0 to `total`.
 * @param total whole number above 0.
 * @param confidence between 0 and 1; 0.95 leaves out 5 %, half at each end.
 * @throws WasmlpError `invalid-option`.
 * Source: E. B. Wilson, Journal of the American Statistical Association 22 (1927).
 */
export function wilsonInterval(correct: number, total: number, confidence = 0.95): Interval {
  if (!Number.isSafeInteger(total) || total < 1) throw invalidOption("total", "a whole number above 0", total);
  if (!Number.isSafeInteger(correct) || correct < 0 || correct > total)
    throw invalidOption("correct", `a whole number from 0 to ${total}`, correct);
  if (!(typeof confidence === "number" && confidence > 0 && confidence < 1))
    throw invalidOption("confidence", "a number between 0 and 1", confidence);
  const z = -normalQuantile((1 - confidence) / 2);
  const share = correct / total;
  const square = (z * z) / total;
  const middle = share + square / 2;
  const reach = z * Math.sqrt((share * (1 - share)) / total + square / total / 4);
  // At the ends the formula gives 0 and 1, but for rounding.
  return {
    low: correct === 0 ? 0 : Math.max(0, (middle - reach) / (1 + square)),
    high: correct === total ? 1 : Math.min(1, (middle + reach) / (1 + square)),
  };
}
