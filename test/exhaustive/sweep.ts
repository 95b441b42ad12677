/** Goes through the inputs of a function: its largest error, and where it falls though it must rise. */
import type { ElementFunction, WordRange } from "./functions.js";
import { BLOCK, INPUTS, RESULTS, type Side } from "./sides.js";

/** What going through some inputs has shown. */
export interface Finding {
  readonly inputs: number;
  /** Largest error, in units in the last place (or the function's own unit); Infinity for a NaN out of place. */
  readonly error: number;
  /** Bits of the input it is at. */
  readonly errorAt: number;
  /** Inputs whose result is below that of the input before them. */
  readonly falls: number;
  /** Bits of the first of them. */
  readonly fallsAt: number;
}

export const NOTHING: Finding = { inputs: 0, error: 0, errorAt: 0, falls: 0, fallsAt: 0 };

export function join(a: Finding, b: Finding): Finding {
  const worse = b.error > a.error ? b : a;
  const fell = a.falls > 0 ? a : b;
  return {
    inputs: a.inputs + b.inputs,
    error: worse.error,
    errorAt: worse.errorAt,
    falls: a.falls + b.falls,
    fallsAt: fell.fallsAt,
  };
}

/** 1 / the spacing of f32s at an f64, by the eleven bits of its exponent. */
const PER_SPACING = Float64Array.from({ length: 2048 }, (_, bits) => 2 ** (23 - Math.max(bits - 1023, -126)));

const exact = new Float64Array(BLOCK);
const exactWords = new Uint32Array(exact.buffer);

/** The number with these bits. */
export function floatOf(word: number): number {
  return new Float32Array(Uint32Array.of(word).buffer)[0] as number;
}

/** All inputs of a function, every `stride`th of each part of its domain. */
export function sweepDomain(side: Side, tried: ElementFunction, stride: number): Finding {
  return tried.domain.map((range) => sweepRange(side, tried, range, range, stride)).reduce(join, NOTHING);
}

/** The inputs of `part`, which lies in `range` of the function's domain. */
export function sweepRange(
  side: Side,
  tried: ElementFunction,
  range: WordRange,
  [first, last]: WordRange,
  stride: number,
): Finding {
  let found = NOTHING;
  let previous = first - stride >= range[0] ? resultAt(side, tried, first - stride) : Number.NaN;
  for (let word = first; word <= last; word += BLOCK * stride) {
    const count = Math.min(BLOCK, Math.floor((last - word) / stride) + 1);
    fillInputs(side, word, count, stride);
    tried.run(side, count);
    found = join(found, { ...largestError(side, tried, count), inputs: count });
    const { falls, fallsAt } = countFalls(side, count, previous);
    found = join(found, { ...NOTHING, falls, fallsAt });
    previous = side.heap.floats[(RESULTS >> 2) + count - 1] as number;
  }
  return found;
}

function resultAt(side: Side, tried: ElementFunction, word: number): number {
  fillInputs(side, word, 1, 1);
  tried.run(side, 1);
  return side.heap.floats[RESULTS >> 2] as number;
}

function fillInputs({ heap }: Side, word: number, count: number, stride: number): void {
  const { words } = heap;
  for (let i = 0; i < count; i++) words[(INPUTS >> 2) + i] = word + i * stride;
}

function largestError({ heap }: Side, tried: ElementFunction, count: number): Finding {
  const { floats, words } = heap as { floats: Float32Array; words: Uint32Array };
  const value = tried.exact;
  for (let i = 0; i < count; i++) exact[i] = value(floats[(INPUTS >> 2) + i] as number);
  const perUnit = tried.unit === undefined ? 0 : 1 / tried.unit;
  let error = 0;
  let errorAt = 0;
  for (let i = 0; i < count; i++) {
    const want = exact[i] as number;
    const got = floats[(RESULTS >> 2) + i] as number;
    const scale = perUnit || (PER_SPACING[((exactWords[2 * i + 1] as number) >>> 20) & 0x7ff] as number);
    const here = Math.abs(got - want) * scale;
    // Infinities and NaNs make `here` NaN: equal ones are right, others as wrong as can be.
    if (here <= error || got === want || (Number.isNaN(got) && Number.isNaN(want))) continue;
    error = here > 0 ? here : Number.POSITIVE_INFINITY;
    errorAt = words[(INPUTS >> 2) + i] as number;
  }
  return { ...NOTHING, error, errorAt };
}

/** Bits of negative numbers rise as the numbers fall. NaNs are in no order. */
function countFalls({ heap }: Side, count: number, before: number): Pick<Finding, "falls" | "fallsAt"> {
  const { floats, words } = heap;
  const isNegative = (words[INPUTS >> 2] as number) >= 2 ** 31;
  let falls = 0;
  let fallsAt = 0;
  let previous = before;
  for (let i = 0; i < count; i++) {
    const result = floats[(RESULTS >> 2) + i] as number;
    if (isNegative ? result > previous : result < previous) {
      if (falls === 0) fallsAt = words[(INPUTS >> 2) + i] as number;
      falls++;
    }
    previous = result;
  }
  return { falls, fallsAt };
}
