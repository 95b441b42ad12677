/** Training on several threads: the same bytes as on one, and errors where a worker fails. */
import { afterEach, describe, expect, it } from "vitest";
import {
  adam,
  type Dataset,
  DivergenceError,
  type FitOptions,
  Mlp,
  type Optimizer,
  sgd,
  WasmlpError,
} from "../../src/node/entry.js";
import { nodeThreads } from "../../src/node/threads.js";
import type { ThreadHost, WorkerHandle } from "../../src/threads/protocol.js";
import { useThreadHost } from "../../src/threads/team.js";
import { codeOf, hashOf, noise, noiseModel } from "../models/problems.js";
import { WALL_CLOCK } from "../wall-clock.js";

/** Rows and a batch size that leave a partial tile and a partial batch. */
const ROWS = 163;
const BATCH = 50;

async function trained(
  data: Dataset,
  options: Partial<FitOptions> & { optimizer: Optimizer },
): Promise<[string, unknown]> {
  const model = new Mlp({
    inputs: 20,
    layers: [
      { units: 37, activation: "tanh" },
      { units: 21, activation: "relu" },
      { units: 10, activation: "softmax" },
    ],
    loss: "crossEntropy",
    seed: 4,
  });
  const { epochs } = await model.fit(data, {
    epochs: 4,
    batchSize: BATCH,
    validation: noise(31),
    scoreTraining: true,
    ...options,
  });
  return [hashOf(model), epochs.map(({ loss, training, validation }) => [loss, training, validation])];
}

describe("any number of threads gives the same bytes", () => {
  it.each<[string, Optimizer]>([
    ["SGD", sgd({ learningRate: 0.1 })],
    ["SGD with weight decay", sgd({ learningRate: 0.1, weightDecay: 0.01 })],
    ["momentum", sgd({ learningRate: 0.05, momentum: 0.9 })],
    ["Nesterov", sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true })],
    ["Adam", adam()],
  ])("with %s, partial batches, scores and losses included", async (_name, optimizer) => {
    const one = await trained(noise(ROWS), { optimizer, threads: 1 });
    for (const threads of [2, 3, 4])
      expect(await trained(noise(ROWS), { optimizer, threads }), `${threads} threads`).toEqual(one);
    const dropped = await trained(noise(ROWS), { optimizer, threads: 2, dropLast: true });
    expect(dropped).not.toEqual(one);
    expect(dropped).toEqual(await trained(noise(ROWS), { optimizer, threads: 1, dropLast: true }));
  });

  it("with more threads than rows in a batch", async () => {
    const optimizer = adam();
    const few = noise(5);
    expect(await trained(few, { optimizer, threads: 7 })).toEqual(await trained(few, { optimizer, threads: 1 }));
  });

  it("and the same divergence", async () => {
    const divergence = async (threads: number): Promise<unknown> => {
      const model = noiseModel();
      const run = model.fit(noise(ROWS), {
        epochs: 50,
        batchSize: BATCH,
        optimizer: sgd({ learningRate: 1e30 }),
        threads,
      });
      const error = await run.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(DivergenceError);
      const { epoch, step, layer } = error as DivergenceError;
      return [epoch, step, layer, hashOf(model)];
    };
    expect(await divergence(2)).toEqual(await divergence(1));
  });
});

describe("a run on threads", () => {
  const endless = { epochs: 1_000_000, batchSize: BATCH, optimizer: sgd({ learningRate: 0.01 }), threads: 2 };

  it("stops when the signal is aborted, and reports its progress", async () => {
    const controller = new AbortController();
    let ticks = 0;
    const history = await noiseModel().fit(noise(ROWS), {
      ...endless,
      signal: controller.signal,
      onProgress: ({ epoch, loss }) => {
        expect(loss).toBeGreaterThan(0);
        if (epoch > 2 && ++ticks > 3) controller.abort();
      },
    });
    expect(history.stopped).toBe("aborted");
  });

  it.each([1, 2])("stops within 0.5 s while rows are scored (%s threads)", WALL_CLOCK, async (threads) => {
    const model = new Mlp({
      inputs: 20,
      layers: [
        { units: 500, activation: "relu" },
        { units: 500, activation: "relu" },
        { units: 10, activation: "softmax" },
      ],
      loss: "crossEntropy",
    });
    const controller = new AbortController();
    const few = noise(1);
    const many = noise(40_000);
    const options = { ...endless, threads, batchSize: 8, validation: many, signal: controller.signal };
    let aborted = 0;
    const timer = setTimeout(() => {
      aborted = performance.now();
      controller.abort();
    }, 400);
    const { stopped, epochs } = await model.fit(few, options);
    clearTimeout(timer);
    expect(performance.now() - aborted).toBeLessThan(500);
    expect(stopped).toBe("aborted");
    expect(epochs.at(-1)?.validation).toBeUndefined();
  });

  it("stops where the loop is left, and the next one works", async () => {
    const model = noiseModel();
    for await (const { epoch } of model.fit(noise(ROWS), endless)) if (epoch === 3) break;
    expect((await model.fit(noise(ROWS), { ...endless, epochs: 2 })).epochs).toHaveLength(2);
  });

  it("refuses numbers of threads that cannot be", () => {
    for (const threads of [0, -1, 1.5, 1000, "two"])
      expect(codeOf(() => noiseModel().fit(noise(), { ...endless, threads: threads as number }))).toBe(
        "invalid-option",
      );
    const reference = new Mlp({ ...noiseModel().architecture, backend: "reference" });
    expect(codeOf(() => reference.fit(noise(), endless))).toBe("invalid-option");
  });
});

describe("a worker that fails ends the run with an error, and the next run works", () => {
  afterEach(() => useThreadHost(nodeThreads));

  /** Starts real workers, and does something to the first one. */
  function tampered(tamper: (worker: WorkerHandle) => WorkerHandle): ThreadHost {
    let count = 0;
    return { cores: 2, start: () => (count++ === 0 ? tamper(nodeThreads.start()) : nodeThreads.start()) };
  }

  async function expectFailure(host: ThreadHost, message: RegExp): Promise<void> {
    useThreadHost(host);
    const model = noiseModel();
    const before = hashOf(model);
    // Eight threads: more than any earlier test has left at rest.
    const options = { epochs: 100_000, batchSize: BATCH, optimizer: sgd({ learningRate: 0.01 }), threads: 8 };
    const began = performance.now();
    const error = await model.fit(noise(ROWS), options).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(WasmlpError);
    expect(error).toMatchObject({ code: "worker-failed", message: expect.stringMatching(message) });
    expect(performance.now() - began).toBeLessThan(3000);
    useThreadHost(nodeThreads);
    expect((await model.fit(noise(ROWS), { ...options, epochs: 2, threads: 2 })).stopped).toBe("completed");
    expect(hashOf(model)).not.toBe(before);
  }

  it("that ends by itself in the middle", async () => {
    const host = tampered((worker) => {
      setTimeout(() => worker.terminate(), 300);
      return worker;
    });
    await expectFailure(host, /expected an answer, got its end: exit code 1/);
  });

  it("that throws at a command", async () => {
    const host = tampered((worker) => ({
      ...worker,
      post: (command) =>
        worker.post(
          command.kind === "train" ? { ...command, job: undefined as unknown as typeof command.job } : command,
        ),
    }));
    await expectFailure(host, /expected a result, got an error/);
  });

  it("that cannot start", async () => {
    const host = tampered((worker) => {
      worker.terminate();
      return worker;
    });
    await expectFailure(host, /expected an answer, got its end/);
  });
});
