/** The kernels against the test vectors of ONNX's own operators (fixtures/onnx/extract.py). */
import { describe, expect, it } from "vitest";
import { type callKernel, kernelSides } from "./kernel-call.js";
import { OPERATORS, wanted } from "./onnx-operators.js";
import { fixture, type OnnxVector } from "./onnx-vectors.js";

/** Largest |got − wanted|, of its size where that is above 1. */
function deviation(got: readonly number[], want: readonly number[]): number {
  expect(got).toHaveLength(want.length);
  const errors = want.map((value, i) => Math.abs((got[i] as number) - value) / Math.max(1, Math.abs(value)));
  return errors.reduce((a, b) => (a >= b ? a : b), 0);
}

describe("kernels give the values of ONNX's vectors to 1e-5", () => {
  it("of every operator that both have", () => {
    const counts = Object.fromEntries(Object.keys(OPERATORS).map((name) => [name, 0]));
    for (const { operator } of fixture.vectors) counts[operator] = (counts[operator] as number) + 1;
    expect(counts).toEqual(fixture.used);
    expect(fixture.vectors).toHaveLength(95);
  });

  for (const side of kernelSides())
    for (const [name, operator] of Object.entries(OPERATORS))
      it(`${name}, ${side.name}`, () => {
        const vectors = fixture.vectors.filter((vector) => vector.operator === name);
        for (const vector of vectors)
          for (const [way, got] of operator(side, vector).entries())
            expect(deviation(got, wanted(vector)), `${vector.name}, way ${way + 1}`).toBeLessThanOrEqual(1e-5);
      });

  it("multiply matrices in four ways", () => {
    const [side] = kernelSides();
    const plain = fixture.vectors.find((vector) => vector.name === "gemm_default_vector_bias") as OnnxVector;
    expect(OPERATORS.Gemm?.(side as Parameters<typeof callKernel>[0], plain)).toHaveLength(4);
  });
});
