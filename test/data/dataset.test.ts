/** Columns, and the three kinds of features. What data sets refuse otherwise: test/models/refusals.test.ts. */
import { describe, expect, it } from "vitest";
import {
  concatenateRows,
  type Dataset,
  type DatasetOptions,
  dataset,
  type ErrorCode,
  Mlp,
  takeColumns,
  takeRows,
} from "../../src/index.js";
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

describe("dataset refuses", () => {
  const features = Float32Array.of(1, 2, 3, 4);
  const given = { features, width: 2, labels: [0, 1] };
  const bytes = { ...given, features: Uint8Array.of(1, 2, 3, 4) };

  it.each<[string, object, ErrorCode, RegExp]>([
    [
      "features that are no array of numbers",
      { ...given, features: "1234" },
      "invalid-option",
      /^features: expected a Uint8Array/,
    ],
    ["half a column", { ...given, width: 1.5 }, "invalid-option", /^width: expected a whole number above 0, got 1.5/],
    ["half a row", { ...given, width: 3 }, "shape-mismatch", /^features: expected a multiple of width 3, got 4 values/],
    ["neither labels nor targets", { features, width: 2 }, "invalid-option", /either labels or targets, got neither/],
    ["both", { ...given, targets: features }, "invalid-option", /either labels or targets, got both/],
    [
      "targets of another kind",
      { features, width: 2, targets: [1, 2] },
      "invalid-option",
      /^targets: expected a Float32Array/,
    ],
    [
      "targets for half a row",
      { features, width: 2, targets: Float32Array.of(1, 2, 3) },
      "shape-mismatch",
      /^targets: /,
    ],
    ["a label too few", { ...given, labels: [0] }, "shape-mismatch", /^labels: expected 2, one a row, got 1/],
    [
      "a label that is no class",
      { ...given, classes: 1 },
      "invalid-option",
      /^labels\[1\]: expected a class index from 0 to 0, got 1/,
    ],
    [
      "more classes than a byte tells",
      { ...given, classes: 257 },
      "invalid-option",
      /^classes: expected a whole number from 1 to 256/,
    ],
    [
      "a scale for floats",
      { ...given, scale: 2 },
      "invalid-option",
      /^scale and shift: expected none for floats, got 2/,
    ],
    [
      "a scale that is not finite",
      { ...bytes, scale: Number.NaN },
      "invalid-option",
      /^scale: expected a finite number/,
    ],
    ["a shift that is not finite", { ...bytes, shift: 1 / 0 }, "invalid-option", /^shift: expected a finite number/],
  ])("%s", (_name, options, code, said) => {
    expectError(() => dataset(options as DatasetOptions), code, said);
  });
});

describe("rows", () => {
  const data = dataset({ features: Float32Array.of(1, 2), width: 1, labels: [0, 1] });

  it("that are not there cannot be taken", () => {
    for (const row of [-1, 2, 0.5])
      expectError(() => takeRows(data, [0, row]), "invalid-option", /^indices\[1\]: expected a row number from 0 to 1/);
  });

  it("of another width, kind, scaling or number of targets cannot be joined", () => {
    const bytes = dataset({ features: Uint8Array.of(1), width: 1, labels: [0] });
    const targets = (columns: number) =>
      dataset({ features: Float32Array.of(1), width: 1, targets: new Float32Array(columns) });
    const refused = (a: Dataset, b: Dataset, said: RegExp): void =>
      expectError(() => concatenateRows(a, b), "shape-mismatch", said);
    refused(data, dataset({ features: Float32Array.of(1, 2), width: 2, labels: [0] }), /width of the second data set/);
    refused(data, bytes, /expected the same kind of features and targets/);
    refused(data, targets(1), /expected the same kind of features and targets/);
    refused(bytes, { ...bytes, scale: 2 }, /scaling of the second data set/);
    refused(targets(1), targets(2), /target columns of the second data set: expected 1, got 2/);
    expect(concatenateRows(targets(2), targets(2)).targets).toHaveLength(4);
  });
});

describe("a data set made by hand", () => {
  const data = dataset({ features: Float32Array.of(1, 2), width: 1, labels: [0, 1] });

  it.each<[string, object, ErrorCode, RegExp]>([
    ["without features", { ...data, features: undefined }, "invalid-option", /^data: expected a data set/],
    [
      "without rows",
      { ...data, count: 0, features: new Float32Array(), labels: new Uint8Array() },
      "invalid-option",
      /^data: expected at least one row, got 0 rows/,
    ],
    [
      "of another count",
      { ...data, count: 3 },
      "shape-mismatch",
      /^data: features: expected 3 rows of 1, got 2 values/,
    ],
    [
      "without answers",
      { ...data, labels: undefined },
      "invalid-option",
      /^data: expected labels or targets, got neither/,
    ],
    [
      "with a label too many",
      { ...data, labels: new Uint8Array(3) },
      "shape-mismatch",
      /^data: labels: expected 2, got 3/,
    ],
    [
      "with a target too few",
      { ...data, labels: undefined, targets: new Float32Array(3) },
      "shape-mismatch",
      /^data: targets/,
    ],
    ["with a label that is no class", { ...data, labels: Uint8Array.of(0, 2) }, "invalid-option", /^data: labels\[1\]/],
  ])("%s is refused by a model", (_name, made, code, said) => {
    const model = new Mlp({ inputs: 1, layers: [{ units: 1 }], loss: "mse" });
    expectError(() => model.evaluate(made as Dataset), code, said);
  });
});
