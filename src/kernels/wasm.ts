/**
 * The inlined module, compiled on first use for memory of one thread and for shared memory, strict and relaxed. Private
 * and shared differ in one byte, the flags of the memory import. Knows nothing of what lies in a memory.
 */
import { instantiateSync } from "@assemblyscript/loader";
import { invalidFile, invalidOption } from "../errors.js";
import { decodeText } from "./binary-text.js";
import type { MathMode } from "./contract.js";
import { withMultiplyAdd } from "./relaxed-module.js";
import { WASM_TEXT } from "./wasm-binary.js";
import type { WasmKernels } from "./wasm-kernels.js";

type Bytes = Uint8Array<ArrayBuffer>;
const compiled = new Map<string, WebAssembly.Module>();
/** In place of the inlined module. */
let ownBytes: Bytes | undefined;

/** The module for memory that one thread has to itself. */
export function wasmModule(math: MathMode = "strict"): WebAssembly.Module {
  return compiledOnce(`private ${math}`, () => bytesOf(math));
}

/** The module for shared memory. */
export function sharedWasmModule(math: MathMode = "strict"): WebAssembly.Module {
  return compiledOnce(`shared ${math}`, () => withSharedMemory(bytesOf(math)));
}

/** The kernels over a memory of one thread. */
export function createWasmKernels(memory: WebAssembly.Memory, math: MathMode = "strict"): WasmKernels {
  return instantiateSync(wasmModule(math), { env: { memory } }).instance.exports as unknown as WasmKernels;
}

/** Whether any of the modules has been compiled. */
export function isCompiled(): boolean {
  return compiled.size > 0;
}

/**
 * Takes the bytes of core.wasm, before the first module is compiled, in place of the inlined ones.
 * @throws WasmlpError `invalid-option` for bytes that are not such a module.
 */
export function useModuleBytes(bytes: Bytes): void {
  const isModule = WebAssembly.validate(bytes);
  const names = isModule ? WebAssembly.Module.exports(new WebAssembly.Module(bytes)).map(({ name }) => name) : [];
  if (!["heapBase", "barrier", "gemmNN"].every((name) => names.includes(name)))
    throw invalidOption("wasm", "the bytes of wasmlp/core.wasm", isModule ? "another module" : "bytes of no module");
  ownBytes = bytes;
}

function bytesOf(math: MathMode): Bytes {
  const bytes = ownBytes ?? decodeText(WASM_TEXT);
  return math === "relaxed" ? withMultiplyAdd(bytes) : bytes;
}

function compiledOnce(key: string, bytes: () => Bytes): WebAssembly.Module {
  const module = compiled.get(key) ?? new WebAssembly.Module(bytes());
  compiled.set(key, module);
  return module;
}

const SECTION_IMPORT = 2;
const KIND_MEMORY = 2;
const LIMITS_WITH_MAXIMUM = 1;
const LIMITS_SHARED = 3;

/** A module whose first import is a memory with a maximum, made to import a shared one. */
export function withSharedMemory(module: Bytes): Bytes {
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
