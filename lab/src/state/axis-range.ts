/** The ends of a logarithmic axis: a little more than the values need, not the next power of ten. Pure. */

/** uPlot's own table of powers of ten ends a little farther out. */
const LEAST = 1e-30;
const MOST = 1e30;

/**
 * Below `least` and above `most`, each one digit times a power of ten: from any other number uPlot counts up in steps
 * that round to zero, and never arrives.
 */
export function logarithmicRange(least: number | null, most: number | null): [low: number, high: number] {
  const low = oneDigit(within(least ?? 0.1), "down");
  const high = oneDigit(within(most ?? 1), "up");
  return low < high ? [low, high] : [low, low * 10];
}

/** Not a number, zero and less are as small as can be. */
function within(value: number): number {
  return value > LEAST ? Math.min(value, MOST) : LEAST;
}

/** 0.0966 becomes 0.09 or 0.1. Decimal digits decide, because a quotient of powers of ten may be off by one. */
function oneDigit(value: number, direction: "down" | "up"): number {
  const [digits = "1", exponent = "0"] = value.toExponential(15).split("e");
  const digit = Number(digits[0]);
  const isExact = Number(`${digit}e${exponent}`) === value;
  return Number(`${digit + (direction === "up" && !isExact ? 1 : 0)}e${exponent}`);
}
