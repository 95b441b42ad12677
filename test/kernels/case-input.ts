/**
 * What a case is drawn from: every number of one call of a kernel that is not an address. Drawn from a seed by classes
 * of sizes; a failing one is made simpler number by number.
 */
import type { KernelArgument, KernelSpec, Sizes } from "../../src/kernels/kernel-spec.js";
import type { Draws } from "./draws.js";
import { VALUE_CLASSES, type ValueClass } from "./values.js";

/** Plain data: it is written to files and read back. */
export interface CaseInput {
  /** Sizes, choices and scalars by name; of a stride, the floats beyond the padded width. */
  readonly sizes: Sizes;
  readonly valueClass: ValueClass;
  /** Of the values, and of the gaps before each matrix. */
  readonly seed: number;
  /** Matrices that may be the same memory are. */
  readonly isShared: boolean;
}

/** Around the tile (4, 8), the block (48), and primes. */
const TILE_SIZES: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 19, 23, 31, 33];
const LARGE_SIZES: readonly number[] = [47, 48, 49, 50, 52, 53, 56, 61, 63, 64, 65, 97, 100, 127, 129];
/** Around the blocks of a deep product (256) and of its tiles (128). */
const DEEP_SIZES: readonly number[] = [255, 256, 257, 311, 511, 512, 513, 771];
const EXTRA_STRIDES: readonly number[] = [0, 0, 0, 1, 2, 3, 4, 8, 13, 16];

/** Multiply-adds of a case at most: the reference does about a million of them in a few milliseconds. */
const MAX_WORK = 3e6;

/** Elements of all matrices at most: an arena of `ARENA_PAGES` holds them. */
const MAX_ELEMENTS = 600_000;
export const ARENA_PAGES = 48;

type SizeClass = "small" | "tile" | "large" | "deep";

function drawClass(draws: Draws): SizeClass {
  const at = draws.below(1000);
  if (at < 680) return "small";
  if (at < 970) return "tile";
  return at < 997 ? "large" : "deep";
}

function drawSize(draws: Draws, kind: SizeClass, isDeep: boolean): number {
  if (kind === "small") return draws.below(10);
  if (kind === "large" && draws.below(2)) return draws.pick(LARGE_SIZES);
  if (kind === "deep" && isDeep) return draws.pick(DEEP_SIZES);
  return draws.pick(TILE_SIZES);
}

const roundUp = (n: number, atLeast: number, multipleOf: number): number =>
  Math.max(atLeast, Math.ceil(n / multipleOf) * multipleOf);

/** A case of `spec`. */
export function drawInput(spec: KernelSpec, draws: Draws): CaseInput {
  const args = spec.arguments as readonly KernelArgument[];
  const kind = drawClass(draws);
  const isShared = draws.below(12) === 0;
  const free = args.filter((a) => a.kind === "size");
  const names = [...spec.hiddenSizes.filter((name) => name === "k"), ...free.map(({ name }) => name)];
  const deep = draws.pick(names);
  const same = drawSize(draws, kind, false);
  const sizeOf = (name: string): number => (isShared ? same : drawSize(draws, kind, name === deep));
  const sizes: Record<string, number> = {};
  for (const name of spec.hiddenSizes) sizes[name] = name === "k" ? Math.max(1, sizeOf(name)) : 1 + draws.below(9);
  for (const a of args)
    if (a.kind === "size") sizes[a.name] = roundUp(sizeOf(a.name), a.atLeast, a.multipleOf);
    else if (a.kind === "choice") sizes[a.name] = draws.pick(a.values);
    else if (a.kind === "scalar") sizes[a.name] = drawScalar(draws, a.range);
    else if (a.kind === "stride") sizes[a.name] = draws.pick(EXTRA_STRIDES);
  const valueClass = draws.pick(VALUE_CLASSES);
  const seed = draws.u32();
  const input = { sizes, valueClass, seed, isShared };
  return isAffordable(spec, input) ? input : drawInput(spec, draws);
}

/** Half of the time one of the ends, and 0 where it is in between. */
function drawScalar(draws: Draws, [from, to]: readonly [number, number]): number {
  const at = draws.below(8);
  if (at < 2) return Math.fround(at === 0 ? from : to);
  return at === 2 && from < 0 ? 0 : Math.fround(from + draws.unit() * (to - from));
}

function isAffordable(spec: KernelSpec, input: CaseInput): boolean {
  const sizes = spec.fit?.(input.sizes) ?? input.sizes;
  let elements = 0;
  for (const a of spec.arguments as readonly KernelArgument[])
    if (a.kind === "matrix") elements += a.rows(sizes) * (a.columns(sizes) + 20);
  return elements <= MAX_ELEMENTS && spec.flops(sizes) <= MAX_WORK;
}

/** Inputs that are simpler by one step, the largest steps first. */
export function* simplerInputs(spec: KernelSpec, input: CaseInput): Generator<CaseInput> {
  const withSize = (name: string, value: number): CaseInput => ({ ...input, sizes: { ...input.sizes, [name]: value } });
  if (input.isShared) yield { ...input, isShared: false };
  for (const name of spec.hiddenSizes)
    for (const value of smaller(input.sizes[name] as number, 1, 1)) yield withSize(name, value);
  for (const a of spec.arguments as readonly KernelArgument[]) {
    const value = input.sizes[a.name] as number;
    if (a.kind === "size") for (const less of smaller(value, a.atLeast, a.multipleOf)) yield withSize(a.name, less);
    else if (a.kind === "stride" && value > 0) yield withSize(a.name, 0);
    else if (a.kind === "choice" && value !== a.values[0]) yield withSize(a.name, a.values[0] as number);
    else if (a.kind === "scalar" && value !== a.range[0]) yield withSize(a.name, Math.fround(a.range[0]));
  }
  for (const valueClass of VALUE_CLASSES.slice(0, VALUE_CLASSES.indexOf(input.valueClass)))
    yield { ...input, valueClass };
  if (input.seed > 3) for (const seed of [0, 1, 2, 3]) yield { ...input, seed };
}

/** The least, a half, one step less. */
export function smaller(value: number, atLeast: number, step: number): number[] {
  const half = roundUp(Math.floor(value / 2), atLeast, step);
  return [...new Set([atLeast, half, value - step])].filter((n) => n >= atLeast && n < value);
}
