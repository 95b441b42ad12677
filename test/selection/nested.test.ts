/** Nested cross-validation: a search in each outer fold, its winner scored on rows the search has not seen. */
import { describe, expect, it } from "vitest";
import {
  type Candidate,
  crossValidate,
  gridSearch,
  type NestedOptions,
  nestedCrossValidate,
  parameterGrid,
  sgd,
  stratifiedKFold,
  takeRows,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { blobCandidate, blobs, partsOf, type Shape, shapes, throughJson } from "./blobs.js";

const data = blobs();
const candidates = parameterGrid<Shape>(shapes);
const options: NestedOptions = { folds: 3, innerFolds: 4 };

describe("nestedCrossValidate", () => {
  it("searches on each outer fold's training rows alone, as gridSearch would", async () => {
    const { folds, stopped, scoring } = await nestedCrossValidate(data, candidates, blobCandidate, options);
    expect([stopped, scoring, folds.map(({ fold }) => fold)]).toEqual(["completed", "accuracy", [1, 2, 3]]);
    for (const [i, { train }] of stratifiedKFold(data.labels as Uint8Array, { folds: 3 }).entries()) {
      const alone = await gridSearch(takeRows(data, train), shapes, blobCandidate, { folds: 4 });
      const scores = (trials: typeof alone.trials): unknown =>
        trials.map(({ parameters, mean, std, folds }) => [parameters, mean, std, folds.map((fold) => fold.validation)]);
      expect(scores(folds[i]?.trials ?? [])).toEqual(scores(alone.trials));
      expect(folds[i]?.best?.parameters).toEqual(alone.best?.parameters);
    }
  });

  it("scores the winner on the rows held out, and gives mean and spread of that", async () => {
    const { folds, mean, std } = await nestedCrossValidate(data, candidates, blobCandidate, options);
    for (const [i, { best, result }] of folds.entries()) {
      const alone = await crossValidate(data, blobCandidate(best?.parameters as Shape), { folds: 3 });
      expect(result).toEqual(alone.folds[i]);
    }
    const scores = folds.map(({ result }) => result?.score as number);
    expect(mean).toBeCloseTo(scores.reduce((a, b) => a + b) / 3, 14);
    expect(std).toBeGreaterThanOrEqual(0);
  });

  it("gives the same table whatever runs at a time, and every fit as it is done", async () => {
    const one = nestedCrossValidate(data, candidates, blobCandidate, { ...options, threads: 1 });
    const two = nestedCrossValidate(data, candidates, blobCandidate, { ...options, threads: 2 });
    expect(JSON.stringify(await two)).toBe(JSON.stringify(await one));
    const parts = await partsOf(two);
    expect(parts).toHaveLength(3 * 4 * 4 + 3);
    expect(parts.slice(-3).map(({ outerFold, isWinner }) => [outerFold, isWinner])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ]);
    expect(parts[16]).toMatchObject({ outerFold: 2, trial: 0, isWinner: false, fold: { fold: 1 } });
  });

  it("can be left and resumed", async () => {
    const nested = nestedCrossValidate(data, candidates, blobCandidate, options);
    let seen = 0;
    for await (const _ of nested) if (++seen === 20) break;
    const left = throughJson(await nested);
    expect(left).toMatchObject({ mean: null, stopped: "aborted" });
    expect(left.folds[0]?.best).not.toBeNull();
    expect(left.folds[0]?.result).toBeNull();
    const again = nestedCrossValidate(data, candidates, blobCandidate, { ...options, resume: left });
    expect((await partsOf(again)).filter(({ isResumed }) => isResumed).length).toBeGreaterThanOrEqual(20);
    expect(await again).toEqual(await nestedCrossValidate(data, candidates, blobCandidate, options));
  });

  it("has no mean where every candidate of a fold diverges", async () => {
    const make = (): Candidate => {
      const { model, fit } = blobCandidate({ units: 2, learningRate: 0.1 });
      return { model, fit: { ...fit, optimizer: sgd({ learningRate: 1e30 }) } };
    };
    const { folds, mean, stopped } = await nestedCrossValidate(data, [{}], make, { folds: 2 });
    expect([mean, stopped, folds.map(({ best, result }) => [best, result])]).toEqual([
      null,
      "completed",
      [
        [null, null],
        [null, null],
      ],
    ]);
  });

  it("refuses inner folds that cannot be", () => {
    for (const innerFolds of [1, 2.5, "2", 100, null])
      expectError(
        () => nestedCrossValidate(data, candidates, blobCandidate, { folds: 3, innerFolds: innerFolds as number }),
        "invalid-option",
        /^(innerFolds|folds)/,
      );
  });
});
