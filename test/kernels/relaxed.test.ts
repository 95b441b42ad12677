/**
 * The relaxed module: sums of products keep the bound that their specs derive, everything else keeps its bytes.
 */
import { describe, expect, it } from "vitest";
import { decodeText } from "../../src/kernels/binary-text.js";
import { withMultiplyAdd } from "../../src/kernels/relaxed-module.js";
import { sharedWasmModule, wasmModule } from "../../src/kernels/wasm.js";
import { WASM_TEXT } from "../../src/kernels/wasm-binary.js";
import { expectNoFailure, TEST_CASES } from "../fuzz/in-tests.js";
import { KERNELS, specOf } from "../fuzz/kernel-names.js";
import { checkOf, kernelSubject } from "../fuzz/kernel-subject.js";
import { Draws } from "./draws.js";
import { excess, type Terms } from "./relaxed-bound.js";

const SUMS = KERNELS.filter((name) => specOf(name).relaxed !== undefined);

it("is not needed for what it does not change: these keep a bound, all others their bytes", () => {
  expect(SUMS).toEqual(["gemmNN", "gemmTN", "gemmNT", "sparseNN", "sparseTN", "skipNN"]);
});

describe.each(["relaxed", "shared-relaxed"] as const)(`${TEST_CASES} cases a kernel, the %s module`, (build) => {
  it.each(KERNELS.filter((name) => !SUMS.includes(name)))(
    "%s leaves the memory that the reference leaves",
    async (kernel) => {
      await expectNoFailure(kernelSubject(kernel, build));
    },
  );

  it.each(SUMS)(
    "%s keeps its bound, activates what it has summed bit for bit, and touches nothing else",
    async (kernel) => {
      const before = checkOf(build).bounded;
      await expectNoFailure(kernelSubject(kernel, build));
      expect(checkOf(build).bounded - before).toBeGreaterThan(10 * TEST_CASES);
    },
  );
});

describe("the bound of a sum of 100 positive terms", () => {
  const k = 100;
  const random = new Draws(7);
  const a = Float32Array.from({ length: k }, () => 0.5 + random.unit() / 2);
  const b = Float32Array.from({ length: k }, () => 0.5 + random.unit() / 2);
  const exact = a.reduce((sum, value, l) => sum + value * (b[l] as number), 0);
  const wanted: Terms = { sums: [exact], sizes: [exact] };
  const over = (value: number): number => excess(specOf("gemmNN"), { k }, wanted, 0, value) as number;
  const ulp = 2 ** (Math.floor(Math.log2(exact)) - 23);

  it("takes both ways of rounding", () => {
    const f = Math.fround;
    expect(over(a.reduce((sum, value, l) => f(sum + f(value * (b[l] as number))), 0))).toBeLessThan(1);
    expect(over(a.reduce((sum, value, l) => f(sum + value * (b[l] as number)), 0))).toBeLessThan(1);
  });

  it("does not take a few units in the last place a term, nor a term left out, nor NaN", () => {
    expect(over(exact + 2 * k * ulp)).toBeGreaterThan(1);
    expect(over(exact - 2 * k * ulp)).toBeGreaterThan(1);
    expect(over(exact - (a[99] as number) * (b[99] as number))).toBeGreaterThan(100);
    expect(over(Number.NaN) <= 1).toBe(false);
  });

  it("says nothing where a partial sum may leave f32", () => {
    expect(excess(specOf("gemmNN"), { k }, { sums: [0], sizes: [3.5e38] }, 0, 0)).toBeUndefined();
    expect(excess(specOf("gemmNN"), { k }, { sums: [0], sizes: [Number.NaN] }, 0, 0)).toBeUndefined();
  });
});

describe("the bytes of the relaxed module", () => {
  const strict = decodeText(WASM_TEXT);

  it("differ from the strict module's in its multiply-adds alone", () => {
    const bytes = withMultiplyAdd(strict);
    expect(bytes).toHaveLength(strict.length);
    const changed = [...bytes.keys()].filter((i) => bytes[i] !== strict[i]);
    // A multiplication (fd e6 01) becomes three nops (01), an addition (fd e4 01) the other opcode (fd 85 02).
    expect(changed.length % 4).toBe(0);
    expect(changed.length).toBeGreaterThan(4 * 150);
    expect(withMultiplyAdd(bytes)).toEqual(bytes);
  });

  it("hold local indices of two bytes", () => {
    const two = Uint8Array.of(0xfd, 0xe6, 1, 0x20, 0x81, 1, 0xfd, 0xe4, 1);
    expect([...withMultiplyAdd(two)]).toEqual([1, 1, 1, 0x20, 0x81, 1, 0xfd, 0x85, 2]);
  });

  const GET = [0x20, 5];
  const LOAD = [0xfd, 0, 4, 0x80, 1];
  const MULTIPLY = [0xfd, 0xe6, 1];
  const ADD = [0xfd, 0xe4, 1];
  const FUSED = [0xfd, 0x85, 2];
  const NOTHING = [1, 1, 1];

  it("fuse sums of sums, and sums in memory", () => {
    const address = [...GET, 0x22, 6, ...GET, 0x6a];
    const strict = [...MULTIPLY, ...GET, ...address, ...LOAD, ...MULTIPLY, ...GET, ...LOAD, ...ADD, ...ADD];
    const relaxed = [...NOTHING, ...GET, ...address, ...LOAD, ...NOTHING, ...GET, ...LOAD, ...FUSED, ...FUSED];
    expect([...withMultiplyAdd(Uint8Array.from(strict))]).toEqual(relaxed);
  });

  it.each([
    ["a product added to what was there", [...MULTIPLY, ...ADD]],
    ["a sum whose product comes second", [...MULTIPLY, ...GET, ...GET, ...GET, ...MULTIPLY, ...ADD]],
    ["a product added to a product", [...MULTIPLY, ...GET, ...GET, ...MULTIPLY, ...ADD]],
    ["a product that is loaded from", [...MULTIPLY, ...GET, 0x6a, ...GET, ...ADD]],
    ["an end of the bytes", [...MULTIPLY, ...GET]],
  ])("leave %s", (_, strict) => {
    expect([...withMultiplyAdd(Uint8Array.from(strict))]).toEqual(strict);
  });

  it("leave a sum that is followed by something else", () => {
    const other = Uint8Array.of(0xfd, 0xe6, 1, 0x20, 5, 0xfd, 0xe5, 1);
    expect(withMultiplyAdd(other)).toEqual(other);
  });

  it("export what the strict module exports, private and shared", () => {
    const names = (module: WebAssembly.Module) => WebAssembly.Module.exports(module).map(({ name }) => name);
    expect(names(wasmModule("relaxed"))).toEqual(names(wasmModule()));
    expect(names(sharedWasmModule("relaxed"))).toEqual(names(wasmModule()));
    expect(wasmModule("relaxed")).not.toBe(wasmModule());
    expect(wasmModule("relaxed")).toBe(wasmModule("relaxed"));
  });
});
