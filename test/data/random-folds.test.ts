/** Splits of labels drawn at random, row for row as scikit-learn's (fixtures/scikit-learn/make-random-folds.py). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type FoldOptions, kFold, stratifiedKFold } from "../../src/data/folds.js";
import { stratifiedShuffleSplit } from "../../src/data/shuffle-splits.js";
import { type RowSplit, splitRows } from "../../src/data/split.js";
import { WasmlpError } from "../../src/errors.js";
import { MT19937 } from "../../src/random/mt19937.js";
import { shortDigest } from "../short-digest.js";

type Digest = string | null;
interface Case {
  readonly seed: number;
  readonly kFold: readonly Digest[];
  readonly stratifiedKFold: readonly Digest[];
  readonly stratifiedShuffleSplit: Digest;
  readonly split: Digest;
  readonly stratifiedSplit: Digest;
}
const cases = (
  JSON.parse(readFileSync(new URL("../fixtures/scikit-learn/random-folds.json", import.meta.url), "utf8")) as {
    cases: readonly Case[];
  }
).cases;

function draw(seed: number): Uint32Array {
  const random = new MT19937(seed);
  const classes = random.randint(1, 9);
  const counts = Array.from({ length: classes }, () => random.randint(1, 40));
  const labels = Uint32Array.from(counts.flatMap((count, c) => new Array<number>(count).fill(c)));
  random.shuffle(labels);
  return labels;
}

/** Of all rows to train and to test on, one split after the other; null where the split is refused. */
function attempt(split: () => readonly RowSplit[]): Digest {
  try {
    return shortDigest(Uint32Array.from(split().flatMap(({ train, test }) => [...train, ...test])));
  } catch (error) {
    expect((error as WasmlpError).code, String(error)).toBe("invalid-option");
    expect(error).toBeInstanceOf(WasmlpError);
    return null;
  }
}

function folded(seed: number, split: (options: FoldOptions) => readonly RowSplit[]): Digest[] {
  const shuffles = [{}, { shuffle: true, seed }, { shuffle: true, seed: 2 ** 32 - 1 - seed }];
  return [2, 3, 7, 11].flatMap((folds) => shuffles.map((shuffle) => attempt(() => split({ folds, ...shuffle }))));
}

function outcome(seed: number): Case {
  const labels = draw(seed);
  const testSize = Math.floor(labels.length / 3);
  const halves = { trainSize: Math.floor(labels.length / 2), testSize: Math.floor(labels.length / 4) };
  return {
    seed,
    kFold: folded(seed, (options) => kFold(labels.length, options)),
    stratifiedKFold: folded(seed, (options) => stratifiedKFold(labels, options)),
    stratifiedShuffleSplit: attempt(() => stratifiedShuffleSplit(labels, { splits: 3, seed, ...halves })),
    split: attempt(() => [splitRows(labels, { testSize, seed })]),
    stratifiedSplit: attempt(() => [splitRows(labels, { testSize, seed, stratify: true })]),
  };
}

describe("folds and splits of random labels", () => {
  it("are scikit-learn's, and refused where it refuses", () => {
    const flat = cases.flatMap(({ seed: _, ...digests }) => Object.values(digests).flat());
    expect(cases).toHaveLength(70);
    expect(flat).toHaveLength(70 * 27);
    expect(flat.filter((digest) => digest === null).length).toBeGreaterThan(20);
    for (const one of cases) expect(outcome(one.seed), `seed ${one.seed}`).toEqual(one);
  });
});
