/**
 * A workspace: one memory of exactly the size a layout asks for, and the kernels over it. This is the one place
 * that chooses an implementation of the kernels; everything above sees `Kernels` and tensors only.
 */
import { allocating, invalidOption, WasmlpError } from "../errors.js";
import type { Heap, Kernels, MathMode } from "../kernels/contract.js";
import { hasRelaxedSimd } from "../kernels/relaxed-module.js";
import { createWasmKernels, isCompiled, sharedWasmModule, useModuleBytes, wasmModule } from "../kernels/wasm.js";
import { guarded } from "./guard.js";
import { heapOver } from "./heap.js";
import type { PrivateTicket, Ticket } from "./join.js";
import { type Layout, WORKSPACE_BASE } from "./layout.js";
import type { Tensor } from "./tensor.js";

/**
 * What does the arithmetic: the WASM module, the reference in f32 (the same bits, slowly), or the reference in f64
 * (for gradient checks and published numbers).
 */
export type Backend = "wasm" | "reference" | "reference-f64";
export const BACKENDS: readonly Backend[] = ["wasm", "reference", "reference-f64"];
export const MATH_MODES: readonly MathMode[] = ["strict", "relaxed"];

type CreateKernels = (heap: Heap) => Kernels;

/** Kernels without WASM: a burden to programs that never ask for them, so they come from outside (reference.ts). */
let createReference: CreateKernels | undefined;

/** Has backends "reference" and "reference-f64" compute with these kernels. */
export function useReference(create: CreateKernels): void {
  createReference = create;
}

/** What a workspace computes with: a backend, of which "wasm" comes strict or relaxed. */
export type Engine = Backend | "wasm-relaxed";

/**
 * @throws WasmlpError `invalid-option` for another mode, or relaxed math anywhere but in WASM; `unsupported` where the host cannot
 * compile it, and for a reference that has not been enabled.
 */
export function chooseEngine(backend: Backend, math: MathMode = "strict"): Engine {
  if (!MATH_MODES.includes(math)) throw invalidOption("math", `one of ${MATH_MODES.join(", ")}`, math);
  if (backend !== "wasm" && !createReference)
    throw new WasmlpError(
      "unsupported",
      `backend: expected a call of enableReference() before the first model with ${backend}, got none`,
    );
  if (math === "strict") return backend;
  if (backend !== "wasm") throw invalidOption("math", `strict with backend ${backend}`, math);
  if (!hasRelaxedSimd())
    throw new WasmlpError(
      "unsupported",
      "math: expected a host with relaxed SIMD for relaxed (Node 21, Chrome 114 or newer; Node 20 with " +
        "--experimental-wasm-relaxed-simd), got one without",
    );
  return "wasm-relaxed";
}

/** Whether an engine runs on WASM, and so on several threads. */
export function isWasm(engine: Engine): boolean {
  return engine === "wasm" || engine === "wasm-relaxed";
}

/** Whether a module has been compiled by now: flags of the host's compiler come too late. */
export const hasCompiled: () => boolean = isCompiled;

/** Has the bytes of core.wasm compiled in place of the inlined ones. */
export const useModule: (bytes: Uint8Array<ArrayBuffer>) => void = useModuleBytes;

export interface Workspace {
  readonly kernels: Kernels;
  readonly heap: Heap;
  readonly layout: Layout;
}

/** A memory that several threads work on; each brings kernels of its own. */
export interface SharedWorkspace {
  readonly ticket: Ticket;
  readonly heap: Heap;
  readonly layout: Layout;
}

/**
 * A fresh, zeroed workspace for `layout`.
 * @throws WasmlpError `out-of-memory` when the host refuses the memory.
 */
export function openWorkspace(layout: Layout, engine: Engine): Workspace {
  return allocating(nameOf(layout), () => {
    if (isWasm(engine)) return openWasm(layout, mathOf(engine));
    const heap = engine === "reference" ? heapOver(new ArrayBuffer(layout.bytes)) : doubleHeap(layout.bytes);
    return { kernels: guarded((createReference as CreateKernels)(heap), heap, layout), heap, layout };
  });
}

/**
 * A shared memory given back, for the next job it is large enough for. Engines are slow to collect shared memories, so
 * a program of many small jobs would pile them up; a large one is let go, as it would be felt to be kept.
 */
let spare: WebAssembly.Memory | undefined;
const MAX_SPARE_BYTES = 2 ** 24;

/** The same, over memory that can be posted to workers; it may be larger than the layout. */
export function openSharedWorkspace(layout: Layout, engine: Engine): SharedWorkspace {
  return allocating(nameOf(layout), () => {
    const memory = takeSpare(layout.bytes) ?? newSharedMemory(layout.bytes / 65536);
    return { ticket: { module: sharedWasmModule(mathOf(engine)), memory }, heap: heapOver(memory.buffer), layout };
  });
}

/** What a worker needs to make itself a memory of this layout. */
export function privateTicket({ bytes }: Layout, engine: Engine): PrivateTicket {
  return { module: wasmModule(mathOf(engine)), bytes };
}

/** For a workspace that no thread works on any more. */
export function giveBack({ ticket: { memory } }: SharedWorkspace): void {
  const { byteLength } = memory.buffer;
  if (byteLength <= MAX_SPARE_BYTES && byteLength > (spare?.buffer.byteLength ?? 0)) spare = memory;
}

function takeSpare(bytes: number): WebAssembly.Memory | undefined {
  if (!spare || spare.buffer.byteLength < bytes) return undefined;
  const memory = spare;
  spare = undefined;
  new Uint8Array(memory.buffer).fill(0);
  return memory;
}

function nameOf({ bytes }: Layout): string {
  return `workspace of ${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function newSharedMemory(pages: number): WebAssembly.Memory {
  return new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
}

/** The values of a matrix of floats, without padding, copied. */
export function copyOf(heap: Heap, { address, rows, columns, stride }: Tensor<"f32">): Float32Array | Float64Array {
  const { floats } = heap;
  const copy = floats instanceof Float64Array ? new Float64Array(rows * columns) : new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    const from = (address >>> 2) + i * stride;
    copy.set(floats.subarray(from, from + columns), i * columns);
  }
  return copy;
}

function mathOf(engine: Engine): MathMode {
  return engine === "wasm-relaxed" ? "relaxed" : "strict";
}

function openWasm(layout: Layout, math: MathMode): Workspace {
  const pages = layout.bytes / 65536;
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const kernels = createWasmKernels(memory, math);
  if (kernels.heapBase() > WORKSPACE_BASE)
    throw new Error(
      `the module's static data ends at ${kernels.heapBase()}, behind the workspace base ${WORKSPACE_BASE}`,
    );
  const heap = heapOver(memory.buffer);
  return { kernels: guarded(kernels, heap, layout), heap, layout };
}

function doubleHeap(bytes: number): Heap {
  const integers = new ArrayBuffer(bytes);
  return {
    floats: new Float64Array(bytes / 4),
    words: new Uint32Array(integers),
    bytes: new Uint8Array(integers),
  };
}
