/** Sets of parameters to try: all combinations of some values, or draws from ranges. Knows nothing of models. */
import { invalidOption, requireOptions } from "../errors.js";
import { exp } from "../random/exp.js";
import { log } from "../random/log.js";
import { MT19937 } from "../random/mt19937.js";

/** Values to try of each parameter. */
export type Grid<P> = { readonly [K in keyof P]: readonly P[K][] };

/** A range of numbers to draw from, as plain data. */
export interface Range<T> {
  readonly kind: "uniform" | "logUniform" | "integer";
  readonly low: T;
  readonly high: T;
}

/** A range, or values that are drawn alike often, of each parameter. */
export type Ranges<P> = { readonly [K in keyof P]: Range<P[K]> | readonly P[K][] };

export interface SampleOptions {
  /** Sets to draw, at least 1. */
  trials: number;
  /** 0 … 2³² − 1. Default 0. */
  seed?: number;
}

/** Grids may be large by mistake; nobody waits for this many fits. */
const MAX_CANDIDATES = 2 ** 20;

/** Any number from `low` to `high`, all alike. @throws WasmlpError `invalid-option` */
export function uniformBetween(low: number, high: number): Range<number> {
  return { kind: "uniform", ...requireRange(low, high) };
}

/** A number above 0 whose logarithm is uniform: for learning rates, weight decay. @throws WasmlpError `invalid-option` */
export function logUniformBetween(low: number, high: number): Range<number> {
  if (!(typeof low === "number" && low > 0)) throw invalidOption("low", "a number above 0", low);
  return { kind: "logUniform", ...requireRange(low, high) };
}

/** A whole number from `low` to `high`, both included. @throws WasmlpError `invalid-option` */
export function integerBetween(low: number, high: number): Range<number> {
  for (const [name, value] of Object.entries({ low, high }))
    if (!Number.isSafeInteger(value)) throw invalidOption(name, "a whole number", value);
  if (high - low >= 2 ** 32) throw invalidOption("high", "less than 2³² above low", high);
  return { kind: "integer", ...requireRange(low, high) };
}

/**
 * All combinations, the last parameter changing fastest.
 * @throws WasmlpError `invalid-option` for a parameter without values, or more than 2²⁰ combinations
 */
export function parameterGrid<const P>(grid: Grid<P>): P[] {
  const entries = requireEntries("grid", grid);
  const count = entries.reduce((sets, [name, given]) => sets * requireValues(`grid.${name}`, given).length, 1);
  if (count > MAX_CANDIDATES) throw invalidOption("grid", `at most ${MAX_CANDIDATES} combinations`, count);
  let sets: Record<string, unknown>[] = [{}];
  for (const [name, given] of entries) {
    const values = given as readonly unknown[];
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [name]: value })));
  }
  return sets as P[];
}

/**
 * Sets of parameters drawn at random, parameter by parameter in the order they are named. Where all are lists of
 * values, no combination comes twice, as in scikit-learn's `ParameterSampler`.
 * @throws WasmlpError `invalid-option`
 */
export function parameterSamples<P>(ranges: Ranges<P>, options: SampleOptions): P[] {
  requireOptions(options ?? {});
  const { trials, seed = 0 } = options ?? {};
  if (!Number.isInteger(trials) || trials < 1 || trials > MAX_CANDIDATES)
    throw invalidOption("trials", `a whole number from 1 to ${MAX_CANDIDATES}`, trials);
  const entries = requireEntries("ranges", ranges);
  for (const [name, range] of entries) requireRangeOrValues(`ranges.${name}`, range);
  const random = new MT19937(seed);
  if (entries.every(([, range]) => Array.isArray(range))) {
    const all = parameterGrid(ranges as Grid<P>);
    if (trials > all.length) throw invalidOption("trials", `at most the ${all.length} combinations there are`, trials);
    return Array.from(random.choice(all.length, trials, { replace: false }), (i) => all[i] as P);
  }
  return Array.from(
    { length: trials },
    () => Object.fromEntries(entries.map(([name, range]) => [name, draw(range, random)])) as P,
  );
}

function draw(range: unknown, random: MT19937): unknown {
  if (Array.isArray(range)) return range[random.randint(0, range.length)];
  const { kind, low, high } = range as Range<number>;
  if (kind === "integer") return random.randint(low, high + 1);
  if (kind === "uniform") return random.uniform(low, high);
  const value = exp(random.uniform(log(low), log(high)));
  return Math.min(high, Math.max(low, value)); // rounding may lead past the ends
}

/** The parameters and what is given for each, whatever that is. */
function requireEntries(what: string, value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalidOption(what, "an object of parameters", value);
  return Object.entries(value);
}

function requireRangeOrValues(name: string, range: unknown): void {
  if (Array.isArray(range)) {
    requireValues(name, range);
    return;
  }
  const { kind, low, high } = (range ?? {}) as Partial<Range<number>>;
  if (kind !== "uniform" && kind !== "logUniform" && kind !== "integer")
    throw invalidOption(name, "an array of values, or what uniformBetween(…) and its kin return", range);
  requireRange(low as number, high as number);
}

function requireValues(name: string, values: unknown): readonly unknown[] {
  if (!Array.isArray(values) || values.length === 0)
    throw invalidOption(name, "an array of at least one value", Array.isArray(values) ? "none" : values);
  return values;
}

function requireRange(low: number, high: number): { low: number; high: number } {
  if (!Number.isFinite(low)) throw invalidOption("low", "a finite number", low);
  if (!(Number.isFinite(high) && high >= low && Number.isFinite(high - low)))
    throw invalidOption("high", `a finite number of at least ${low}`, high);
  return { low, high };
}
