import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/kernels/contract.js";
import type { KernelSpec } from "../../src/kernels/kernel-spec.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import { createWasmKernels, wasmModule } from "../../src/kernels/wasm.js";
import { heapOver } from "../../src/memory/heap.js";
import { arbitraryCase, type CaseInput, firstDifference, forgiveUndefined, layOut } from "./arena.js";

const SEED = Number(process.env.FUZZ_SEED ?? 1);
const CASES = Number(process.env.FUZZ_CASES ?? 2000);
const PAGES = 12;

const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
const wasm = createWasmKernels(memory);
const ours = heapOver(memory.buffer);
const theirs = heapOver(new ArrayBuffer(PAGES * 65536));
const reference = createReferenceKernels(theirs);
const base = wasm.heapBase();

type Run = (...values: number[]) => void;

/** Runs one case on both sides; returns what differs, or undefined. */
function disagreement(name: keyof Kernels, input: CaseInput): string | undefined {
  const spec = KERNEL_SPECS[name] as unknown as KernelSpec;
  const drawn = layOut(spec, input, ours, base);
  theirs.bytes.set(ours.bytes);
  (wasm[name] as Run)(...drawn.values);
  (reference[name] as Run)(...drawn.values);
  forgiveUndefined(drawn, ours, theirs);
  return firstDifference(drawn, ours, theirs);
}

describe(`WASM and the reference leave the same memory (seed ${SEED}, ${CASES} cases a kernel)`, () => {
  for (const name of Object.keys(KERNEL_SPECS) as (keyof Kernels)[])
    it(name, () => {
      let ran = 0;
      const property = fc.property(arbitraryCase(KERNEL_SPECS[name] as unknown as KernelSpec), (input) => {
        ran++;
        const difference = disagreement(name, input);
        if (difference) throw new Error(difference);
      });
      fc.assert(property, { seed: SEED, numRuns: CASES });
      expect(ran).toBe(CASES);
    });
});

describe("the module", () => {
  it("exports every kernel of the contract, the micro-kernels, and nothing else", () => {
    const names = WebAssembly.Module.exports(wasmModule()).map((e) => e.name);
    const kernels = names.filter((name) => !name.startsWith("micro") && name !== "heapBase" && name !== "barrier");
    expect(kernels).toEqual(Object.keys(KERNEL_SPECS));
    expect(names.filter((name) => name.startsWith("micro"))).toHaveLength(21);
  });

  it("imports nothing but its memory", () => {
    expect(WebAssembly.Module.imports(wasmModule())).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
  });

  it("takes as many arguments as its spec lists", () => {
    for (const [name, spec] of Object.entries(KERNEL_SPECS))
      expect((wasm as unknown as Record<string, Run>)[name], name).toHaveLength(spec.arguments.length);
  });
});
