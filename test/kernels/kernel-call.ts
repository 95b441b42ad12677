/** A kernel called by the names of its arguments, on matrices given as rows, in any implementation. */
import { type Heap, type Kernels, pad4 } from "../../src/kernels/contract.js";
import type { KernelArgument, MatrixArgument } from "../../src/kernels/kernel-spec.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { heapOver } from "../../src/memory/heap.js";
import type { ExactCase, Rows } from "./exact-cases.js";

const BASE = 4096;
const PAGES = 4;

/** One implementation of the kernels, over a memory of its own. */
export interface Side {
  readonly name: string;
  readonly heap: Heap;
  readonly kernels: Kernels;
}

export function kernelSides(): Side[] {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const single = heapOver(new ArrayBuffer(PAGES * 65536));
  const double: Heap = { ...heapOver(new ArrayBuffer(PAGES * 65536)), floats: new Float64Array(PAGES * 16384) };
  return [
    { name: "WASM", heap: heapOver(memory.buffer), kernels: createWasmKernels(memory) },
    { name: "reference", heap: single, kernels: createReferenceKernels(single) },
    { name: "f64 reference", heap: double, kernels: createReferenceKernels(double) },
  ];
}

/** Performs a kernel on what is given; returns the matrices named in `wanted`, in the shapes they have there. */
export function callKernel(
  side: Side,
  name: keyof Kernels,
  given: ExactCase["given"],
  wanted: Readonly<Record<string, Rows>>,
): Record<string, number[][]> {
  side.heap.bytes.fill(0, BASE);
  side.heap.floats.fill(0, BASE >> 2);
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
    Object.entries(wanted).map(([key, rows]) => {
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
