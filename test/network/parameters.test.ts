/** Weights from outside, and weights that have stopped being numbers. */
import { describe, expect, it } from "vitest";
import { openWorkspace } from "../../src/memory/workspace.js";
import { validateArchitecture } from "../../src/network/architecture.js";
import {
  firstNonFiniteLayer,
  initialParameters,
  type LayerParameters,
  validateParameters,
  writeParameters,
} from "../../src/network/parameters.js";
import { planWorkspace } from "../../src/network/plan.js";
import { expectError } from "../expect-error.js";

const architecture = validateArchitecture({ inputs: 21, layers: [{ units: 11 }, { units: 5 }], loss: "mse" });

function opened() {
  const plan = planWorkspace(architecture, { capacity: 4, sources: [] });
  const { heap } = openWorkspace(plan.layout, "wasm");
  writeParameters(heap, plan.layers, initialParameters(architecture, 3, false));
  return { plan, heap };
}

describe("weights", () => {
  it("name the first layer with one that is not finite", () => {
    const { heap, plan } = opened();
    expect(firstNonFiniteLayer(heap, plan)).toBe(-1);
    for (const [layer, part] of [
      [1, "bias"],
      [1, "weight"],
      [0, "bias"],
      [0, "weight"],
    ] as const) {
      const values = initialParameters(architecture, 3, false);
      const array = values[layer]?.[part] as Float32Array;
      array[array.length - 1] = Number.NaN;
      writeParameters(heap, plan.layers, values);
      expect(firstNonFiniteLayer(heap, plan), `${layer} ${part}`).toBe(layer);
    }
  });

  it("are asked alone, not what lies around them", () => {
    const { heap, plan } = opened();
    heap.floats.fill(Number.NaN);
    for (const { address, rows, stride } of plan.layers.flatMap(({ weight, bias }) => [weight, bias]))
      heap.floats.fill(0, address >>> 2, (address >>> 2) + rows * stride);
    expect(firstNonFiniteLayer(heap, plan)).toBe(-1);
  });

  it("from outside are finite numbers, as many as there are", () => {
    const good = (): LayerParameters[] => initialParameters(architecture, 3, false);
    const check = (values: unknown) => () => validateParameters(architecture, values as LayerParameters[], false);
    expect(check(good())()).toEqual(good());
    expect(validateParameters(architecture, good(), true)[0]?.weight).toBeInstanceOf(Float64Array);
    expectError(check({ length: 2 }), "invalid-option", /^parameters: expected an array of weights and biases/);
    expectError(check([...good(), ...good()]), "shape-mismatch", /^parameters: expected 2 layers, got 4/);
    expectError(check(new Array(2)), "invalid-option", /^layers\.0\.weight: expected an array of numbers/);
    for (const [bias, code] of [
      [null, "invalid-option"],
      [undefined, "invalid-option"],
      ["12345", "invalid-option"],
      [new Float32Array(4), "shape-mismatch"],
      [[1, 2, 3, 4, Number.NaN], "not-finite"],
      [[Number.POSITIVE_INFINITY, 2, 3, 4, 5], "not-finite"],
    ] as const) {
      const [first, second] = good() as [LayerParameters, LayerParameters];
      expectError(check([first, { ...second, bias }]), code, /^layers\.1\.bias: expected /);
    }
  });
});
