/** Successive halving: who goes on, on what, and that each fit is what it would be on its own. */
import { describe, expect, it } from "vitest";
import {
  type Candidate,
  crossValidate,
  type HalvingOptions,
  type HalvingResult,
  halvingSearch,
  parameterGrid,
  stratifiedKFold,
  stratifiedShuffleSplit,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { blobCandidate, blobs, partsOf, type Shape, throughJson } from "./blobs.js";

const data = blobs();
const candidates = parameterGrid<Shape>({ units: [1, 4, 9], learningRate: [0.001, 0.05, 0.1] });
const byEpochs: HalvingOptions = { resource: "epochs", most: 9, folds: 3 };

/** Candidates of a round from best to worst, ties in their order. */
function order({ trials }: HalvingResult<Shape>["rounds"][number]): number[] {
  return trials.toSorted((a, b) => (b.mean as number) - (a.mean as number)).map(({ trial }) => trial);
}

describe("halvingSearch over epochs", () => {
  it("gives a third of the candidates three times the epochs, round by round", async () => {
    const { rounds, best, stopped, scoring, resource } = await halvingSearch(data, candidates, blobCandidate, byEpochs);
    expect([stopped, scoring, resource]).toEqual(["completed", "accuracy", "epochs"]);
    expect(rounds.map((round) => [round.resource, round.trials.length])).toEqual([
      [1, 9],
      [3, 3],
      [9, 1],
    ]);
    for (const [r, round] of rounds.entries()) {
      for (const { folds } of round.trials)
        for (const { validation } of folds) expect(validation).toHaveLength(round.resource);
      const next = rounds[r + 1]?.trials.map(({ trial }) => trial);
      if (next) expect(new Set(next)).toEqual(new Set(order(round).slice(0, next.length)));
    }
    expect(best).toBe(rounds[2]?.trials[0]);
    const { model, fit } = blobCandidate(best?.parameters as Shape);
    const alone = await crossValidate(data, { model, fit: { ...fit, epochs: 9 } }, { folds: 3 });
    expect(best?.folds).toEqual(alone.folds);
  });

  it("gives the same table whatever runs at a time, and every fit as it is done", async () => {
    const one = halvingSearch(data, candidates, blobCandidate, { ...byEpochs, threads: 1 });
    const two = halvingSearch(data, candidates, blobCandidate, { ...byEpochs, threads: 2 });
    expect(JSON.stringify(await two)).toBe(JSON.stringify(await one));
    const parts = await partsOf(two);
    expect(parts).toHaveLength(3 * (9 + 3 + 1));
    expect(parts.map(({ round }) => round)).toEqual([...Array(27).fill(1), ...Array(9).fill(2), ...Array(3).fill(3)]);
    expect(parts).toEqual(await partsOf(one));
  });

  it("can be left and resumed", async () => {
    const search = halvingSearch(data, candidates, blobCandidate, { ...byEpochs, threads: 2 });
    for await (const { round } of search) if (round === 2) break;
    const left = await search;
    expect(left).toMatchObject({ best: null, stopped: "aborted" });
    expect(left.rounds).toHaveLength(2);
    const again = halvingSearch(data, candidates, blobCandidate, { ...byEpochs, resume: throughJson(left) });
    const resumed = (await partsOf(again)).filter(({ isResumed }) => isResumed);
    expect(resumed.length).toBeGreaterThanOrEqual(28);
    expect(await again).toEqual(await halvingSearch(data, candidates, blobCandidate, byEpochs));
  });

  it("knows how many fits there will be", async () => {
    const seen: { done: number; fits: number; share: number }[] = [];
    await halvingSearch(data, candidates, blobCandidate, {
      ...byEpochs,
      onProgress: (progress) => seen.push(progress),
    });
    expect(new Set(seen.map(({ fits }) => fits))).toEqual(new Set([39]));
    expect(seen.at(-1)?.done).toBe(39);
    expect(Math.max(...seen.map(({ share }) => share))).toBeLessThanOrEqual(1);
  });
});

describe("halvingSearch over rows", () => {
  it("draws training rows by class, and leaves the rows to test on whole", async () => {
    const options: HalvingOptions = { resource: "rows", least: 12, factor: 2, folds: 3 };
    const { rounds, best } = await halvingSearch(data, candidates.slice(0, 4), blobCandidate, options);
    expect(rounds.map((round) => [round.resource, round.trials.length])).toEqual([
      [15, 4],
      [30, 2],
      [60, 1],
    ]);
    const candidate = blobCandidate(best?.parameters as Shape);
    expect(best?.folds).toEqual((await crossValidate(data, candidate, { folds: 3 })).folds);
    const labels = data.labels as Uint8Array;
    const { train, test } = stratifiedKFold(labels, { folds: 3 })[0] as ReturnType<typeof stratifiedKFold>[number];
    const [drawn] = stratifiedShuffleSplit(
      Array.from(train, (row) => labels[row] as number),
      { splits: 1, trainSize: 15, testSize: 45 },
    );
    const rows = Uint32Array.from(drawn?.train ?? [], (i) => train[i] as number);
    const [first] = (
      await crossValidate(data, blobCandidate(candidates[0] as Shape), { folds: [{ train: rows, test }] })
    ).folds;
    expect(rounds[0]?.trials[0]?.folds[0]).toEqual(first);
  });

  it("takes up to all rows of the smallest fold where nothing else is said", async () => {
    const many = blobs(400);
    const { rounds } = await halvingSearch(many, candidates.slice(0, 3), blobCandidate, { resource: "rows", folds: 2 });
    expect(rounds.map((round) => round.resource)).toEqual([100]);
  });
});

describe("what does not fit is refused", () => {
  it.each<[string, Partial<Record<keyof HalvingOptions, unknown>>, RegExp]>([
    ["an unknown resource", { resource: "time" }, /^resource/],
    ["no most for epochs", { most: undefined }, /^most: expected a whole number of epochs/],
    ["most 0", { most: 0 }, /^most/],
    ["least above most", { least: 10 }, /^least: expected a whole number of epochs from 1 to 9, got 10/],
    ["factor 1", { factor: 1 }, /^factor/],
    ["factor 2.5", { factor: 2.5 }, /^factor/],
    ["more rows than there are", { resource: "rows", most: 61 }, /^most: .* from 1 to 60, got 61/],
    ["fewer rows than classes", { resource: "rows", most: 2, least: 2 }, /^trainSizes/],
  ])("%s", (_name, options, said) => {
    const act = (): unknown =>
      halvingSearch(data, candidates, blobCandidate, { ...byEpochs, ...options } as HalvingOptions);
    expectError(act, "invalid-option", said);
  });

  it("no candidates, or one that cannot be trained", () => {
    expectError(() => halvingSearch(data, [], blobCandidate, byEpochs), "invalid-option", /^candidates/);
    const make = (): Candidate => blobCandidate({ units: 0, learningRate: 1 });
    expectError(() => halvingSearch(data, candidates, make, byEpochs), "invalid-option", /^layers/);
  });
});
