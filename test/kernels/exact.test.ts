/** Every kernel on a case small enough to check by hand, in WASM, in the f32 reference and in the f64 reference. */
import { describe, expect, it } from "vitest";
import { type Heap, type Kernels, pad4 } from "../../src/kernels/contract.js";
import type { KernelArgument, MatrixArgument } from "../../src/kernels/kernel-spec.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { heapOver } from "../../src/memory/heap.js";
import { CASES, type ExactCase, type Rows } from "./exact-cases.js";

const BASE = 4096;
const PAGES = 1;

interface Side {
  readonly name: string;
  readonly heap: Heap;
  readonly kernels: Kernels;
}

function sides(): Side[] {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const single = heapOver(new ArrayBuffer(PAGES * 65536));
  const double: Heap = { ...heapOver(new ArrayBuffer(PAGES * 65536)), floats: new Float64Array(PAGES * 16384) };
  return [
    { name: "WASM", heap: heapOver(memory.buffer), kernels: createWasmKernels(memory) },
    { name: "reference", heap: single, kernels: createReferenceKernels(single) },
    { name: "f64 reference", heap: double, kernels: createReferenceKernels(double) },
  ];
}

/** Runs a case; returns the matrices named in `gives`. */
function run(side: Side, name: keyof Kernels, { given, gives }: ExactCase): Record<string, number[][]> {
  const args = KERNEL_SPECS[name].arguments as readonly KernelArgument[];
  const sizes = Object.fromEntries(Object.entries(given).filter(([, value]) => typeof value === "number")) as Record<
    string,
    number
  >;
  const numbers = {
    ...sizes,
    sourceRows: sourceRows(given),
  };
  const strideOf = (a: MatrixArgument): number => (a.packed ? a.columns(numbers) : pad4(a.columns(numbers)));
  const placed = new Map<string, { address: number; stride: number }>();
  let top = BASE;
  for (const a of args) {
    if (a.kind !== "matrix") continue;
    const stride = strideOf(a);
    placed.set(a.name, { address: top, stride });
    for (const [i, row] of ((given[a.name] as Rows | undefined) ?? []).entries())
      for (const [j, value] of row.entries()) write(side.heap, a, top, i * stride + j, value);
    top += 64 + 4 * stride * a.rows(numbers);
  }
  const values = args.map((a) => {
    if (a.kind === "matrix") return placed.get(a.name)?.address as number;
    if (a.kind !== "stride") return numbers[a.name as keyof typeof numbers] as number;
    return placed.get(a.of[0] as string)?.stride as number;
  });
  (side.kernels[name] as (...values: number[]) => void)(...values);
  return Object.fromEntries(
    Object.entries(gives).map(([key, rows]) => {
      const a = args.find((b) => b.name === key) as MatrixArgument;
      const { address, stride } = placed.get(key) as { address: number; stride: number };
      return [key, rows.map((row, i) => row.map((_, j) => read(side.heap, a, address, i * stride + j)))];
    }),
  );
}

/** Rows that indices may name: those of the source, of the labels, or of the records. */
function sourceRows({ source, labels, offsets }: ExactCase["given"]): number {
  if (offsets) return ((offsets as Rows)[0]?.length ?? 1) - 1;
  return (source as Rows | undefined)?.length ?? (labels as Rows | undefined)?.[0]?.length ?? 0;
}

function write(heap: Heap, a: MatrixArgument, address: number, at: number, value: number): void {
  if (a.element === "u8") heap.bytes[address + at] = value;
  else (a.element === "u32" ? heap.words : heap.floats)[(address >> 2) + at] = value;
}

function read(heap: Heap, a: MatrixArgument, address: number, at: number): number {
  if (a.element === "u8") return heap.bytes[address + at] as number;
  return (a.element === "u32" ? heap.words : heap.floats)[(address >> 2) + at] as number;
}

describe("every kernel gives the numbers worked out by hand", () => {
  it("has a case for each kernel of the contract", () => {
    expect(Object.keys(CASES).sort()).toEqual(Object.keys(KERNEL_SPECS).sort());
    for (const [name, cases] of Object.entries(CASES)) expect(cases.length, name).toBeGreaterThan(0);
  });

  for (const [name, cases] of Object.entries(CASES) as [keyof Kernels, readonly ExactCase[]][])
    it(name, () => {
      for (const exact of cases)
        for (const side of sides()) {
          const got = run(side, name, exact);
          if (side.name !== "f64 reference") expect(got, side.name).toEqual(exact.gives);
          else if (!isRoundingCase(exact)) expectClose(got, exact.gives);
        }
    });

  it("tells where a value is wrong", () => {
    const side = sides()[0] as Side;
    expect(run(side, "argmaxRows", CASES.argmaxRows[0] as ExactCase)).not.toEqual({ out: [[1, 0, 2, 1]] });
  });
});

/** The case that shows f32 rounding has, in f64, the sum that is not rounded. */
function isRoundingCase({ given }: ExactCase): boolean {
  return Array.isArray(given.a) && (given.a as Rows)[0]?.[0] === 2 ** 24;
}

function expectClose(got: Record<string, number[][]>, wanted: Readonly<Record<string, Rows>>): void {
  for (const [key, rows] of Object.entries(wanted))
    for (const [i, row] of rows.entries())
      for (const [j, value] of row.entries()) {
        const actual = got[key]?.[i]?.[j] as number;
        if (Number.isNaN(value)) expect(actual).toBeNaN();
        else
          expect(Math.abs(actual - value), `${key}[${i},${j}]`).toBeLessThanOrEqual(
            1e-7 * Math.max(1, Math.abs(value)),
          );
      }
}
