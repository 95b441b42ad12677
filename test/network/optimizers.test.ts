/** Update rules at the bounds of their options, what each keeps from step to step; and how far bytes may be stretched. */
import { describe, expect, it } from "vitest";
import { adam, isFolded, momentNames, type Optimizer, sgd, validateOptimizer } from "../../src/network/optimizers.js";
import { requireScaling } from "../../src/network/scaling.js";
import { expectError } from "../expect-error.js";

const refuse = (action: () => unknown, said: RegExp): void => expectError(action, "invalid-option", said);

describe("sgd and adam", () => {
  it("have PyTorch's defaults", () => {
    const plain = { kind: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 };
    expect(sgd({ learningRate: 0.1 })).toEqual(plain);
    const usual = { kind: "adam", learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0 };
    expect(adam()).toEqual(usual);
  });

  it("take every number of their ranges", () => {
    const still = { learningRate: 0, momentum: 0, weightDecay: 0 };
    expect(sgd(still)).toMatchObject(still);
    expect(sgd({ learningRate: Number.MAX_VALUE, weightDecay: Number.MAX_VALUE }).weightDecay).toBe(Number.MAX_VALUE);
    expect(sgd({ learningRate: 1, momentum: 1 - 2 ** -53, nesterov: true }).nesterov).toBe(true);
    const edge = { learningRate: 0, beta1: 0, beta2: 0, epsilon: 1.2e-38, weightDecay: 0 };
    expect(adam(edge)).toMatchObject(edge);
    expect(adam({ epsilon: Number.MAX_VALUE }).epsilon).toBe(Number.MAX_VALUE);
  });

  it("refuse every other, by name", () => {
    const wrong = (value: unknown): number => value as number;
    for (const value of [-1e-300, Number.NaN, Number.POSITIVE_INFINITY, wrong("0.1"), wrong(null)]) {
      refuse(() => sgd({ learningRate: value }), /^learningRate: expected a finite number of at least 0,/);
      refuse(() => adam({ weightDecay: value }), /^weightDecay: expected a finite number of at least 0,/);
      refuse(() => sgd({ learningRate: 1, momentum: value }), /^momentum: expected a number from 0 to below 1/);
    }
    for (const value of [-1e-300, 1, Number.NaN, wrong("0.5")]) {
      refuse(() => sgd({ learningRate: 1, momentum: value }), /^momentum/);
      refuse(() => adam({ beta1: value }), /^beta1: expected a number from 0 to below 1/);
      refuse(() => adam({ beta2: value }), /^beta2/);
    }
    for (const value of [0, 1.1e-38, Number.POSITIVE_INFINITY, wrong("1")])
      refuse(() => adam({ epsilon: value }), /^epsilon: expected a finite number of at least 1\.2e-38/);
    refuse(() => sgd({ learningRate: 1, momentum: 0.9, nesterov: 1 as never }), /^nesterov: expected true or false/);
    refuse(() => sgd({ learningRate: 1, nesterov: true }), /^nesterov: expected momentum above 0 with it/);
    refuse(() => sgd(undefined as never), /^options/);
    refuse(() => adam(null as never), /^options/);
  });

  it("are known by their kind, and copied", () => {
    for (const value of [undefined, null, "adam", {}, { kind: "rmsprop", learningRate: 1 }])
      refuse(() => validateOptimizer(value as Optimizer), /^optimizer: expected what sgd\(…\) or adam\(…\) returns/);
    const given = adam();
    expect(validateOptimizer(given)).toEqual(given);
    expect(validateOptimizer(given)).not.toBe(given);
  });

  it("keep what their rules need, and plain gradient descent nothing", () => {
    const [plain, heavy] = [sgd({ learningRate: 1 }), sgd({ learningRate: 1, momentum: 0.5 })];
    const decaying = sgd({ learningRate: 1, weightDecay: 0.5 });
    expect([plain, heavy, decaying, adam()].map(momentNames)).toEqual([[], ["velocity"], [], ["mean", "square"]]);
    const still = { ...adam(), momentum: 0 } as Optimizer;
    expect([plain, heavy, decaying, adam(), still].map(isFolded)).toEqual([true, false, false, false, false]);
  });
});

describe("scale and shift of bytes", () => {
  const scale = (value: number) => () => requireScaling({ scale: value, shift: 0 });
  const shift = (value: number) => () => requireScaling({ scale: 1, shift: value });

  it("are taken as far as every byte stays a finite f32", () => {
    for (const sign of [1, -1]) {
      expect(scale(sign * 1e36)).not.toThrow();
      expect(shift(sign * 8e37)).not.toThrow();
    }
    expect(Number.isFinite(Math.fround(255 * 1e36 + 8e37))).toBe(true);
  });

  it("are refused beyond it", () => {
    for (const sign of [1, -1]) {
      refuse(scale(sign * 1.001e36), /^scale: expected a number from -1e\+36 to 1e\+36/);
      refuse(shift(sign * 8.001e37), /^shift: expected a number from -8e\+37 to 8e\+37/);
      refuse(scale(sign * Number.POSITIVE_INFINITY), /^scale: expected a finite number/);
    }
    refuse(shift(Number.NaN), /^shift: expected a finite number, got NaN/);
  });
});
