/** Learning and validation curves: each point is a cross-validation of its own. */
import { describe, expect, it } from "vitest";
import {
  type Candidate,
  crossValidate,
  learningCurve,
  stratifiedKFold,
  validationCurve,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { blobCandidate, blobs, line, lineCandidate, partsOf, throughJson } from "./blobs.js";

const data = blobs();
const candidate = blobCandidate({ units: 5, learningRate: 0.05 });
const withUnits = (units: number): Candidate => blobCandidate({ units, learningRate: 0.05 });

describe("validationCurve", () => {
  it("gives the scores of training and held-out rows at each value", async () => {
    const { points, scoring, stopped } = await validationCurve(data, [1, 8], withUnits, { folds: 3 });
    expect([scoring, stopped, points.map(({ value }) => value)]).toEqual(["accuracy", "completed", [1, 8]]);
    for (const { value, training, validation, folds } of points) {
      const alone = await crossValidate(data, withUnits(value), { folds: 3, scoreTraining: true });
      expect(folds).toEqual(alone.folds);
      expect(validation).toEqual({ mean: alone.mean, std: alone.std });
      const accuracies = folds.map(({ training }) => training?.at(-1)?.accuracy as number);
      expect(training.mean).toBeCloseTo(accuracies.reduce((a, b) => a + b) / 3, 14);
      expect(training.std).toBeGreaterThan(0);
    }
  });

  it("is plain data, the same whatever runs at a time, and given fit by fit", async () => {
    const one = validationCurve(data, [1, 8], withUnits, { folds: 3, threads: 1 });
    const two = validationCurve(data, [1, 8], withUnits, { folds: 3, threads: 2 });
    expect((await partsOf(two)).map(({ parameters, fold }) => [parameters, fold.fold])).toEqual([
      [1, 1],
      [1, 2],
      [1, 3],
      [8, 1],
      [8, 2],
      [8, 3],
    ]);
    expect(JSON.stringify(await two)).toBe(JSON.stringify(await one));
    expect(throughJson(await one)).toEqual(await one);
  });
});

describe("learningCurve", () => {
  it("trains on so many rows of each fold, by class, and tests on the same rows each time", async () => {
    const { points } = await learningCurve(data, candidate, { trainSizes: [12, 30, 60], folds: 3 });
    expect(points.map(({ value }) => value)).toEqual([12, 30, 60]);
    const whole = await crossValidate(data, candidate, { folds: 3, scoreTraining: true });
    expect(points[2]?.folds).toEqual(whole.folds);
    expect(points[0]?.validation.mean).not.toBe(points[2]?.validation.mean);
    const few = points[0]?.folds.map(({ training }) => (training?.at(-1)?.accuracy as number) * 12) ?? [];
    expect(few).toHaveLength(3);
    for (const right of few) expect(right).toBeCloseTo(Math.round(right), 9);
  });

  it("draws anew with another seed, all rows aside", async () => {
    const drawn = async (seed: number): Promise<unknown[]> =>
      (await learningCurve(data, candidate, { trainSizes: [20, 60], folds: 3, seed })).points.map(({ folds }) => folds);
    const [few, all] = await drawn(0);
    const [otherFew, otherAll] = await drawn(1);
    expect(otherFew).not.toEqual(few);
    expect(otherAll).toEqual(all);
  });

  it("takes five sizes up to the smallest fold's, also where folds differ by a row", async () => {
    const uneven = blobs(82);
    const { points } = await learningCurve(uneven, candidate, { folds: 4 });
    expect(points.map(({ value }) => value)).toEqual([6, 19, 33, 47, 61]);
    const sizes = stratifiedKFold(uneven.labels as Uint8Array, { folds: 4 }).map(({ train }) => train.length);
    expect(new Set(sizes)).toEqual(new Set([61, 62]));
  });

  it("draws targets regardless of class", async () => {
    const { points, scoring } = await learningCurve(line(), lineCandidate, { trainSizes: [5, 20], folds: 2 });
    expect(scoring).toBe("loss");
    expect(points[1]?.folds).toEqual(
      (await crossValidate(line(), lineCandidate, { folds: 2, scoreTraining: true })).folds,
    );
  });

  it("keeps what is done where it is stopped, and goes on", async () => {
    const options = { trainSizes: [20, 40], folds: 3 };
    const curve = learningCurve(data, candidate, options);
    for await (const { parameters } of curve) if (parameters === 40) break;
    const left = throughJson(await curve);
    expect(left.points[0]?.validation.mean).not.toBeNull();
    const again = learningCurve(data, candidate, { ...options, resume: left });
    expect((await partsOf(again)).filter(({ isResumed }) => isResumed).length).toBeGreaterThanOrEqual(4);
    expect(await again).toEqual(await learningCurve(data, candidate, options));
  });

  it("refuses sizes that are not there", () => {
    for (const trainSizes of [[], "all", [0], [20, 61], [2], [1.5], [Number.NaN], ["9"]])
      expectError(
        () => learningCurve(data, candidate, { trainSizes: trainSizes as number[], folds: 3 }),
        "invalid-option",
        /^trainSizes/,
      );
    const { model, fit } = candidate;
    const dropping = { model, fit: { ...fit, batchSize: 30, dropLast: true } };
    expectError(
      () => learningCurve(data, dropping, { trainSizes: [20, 60], folds: 3 }),
      "invalid-option",
      /^batchSize: expected at most the 20 rows/,
    );
  });
});
