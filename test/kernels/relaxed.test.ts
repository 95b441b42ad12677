/**
 * The relaxed module: sums of products keep the bound that their specs derive, everything else keeps its bytes. Where
 * the host wants a flag for relaxed SIMD (Node 20), it is set here.
 */
import { setFlagsFromString } from "node:v8";
import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { decodeText } from "../../src/kernels/binary-text.js";
import type { Heap, Kernels } from "../../src/kernels/contract.js";
import type { KernelArgument, KernelSpec, Sizes } from "../../src/kernels/kernel-spec.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { hasRelaxedSimd, withMultiplyAdd } from "../../src/kernels/relaxed-module.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import { createWasmKernels, sharedWasmModule, wasmModule } from "../../src/kernels/wasm.js";
import { WASM_TEXT } from "../../src/kernels/wasm-binary.js";
import { heapOver } from "../../src/memory/heap.js";
import { arbitraryCase, type Case, type CaseInput, firstDifference, forgiveUndefined, layOut } from "./arena.js";
import { Draws } from "./draws.js";
import { excess, type Terms, terms } from "./relaxed-bound.js";

const SEED = Number(process.env.FUZZ_SEED ?? 1);
const CASES = Number(process.env.FUZZ_CASES ?? 500);
const PAGES = 12;
const BASE = 4096;

if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");

type Run = (...values: number[]) => void;
const NAMES = Object.keys(KERNEL_SPECS) as (keyof Kernels)[];
const specOf = (name: keyof Kernels): KernelSpec => KERNEL_SPECS[name] as unknown as KernelSpec;
const isSum = (name: keyof Kernels): boolean => specOf(name).relaxed !== undefined;

let relaxed: Kernels;
let ours: Heap;
const theirs = heapOver(new ArrayBuffer(PAGES * 65536));
const reference = createReferenceKernels(theirs);

beforeAll(() => {
  const memory = new WebAssembly.Memory({ initial: PAGES, maximum: PAGES });
  relaxed = createWasmKernels(memory, "relaxed");
  ours = heapOver(memory.buffer);
});

function forEachCase(name: keyof Kernels, check: (drawn: Case, sizes: Sizes) => void): void {
  let ran = 0;
  const spec = specOf(name);
  const property = fc.property(arbitraryCase(spec), (input: CaseInput) => {
    ran++;
    const drawn = layOut(spec, input, ours, BASE);
    check(drawn, sizesOf(spec, input, drawn));
  });
  fc.assert(property, { seed: SEED, numRuns: CASES });
  expect(ran).toBe(CASES);
}

/** The sizes of the call, strides and choices included. */
function sizesOf(spec: KernelSpec, input: CaseInput, { values }: Case): Sizes {
  const hidden = spec.fit?.(input.sizes) ?? input.sizes;
  const args = spec.arguments as readonly KernelArgument[];
  return { ...hidden, ...Object.fromEntries(args.map((a, i) => [a.name, values[i] as number])) };
}

describe(`the relaxed module (seed ${SEED}, ${CASES} cases a kernel)`, () => {
  it("is not needed for what it does not change: these keep their bytes", () => {
    expect(NAMES.filter(isSum)).toEqual(["gemmNN", "gemmTN", "gemmNT", "sparseNN", "sparseTN", "skipNN"]);
  });

  for (const name of NAMES.filter((name) => !isSum(name)))
    it(`${name} leaves the memory that the reference leaves`, () => {
      forEachCase(name, (drawn) => {
        theirs.bytes.set(ours.bytes);
        (relaxed[name] as Run)(...drawn.values);
        (reference[name] as Run)(...drawn.values);
        forgiveUndefined(drawn, ours, theirs);
        const difference = firstDifference(drawn, ours, theirs);
        if (difference) throw new Error(difference);
      });
    });

  for (const name of NAMES.filter(isSum))
    it(`${name} keeps its bound, and touches nothing else`, () => {
      let checked = 0;
      forEachCase(name, (drawn, sizes) => {
        const values = plain(name, drawn.values);
        const wanted = terms(name, values, ours, endOf(drawn));
        theirs.bytes.set(ours.bytes);
        (relaxed[name] as Run)(...values);
        for (const { argument, address, stride, rows, columns } of drawn.regions) {
          if (argument.name !== "c") continue;
          for (let i = 0; i < rows; i++)
            for (let j = 0; j < columns; j++) {
              const at = (address >> 2) + i * stride + j;
              const over = excess(specOf(name), sizes, wanted, at, ours.floats[at] as number);
              if (over === undefined) continue;
              checked++;
              if (!(over <= 1)) throw new Error(`c[${i},${j}] is ${over} times its bound off`);
            }
          copyValues(ours, theirs, address, stride, rows, columns);
        }
        // Scratch aside, everything but c is as it was, the padding of c as the reference leaves it.
        (reference[name] as Run)(...values);
        for (const region of drawn.regions)
          if (region.argument.name === "c")
            copyValues(ours, theirs, region.address, region.stride, region.rows, region.columns);
        forgiveUndefined(drawn, ours, theirs);
        const difference = firstDifference(drawn, ours, theirs);
        if (difference) throw new Error(difference);
      });
      expect(checked).toBeGreaterThan(10 * CASES);
    });

  for (const name of ["gemmNN", "sparseNN", "skipNN", "gemmNT"] as const)
    it(`${name} applies the activation bit for bit to what it has summed`, () => {
      forEachCase(name, (drawn, sizes) => {
        const before = ours.bytes.slice();
        (relaxed[name] as Run)(...plain(name, drawn.values));
        theirs.bytes.set(ours.bytes);
        const { m, n, activation, c, ldc, y, ldy } = sizes as Record<string, number>;
        if (name === "gemmNT") (reference.activateBackward as Run)(...([activation, m, n, y, ldy, c, ldc] as number[]));
        else (reference.activate as Run)(...([activation, m, n, c, ldc] as number[]));
        ours.bytes.set(before);
        (relaxed[name] as Run)(...drawn.values);
        forgiveUndefined(drawn, ours, theirs);
        const difference = firstDifference(drawn, ours, theirs);
        if (difference) throw new Error(difference);
      });
    });
});

/** The first byte behind all regions of a case, a multiple of 4. */
function endOf({ regions }: Case): number {
  return (Math.max(...regions.map(({ address, rows, stride }) => address + 4 * (rows * stride + 4))) + 3) & ~3;
}

/** The arguments with activation 0. */
function plain(name: keyof Kernels, values: readonly number[]): number[] {
  const args = specOf(name).arguments as readonly KernelArgument[];
  return values.map((value, i) => (args[i]?.name === "activation" ? 0 : value));
}

function copyValues(from: Heap, to: Heap, address: number, stride: number, rows: number, columns: number): void {
  for (let i = 0; i < rows; i++) {
    const at = (address >> 2) + i * stride;
    to.words.set(from.words.subarray(at, at + columns), at);
  }
}

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
