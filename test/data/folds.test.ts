/** Folds and draws, row for row against scikit-learn (fixtures/scikit-learn/make-folds.py). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type FoldOptions, kFold, requireSplits, stratifiedKFold } from "../../src/data/folds.js";
import { drawSubset, type ShuffleSplitOptions, stratifiedShuffleSplit } from "../../src/data/shuffle-splits.js";
import { type RowSplit, splitRows } from "../../src/data/split.js";
import { requireClassCount } from "../../src/data/stratify.js";
import { expectError } from "../expect-error.js";

type FoldCase = { kind: "kFold" | "stratifiedKFold"; labels: string; folds: number; seed: number | null } & (
  | { test: number[][]; warned: boolean }
  | { error: string }
);
type DrawCase = ShuffleSplitOptions & { labels: string } & ({ parts: [number[], number[]][] } | { error: string });
interface Fixture {
  labelSets: Record<string, number[]>;
  folds: FoldCase[];
  draws: DrawCase[];
  subsets: { labels: string; rows: number[]; drawn: { size: number; seed: number; rows: number[] }[] };
}
const path = new URL("../fixtures/scikit-learn/folds.json", import.meta.url);
const fixture = JSON.parse(readFileSync(path, "utf8")) as Fixture;

const labelsOf = (name: string): number[] => fixture.labelSets[name] as number[];

function split({ kind, labels, folds, seed }: FoldCase): RowSplit[] {
  const options: FoldOptions = { folds, ...(seed !== null && { shuffle: true, seed }) };
  return kind === "kFold" ? kFold(labelsOf(labels).length, options) : stratifiedKFold(labelsOf(labels), options);
}

describe("kFold and stratifiedKFold", () => {
  it("equal scikit-learn's in every case it accepts, those it warns of included", () => {
    let compared = 0;
    let warned = 0;
    for (const example of fixture.folds) {
      if ("error" in example) continue;
      const label = `${example.kind}, ${example.labels}, ${example.folds} folds, seed ${example.seed}`;
      const got = split(example);
      expect(
        got.map(({ test }) => Array.from(test)),
        label,
      ).toEqual(example.test);
      for (const { train, test } of got) {
        const others = Array.from(labelsOf(example.labels).keys()).filter((row) => !test.includes(row));
        expect(Array.from(train), label).toEqual(others);
      }
      compared++;
      if (example.warned) warned++;
    }
    expect([compared, warned]).toEqual([476, 97]);
  });

  it("refuse every case that scikit-learn refuses", () => {
    const refused = fixture.folds.filter((example) => "error" in example);
    expect(refused).toHaveLength(9);
    for (const example of refused)
      expectError(() => split(example), "invalid-option", /^folds: expected .*(from 2 to|at most).*, got \d+$/);
  });

  it("give five folds, and seed 0, where nothing else is said", () => {
    expect(kFold(11)).toEqual(kFold(11, { folds: 5 }));
    expect(kFold(11, { shuffle: true })).toEqual(kFold(11, { shuffle: true, seed: 0 }));
    expect(kFold(11, { shuffle: true })).not.toEqual(kFold(11));
  });

  it("of two rows are one and the other", () => {
    const halves = [
      { train: Uint32Array.of(1), test: Uint32Array.of(0) },
      { train: Uint32Array.of(0), test: Uint32Array.of(1) },
    ];
    expect(kFold(2, { folds: 2 })).toEqual(halves);
    expect(stratifiedKFold([7, 7], { folds: 2 })).toEqual(halves);
  });

  it("refuse labels of more than 2^20 classes", () => {
    const labels = Float64Array.from({ length: 2 ** 20 + 2 }, (_, row) => row);
    labels[1] = 0;
    const refusal = /^labels: expected at most 1048576 classes to stratify, got more$/;
    expectError(() => stratifiedKFold(labels, { folds: 2 }), "invalid-option", refusal);
    expectError(() => splitRows(labels, { testSize: 9, seed: 1, stratify: true }), "invalid-option", refusal);
  });

  it("take 2^20 of them", () => {
    expect(() => requireClassCount(2 ** 20)).not.toThrow();
  });

  it("refuse more row numbers, over all folds, than are held", () => {
    expectError(
      () => kFold(2 ** 26 + 1, { folds: 2 }),
      "invalid-option",
      /^count: .* from 2 to 67108864, got 67108865/,
    );
    expectError(
      () => kFold(100_000, { folds: 2000 }),
      "invalid-option",
      /^folds: expected a whole number from 2 to 1342 for 100000 rows, got 2000/,
    );
  });

  it("refuse what makes no sense", () => {
    const labels = [0, 0, 1, 1, 0, 1];
    const bad: [unknown, RegExp][] = [
      [{ folds: 1 }, /^folds: expected a whole number from 2 to the 6 rows, got 1/],
      [{ folds: 2.5 }, /^folds/],
      [{ folds: "3" }, /^folds/],
      [{ folds: Number.NaN }, /^folds/],
      [{ folds: 2, shuffle: 1 }, /^shuffle: expected true or false/],
      [{ folds: 2, seed: 1 }, /^seed: expected shuffle: true beside it, got 1/],
      [{ folds: 2, shuffle: true, seed: -1 }, /^seed/],
      [3, /^options: expected an object, got 3/],
    ];
    for (const [options, said] of bad) {
      expectError(() => kFold(6, options as FoldOptions), "invalid-option", said);
      expectError(() => stratifiedKFold(labels, options as FoldOptions), "invalid-option", said);
    }
    for (const count of [1, 0, 2.5, "6", undefined])
      expectError(() => kFold(count as number), "invalid-option", /^count/);
    for (const rows of [null, "001101", [3], []])
      expectError(() => stratifiedKFold(rows as number[]), "invalid-option", /^labels/);
    expectError(() => stratifiedKFold([0, Number.NaN, 1], { folds: 2 }), "not-finite", /got NaN in row 1/);
  });
});

describe("stratifiedShuffleSplit", () => {
  it("equals scikit-learn's in every case it accepts", () => {
    let compared = 0;
    for (const example of fixture.draws) {
      if ("error" in example) continue;
      const got = stratifiedShuffleSplit(labelsOf(example.labels), example);
      expect(
        got.map(({ train, test }) => [Array.from(train), Array.from(test)]),
        `${example.labels}, seed ${example.seed}`,
      ).toEqual(example.parts);
      compared++;
    }
    expect(compared).toBe(33);
  });

  it("refuses every case that scikit-learn refuses", () => {
    const refused = fixture.draws.filter((example) => "error" in example);
    expect(refused).toHaveLength(11);
    for (const { labels, ...options } of refused)
      expectError(
        () => stratifiedShuffleSplit(labelsOf(labels), options),
        "invalid-option",
        /^(labels|trainSize|testSize): expected .*, got /,
      );
  });

  it("refuses a number of draws that is none", () => {
    for (const splits of [0, 1.5, "2", 2 ** 30])
      expectError(
        () => stratifiedShuffleSplit([0, 0, 1, 1], { splits: splits as number, trainSize: 2, testSize: 2 }),
        "invalid-option",
        /^splits/,
      );
  });
});

describe("drawSubset", () => {
  const { labels, rows, drawn } = fixture.subsets;
  const all = Uint32Array.from(rows);

  it("gives the training rows of train_test_split with that train_size", () => {
    expect(drawn).toHaveLength(6);
    for (const { size, seed, rows } of drawn)
      expect(Array.from(drawSubset(all, labelsOf(labels), size, seed))).toEqual(rows);
  });

  it("gives all rows as they stand where they are asked for, and draws without labels, too", () => {
    expect(drawSubset(all, labelsOf(labels), all.length, 3)).toEqual(all);
    const drawn = drawSubset(all, undefined, 20, 3);
    expect(new Set(drawn).size).toBe(20);
    expect([...drawn].every((row) => rows.includes(row))).toBe(true);
  });

  it("leaves out any number of rows, fewer than there are classes, too", () => {
    for (const size of [5, 94, 97]) expect(new Set(drawSubset(all, labelsOf(labels), size, 2)).size).toBe(size);
  });

  it("refuses sizes that are not there", () => {
    for (const size of [0, 1.5, 1000])
      expectError(() => drawSubset(all, labelsOf(labels), size, 0), "invalid-option", /^trainSizes/);
    expectError(() => drawSubset(all, labelsOf(labels), 4, 0), "invalid-option", /expected .* from 5 to 98, got 4/);
  });
});

describe("splits of one's own", () => {
  const rows = (...numbers: number[]): Uint32Array => Uint32Array.from(numbers);
  it("are taken where they name rows that are there, once", () => {
    requireSplits([{ train: rows(3, 0), test: rows(1) }], 4);
    const bad: [unknown, "invalid-option" | "shape-mismatch", RegExp][] = [
      [[], "invalid-option", /^folds: expected at least one split/],
      ["three", "invalid-option", /^folds/],
      [[null], "invalid-option", /^folds\[0\]\.train/],
      [[{ train: [0], test: rows(1) }], "invalid-option", /^folds\[0\]\.train: expected a Uint32Array/],
      [[{ train: rows(0), test: rows() }], "shape-mismatch", /^folds\[0\]\.test: expected at least one row/],
      [[{ train: rows(0, 4), test: rows(1) }], "invalid-option", /^folds\[0\]\.train: expected row numbers below 4/],
      [[{ train: rows(0, 1), test: rows(1) }], "invalid-option", /^folds\[0\]\.test: .*row 1 again/],
      [[{ train: rows(0, 0), test: rows(1) }], "invalid-option", /^folds\[0\]\.train: .*row 0 again/],
    ];
    for (const [splits, code, said] of bad) expectError(() => requireSplits(splits as RowSplit[], 4), code, said);
  });
});
