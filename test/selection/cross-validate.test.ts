/** Cross-validation is the loop one would write by hand, fold by fold, bit for bit. */
import { describe, expect, it } from "vitest";
import {
  type Candidate,
  crossValidate,
  kFold,
  Mlp,
  type SelectionOptions,
  sgd,
  stratifiedKFold,
  takeRows,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { blobCandidate, blobs, line, lineCandidate, partsOf, throughJson } from "./blobs.js";

const candidate = blobCandidate({ units: 5, learningRate: 0.05 });

describe("crossValidate", () => {
  it("scores each fold as a model trained on the others does", async () => {
    const data = blobs();
    const { folds } = await crossValidate(data, candidate, { folds: 4, scoreTraining: true });
    const splits = stratifiedKFold(data.labels as Uint8Array, { folds: 4 });
    expect(folds.map(({ fold }) => fold)).toEqual([1, 2, 3, 4]);
    for (const [i, { train, test }] of splits.entries()) {
      const model = new Mlp(candidate.model);
      const rows = takeRows(data, train);
      const held = takeRows(data, test);
      const { epochs } = await model.fit(rows, { ...candidate.fit, validation: held, scoreTraining: true });
      const { score, validation, training } = folds[i] as (typeof folds)[number];
      expect(validation).toEqual(epochs.map((epoch) => epoch.validation));
      expect(training).toEqual(epochs.map((epoch) => epoch.training));
      expect(score).toBe(model.evaluate(held).accuracy);
    }
  });

  it("gives the mean and the standard deviation of the scores", async () => {
    const { mean, std, folds, scoring, stopped } = await crossValidate(blobs(), candidate, { folds: 3 });
    const [a, b, c] = folds.map(({ score }) => score as number) as [number, number, number];
    expect(new Set([a, b, c]).size).toBeGreaterThan(1);
    expect(mean).toBeCloseTo((a + b + c) / 3, 14);
    const m = mean as number;
    expect(std).toBeCloseTo(Math.sqrt(((a - m) ** 2 + (b - m) ** 2 + (c - m) ** 2) / 3), 14);
    expect([scoring, stopped]).toEqual(["accuracy", "completed"]);
  });

  it("takes five stratified folds where nothing else is said, and splits of one's own", async () => {
    const data = blobs(60, "bytes");
    const labels = data.labels as Uint8Array;
    const five = await crossValidate(data, candidate);
    expect(five).toEqual(await crossValidate(data, candidate, { folds: stratifiedKFold(labels) }));
    const shuffled = stratifiedKFold(labels, { folds: 2, shuffle: true, seed: 8 });
    const own = await crossValidate(data, candidate, { folds: shuffled });
    expect(own.folds).toHaveLength(2);
    expect(own.folds).not.toEqual((await crossValidate(data, candidate, { folds: 2 })).folds);
  });

  it("scores targets by their loss, over runs of rows as they are stored", async () => {
    const { scoring, folds, mean } = await crossValidate(line(), lineCandidate, { folds: 4 });
    const split = kFold(40, { folds: 4 })[3] as ReturnType<typeof kFold>[number];
    const model = new Mlp(lineCandidate.model);
    await model.fit(takeRows(line(), split.train), lineCandidate.fit);
    expect(scoring).toBe("loss");
    expect(folds[3]?.score).toBe(model.evaluate(takeRows(line(), split.test)).loss);
    expect(mean).toBeGreaterThan(0);
  });

  it("can score labels by the loss, too", async () => {
    const { folds } = await crossValidate(blobs(), candidate, { scoring: "loss" });
    for (const { score, validation } of folds) expect(score).toBe(validation.at(-1)?.loss);
  });

  it("gives each fold the weights of its own rows", async () => {
    const data = blobs();
    const sampleWeights = Float32Array.from({ length: 90 }, (_, row) => (row % 7) / 3);
    const weighted = { ...candidate, fit: { ...candidate.fit, sampleWeights, classWeights: "balanced" as const } };
    const { folds } = await crossValidate(data, weighted, { folds: 3 });
    const { train, test } = stratifiedKFold(data.labels as Uint8Array, { folds: 3 })[1] as ReturnType<
      typeof kFold
    >[number];
    const model = new Mlp(candidate.model);
    const own = Array.from(train, (row) => sampleWeights[row] as number);
    await model.fit(takeRows(data, train), { ...weighted.fit, sampleWeights: own });
    expect(folds[1]?.validation.at(-1)).toEqual(model.evaluate(takeRows(data, test)));
    const plain = await crossValidate(data, candidate, { folds: 3 });
    expect(folds[1]?.validation).not.toEqual(plain.folds[1]?.validation);
    expectError(
      () => crossValidate(data, { ...weighted, fit: { ...weighted.fit, sampleWeights: [1, 2] } }),
      "shape-mismatch",
      /^sampleWeights: expected 90 numbers, got 2/,
    );
  });

  it("gives plain data, and the folds as they are done, in their order", async () => {
    const running = crossValidate(blobs(), candidate, { folds: 6 });
    const parts = await partsOf(running);
    const result = await running;
    expect(parts).toEqual(result.folds.map((fold) => ({ fold, isResumed: false })));
    expect(throughJson(result)).toEqual(result);
  });

  it("reports its progress up to the end", async () => {
    const seen: { done: number; fits: number; share: number }[] = [];
    await crossValidate(blobs(), candidate, { folds: 3, threads: 1, onProgress: (progress) => seen.push(progress) });
    expect(seen.filter(({ share }, i) => share < (seen[i - 1]?.share ?? 0))).toEqual([]);
    expect(seen.at(-1)).toEqual({ done: 3, fits: 3, share: 1 });
  });

  it("has no mean where a fold diverges, and says which did", async () => {
    const wild: Candidate = { ...candidate, fit: { ...candidate.fit, optimizer: sgd({ learningRate: 1e30 }) } };
    const result = await crossValidate(blobs(), wild, { folds: 2 });
    expect(result).toMatchObject({ mean: null, std: null, stopped: "completed" });
    for (const { score, diverged, validation } of result.folds) {
      expect([score, validation]).toEqual([null, []]);
      expect(diverged).toMatch(/^training diverged in epoch 1, step \d: expected finite numbers, got /);
    }
    expect(throughJson(result)).toEqual(result);
  });
});

describe("what does not fit is refused before anything is trained", () => {
  const data = blobs(30);
  const refused = (change: { candidate?: unknown; options?: unknown; data?: unknown }) => () =>
    crossValidate(
      "data" in change ? (change.data as typeof data) : data,
      "candidate" in change ? (change.candidate as Candidate) : candidate,
      "options" in change ? (change.options as SelectionOptions) : {},
    );

  it.each<[string, Parameters<typeof refused>[0], RegExp]>([
    ["no data", { data: undefined }, /^data: expected a data set/],
    ["no candidate", { candidate: undefined }, /^candidate\.model/],
    ["a candidate without fit", { candidate: { model: candidate.model } }, /^candidate\.fit/],
    ["a model that cannot be", { candidate: { ...candidate, model: { ...candidate.model, layers: [] } } }, /^layers/],
    ["epochs 0", { candidate: { ...candidate, fit: { ...candidate.fit, epochs: 0 } } }, /^epochs/],
    [
      "a batch larger than the training rows with dropLast",
      { candidate: { ...candidate, fit: { ...candidate.fit, batchSize: 25, dropLast: true } } },
      /^batchSize: expected at most the 24 rows/,
    ],
    [
      "options that are not the candidate's",
      { candidate: { ...candidate, fit: { ...candidate.fit, threads: 2 } } },
      /^candidate\.fit\.threads: expected none/,
    ],
    ["options null", { options: null }, /^options/],
    ["one fold", { options: { folds: 1 } }, /^folds/],
    ["more folds than rows of a class", { options: { folds: 16 } }, /^folds/],
    ["folds that are a word", { options: { folds: "five" } }, /^folds/],
    ["an unknown scoring", { options: { scoring: "f1" } }, /^scoring/],
    ["scoreTraining 1", { options: { scoreTraining: 1 } }, /^scoreTraining/],
    ["threads 0", { options: { threads: 0 } }, /^threads/],
    ["onProgress that is a word", { options: { onProgress: "log" } }, /^onProgress/],
    ["a signal that is none", { options: { signal: {} } }, /^signal/],
    ["a candidate that JSON cannot take", { candidate: { ...candidate, note: 1n } }, /^candidate: expected plain data/],
    ["resume that is a word", { options: { resume: "earlier" } }, /^resume/],
  ])("%s", (_name, change, said) => expectError(refused(change), "invalid-option", said));

  it("accuracy of data without labels, and a model of another width", () => {
    expectError(
      () => crossValidate(line(), lineCandidate, { scoring: "accuracy" }),
      "invalid-option",
      /^scoring: expected loss for data without labels/,
    );
    expectError(() => crossValidate(line(), candidate), "shape-mismatch", /^data: features a row: expected 2, got 1/);
  });
});
