/** The debug build finds calls that break the contract, one of each kind, and lets right ones through unchanged. */
import { beforeEach, describe, expect, it } from "vitest";
import type { F32Ptr, Heap, Kernels, U8Ptr, U32Ptr } from "../../src/kernels/contract.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { heapOver } from "../../src/memory/heap.js";
import { LayoutBuilder } from "../../src/memory/layout.js";
import { rowAddress } from "../../src/memory/tensor.js";
import { guarded } from "./checked.js";

const ROWS = 5;
const INPUTS = 6;
const UNITS = 3;

const builder = new LayoutBuilder();
const x = builder.matrix("batch", "x", ROWS, INPUTS);
const w = builder.matrix("parameters", "w", INPUTS, UNITS);
const b = builder.matrix("parameters", "b", 1, UNITS);
const z = builder.matrix("activations", "z", ROWS, UNITS);
const scratch = builder.lines("scratch", "scratch", 2, 48);
const order = builder.packed("batch", "order", "u32", ROWS, 1);
const bytes = builder.packed("data", "bytes", "u8", ROWS, INPUTS);
const records = builder.packed("data", "records", "u32", 1, 10);
const offsets = builder.packed("data", "offsets", "u32", ROWS + 1, 1);
const pairs = builder.packed("batch", "pairs", "u8", INPUTS, 2 * 8);
const counts = builder.packed("batch", "counts", "u32", INPUTS, 1);
const values = builder.packed("data", "values", "f32", 1, 256);
const layout = builder.finish();

let heap: Heap;
let kernels: Kernels;
beforeEach(() => {
  heap = heapOver(new ArrayBuffer(layout.bytes));
  kernels = guarded(createReferenceKernels(heap), heap, layout);
});

type Product = Parameters<Kernels["gemmNN"]>;
const product: Product = [
  ...([ROWS, UNITS, INPUTS, x.address, x.stride, w.address, w.stride, b.address, z.address, z.stride] as const),
  ...([0, scratch.address] as const),
];
const [M, N, K, A, LDA, B, , BIAS, C, , ACTIVATION, SCRATCH] = product.keys();

/** The product with other arguments, by place. */
function multiply(changes: readonly (readonly [place: number | undefined, value: number])[]): void {
  const args = [...product] as number[];
  for (const [place, value] of changes) args[place as number] = value;
  kernels.gemmNN(...(args as unknown as Product));
}

const at = (address: number): F32Ptr => address as F32Ptr;

describe("a right call", () => {
  it("does what it does without checks", () => {
    heap.floats.set([1, 2, 3, 4, 5, 6], x.address >>> 2);
    heap.floats.fill(1, w.address >>> 2, (w.address >>> 2) + 3);
    multiply([]);
    expect([...heap.floats.subarray(z.address >>> 2, (z.address >>> 2) + 4)]).toEqual([1, 1, 1, 0]);
  });

  it("may be for no rows, wherever its addresses point", () => {
    multiply([
      [M, 0],
      [A, layout.bytes],
      [C, layout.bytes],
    ]);
  });

  it("may leave what it does not read anywhere", () => {
    const [m, n] = [ROWS, UNITS];
    kernels.activateBackward(0, m, n, at(4), 4, z.address, z.stride);
    expect(() => kernels.activateBackward(3, m, n, at(4), 4, z.address, z.stride)).toThrow(
      "activateBackward: y: expected an address in a tensor of the layout, got 4",
    );
  });
});

describe("a product is refused", () => {
  it.each<[string, readonly (readonly [number | undefined, number])[], string]>([
    ["an address off by one row", [[A, rowAddress(x, 1)]], "a: expected x to end at 4256 at the earliest, got"],
    ["an address before its tensor", [[B, w.address - 4]], "b: expected"],
    ["an address below the workspace", [[A, 64]], "a: expected an address in a tensor of the layout, got 64"],
    ["an address between two floats", [[A, x.address + 2]], "a: expected an address, a multiple of 4, got"],
    ["an address in the middle of a row", [[A, x.address + 4]], "a: expected"],
    [
      "an address that is negative, as WASM gives it",
      [[A, -4096]],
      "a: expected an address, a multiple of 4, got -4096",
    ],
    [
      "scratch that is too small",
      [[SCRATCH, scratch.address + 64]],
      "scratch: expected at most 32 columns in a row of scratch, got 48",
    ],
    [
      "an output over an input",
      [
        [C, w.address],
        [M, 1],
      ],
      "c: expected a place apart from b",
    ],
    [
      "an output over the scratch",
      [
        [C, scratch.address],
        [M, 1],
      ],
      "c: expected a place apart from scratch",
    ],
    ["scratch over an input", [[SCRATCH, b.address]], "scratch: expected"],
    ["another stride", [[LDA, 12]], "a: expected"],
    ["a stride smaller than a row", [[LDA, 4]], "a: expected a stride of at least 8, got 4"],
    ["half a row", [[M, 0.5]], "m: expected a whole number of at least 0, a multiple of 1, got 0.5"],
    ["fewer than no columns", [[N, -1]], "n: expected a whole number"],
    ["an activation that is none", [[ACTIVATION, 5]], "activation: expected one of 0, 1, 2, 3, 4, got 5"],
    ["a longer inner size", [[K, INPUTS + 4]], "a: expected a stride of at least 12, got 8"],
    ["a bias of words", [[BIAS, order.address]], "bias: expected f32, got u32 order"],
  ])("for %s", (_name, changes, message) => {
    expect(() => multiply(changes)).toThrow(`gemmNN: ${message}`);
  });

  it("for a number too few", () => {
    const call = kernels.gemmNN as (...args: number[]) => void;
    expect(() => call(...product.slice(0, -1))).toThrow("gemmNN: arguments: expected 12, got 11");
  });

  it("for a pad that is not +0, before and after", () => {
    heap.floats[(x.address >>> 2) + 7] = -0;
    expect(() => multiply([])).toThrow("gemmNN: a: expected +0 in the pad [0,7] before the call, got 0");
    const broken: Kernels = { ...createReferenceKernels(heap), softmaxRows: () => heap.floats.fill(1) };
    const { softmaxRows } = guarded(broken, heap, layout);
    expect(() => softmaxRows(ROWS, UNITS, z.address, z.stride)).toThrow(
      "x: expected +0 in the pad [0,3] after the call",
    );
  });
});

describe("what stands in memory is followed", () => {
  const [source, index] = [bytes.address as U8Ptr, order.address as U32Ptr];
  const gather = (): void => kernels.gatherU8(1, INPUTS, source, index, 1, x.address, x.stride);

  it("to the rows that indices name", () => {
    heap.words[order.address >>> 2] = ROWS - 1;
    gather();
    heap.words[order.address >>> 2] = ROWS;
    expect(gather).toThrow("gatherU8: source: expected bytes to end at");
  });

  it("to the end of records that are about to be written", () => {
    const compress = (rows: number): void =>
      kernels.compressRows(rows, INPUTS, source, records.address as U32Ptr, offsets.address as U32Ptr);
    compress(ROWS);
    heap.bytes.fill(1, source, source + ROWS * INPUTS);
    compress(1);
    expect(() => compress(2)).toThrow("compressRows: records: expected records to end at");
  });

  const prepare = (): void => {
    heap.bytes[source + 5] = 9;
    kernels.compressRows(ROWS, INPUTS, source, records.address as U32Ptr, offsets.address as U32Ptr);
    for (let i = 0; i < ROWS; i++) heap.words[(order.address >>> 2) + i] = i;
  };
  const multiplyRecords = (m: number): void =>
    kernels.sparseNN(
      ...([m, UNITS, records.address, offsets.address as U32Ptr, index, values.address, w.address, w.stride] as const),
      ...([b.address, z.address, z.stride, 0] as const),
    );
  const sort = (rows: number, binRows: number): void =>
    kernels.bucketPairs(
      ...([rows, INPUTS, records.address, offsets.address as U32Ptr, index] as const),
      ...([pairs.address as U8Ptr, binRows, counts.address as U32Ptr] as const),
    );

  it("to the columns that records name", () => {
    prepare();
    multiplyRecords(ROWS);
    heap.words[(records.address >>> 2) + 1] = INPUTS; // the one column of the first record
    expect(() => multiplyRecords(ROWS)).toThrow("sparseNN: w: expected w to end at");
    expect(() => sort(ROWS, 8)).toThrow(`bucketPairs: columns of the records: expected at most ${INPUTS}, got`);
  });

  it("to the rows that buckets name", () => {
    prepare();
    sort(ROWS, 8);
    expect(() => sort(ROWS, 4)).toThrow("bucketPairs: m: expected at most 4, got 5");
    const multiplyBuckets = (m: number): void =>
      kernels.sparseTN(
        ...([m, UNITS, INPUTS, 1, 8, pairs.address as U8Ptr, counts.address as U32Ptr, values.address] as const),
        ...([z.address, z.stride, 0, 0, at(4), w.address, w.stride, scratch.address] as const),
      );
    // The scratch is smaller than this kernel's.
    expect(() => multiplyBuckets(INPUTS)).toThrow("sparseTN: scratch: expected scratch to end at");
    expect(() => multiplyBuckets(INPUTS + 1)).toThrow("sparseTN: m: expected at most 6, got 7");
    heap.words[(counts.address >>> 2) + 5] = 9;
    expect(() => multiplyBuckets(INPUTS)).toThrow("sparseTN: counts: expected at most 8, got 9");
    heap.words[(counts.address >>> 2) + 5] = 1;
    heap.bytes[pairs.address + 5 * 16 + 1] = ROWS;
    expect(() => multiplyBuckets(INPUTS)).toThrow("sparseTN: d: expected z to end at");
  });
});
