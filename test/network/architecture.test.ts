/** What is a network and what is none, at every bound. */
import { describe, expect, it } from "vitest";
import { ACTIVATION_CODES } from "../../src/kernels/contract.js";
import {
  ACTIVATIONS,
  type ArchitectureOptions,
  activationCode,
  describeShape,
  type LossName,
  parameterCount,
  validateArchitecture,
} from "../../src/network/architecture.js";
import { glorotUniform, heNormal, zeros } from "../../src/network/initializers.js";
import { expectError } from "../expect-error.js";

const good: ArchitectureOptions = { inputs: 2, layers: [{ units: 1 }], loss: "mse" };

function refuse(options: unknown, said: RegExp): void {
  expectError(() => validateArchitecture(options as ArchitectureOptions), "invalid-option", said);
}

describe("an architecture", () => {
  it("is told in full: widths, activations, how weights start", () => {
    const layers = [{ units: 50, activation: "relu" }, { units: 7, initializer: zeros() }, { units: 10 }] as const;
    const architecture = validateArchitecture({ inputs: 784, layers, loss: "mse" });
    expect(architecture).toEqual({
      inputs: 784,
      outputs: 10,
      layers: [
        { inputs: 784, units: 50, activation: "relu", initializer: heNormal() },
        { inputs: 50, units: 7, activation: "identity", initializer: zeros() },
        { inputs: 7, units: 10, activation: "identity", initializer: glorotUniform() },
      ],
      loss: "mse",
    });
    expect(describeShape(architecture)).toBe("784-50-7-10");
    expect(parameterCount(architecture)).toBe(785 * 50 + 51 * 7 + 8 * 10);
  });

  it("starts by He before relu and leakyRelu, by Glorot before all others", () => {
    for (const activation of ACTIVATIONS) {
      const { layers } = validateArchitecture({ ...good, layers: [{ units: 1, activation }] });
      const wanted = activation === "relu" || activation === "leakyRelu" ? heNormal() : glorotUniform();
      expect(layers[0]?.initializer, activation).toEqual(wanted);
    }
  });

  it("counts softmax as identity where kernels ask", () => {
    expect(activationCode("softmax")).toBe(ACTIVATION_CODES.identity);
    expect(activationCode("tanh")).toBe(ACTIVATION_CODES.tanh);
  });
});

describe("widths and depths", () => {
  const inputs = (value: unknown): unknown => ({ ...good, inputs: value });
  const depth = (count: number): ArchitectureOptions => ({ ...good, layers: Array(count).fill({ units: 1 }) });

  it("are taken up to the most there may be", () => {
    expect(validateArchitecture({ ...good, inputs: 1 }).inputs).toBe(1);
    expect(validateArchitecture({ ...good, inputs: 2 ** 24 }).inputs).toBe(2 ** 24);
    expect(validateArchitecture(depth(1000)).layers).toHaveLength(1000);
    const widest = { ...good, inputs: 2 ** 14 - 1, layers: [{ units: 2 ** 14 }] };
    expect(parameterCount(validateArchitecture(widest))).toBe(2 ** 28);
  });

  it("are refused beyond it", () => {
    for (const value of [0, -1, 1.5, 2 ** 24 + 1, "2", undefined])
      refuse(inputs(value), /^inputs: expected a whole number from 1 to 16777216/);
    refuse({ ...good, layers: [{ units: 0 }] }, /^layers\[0\]\.units: expected a whole number from 1/);
    refuse(depth(0), /^layers: expected from 1 to 1000 layers/);
    refuse(depth(1001), /^layers: expected from 1 to 1000 layers/);
    refuse(
      { ...good, inputs: 2 ** 14, layers: [{ units: 2 ** 14 }] },
      /^layers: expected at most 268435456 parameters/,
    );
  });
});

describe("layers", () => {
  it("are objects, each of them", () => {
    refuse({ ...good, layers: undefined }, /^layers: expected an array of layers/);
    for (const wrong of [null, undefined, 3]) {
      const layers = [{ units: 1 }, wrong];
      refuse({ ...good, layers }, /^layers\[1\]: expected an object with units/);
    }
    const sparse: unknown[] = [{ units: 1 }];
    sparse[2] = { units: 1 };
    refuse({ ...good, layers: sparse }, /^layers\[1\]: expected an object with units, got undefined/);
    refuse({ ...good, layers: [{ units: 1, initializer: null }] }, /^layers\[0\]\.initializer/);
  });

  it("end as their loss asks", () => {
    const ending = (loss: LossName, activation: (typeof ACTIVATIONS)[number]): ArchitectureOptions => ({
      ...good,
      layers: [{ units: 1, activation }],
      loss,
    });
    for (const [loss, wanted] of [
      ["crossEntropy", "softmax"],
      ["binaryCrossEntropy", "sigmoid"],
      ["perceptron", "identity"],
    ] as const)
      for (const activation of ACTIVATIONS) {
        if (activation === wanted) expect(validateArchitecture(ending(loss, activation)).loss).toBe(loss);
        else refuse(ending(loss, activation), new RegExp(`^layers: expected ${wanted} as the last activation`));
      }
    for (const activation of ACTIVATIONS)
      for (const loss of ["mse", "sumSquaredError"] as const)
        expect(validateArchitecture(ending(loss, activation)).loss).toBe(loss);
  });

  it("are one for the loss perceptron, and for no other", () => {
    const two = [{ units: 2 }, { units: 1 }];
    refuse({ ...good, layers: two, loss: "perceptron" }, /^layers: expected one layer, .* got 2 layers$/);
    expect(validateArchitecture({ ...good, layers: two }).layers).toHaveLength(2);
  });
});
