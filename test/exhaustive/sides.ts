/**
 * The two sides that functions are tried on: the WASM module and the reference, each over a memory of its own in which
 * a block of inputs has a place, its results another, and rows of a loss or of softmax a third. Knows no function.
 */
import { compileAlone } from "../../scripts/compile-alone.mjs";
import type { F32Ptr, Heap, Kernels } from "../../src/kernels/contract.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { log1pOfUnit, SINGLE } from "../../src/kernels/reference-math.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";
import { heapOver } from "../../src/memory/heap.js";

/** Inputs tried at once. */
export const BLOCK = 4096;
const PAGES = 8;
const ROW_BYTES = 16;

/** [BLOCK] each. */
export const INPUTS = 65536 as F32Ptr;
export const RESULTS = (INPUTS + 4 * BLOCK) as F32Ptr;
/** [BLOCK, 4] each. */
export const ROWS = (RESULTS + 4 * BLOCK) as F32Ptr;
export const TARGETS = (ROWS + ROW_BYTES * BLOCK) as F32Ptr;
export const DELTAS = (TARGETS + ROW_BYTES * BLOCK) as F32Ptr;

/** assembly/functions.ts: functions that the module does not export alone, over a row of floats in place. */
export type BareFunctions = Readonly<Record<"exp" | "expm1" | "log" | "log1p", (count: number, x: F32Ptr) => void>>;

export interface Side {
  readonly heap: Heap;
  readonly kernels: Kernels;
  readonly bare: BareFunctions;
}

/** The module; the bare functions are compiled anew from the same source. */
export function wasmSide(): Side {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  const imported = ["--importMemory", "--noExportMemory", "--maximumMemory", String(PAGES)];
  const module = new WebAssembly.Module(compileAlone("functions.ts", imported));
  const bare = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as BareFunctions;
  return { heap: heapOver(memory.buffer), kernels: createWasmKernels(memory), bare };
}

export function referenceSide(): Side {
  const heap = heapOver(new ArrayBuffer(PAGES * 65536));
  const inPlace =
    (f: (x: number) => number) =>
    (count: number, x: F32Ptr): void => {
      for (let i = x >> 2; i < (x >> 2) + count; i++) heap.floats[i] = f(heap.floats[i] as number);
    };
  const bare = {
    exp: inPlace(SINGLE.expOfNonPositive),
    expm1: inPlace(SINGLE.expm1OfNonPositive),
    log: inPlace(SINGLE.logFromOne),
    log1p: inPlace(log1pOfUnit),
  };
  return { heap, kernels: createReferenceKernels(heap), bare };
}
