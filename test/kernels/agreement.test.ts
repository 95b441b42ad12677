/** WASM and the reference leave the same memory: every kernel, private and shared (relaxed: relaxed.test.ts). */
import { describe, expect, it } from "vitest";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import { wasmModule } from "../../src/kernels/wasm.js";
import { openBuild } from "../fuzz/builds.js";
import { expectNoFailure, TEST_CASES } from "../fuzz/in-tests.js";
import { KERNELS } from "../fuzz/kernel-names.js";
import { kernelSubject } from "../fuzz/kernel-subject.js";

describe.each(["strict", "shared"] as const)(`${TEST_CASES} cases a kernel, the %s module`, (build) => {
  it.each(KERNELS)("%s leaves the memory that the reference leaves", async (kernel) => {
    await expectNoFailure(kernelSubject(kernel, build));
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
    const kernels = openBuild("strict").kernels as unknown as Record<string, (...values: number[]) => void>;
    for (const [name, spec] of Object.entries(KERNEL_SPECS))
      expect(kernels[name], name).toHaveLength(spec.arguments.length);
  });
});
