/**
 * The inlined module, compiled once for memory of one thread and once for shared memory. The two differ in one byte:
 * the flags of the memory import. Knows nothing of what lies in a memory.
 */
import { instantiateSync } from "@assemblyscript/loader";
import { invalidFile } from "../errors.js";
import { WASM_HEX } from "./wasm-binary.js";
import type { WasmKernels } from "./wasm-kernels.js";

const compiled: { private?: WebAssembly.Module; shared?: WebAssembly.Module } = {};

/** The module for memory that one thread has to itself, compiled on first use. */
export function wasmModule(): WebAssembly.Module {
  compiled.private ??= new WebAssembly.Module(decodeHex(WASM_HEX));
  return compiled.private;
}

/** The module for shared memory, compiled on first use. */
export function sharedWasmModule(): WebAssembly.Module {
  compiled.shared ??= new WebAssembly.Module(withSharedMemory(decodeHex(WASM_HEX)));
  return compiled.shared;
}

/** The kernels over a memory of one thread. */
export function createWasmKernels(memory: WebAssembly.Memory): WasmKernels {
  return instantiateSync(wasmModule(), { env: { memory } }).instance.exports as unknown as WasmKernels;
}

const SECTION_IMPORT = 2;
const KIND_MEMORY = 2;
const LIMITS_WITH_MAXIMUM = 1;
const LIMITS_SHARED = 3;

/** A module whose first import is a memory with a maximum, made to import a shared one. */
export function withSharedMemory(module: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const bytes = module.slice();
  let at = 8;
  const number = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] as number;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const skip = (count: number): void => {
    at += count;
  };
  while (at < bytes.length) {
    const section = number();
    const size = number();
    const end = at + size;
    if (section !== SECTION_IMPORT) {
      at = end;
      continue;
    }
    number(); // how many imports: the memory is the only one
    skip(number()); // "env"
    skip(number()); // "memory"
    if (bytes[at] !== KIND_MEMORY || bytes[at + 1] !== LIMITS_WITH_MAXIMUM) break;
    bytes[at + 1] = LIMITS_SHARED;
    return bytes;
  }
  throw invalidFile("module", "a memory with a maximum as its first import", "something else");
}

function decodeHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}
