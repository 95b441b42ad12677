/**
 * How a function of the public API is tried: a call that works, and the places in its arguments where something else is
 * put. Every such call must be refused by a WasmlpError that says expected and got.
 */
import { type ErrorCode, WasmlpError } from "../../src/errors.js";
import { cpuMs } from "./cpu-time.js";
import type { Hostile } from "./values.js";

/** Where hostile values go, `1.layers.0.units`: the number of the argument, then fields. */
export interface Door {
  readonly place: string;
  readonly values: readonly Hostile[];
  /** Names of values that are right here, or mean the default. */
  readonly but?: readonly string[];
}

/** One public name. */
export interface Call {
  readonly name: string;
  /** Arguments that work, made anew for each try. */
  readonly good: () => unknown[];
  readonly call: (...args: never[]) => unknown;
  readonly doors: readonly Door[];
  /** What must be the same before and after a refusal: a model's weights, a data set's values. */
  readonly untouched?: (args: unknown[]) => unknown;
}

/** One try. */
export interface ApiCase {
  readonly name: string;
  readonly call: Call;
  readonly door: Door;
  readonly make: () => unknown;
}

/** What came of a call: nothing wrong, a refusal, or an error that nobody meant to throw. */
export type Outcome =
  | { readonly kind: "accepted"; readonly result: unknown }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly message: string }
  | { readonly kind: "broken"; readonly error: unknown };

/** Codes that mean "what you gave is wrong"; the others would be a failure of ours. */
const REFUSALS: readonly ErrorCode[] = [
  "invalid-option",
  "shape-mismatch",
  "not-finite",
  "invalid-file",
  "not-found",
  "io",
  "unsupported",
  "out-of-memory",
];

export function casesOf(call: Call): ApiCase[] {
  return call.doors.flatMap((door) =>
    door.values
      .filter(([name]) => !door.but?.includes(name))
      .map(([name, make]) => ({ name: `${call.name}: ${name} at ${door.place}`, call, door, make })),
  );
}

/** Calls with what is hostile in its place. */
export async function tryCase({ call, door, make }: ApiCase): Promise<Outcome & { isUntouched: boolean; ms: number }> {
  const args = call.good();
  const kept = [...args];
  const before = call.untouched?.(kept);
  put(args, door.place.split("."), make());
  const began = cpuMs();
  const outcome = await outcomeOf(() => call.call(...(args as never[])));
  const ms = cpuMs() - began;
  return { ...outcome, ms, isUntouched: call.untouched ? isSame(before, call.untouched(kept)) : true };
}

/** Also of what is promised, or generated. */
export async function outcomeOf(act: () => unknown): Promise<Outcome> {
  try {
    const result = await act();
    if (isGenerator(result)) for (const _ of result);
    return { kind: "accepted", result };
  } catch (error) {
    if (!(error instanceof WasmlpError)) return { kind: "broken", error };
    return { kind: "refused", code: error.code, message: error.message };
  }
}

/** What is wrong with an outcome that should be a refusal; nothing where it is one. */
export function complaintOf(outcome: Outcome & { isUntouched?: boolean; ms?: number }): string | undefined {
  if (outcome.kind === "accepted") return "accepted";
  if (outcome.kind === "broken") return `${outcome.error}`;
  if (!REFUSALS.includes(outcome.code)) return `code ${outcome.code}`;
  if (!/expected .+, got .+/s.test(outcome.message)) return `says no expected and got: ${outcome.message}`;
  if (outcome.message.length > 1000) return `says too much: ${outcome.message.slice(0, 200)}`;
  if (outcome.isUntouched === false) return "changed what it was given";
  if (outcome.ms !== undefined && outcome.ms > 2000) return `took ${Math.round(outcome.ms)} ms`;
  return undefined;
}

function put(target: unknown, [key, ...rest]: readonly string[], value: unknown): void {
  const fields = target as Record<string, unknown>;
  if (rest.length === 0) fields[key as string] = value;
  else put(fields[key as string], rest, value);
}

function isGenerator(value: unknown): value is Iterable<unknown> {
  return Object.prototype.toString.call(value) === "[object Generator]";
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
