/** A run that stops and goes on ends in the same bits as one that never stopped. */
import { describe, expect, it } from "vitest";
import {
  adam,
  type Checkpoint,
  chapterOrder,
  checkpointing,
  type FitOptions,
  loadCheckpoint,
  MT19937,
  type Optimizer,
  reshuffledOrder,
  saveCheckpoint,
  sgd,
} from "../../src/node/entry.js";
import { noise } from "../models/problems.js";
import {
  defaults,
  everyCheckpoint,
  networkOf,
  outcomeOf,
  type Problem,
  regression,
  resumed,
  rows,
  type Settings,
  sparseBytes,
  whole,
} from "./checkpoint-problems.js";

const optimizer = adam({ learningRate: 0.01 });

/** In turn, so that every step is gone on from in one of these ways. */
const ways: readonly Partial<FitOptions>[] = [{}, { threads: 2 }, { background: true }, { threads: 3 }, { threads: 1 }];

/** Goes on from every step there is. */
async function expectExact(problem: Problem, changes: readonly Partial<FitOptions>[] = ways): Promise<void> {
  const never = await whole(problem);
  const { outcome, checkpoints } = await everyCheckpoint(problem);
  expect(outcome).toEqual(never);
  expect(checkpoints.length).toBeGreaterThanOrEqual(9);
  for (const [i, checkpoint] of checkpoints.entries()) {
    const { epoch, step } = checkpoint.position;
    const way = changes[i % changes.length];
    expect(await resumed(problem, checkpoint, way), `epoch ${epoch}, step ${step}, ${JSON.stringify(way)}`).toEqual(
      never,
    );
  }
}

describe("going on from any step ends in the same bits", () => {
  it.each<[string, Optimizer]>([
    ["SGD", sgd({ learningRate: 0.1 })],
    ["SGD with weight decay", sgd({ learningRate: 0.1, weightDecay: 0.01 })],
    ["momentum", sgd({ learningRate: 0.05, momentum: 0.9 })],
    ["Nesterov", sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.001 })],
    ["Adam", optimizer],
    ["Adam with weight decay", adam({ weightDecay: 0.01, beta1: 0.5 })],
  ])("with %s", (_name, each) => expectExact({ data: rows, fit: () => ({ optimizer: each }) }));

  it.each<[string, () => Omit<Settings, "optimizer">]>([
    ["the last batch dropped", () => ({ dropLast: true })],
    ["one batch an epoch", () => ({ batchSize: 1000, epochs: 9 })],
    [
      "weights of rows",
      () => ({ classWeights: "balanced", sampleWeights: rows.features.subarray(0, 83).map(Math.abs) }),
    ],
    ["rows as stored", () => ({ shuffle: false })],
    ["a seed of its own", () => ({ seed: 7 })],
    ["the chapter's order", () => ({ order: chapterOrder(3, 31), validation: noise(31) })],
    ["an order that shuffles its last", () => ({ order: reshuffledOrder(new MT19937(6)) })],
    [
      "epochs of unlike lengths",
      () => ({
        order: (epoch, count) => Uint32Array.from({ length: count - 25 * epoch }, (_, i) => i),
        epochs: 3,
        batchSize: 5,
      }),
    ],
    ["scores after each epoch", () => ({ scoreTraining: true, validation: noise(31) })],
    ["the flow of gradients", () => ({ recordFlow: true, scoreTraining: true })],
  ])("with %s", (_name, make) => expectExact({ data: rows, fit: () => ({ optimizer, ...make() }) }));

  it("with bytes that are mostly 0", () => expectExact({ data: sparseBytes(), fit: () => ({ optimizer }) }));

  it("with targets", () => expectExact({ data: regression(), fit: () => ({ optimizer, recordFlow: true }) }));

  it("in f64", async () => {
    const fit = (): Settings => ({ optimizer, recordFlow: true, validation: noise(31) });
    await expectExact({ data: rows, fit, model: { backend: "reference-f64" } }, [{}]);
  });

  it("on the reference what began in WASM, and back", async () => {
    const problem: Problem = { data: rows, fit: () => ({ optimizer }) };
    const reference: Problem = { ...problem, model: { backend: "reference" } };
    const never = await whole(problem);
    const [{ checkpoints: ours }, { checkpoints: theirs }] = [
      await everyCheckpoint(problem),
      await everyCheckpoint(reference),
    ];
    for (const i of [2, 5, 7]) {
      expect(await resumed(reference, ours[i] as Checkpoint)).toEqual(never);
      expect(await resumed(problem, theirs[i] as Checkpoint)).toEqual(never);
    }
  });
});

describe("a run that stops", () => {
  const problem: Problem = { data: rows, fit: () => ({ optimizer, scoreTraining: true, validation: noise(31) }) };

  it("again and again, by a signal after any number of steps, ends as if it never had", async () => {
    const random = new MT19937(11);
    let last: Checkpoint | undefined;
    let model = networkOf(problem);
    for (let stops = 0; ; stops++) {
      const controller = new AbortController();
      let left = random.randint(1, 4);
      const save = (checkpoint: Checkpoint): void => {
        last = checkpoint;
        if (left-- === 0) controller.abort();
      };
      model = networkOf(problem);
      const { signal } = controller;
      const checkpoints = checkpointing({ save, everySteps: 1, ...(last && { resume: last }) });
      const history = await model.fit(rows, {
        ...defaults(problem.fit()),
        signal,
        checkpoints,
        threads: 1 + (stops % 3),
      });
      if (history.stopped === "aborted") continue;
      expect(stops).toBeGreaterThanOrEqual(4);
      expect(outcomeOf(model, history)).toEqual(await whole(problem));
      return;
    }
  });

  it("before an epoch is scored scores it when it goes on", async () => {
    const controller = new AbortController();
    let last: Checkpoint | undefined;
    const save = (checkpoint: Checkpoint): void => {
      last = checkpoint;
    };
    const onProgress: FitOptions["onProgress"] = ({ epoch, step, steps }) => {
      if (epoch === 2 && step === steps) controller.abort();
    };
    const { signal } = controller;
    const options = { ...defaults(problem.fit()), signal, onProgress, checkpoints: checkpointing({ save }) };
    const { stopped, epochs } = await networkOf(problem).fit(rows, options);
    expect(stopped).toBe("aborted");
    expect(epochs[1]).not.toHaveProperty("validation");
    expect(last).toMatchObject({ position: { epoch: 2, step: 5 }, history: [{ epoch: 1 }] });
    expect(await resumed(problem, last as Checkpoint)).toEqual(await whole(problem));
  });

  it("where its loop is left keeps the state of that epoch's end, and iterates the others alone", async () => {
    let last: Checkpoint | undefined;
    const save = (checkpoint: Checkpoint): void => {
      last = checkpoint;
    };
    const first = networkOf(problem);
    const options = (more: object): FitOptions => ({
      ...defaults(problem.fit()),
      checkpoints: checkpointing({ save, ...more }),
    });
    for await (const { epoch } of first.fit(rows, options({}))) if (epoch === 2) break;
    expect(last?.position).toMatchObject({ epoch: 3, step: 0, steps: 10, samples: 166 });
    expect(last?.parameters).toEqual(first.parameters);
    const second = networkOf(problem);
    const fitting = second.fit(rows, options({ resume: last }));
    const seen: number[] = [];
    for await (const { epoch } of fitting) seen.push(epoch);
    expect(seen).toEqual([3]);
    expect(last?.history).toHaveLength(3);
    expect(outcomeOf(second, { epochs: last?.history ?? [], stopped: "completed" })).toEqual(await whole(problem));
  });

  it("before its first step goes on from its beginning", async () => {
    let last: Checkpoint | undefined;
    const save = (checkpoint: Checkpoint): void => {
      last = checkpoint;
    };
    const checkpoints = checkpointing({ save });
    const signal = AbortSignal.abort();
    await networkOf(problem).fit(rows, { ...defaults(problem.fit()), signal, checkpoints });
    expect(last?.position).toMatchObject({ epoch: 1, step: 0, steps: 0 });
    expect(await resumed(problem, last as Checkpoint)).toEqual(await whole(problem));
  });

  it("when it goes on with a signal that has come has the weights of the checkpoint", async () => {
    const { checkpoints } = await everyCheckpoint(problem);
    const resume = checkpoints[7] as Checkpoint;
    for (const threads of [1, 2]) {
      const model = networkOf(problem);
      const options = { ...defaults(problem.fit()), signal: AbortSignal.abort(), threads };
      const { stopped, epochs } = await model.fit(rows, { ...options, checkpoints: checkpointing({ resume }) });
      expect([stopped, epochs.length]).toEqual(["aborted", resume.history.length]);
      expect(model.parameters).toEqual(resume.parameters);
    }
  });

  it("can be made longer, also where it had ended", async () => {
    const { checkpoints } = await everyCheckpoint(problem);
    const never = await whole({ ...problem, fit: () => ({ ...problem.fit(), epochs: 5 }) });
    for (const i of [4, checkpoints.length - 1])
      expect(await resumed(problem, checkpoints[i] as Checkpoint, { epochs: 5 })).toEqual(never);
  });

  it("and whose file is read again goes on from it", async () => {
    const { mkdtempSync, rmSync } = await import("node:fs");
    const folder = mkdtempSync(`${(await import("node:os")).tmpdir()}/wasmlp-checkpoint-`);
    const path = `${folder}/run.safetensors`;
    const controller = new AbortController();
    const save = async (checkpoint: Checkpoint): Promise<void> => {
      await saveCheckpoint(checkpoint, path);
      if (checkpoint.position.steps >= 6) controller.abort();
    };
    const checkpoints = checkpointing({ save, everySteps: 3 });
    await networkOf(problem).fit(rows, { ...defaults(problem.fit()), signal: controller.signal, checkpoints });
    expect(await resumed(problem, await loadCheckpoint(path))).toEqual(await whole(problem));
    rmSync(folder, { recursive: true });
  });
});
