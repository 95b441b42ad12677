/** exp, sigmoid, tanh and log in f32, over a stride through all inputs, against f64. Errors in units in the last place. */
import { describe, expect, it } from "vitest";
import { ACTIVATION_CODES, type F32Ptr } from "../../src/kernels/contract.js";
import { SINGLE } from "../../src/kernels/reference-math.js";
import { createWasmKernels } from "../../src/kernels/wasm.js";

/** A prime, so that every exponent and many mantissas are met. */
const STRIDE = 1021;
const BLOCK = 16384;
const FIRST = 65536 as F32Ptr;

const memory = new WebAssembly.Memory({ initial: 4, maximum: 4 });
const kernels = createWasmKernels(memory);
const values = new Float32Array(memory.buffer, FIRST, BLOCK);
const words = new Uint32Array(memory.buffer, FIRST, BLOCK);

const float = new Float32Array(1);
const bits = new Uint32Array(float.buffer);

/** Distance from `got` to `exact` in the spacing of f32s there. */
function ulps(got: number, exact: number): number {
  if (Number.isNaN(exact)) return Number.isNaN(got) ? 0 : Number.POSITIVE_INFINITY;
  const exponent = Math.max(-126, Math.floor(Math.log2(Math.abs(exact) || 2 ** -149)));
  return Math.abs(got - exact) / 2 ** (exponent - 23);
}

interface Worst {
  error: number;
  at: number;
}

/** Largest error of an activation over all f32s taken in strides, and that it never falls where it must rise. */
function sweep(code: number, exact: (x: number) => number): Worst {
  const worst: Worst = { error: 0, at: 0 };
  const inputs = new Float32Array(BLOCK);
  for (let start = 0; start < 2 ** 32; start += BLOCK * STRIDE) {
    for (let i = 0; i < BLOCK; i++) words[i] = start + i * STRIDE;
    inputs.set(values);
    kernels.activate(code, 1, BLOCK, FIRST, BLOCK);
    for (let i = 0; i < BLOCK; i++) {
      const error = ulps(values[i] as number, exact(inputs[i] as number));
      if (!(error <= worst.error)) {
        worst.error = error;
        worst.at = inputs[i] as number;
      }
    }
  }
  return worst;
}

const sigmoid = (x: number): number => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));

describe("functions in f32 stay close to their f64 values", () => {
  it("sigmoid within 2 units in the last place", () => {
    const { error, at } = sweep(ACTIVATION_CODES.sigmoid, sigmoid);
    expect(error, `at ${at}`).toBeLessThanOrEqual(2);
  });

  it("tanh within 3", () => {
    const { error, at } = sweep(ACTIVATION_CODES.tanh, Math.tanh);
    expect(error, `at ${at}`).toBeLessThanOrEqual(3);
  });

  it.each([
    ["exp", SINGLE.expOfNonPositive, Math.exp, -110, 0, 1],
    ["expm1", SINGLE.expm1OfNonPositive, Math.expm1, -50, 0, 2],
    ["log", SINGLE.logFromOne, Math.log, 1, 1e6, 2],
    ["log1p", SINGLE.log1pOfUnit, Math.log1p, 0, 1, 2],
  ] as const)("%s of the reference", (_name, got, exact, low, high, bound) => {
    const worst: Worst = { error: 0, at: 0 };
    const [from, to] = [low, high].map((x) => {
      float[0] = x;
      return bits[0] as number;
    }) as [number, number];
    const [first, last] = low < 0 ? [2 ** 31, from] : [from, to];
    for (let word = first; word <= last; word += 1021) {
      bits[0] = word;
      const x = float[0] as number;
      const error = ulps(got(x), exact(x));
      if (!(error <= worst.error)) Object.assign(worst, { error, at: x });
    }
    expect(worst.error, `at ${worst.at}`).toBeLessThanOrEqual(bound);
    expect(worst.error).toBeGreaterThan(0.4);
  });

  it("sigmoid and tanh never fall as their input rises", () => {
    for (const code of [ACTIVATION_CODES.sigmoid, ACTIVATION_CODES.tanh]) {
      for (let i = 0; i < BLOCK; i++) values[i] = -20 + (40 * i) / BLOCK;
      kernels.activate(code, 1, BLOCK, FIRST, BLOCK);
      for (let i = 1; i < BLOCK; i++) expect(values[i]! >= values[i - 1]!).toBe(true);
    }
  });
});
