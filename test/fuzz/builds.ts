/**
 * The builds of the module that are fuzzed, each over a memory of its own. Where the host wants a flag for relaxed SIMD
 * (Node 20), it is set here, before any module is compiled.
 */
import { setFlagsFromString } from "node:v8";
import type { Heap, Kernels, MathMode } from "../../src/kernels/contract.js";
import { hasRelaxedSimd } from "../../src/kernels/relaxed-module.js";
import { sharedWasmModule, wasmModule } from "../../src/kernels/wasm.js";
import type { WasmKernels } from "../../src/kernels/wasm-kernels.js";
import { heapOver } from "../../src/memory/heap.js";
import { ARENA_PAGES } from "../kernels/case-input.js";

if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");

export const BUILDS = ["strict", "relaxed", "shared", "shared-relaxed"] as const;
export type BuildName = (typeof BUILDS)[number];

export interface Build {
  readonly name: BuildName;
  readonly math: MathMode;
  readonly kernels: Kernels;
  readonly heap: Heap;
  /** First byte that the module's own data leaves free. */
  readonly base: number;
}

export function openBuild(name: BuildName): Build {
  const math: MathMode = name.endsWith("relaxed") ? "relaxed" : "strict";
  const isShared = name.startsWith("shared");
  const memory = new WebAssembly.Memory({ initial: ARENA_PAGES, maximum: ARENA_PAGES, shared: isShared });
  const module = isShared ? sharedWasmModule(math) : wasmModule(math);
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as WasmKernels;
  return { name, math, kernels, heap: heapOver(memory.buffer), base: kernels.heapBase() };
}
