/**
 * One random call of one kernel, laid out in a memory full of canaries: what the fuzzer runs on both sides.
 * A canary is a signalling NaN that holds its own address: computing with it sets its quiet bit, copying it
 * elsewhere puts a wrong address there, so neither can leave the bytes as they were.
 */
import * as fc from "fast-check";
import { type Heap, pad4 } from "../../src/kernels/contract.js";
import type { KernelArgument, KernelSpec, MatrixArgument, Sizes } from "../../src/kernels/kernel-spec.js";
import { Draws } from "./draws.js";
import { place, type Region, regionBytes } from "./region.js";
import { fillSparse } from "./sparse-contents.js";

/** What kind of numbers fill the inputs of a case. */
const VALUE_CLASSES = ["ordinary", "integers", "wide", "edges", "hostile"] as const;
export type ValueClass = (typeof VALUE_CLASSES)[number];

const EDGES = [
  0,
  -0,
  1,
  -1,
  2 ** -149,
  -(2 ** -149),
  2 ** -126,
  3.4028234663852886e38,
  -3.4028234663852886e38,
  88.5,
  -88.5,
];
const HOSTILE = [...EDGES, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

function drawValue(draws: Draws, kind: ValueClass): number {
  if (kind === "ordinary") return draws.unit() * 2 - 1;
  if (kind === "integers") return draws.below(17) - 8;
  if (kind === "wide") return (draws.unit() * 2 - 1) * 2 ** (draws.below(80) - 60);
  if (draws.below(4)) return (draws.unit() * 2 - 1) * 8;
  return draws.pick(kind === "edges" ? EDGES : HOSTILE);
}

/** Around the tile (4, 8), the block (48), and primes. */
const TILE_SIZES: readonly number[] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 15, 16, 17, 19, 23, 31, 33];
const LARGE_SIZES: readonly number[] = [47, 48, 49, 50, 56, 61, 97, 100, 127];

/** What fast-check draws and shrinks: every number of the call that is not an address. */
export interface CaseInput {
  readonly sizes: Sizes;
  readonly valueClass: ValueClass;
  /** Floats between a row's padding and the next row, and bytes before each matrix, in draws of `seed`. */
  readonly seed: number;
}

/** Cases for `spec`; they shrink towards small sizes, no gaps and ordinary values. */
export function arbitraryCase(spec: KernelSpec): fc.Arbitrary<CaseInput> {
  const sizes: Record<string, fc.Arbitrary<number>> = {};
  for (const name of spec.hiddenSizes)
    sizes[name] = name === "k" ? arbitrarySize(1, 1) : fc.integer({ min: 1, max: 9 });
  for (const a of spec.arguments as readonly KernelArgument[]) {
    if (a.kind === "size") sizes[a.name] = arbitrarySize(a.atLeast, a.multipleOf);
    else if (a.kind === "choice") sizes[a.name] = fc.constantFrom(...a.values);
    else if (a.kind === "scalar")
      sizes[a.name] = fc.float({ min: Math.fround(a.range[0]), max: Math.fround(a.range[1]), noNaN: true });
    else if (a.kind === "stride") sizes[a.name] = fc.constantFrom(0, 4, 8);
  }
  return fc.record({ sizes: fc.record(sizes), valueClass: fc.constantFrom(...VALUE_CLASSES), seed: fc.nat() });
}

function arbitrarySize(atLeast: number, multipleOf: number): fc.Arbitrary<number> {
  const round = (n: number) => Math.max(atLeast, Math.ceil(n / multipleOf) * multipleOf);
  return fc.oneof(
    { weight: 11, arbitrary: fc.constantFrom(...TILE_SIZES).map(round) },
    { weight: 1, arbitrary: fc.constantFrom(...LARGE_SIZES).map(round) },
  );
}

export interface Case {
  readonly values: readonly number[];
  readonly regions: readonly Region[];
}

/** Lays the matrices of `input` out in `heap` from `base` on, between canaries, and fills those that are read. */
export function layOut(spec: KernelSpec, input: CaseInput, heap: Heap, base: number): Case {
  const args = spec.arguments as readonly KernelArgument[];
  const draws = new Draws(input.seed);
  const sizes: Record<string, number> = { ...(spec.fit?.(input.sizes) ?? input.sizes) };
  for (const a of args)
    if (a.kind === "stride") {
      const owners = args.filter((b): b is MatrixArgument => b.kind === "matrix" && a.of.includes(b.name));
      sizes[a.name] = pad4(Math.max(...owners.map((b) => b.columns(sizes)))) + (input.sizes[a.name] as number);
    }
  const regions: Region[] = [];
  const values: number[] = [];
  let top = base;
  for (const a of args) {
    if (a.kind !== "matrix") {
      values.push(sizes[a.name] as number);
      continue;
    }
    const region = place(a, args, sizes, top + 64 + (a.element === "u8" ? draws.below(16) : 4 * draws.below(16)));
    regions.push(region);
    values.push(region.address);
    top = (region.address + regionBytes(region) + 3) & ~3;
  }
  if (top + 256 > heap.bytes.length) throw new Error(`a case of ${top} bytes is larger than the arena`);
  fillCanaries(heap, base);
  for (const region of regions) {
    if (!fillSparse(region, sizes, input.seed, heap)) fill(region, sizes, input.valueClass, draws, heap);
  }
  return { values, regions };
}

let canaries = new Uint32Array();

function fillCanaries({ words }: Heap, base: number): void {
  if (canaries.length < words.length)
    canaries = Uint32Array.from({ length: words.length }, (_, i) => 0x7f800001 | ((i & 0xfffff) << 1));
  words.set(canaries.subarray(base >> 2, words.length), base >> 2);
}

function fill(region: Region, sizes: Sizes, kind: ValueClass, draws: Draws, heap: Heap): void {
  const { argument: a, address, rows, columns, width, stride } = region;
  const unread = a.readWhen !== undefined && sizes[a.readWhen] === 0;
  if (a.role === "out" || a.role === "scratch" || unread) return;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < width; j++) {
      const at = i * stride + j;
      if (a.element === "u8")
        heap.bytes[address + at] =
          a.contents === "label" ? draws.below(sizes.n === 1 ? 2 : (sizes.n as number)) : draws.u32();
      else if (a.element === "u32")
        heap.words[(address >> 2) + at] =
          a.contents === "index" ? draws.below(sizes.sourceRows as number) : draws.u32();
      else if (j >= columns) heap.floats[(address >> 2) + at] = 0;
      else {
        const value = a.contents === "zeros" && draws.below(2) ? 0 : drawValue(draws, kind);
        heap.floats[(address >> 2) + at] = a.contents === "nonnegative" ? Math.abs(value) : value;
      }
    }
}

/**
 * Takes from the comparison what the contract leaves open: which NaN a result is (its bits), and what is left in
 * scratch. Everything else in the two memories must be the same bytes.
 */
export function forgiveUndefined(drawn: Case, ours: Heap, theirs: Heap): void {
  for (const { argument, address, rows, stride, width } of drawn.regions) {
    if (argument.role === "in" || argument.element !== "f32") continue;
    for (let i = 0; i < rows; i++)
      for (let at = (address >> 2) + i * stride, end = at + width; at < end; at++) {
        const both = Number.isNaN(ours.floats[at]) && Number.isNaN(theirs.floats[at]);
        if (argument.role === "scratch" || both) theirs.words[at] = ours.words[at] as number;
      }
  }
}

/** The first word that differs, told with its place; undefined where the memories are equal. */
export function firstDifference(drawn: Case, ours: Heap, theirs: Heap): string | undefined {
  if (Buffer.compare(ours.bytes, theirs.bytes) === 0) return undefined;
  const i = ours.words.findIndex((word, at) => word !== theirs.words[at]);
  const region = drawn.regions.find((r) => i * 4 >= r.address && i * 4 < r.address + regionBytes(r));
  const at = region && i - (region.address >> 2);
  const where =
    region && at !== undefined
      ? `${region.argument.name}[${Math.floor(at / region.stride)},${at % region.stride}]`
      : "between the matrices";
  return `word ${i}, ${where}: wasm ${ours.floats[i]}, reference ${theirs.floats[i]}`;
}
