/** Searches: order, winner, sameness whatever runs at a time, stopping and going on. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Candidate,
  crossValidate,
  gridSearch,
  Mlp,
  parameterGrid,
  randomSearch,
  refit,
  type SearchResult,
  sgd,
  uniformBetween,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { hashOf } from "../models/problems.js";
import {
  blobCandidate,
  blobs,
  failureOf,
  line,
  lineCandidate,
  partsOf,
  type Shape,
  shapes,
  throughJson,
} from "./blobs.js";

const data = blobs();
const folds = 3;

describe("gridSearch", () => {
  it("cross-validates every combination, the last parameter changing fastest", async () => {
    const { trials, scoring, stopped } = await gridSearch(data, shapes, blobCandidate, { folds });
    expect([scoring, stopped]).toEqual(["accuracy", "completed"]);
    expect(trials.map(({ trial, parameters }) => [trial, parameters])).toEqual([
      [0, { units: 2, learningRate: 0.01 }],
      [1, { units: 2, learningRate: 0.1 }],
      [2, { units: 9, learningRate: 0.01 }],
      [3, { units: 9, learningRate: 0.1 }],
    ]);
    for (const { parameters, mean, std, folds: results } of trials) {
      const alone = await crossValidate(data, blobCandidate(parameters), { folds });
      expect({ mean, std, folds: results }).toEqual({ mean: alone.mean, std: alone.std, folds: alone.folds });
    }
  });

  it("names the best mean, the first of equals", async () => {
    const { trials, best } = await gridSearch(data, shapes, blobCandidate, { folds });
    const means = trials.map(({ mean }) => mean as number);
    expect(new Set(means).size).toBeGreaterThan(1);
    expect(best).toBe(trials[means.indexOf(Math.max(...means))]);
    const alike = await gridSearch(
      data,
      { name: ["first", "second"] },
      () => blobCandidate({ units: 2, learningRate: 0.1 }),
      { folds },
    );
    expect(alike.trials[0]?.mean).toBe(alike.trials[1]?.mean);
    expect(alike.best?.parameters).toEqual({ name: "first" });
  });

  it("takes the lowest where losses are compared", async () => {
    const make = ({ epochs }: { epochs: number }): Candidate => ({
      ...lineCandidate,
      fit: { ...lineCandidate.fit, epochs },
    });
    const { best, trials } = await gridSearch(line(), { epochs: [1, 20, 2] }, make, { folds });
    const losses = trials.map(({ mean }) => mean as number);
    expect(losses[1]).toBeLessThan(losses[0] as number);
    expect(best?.parameters).toEqual({ epochs: 20 });
  });

  it("puts trials that diverge last, and has no winner where all do", async () => {
    const make = ({ rate }: { rate: number }): Candidate => {
      const { model, fit } = blobCandidate({ units: 3, learningRate: 0.1 });
      return { model, fit: { ...fit, optimizer: sgd({ learningRate: rate }) } };
    };
    const { best, trials } = await gridSearch(data, { rate: [1e30, 0.1] }, make, { folds });
    expect(trials[0]).toMatchObject({ mean: null, std: null });
    expect(trials[0]?.folds[0]?.diverged).toMatch(/^training diverged/);
    expect(best?.parameters).toEqual({ rate: 0.1 });
    expect((await gridSearch(data, { rate: [1e30] }, make, { folds })).best).toBeNull();
  });

  it("gives each fit as it is done, in the order of the table", async () => {
    const search = gridSearch(data, shapes, blobCandidate, { folds, threads: 3 });
    const parts = await partsOf(search);
    const { trials } = await search;
    expect(parts).toEqual(
      trials.flatMap(({ trial, parameters, folds }) =>
        folds.map((fold) => ({ trial, parameters, fold, isResumed: false })),
      ),
    );
  });

  it("refuses candidates that cannot be trained before any is, and grids that are none", () => {
    const make = ({ units }: { units: number }): Candidate => blobCandidate({ units, learningRate: 0.1 });
    expectError(() => gridSearch(data, { units: [3, 0] }, make), "invalid-option", /^layers\[0\]\.units/);
    expectError(() => gridSearch(data, { units: [] }, make), "invalid-option", /^grid\.units: .*got none/);
    expectError(() => gridSearch(data, null as never, make), "invalid-option", /^grid/);
    expectError(() => gridSearch(data, { units: [3] }, 3 as never), "invalid-option", /^make/);
  });
});

describe("any number of fits at a time gives the same table", () => {
  it("byte for byte as JSON, with bytes for features and a trial that diverges", async () => {
    const grid = { units: [2, 5], rate: [0.1, 3e38] };
    const make = ({ units, rate }: { units: number; rate: number }): Candidate => {
      const { model, fit } = blobCandidate({ units, learningRate: 0.1 });
      return { model, fit: { ...fit, optimizer: sgd({ learningRate: rate, momentum: 0.9 }) } };
    };
    const searched = async (threads: number | "auto"): Promise<string> => {
      const options = { folds: 4, threads, scoreTraining: true };
      return JSON.stringify(await gridSearch(blobs(77, "bytes"), grid, make, options));
    };
    const one = await searched(1);
    expect(one.includes("training diverged")).toBe(true);
    for (const threads of [2, 3, "auto"] as const)
      expect((await searched(threads)) === one, `${threads} threads`).toBe(true);
  });

  it("and on every host the same bytes", async () => {
    const { trials } = await gridSearch(blobs(60, "bytes"), shapes, blobCandidate, { folds });
    const scores = JSON.stringify(trials.map(({ folds }) => folds.map(({ validation }) => validation)));
    expect(createHash("sha256").update(scores).digest("hex").slice(0, 16)).toBe("13163541b7e83117");
  });

  it("and so does the reference", async () => {
    const make =
      (backend: "wasm" | "reference") =>
      (shape: Shape): Candidate => {
        const { model, fit } = blobCandidate(shape);
        return { model: { ...model, backend }, fit };
      };
    const scores = async (backend: "wasm" | "reference"): Promise<unknown> =>
      (await gridSearch(data, shapes, make(backend), { folds, threads: 2 })).trials.map(({ folds }) =>
        folds.map(({ validation }) => validation),
      );
    expect(await scores("reference")).toEqual(await scores("wasm"));
  });
});

describe("randomSearch", () => {
  it("draws the same trials for the same seed, others for another", async () => {
    const ranges = { units: [2, 9], learningRate: uniformBetween(0.01, 0.1) };
    const searched = async (seed?: number): Promise<Shape[]> => {
      const options = { trials: 3, folds: 2, ...(seed !== undefined && { seed }) };
      return (await randomSearch<Shape>(data, ranges, blobCandidate, options)).trials.map(
        ({ parameters }) => parameters,
      );
    };
    const drawn = await searched();
    expect(drawn).toHaveLength(3);
    expect(await searched(0)).toEqual(drawn);
    expect(await searched(1)).not.toEqual(drawn);
  });
});

describe("a search that is stopped", () => {
  const slow = (shape: Shape): Candidate => {
    const { model, fit } = blobCandidate(shape);
    return { model, fit: { ...fit, epochs: 200 } };
  };
  const after = async (parts: number, signal?: AbortController): Promise<SearchResult<Shape>> => {
    const options = { folds, threads: 2, ...(signal && { signal: signal.signal }) };
    const search = gridSearch(data, shapes, slow, options);
    let seen = 0;
    for await (const _ of search)
      if (++seen === parts) {
        if (!signal) break;
        signal.abort();
      }
    return search;
  };

  it.each([
    ["by its signal", new AbortController()],
    ["where the loop is left", undefined],
  ])("%s keeps the fits that are done, and goes on from them to the same table", async (_name, signal) => {
    const stopped = await after(4, signal);
    expect(stopped.stopped).toBe("aborted");
    // Fits that were under way may end before the workers hear of it.
    for (const trial of stopped.trials) expect(trial.mean === null).toBe(trial.folds.length < folds);
    const means = stopped.trials.flatMap(({ mean }) => mean ?? []);
    expect(means.length).toBeGreaterThan(0);
    expect(stopped.best?.mean).toBe(Math.max(...means));
    const done = stopped.trials.flatMap(({ folds }) => folds).length;
    expect(done).toBeGreaterThanOrEqual(4);
    expect(done).toBeLessThan(12);
    const again = gridSearch(data, shapes, slow, { folds, threads: 1, resume: throughJson(stopped) });
    const resumed = (await partsOf(again)).filter(({ isResumed }) => isResumed);
    expect(resumed).toHaveLength(done);
    const whole = await gridSearch(data, shapes, slow, { folds });
    expect(JSON.stringify(await again)).toBe(JSON.stringify(whole));
  });

  it("before it has begun has done nothing, and can be resumed", async () => {
    const nothing = await gridSearch(data, shapes, slow, { folds, signal: AbortSignal.abort() });
    expect(nothing).toMatchObject({ best: null, stopped: "aborted" });
    expect(nothing.trials.map(({ folds }) => folds)).toEqual([[], [], [], []]);
    const { stopped } = await gridSearch(data, shapes, blobCandidate, { folds, resume: nothing });
    expect(stopped).toBe("completed");
  });
});

describe("resume", () => {
  const options = { folds, threads: 1 };

  it("trains nothing where all is done, and only what is new in a larger grid", async () => {
    const whole = await gridSearch(data, shapes, blobCandidate, options);
    const again = await partsOf(gridSearch(data, shapes, blobCandidate, { ...options, resume: whole }));
    expect(again.every(({ isResumed }) => isResumed)).toBe(true);
    const larger = { ...shapes, units: [1, ...shapes.units] };
    const parts = await partsOf(gridSearch(data, larger, blobCandidate, { ...options, resume: throughJson(whole) }));
    expect(parts.filter(({ isResumed }) => !isResumed).map(({ parameters }) => parameters.units)).toEqual([
      1, 1, 1, 1, 1, 1,
    ]);
    expect(parts).toHaveLength(18);
  });

  it("can score otherwise what is done", async () => {
    const byLoss = { ...options, scoring: "loss" as const };
    const whole = await gridSearch(data, shapes, blobCandidate, options);
    const resumed = gridSearch(data, shapes, blobCandidate, { ...byLoss, resume: whole });
    expect((await partsOf(resumed)).every(({ isResumed }) => isResumed)).toBe(true);
    expect(await resumed).toEqual(await gridSearch(data, shapes, blobCandidate, byLoss));
  });

  it("refuses results of other data, folds or candidates, and what is no result", async () => {
    const whole = await gridSearch(data, shapes, blobCandidate, options);
    const noneMatch = expect.objectContaining({
      code: "invalid-option",
      message: expect.stringMatching(/^resume: .*none/),
    });
    const other = blobs();
    (other.features as Float32Array)[7]! += 1e-6;
    for (const running of [
      gridSearch(other, shapes, blobCandidate, { ...options, resume: whole }),
      gridSearch(data, shapes, blobCandidate, { ...options, folds: 4, resume: whole }),
      gridSearch(data, { ...shapes, units: [7] }, blobCandidate, { ...options, resume: whole }),
    ])
      expect(await failureOf(running)).toEqual(noneMatch);
    for (const resume of [null, 3, { fold: 1, key: "x" }, { trials: [{ key: 1, fold: 1 }] }])
      expectError(() => gridSearch(data, shapes, blobCandidate, { ...options, resume }), "invalid-option", /^resume/);
  });
});

describe("refit", () => {
  it("trains the winner on all rows", async () => {
    const result = await gridSearch(data, shapes, blobCandidate, { folds });
    const model = await refit(data, throughJson(result), blobCandidate);
    const { model: options, fit } = blobCandidate(result.best?.parameters as Shape);
    const byHand = new Mlp(options);
    await byHand.fit(data, fit);
    expect(hashOf(model)).toBe(hashOf(byHand));
  });

  it("refuses a search without a winner", async () => {
    const error = await failureOf(refit(data, { best: null }, blobCandidate));
    expect(error).toMatchObject({ code: "invalid-option", message: expect.stringMatching(/^result\.best/) });
  });
});

it("parameterGrid gives the trials of gridSearch", () => {
  expect(parameterGrid(shapes)).toHaveLength(4);
});
