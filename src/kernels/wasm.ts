/**
 * The kernels as the WASM module has them. Compiles the inlined module once, instantiates it over a memory.
 * Knows nothing of what lies in that memory.
 */
import { instantiateSync } from "@assemblyscript/loader";
import type { Kernels } from "./contract.js";
import { WASM_BASE64 } from "./wasm-binary.js";

let compiled: WebAssembly.Module | undefined;

/** The compiled module, made on first use. */
export function wasmModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(decodeBase64(WASM_BASE64));
  return compiled;
}

/** What the module exports beside the kernels. */
export interface WasmKernels extends Kernels {
  /** First byte of the memory that the module's own static data leaves free. */
  heapBase(): number;
}

/** The kernels over `memory`, which must be at least one page. */
export function createWasmKernels(memory: WebAssembly.Memory): WasmKernels {
  // The loader wraps exported functions it may have to set an argument count for; none of ours has optional
  // arguments, so the raw exports are called directly.
  return instantiateSync(wasmModule(), { env: { memory } }).instance.exports as unknown as WasmKernels;
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
