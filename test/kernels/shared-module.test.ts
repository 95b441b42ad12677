import { describe, expect, it } from "vitest";
import { sharedWasmModule, wasmModule, withSharedMemory } from "../../src/kernels/wasm.js";

describe("the module for shared memory", () => {
  it("takes shared memory, where the other one does not", () => {
    const memory = new WebAssembly.Memory({ initial: 1, maximum: 1, shared: true });
    const link = (module: WebAssembly.Module) => new WebAssembly.Instance(module, { env: { memory } });
    expect(() => link(sharedWasmModule())).not.toThrow();
    expect(() => link(wasmModule())).toThrow(WebAssembly.LinkError);
  });

  it("exports the same functions", () => {
    const names = (module: WebAssembly.Module) => WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(names(sharedWasmModule())).toEqual(names(wasmModule()));
  });

  it("is not made from bytes that import something else", () => {
    expect(() => withSharedMemory(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0))).toThrow(/expected a memory/);
  });
});
