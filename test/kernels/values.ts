/** What kind of numbers fill the inputs of a case, and how they are drawn. */
import type { Draws } from "./draws.js";

/** From the plainest to the most hostile: shrinking moves to the left. `mixed` draws the class number by number. */
export const VALUE_CLASSES = [
  "integers",
  "ordinary",
  "zeros",
  "wide",
  "subnormal",
  "huge",
  "edges",
  "infinite",
  "hostile",
  "mixed",
] as const;
export type ValueClass = (typeof VALUE_CLASSES)[number];

const LARGEST = 3.4028234663852886e38;
const EDGES = [0, -0, 1, -1, 2 ** -149, -(2 ** -149), 2 ** -126, LARGEST, -LARGEST, 88.5, -88.5, 104, -104];
const INFINITIES = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
const HOSTILE = [...EDGES, ...INFINITIES, Number.NaN];
const ZEROS = [0, -0, 0, -0, 1, -1];

/** 2^-60 … 2^19. */
const POWERS = Float64Array.from({ length: 80 }, (_, i) => 2 ** (i - 60));

/** From −1 to below 1. */
function signed(draws: Draws): number {
  return draws.unit() * 2 - 1;
}

/** One of `rare` in four draws, else an ordinary number up to 8. */
function sprinkled(draws: Draws, rare: readonly number[]): number {
  return draws.below(4) ? signed(draws) * 8 : draws.pick(rare);
}

export function drawValue(draws: Draws, kind: ValueClass): number {
  switch (kind) {
    case "integers":
      return draws.below(17) - 8;
    case "ordinary":
      return signed(draws);
    case "zeros":
      return draws.pick(ZEROS);
    case "wide":
      return signed(draws) * (POWERS[draws.below(80)] as number);
    case "subnormal":
      return signed(draws) * 2 ** -126;
    case "huge":
      return signed(draws) * LARGEST;
    case "edges":
      return sprinkled(draws, EDGES);
    case "infinite":
      return sprinkled(draws, INFINITIES);
    case "hostile":
      return sprinkled(draws, HOSTILE);
    case "mixed":
      return drawValue(draws, VALUE_CLASSES[draws.below(VALUE_CLASSES.length - 1)] as ValueClass);
  }
}
