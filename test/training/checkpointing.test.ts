/** When checkpoints are taken, and what becomes of a save that fails. */
import { describe, expect, it } from "vitest";
import {
  adam,
  type Checkpoint,
  type CheckpointOptions,
  checkpointing,
  DivergenceError,
  type FitOptions,
  sgd,
  WasmlpError,
} from "../../src/node/entry.js";
import { noise } from "../models/problems.js";
import { defaults, everyCheckpoint, networkOf, type Problem, rows, whole } from "./checkpoint-problems.js";

const optimizer = adam();
const problem: Problem = { data: rows, fit: () => ({ optimizer }) };

/** Where the checkpoints of a run were taken. */
async function places(options: CheckpointOptions, fit: Partial<FitOptions> = {}): Promise<string[]> {
  const seen: string[] = [];
  const save = (checkpoint: Checkpoint): void | Promise<void> => {
    seen.push(`${checkpoint.position.epoch}.${checkpoint.position.step}`);
    return options.save?.(checkpoint);
  };
  await networkOf(problem).fit(rows, {
    ...defaults(problem.fit()),
    ...fit,
    checkpoints: checkpointing({ ...options, save }),
  });
  return seen;
}

describe("checkpoints are taken", () => {
  it("every so many steps, across epochs, and in the end", async () => {
    for (const threads of [1, 2])
      expect(await places({ everySteps: 4 }, { threads })).toEqual(["1.4", "2.3", "3.2", "4.0"]);
    expect(await places({ everySteps: 5 })).toEqual(["2.0", "3.0", "4.0"]);
    expect(await places({ everySteps: 100 })).toEqual(["4.0"]);
  });

  it("in the end alone where nothing else is asked for", async () => expect(await places({})).toEqual(["4.0"]));

  it("after so many seconds, within epochs too, with threads and without", async () => {
    const data = noise(100_000); // an epoch takes several slices on the fastest machine
    for (const threads of [1, 2]) {
      const positions: Checkpoint["position"][] = [];
      const checkpoints = checkpointing({ everySeconds: 1e-9, save: ({ position }) => void positions.push(position) });
      await networkOf({ ...problem, data }).fit(data, { epochs: 2, batchSize: 2, optimizer, threads, checkpoints });
      const within = positions.filter(({ step }) => step > 0);
      expect(within.length, `${threads} threads`).toBeGreaterThan(1);
      expect(positions.filter(({ step }) => step === 0).map(({ epoch }) => epoch)).toEqual([2, 3]);
      for (const { epoch, step, steps } of positions) expect(steps).toBe(50_000 * (epoch - 1) + step);
    }
    expect(await places({ everySeconds: 3600 })).toEqual(["4.0"]);
  });

  it("one at a time: while one is being saved training goes on, and in the end waits for it", async () => {
    let saving = 0;
    let saved = 0;
    const save = async (): Promise<void> => {
      expect(++saving).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, 50));
      saving--;
      saved++;
    };
    const seen = await places({ everySteps: 1, save });
    expect(saved).toBe(seen.length);
    expect(seen[0]).toBe("1.1");
    expect(seen.at(-1)).toBe("4.0");
    expect(seen.length).toBeLessThan(16);
  });

  it("and do not change the run", async () => {
    expect((await everyCheckpoint(problem)).outcome).toEqual(await whole(problem));
  });

  it("of finite weights only: a run that diverges ends as it does without", async () => {
    const diverging = { ...defaults({ optimizer: sgd({ learningRate: 1e30 }) }), epochs: 9 };
    const failureOf = async (checkpoints?: FitOptions["checkpoints"]): Promise<unknown> =>
      networkOf(problem)
        .fit(rows, { ...diverging, ...(checkpoints && { checkpoints }) })
        .then(undefined, (error: unknown) => error);
    const seen: Checkpoint[] = [];
    const save = (checkpoint: Checkpoint): void => {
      seen.push(checkpoint);
    };
    const failure = await failureOf(checkpointing({ everySteps: 1, save }));
    expect(failure).toBeInstanceOf(DivergenceError);
    expect(failure).toEqual(await failureOf());
    for (const { parameters } of seen)
      for (const { weight } of parameters) expect(weight.every(Number.isFinite)).toBe(true);
  });
});

describe("a checkpoint that cannot be saved", () => {
  const refusal = new WasmlpError("io", "disk: expected a file that can be written, got no space left");

  it.each<[string, number, () => void | Promise<void>]>([
    [
      "at once",
      1,
      () => {
        throw refusal;
      },
    ],
    [
      "at once, on threads",
      2,
      () => {
        throw refusal;
      },
    ],
    ["later", 1, () => Promise.reject(refusal)],
    ["later, on threads", 2, () => Promise.reject(refusal)],
  ])("%s stops training with that error, and the model keeps what it has learned", async (_name, threads, fail) => {
    const model = networkOf(problem);
    const seen: Checkpoint[] = [];
    const save = (checkpoint: Checkpoint): void | Promise<void> => {
      seen.push(checkpoint);
      if (seen.length === 3) return fail();
    };
    const checkpoints = checkpointing({ everySteps: 2, save });
    const epochs: number[] = [];
    const run = async (): Promise<void> => {
      for await (const { epoch } of model.fit(rows, { ...defaults(problem.fit()), threads, checkpoints }))
        epochs.push(epoch);
    };
    await expect(run()).rejects.toBe(refusal);
    expect(seen).toHaveLength(3);
    expect(epochs).toEqual([1]);
    const { checkpoints: all } = await everyCheckpoint(problem);
    const reached = all.findIndex(({ parameters }) => JSON.stringify(parameters) === JSON.stringify(model.parameters));
    expect(all[reached]?.position.steps).toBeGreaterThanOrEqual(6);
    expect(all[reached]?.position.steps).toBeLessThanOrEqual(10);
    await model.fit(rows, defaults(problem.fit()));
  });

  it("in the end rejects too", async () => {
    const model = networkOf(problem);
    const save = (): Promise<void> => Promise.reject(refusal);
    const options = { ...defaults(problem.fit()), checkpoints: checkpointing({ save }) };
    await expect(model.fit(rows, options).then(() => "done")).rejects.toBe(refusal);
    const again = networkOf(problem);
    await again.fit(rows, defaults(problem.fit()));
    expect(model.parameters).toEqual(again.parameters);
  });
});
