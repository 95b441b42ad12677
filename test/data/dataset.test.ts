/** Columns, and the three kinds of features. What data sets refuse otherwise: test/models/refusals.test.ts. */
import { describe, expect, it } from "vitest";
import { concatenateRows, dataset, Mlp, takeColumns, takeRows } from "../../src/index.js";
import { expectError } from "../expect-error.js";

const kinds = [Uint8Array, Float32Array, Float64Array] as const;

describe.each(kinds)("features in a %o", (Kind) => {
  const data = dataset({ features: Kind.of(1, 2, 3, 4, 5, 6), width: 3, labels: [0, 1] });

  it("stay of that kind when rows or columns are taken or joined", () => {
    expect(takeRows(data, [1, 0]).features).toEqual(Kind.of(4, 5, 6, 1, 2, 3));
    expect(takeColumns(data, [2, 0])).toEqual({ ...data, features: Kind.of(3, 1, 6, 4), width: 2 });
    expect(concatenateRows(data, takeRows(data, [0])).features).toEqual(Kind.of(1, 2, 3, 4, 5, 6, 1, 2, 3));
  });

  it("are left alone by all of that", () => {
    takeColumns(data, [0, 0]).features.fill(9);
    expect(data.features).toEqual(Kind.of(1, 2, 3, 4, 5, 6));
  });
});

describe("takeColumns", () => {
  const data = dataset({ features: Float32Array.of(1, 2, 3, 4), width: 2, targets: Float32Array.of(7, 8) });

  it("keeps targets and may repeat a column", () => {
    expect(takeColumns(data, [1, 1, 0])).toMatchObject({
      features: Float32Array.of(2, 2, 1, 4, 4, 3),
      width: 3,
      targets: data.targets,
    });
  });

  it("refuses columns that are not there", () => {
    expectError(() => takeColumns(data, []), "invalid-option", /^columns: expected at least one, got none/);
    expectError(
      () => takeColumns(data, [0, 2]),
      "invalid-option",
      /^columns\[1\]: expected a column number from 0 to 1, got 2/,
    );
  });
});

describe("f64 features", () => {
  const layers = [{ units: 1 }];
  const parameters = [{ weight: Float64Array.of(1), bias: Float64Array.of(0) }];

  it("reach the f64 reference as they are, and WASM rounded", () => {
    const data = dataset({ features: Float64Array.of(0.1), width: 1, labels: [0] });
    const outputs = (["reference-f64", "wasm"] as const).map((backend) => {
      const model = new Mlp({ inputs: 1, layers, loss: "mse", backend });
      model.setParameters(parameters);
      return [model.predictProba(data)[0], model.predictProba([0.1])[0]];
    });
    expect(outputs).toEqual([
      [0.1, 0.1],
      [Math.fround(0.1), Math.fround(0.1)],
    ]);
  });

  it("must be numbers of f32 too", () => {
    const features = Float64Array.of(1, 1e39);
    expectError(
      () => dataset({ features, width: 1, labels: [0, 0] }),
      "not-finite",
      /expected finite numbers within ±3.4e38, got 1e\+39 in row 1/,
    );
    const model = new Mlp({ inputs: 1, layers, loss: "mse" });
    expectError(() => model.predict([1e39]), "not-finite", /got 1e\+39 in row 0, column 0/);
  });
});
