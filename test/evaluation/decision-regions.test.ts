import { describe, expect, it } from "vitest";
import {
  AdalineGD,
  chapterIris,
  type DecisionRegionOptions,
  dataset,
  decisionRegions,
  featureRange,
  Mlp,
  standardize,
} from "../../src/index.js";
import { expectError } from "../expect-error.js";

const isAbove = {
  predict: (rows: Float64Array) =>
    Uint32Array.from({ length: rows.length / 2 }, (_, i) =>
      Number((rows[2 * i + 1] as number) > (rows[2 * i] as number)),
    ),
};

describe("decisionRegions", () => {
  it("asks at every point of the grid, the lowest y first", () => {
    const asked: number[][] = [];
    const model = {
      predict: (rows: Float64Array) => {
        for (let i = 0; i < rows.length; i += 2) asked.push([...rows.subarray(i, i + 2)]);
        return Array.from({ length: rows.length / 2 }, (_, i) => i + 10 * asked.length);
      },
    };
    const regions = decisionRegions(model, { x: [0, 1], y: [-1, -0.5], step: 0.25 });
    expect(asked).toEqual([
      [0, -1],
      [0.25, -1],
      [0.5, -1],
      [0.75, -1],
      [0, -0.75],
      [0.25, -0.75],
      [0.5, -0.75],
      [0.75, -0.75],
    ]);
    expect(regions).toEqual({
      x: [0, 1],
      y: [-1, -0.5],
      step: 0.25,
      columns: 4,
      rows: 2,
      classes: Uint32Array.of(40, 41, 42, 43, 80, 81, 82, 83),
    });
  });

  it("leaves the upper end out, as NumPy's arange, unless the step does not divide the range", () => {
    const sizes = (options: DecisionRegionOptions) => {
      const { columns, rows } = decisionRegions(isAbove, options);
      return [columns, rows];
    };
    expect(sizes({ x: [0, 2], y: [0, 1], step: 0.5 })).toEqual([4, 2]);
    expect(sizes({ x: [0, 2.1], y: [0, 0.1], step: 0.5 })).toEqual([5, 1]);
  });

  it("finds the line that Adaline draws, on the book's mesh", async () => {
    const data = standardize(chapterIris());
    const model = new AdalineGD({ inputs: 2, learningRate: 0.5, epochs: 20, seed: 1 });
    await model.fit(data);
    const [x, y] = [featureRange(data, 0), featureRange(data, 1)];
    const { columns, rows, classes, step } = decisionRegions(model, { x, y });
    // ceil((max − min) / 0.02) of NumPy's arange over [min − 1, max + 1]
    expect([step, columns, rows]).toEqual([0.02, 312, 243]);
    const [w1 = 0, w2 = 0] = model.weights;
    for (let k = 0; k < classes.length; k += 97) {
      const z = w1 * (x[0] + (k % columns) * step) + w2 * (y[0] + Math.floor(k / columns) * step) + model.bias;
      if (Math.abs(z - 0.5) > 1e-5) expect(classes[k]).toBe(Number(z >= 0.5));
    }
  });

  it("refuses ranges and steps that are none, grids of too many points, and models of other widths", () => {
    const plane = { x: [0, 1], y: [0, 1] } as const;
    const refused = (options: unknown, said: RegExp) =>
      expectError(() => decisionRegions(isAbove, options as DecisionRegionOptions), "invalid-option", said);
    refused(undefined, /^x: expected two finite numbers, the lower first, got undefined/);
    refused({ ...plane, x: [1, 1] }, /^x: .* got 1 and 1/);
    refused({ ...plane, y: [0, Number.NaN] }, /^y: .* got 0 and NaN/);
    refused({ ...plane, y: [-1.7e308, 1.7e308] }, /^y: /);
    refused({ ...plane, step: 0 }, /^step: expected a finite number above 0, got 0/);
    refused({ ...plane, step: 1e-4 }, /^step: expected at most 4000000 points, got 10000 x 10000 points/);
    refused({ ...plane, step: 5e-324 }, /^step: /);
    for (const inputs of [1, 4]) {
      const model = new Mlp({ inputs, layers: [{ units: 1 }], loss: "mse" });
      expectError(
        () => decisionRegions(model, { ...plane, step: 0.125 }),
        "shape-mismatch",
        /^model: expected two features a row/,
      );
    }
  });
});

describe("featureRange", () => {
  it("reaches beyond the values of a column by the margin", () => {
    const data = dataset({ features: Float32Array.of(1, 10, -3, 20, 2, 15), width: 2, labels: [0, 1, 1] });
    expect([featureRange(data, 0), featureRange(data, 1, 0)]).toEqual([
      [-4, 3],
      [10, 20],
    ]);
    const bytes = dataset({ features: Uint8Array.of(0, 100), width: 1, labels: [0, 1], scale: 0.1, shift: -5 });
    expect(featureRange(bytes, 0)).toEqual([-6, 6]);
  });

  it("refuses columns, margins and data that are none", () => {
    const data = dataset({ features: new Float32Array(4), width: 2, labels: [0, 1] });
    expectError(() => featureRange(data, 2), "invalid-option", /^column: expected a column number from 0 to 1, got 2/);
    expectError(() => featureRange(data, 0, Number.NaN), "invalid-option", /^margin: /);
    const nothing = dataset({ features: new Float32Array(), width: 2, labels: [] });
    expectError(() => featureRange(nothing, 0), "invalid-option", /^data: expected at least one row/);
  });
});
