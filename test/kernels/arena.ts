/**
 * One random call of one kernel, laid out in a memory full of canaries: what the fuzzer runs on both sides.
 * A canary is a signalling NaN that holds its own address: computing with it sets its quiet bit, copying it
 * elsewhere puts a wrong address there, so neither can leave the bytes as they were.
 */
import { type Heap, pad4 } from "../../src/kernels/contract.js";
import type { KernelArgument, KernelSpec, MatrixArgument, Sizes } from "../../src/kernels/kernel-spec.js";
import { sameBytes } from "../same-bytes.js";
import type { CaseInput } from "./case-input.js";
import { Draws } from "./draws.js";
import { place, type Region, regionBytes } from "./region.js";
import { fillSparse } from "./sparse-contents.js";
import { drawValue, type ValueClass } from "./values.js";

export interface Case {
  /** In the order of the contract. */
  readonly values: readonly number[];
  readonly regions: readonly Region[];
  /** Every number of the call by its name, addresses and sizes that are not arguments included. */
  readonly sizes: Sizes;
  /** Behind the canaries that follow the last matrix. */
  readonly end: number;
}

/** Canaries before the first matrix and behind the last. */
const MARGIN_BYTES = 512;

/**
 * Lays the matrices of `input` out in `heap` from `base` on, between canaries, and fills those that are read. Canaries
 * reach to the end of the case, or to `dirtyEnd`, where an earlier and larger one may have left something.
 */
export function layOut(spec: KernelSpec, input: CaseInput, heap: Heap, base: number, dirtyEnd = 0): Case {
  const args = spec.arguments as readonly KernelArgument[];
  const draws = new Draws(input.seed);
  const sizes: Record<string, number> = { ...(spec.fit?.(input.sizes) ?? input.sizes) };
  for (const a of args)
    if (a.kind === "stride") sizes[a.name] = strideOf(a.of, args, sizes) + (input.sizes[a.name] ?? 0);
  const regions: Region[] = [];
  let top = base + MARGIN_BYTES;
  for (const a of args) {
    if (a.kind !== "matrix") continue;
    const region = place(a, args, sizes, top + (a.element === "u8" ? draws.below(16) : 4 * draws.below(16)));
    const host = input.isShared ? regions.find((other) => mayShare(region, other)) : undefined;
    regions.push(host ? takeOver(region, host, args, sizes) : region);
    if (!host) top = ((region.address + regionBytes(region) + 3) & ~3) + 64;
  }
  const end = top + MARGIN_BYTES;
  if (end > heap.bytes.length) throw new Error(`a case of ${end} bytes is larger than the arena`);
  fillCanaries(heap, base, Math.max(end, dirtyEnd));
  for (const region of regions)
    if (!fillSparse(region, sizes, input.seed, heap)) fill(region, sizes, input.valueClass, draws, heap);
  for (const { argument, address } of regions) sizes[argument.name] = address;
  return { values: args.map((a) => sizes[a.name] as number), regions, sizes, end };
}

function strideOf(of: readonly string[], args: readonly KernelArgument[], sizes: Sizes): number {
  const owners = args.filter((b): b is MatrixArgument => b.kind === "matrix" && of.includes(b.name));
  return pad4(Math.max(...owners.map((b) => b.columns(sizes))));
}

/** Two matrices of the same shape and any numbers that are only read; or one that its spec lets take over the other. */
function mayShare(region: Region, host: Region): boolean {
  const [a, b] = [region.argument, host.argument];
  if (a.mayBe === b.name) return true;
  const isPlain = ({ element, role, contents, packed }: MatrixArgument): boolean =>
    element === "f32" && role === "in" && contents === undefined && !packed;
  return isPlain(a) && isPlain(b) && region.columns === host.columns && region.rows <= host.rows;
}

/** The same memory, and so the same stride. */
function takeOver(
  region: Region,
  host: Region,
  args: readonly KernelArgument[],
  sizes: Record<string, number>,
): Region {
  const owner = args.find((b) => b.kind === "stride" && b.of.includes(region.argument.name));
  if (owner) sizes[owner.name] = host.stride;
  return { ...region, address: host.address, stride: host.stride };
}

let canaries = new Uint32Array();

function fillCanaries({ words }: Heap, from: number, to: number): void {
  if (canaries.length < words.length)
    canaries = Uint32Array.from({ length: words.length }, (_, i) => 0x7f800001 | ((i & 0xfffff) << 1));
  words.set(canaries.subarray(from >> 2, to >> 2), from >> 2);
}

/** Every word from `from` on a canary. */
export function clearArena(heap: Heap, from: number): void {
  fillCanaries(heap, from, heap.bytes.length);
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

/** The first word below `end` that differs, told with its place; undefined where the memories are equal. */
export function firstDifference(drawn: Case, ours: Heap, theirs: Heap, end: number): string | undefined {
  if (sameBytes(ours.bytes.subarray(0, end), theirs.bytes.subarray(0, end))) return undefined;
  const i = ours.words.findIndex((word, at) => word !== theirs.words[at]);
  const region = drawn.regions.find((r) => i * 4 + 3 >= r.address && i * 4 < r.address + regionBytes(r));
  return `word ${i}, ${placeOf(region, i)}: got ${told(ours, i)}, expected ${told(theirs, i)}`;
}

function placeOf(region: Region | undefined, i: number): string {
  if (!region) return "between the matrices";
  const { argument, address, stride } = region;
  const at = argument.element === "u8" ? Math.max(0, i * 4 - address) : i - (address >> 2);
  return `${argument.name}[${Math.floor(at / stride)},${at % stride}]`;
}

/** `1.5 (0x3fc00000)` */
function told({ floats, words }: Heap, i: number): string {
  return `${floats[i]} (0x${(words[i] as number).toString(16).padStart(8, "0")})`;
}
