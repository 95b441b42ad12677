/** Every kernel on a case small enough to check by hand, in WASM, in the f32 reference and in the f64 reference. */
import { describe, expect, it } from "vitest";
import type { Kernels } from "../../src/kernels/contract.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";
import { CASES, type ExactCase, type Rows } from "./exact-cases.js";
import { callKernel, kernelSides, type Side } from "./kernel-call.js";

describe("every kernel gives the numbers worked out by hand", () => {
  it("has a case for each kernel of the contract", () => {
    expect(Object.keys(CASES).sort()).toEqual(Object.keys(KERNEL_SPECS).sort());
    for (const [name, cases] of Object.entries(CASES)) expect(cases.length, name).toBeGreaterThan(0);
  });

  for (const [name, cases] of Object.entries(CASES) as [keyof Kernels, readonly ExactCase[]][])
    it(name, () => {
      for (const exact of cases)
        for (const side of kernelSides()) {
          const got = callKernel(side, name, exact.given, exact.gives);
          if (side.name !== "f64 reference") expect(got, side.name).toEqual(exact.gives);
          else if (!isRoundingCase(exact)) expectClose(got, exact.gives);
        }
    });

  it("tells where a value is wrong", () => {
    const side = kernelSides()[0] as Side;
    const { given, gives } = CASES.argmaxRows[0] as ExactCase;
    expect(callKernel(side, "argmaxRows", given, gives)).not.toEqual({ out: [[1, 0, 2, 1]] });
  });
});

/** The case that shows f32 rounding has, in f64, the sum that is not rounded. */
function isRoundingCase({ given }: ExactCase): boolean {
  return Array.isArray(given.a) && (given.a as Rows)[0]?.[0] === 2 ** 24;
}

function expectClose(got: Record<string, number[][]>, wanted: Readonly<Record<string, Rows>>): void {
  for (const [key, rows] of Object.entries(wanted))
    for (const [i, row] of rows.entries())
      for (const [j, value] of row.entries()) {
        const actual = got[key]?.[i]?.[j] as number;
        if (Number.isNaN(value)) expect(actual).toBeNaN();
        else
          expect(Math.abs(actual - value), `${key}[${i},${j}]`).toBeLessThanOrEqual(
            1e-7 * Math.max(1, Math.abs(value)),
          );
      }
}
