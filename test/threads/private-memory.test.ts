/** Where memory cannot be shared, one worker trains in its own: the same bytes, and the same errors as a team's. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  adam,
  type Dataset,
  dataset,
  type FitOptions,
  Mlp,
  MT19937,
  type Optimizer,
  sgd,
} from "../../src/node/entry.js";
import { nodeThreads } from "../../src/node/threads.js";
import type { Command, WorkerHandle } from "../../src/threads/protocol.js";
import { useThreadHost } from "../../src/threads/team.js";
import { codeOf, hashOf, noise, noiseModel } from "../models/problems.js";
import { WALL_CLOCK } from "../wall-clock.js";

let told: Command["kind"][] = [];
/** Bytes of each write. */
let sent: number[] = [];

/** Workers that cannot share memory, and what they are told; `tamper` has them go wrong. */
function usePrivateHost(tamper: (worker: WorkerHandle) => WorkerHandle = (worker) => worker): void {
  told = [];
  sent = [];
  const start = (): WorkerHandle => {
    const worker = tamper(nodeThreads.start());
    const post = (command: Command): void => {
      told.push(command.kind);
      if (command.kind === "write") sent.push(command.pieces.reduce((sum, { bytes }) => sum + bytes.length, 0));
      worker.post(command);
    };
    return { ...worker, post };
  };
  useThreadHost({ cores: 4, start, sharesMemory: false });
}

beforeEach(() => usePrivateHost());
afterEach(() => useThreadHost(nodeThreads));

/** Bytes of which nine in ten are 0: they are kept as records. */
function sparseBytes(rows: number): Dataset {
  const random = new MT19937(5);
  const features = Uint8Array.from({ length: rows * 20 }, () =>
    random.randint(0, 10) === 0 ? random.randint(1, 256) : 0,
  );
  const labels = Array.from({ length: rows }, () => random.randint(0, 10));
  return dataset({ features, width: 20, labels, classes: 10, scale: 2 / 255, shift: -1 });
}

async function trained(data: Dataset, options: Partial<FitOptions> & { optimizer: Optimizer }): Promise<unknown> {
  const model = noiseModel();
  const run = model.fit(data, { epochs: 3, batchSize: 50, validation: noise(31), scoreTraining: true, ...options });
  const { epochs } = await run;
  return [hashOf(model), epochs.map(({ seconds: _, ...result }) => result)];
}

describe("a worker with memory of its own", () => {
  it.each<[string, Optimizer]>([
    ["SGD", sgd({ learningRate: 0.1 })],
    ["Nesterov and weight decay", sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true, weightDecay: 0.01 })],
    ["Adam", adam()],
  ])("gives the bytes and the history of the calling thread with %s", async (_name, optimizer) => {
    for (const data of [noise(163), sparseBytes(163)])
      for (const extra of [{}, { dropLast: true }, { recordFlow: true }, { classWeights: "balanced" }] as const) {
        const expected = await trained(data, { optimizer, threads: 1, ...extra });
        expect(told).toEqual([]);
        expect(await trained(data, { optimizer, background: true, ...extra })).toEqual(expected);
        expect(told.filter((kind) => kind === "open-private").length).toBe(1);
        usePrivateHost();
      }
  });

  it("is sent what it starts from in pieces, and then the order alone", async () => {
    const wide = dataset({
      features: new Float32Array(3_000_000).fill(0.5),
      width: 300,
      labels: new Uint8Array(10_000),
    });
    const model = new Mlp({ inputs: 300, layers: [{ units: 2, activation: "softmax" }], loss: "crossEntropy" });
    await model.fit(wide, { epochs: 3, optimizer: adam(), background: true });
    expect(Math.max(...sent)).toBe(2 ** 23);
    expect(sent.reduce((sum, bytes) => sum + bytes)).toBeLessThan(12_300_000);
    expect(sent.slice(-3)).toEqual([40_000, 40_000, 40_000]);
  });

  it("goes on several at a time, and rests between fits", async () => {
    const fits = (): Promise<unknown[]> =>
      Promise.all([1, 2, 3].map((epochs) => trained(noise(57), { optimizer: adam(), epochs, background: true })));
    const first = await fits();
    const opened = told.length;
    expect(await fits()).toEqual(first);
    expect(opened).toBeGreaterThan(0);
  });

  it("is taken by itself for a large job, and not where threads says 1", async () => {
    const data = noise(1000);
    const options = { epochs: 1, batchSize: 500, optimizer: sgd({ learningRate: 0.01 }) };
    const large = (): Mlp =>
      new Mlp({ inputs: 20, layers: [{ units: 900, activation: "relu" }, { units: 800 }, { units: 10 }], loss: "mse" });
    const [alone, auto] = [large(), large()];
    await alone.fit(data, { ...options, threads: 1 });
    expect(told).toEqual([]);
    await auto.fit(data, options);
    expect(told).toContain("open-private");
    expect(hashOf(auto)).toBe(hashOf(alone));
    expect(codeOf(() => alone.fit(data, { ...options, threads: 2 }))).toBe("unsupported");
  });

  it("diverges in the same step, and keeps the same weights", async () => {
    const diverged = async (options: Partial<FitOptions>): Promise<unknown> => {
      const model = noiseModel();
      const run = model.fit(noise(163), { epochs: 50, optimizer: sgd({ learningRate: 1e30 }), ...options });
      const error = await run.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({ code: "diverged" });
      return [(error as Error).message, hashOf(model)];
    };
    expect(await diverged({ background: true })).toEqual(await diverged({ threads: 1 }));
  });
});

describe("a run in private memory", () => {
  const endless = { epochs: 1_000_000, batchSize: 50, optimizer: sgd({ learningRate: 0.01 }), background: true };

  it("reports progress, and stops within 0.5 s amid an epoch, with finite weights", WALL_CLOCK, async () => {
    // An epoch takes seconds on the fastest machine, a step milliseconds on the slowest.
    const rows = 60_000;
    const layers = [{ units: 900, activation: "relu" }, { units: 900, activation: "relu" }, { units: 10 }] as const;
    const model = new Mlp({ inputs: 20, layers, loss: "mse" });
    const before = hashOf(model);
    const controller = new AbortController();
    const seen: number[] = [];
    let aborted = 0;
    const { stopped, epochs } = await model.fit(noise(rows), {
      ...endless,
      batchSize: 10,
      signal: controller.signal,
      onProgress: ({ step, loss }) => {
        expect(loss).toBeGreaterThan(0);
        if (step === seen.at(-1)) return; // asked twice within one slice of a busy machine
        if (seen.push(step) !== 3) return;
        aborted = performance.now();
        controller.abort();
      },
    });
    expect(performance.now() - aborted).toBeLessThan(500);
    expect([stopped, epochs]).toEqual(["aborted", []]);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(hashOf(model)).not.toBe(before);
    await model.fit(noise(50), { ...endless, epochs: 1 }); // a stop that came late stops nothing else
  });

  it("stops within 0.5 s while rows are scored", WALL_CLOCK, async () => {
    const layers = [{ units: 500, activation: "relu" }, { units: 500, activation: "relu" }, { units: 10 }] as const;
    const model = new Mlp({ inputs: 20, layers, loss: "mse" });
    const controller = new AbortController();
    let aborted = 0;
    const isScored = (commands: Command["kind"][]): boolean => commands.includes("answer");
    const watching = setInterval(() => {
      if (!isScored(told) || aborted > 0) return;
      aborted = performance.now();
      controller.abort();
    }, 5);
    const run = model.fit(noise(50), { ...endless, validation: noise(60_000), signal: controller.signal });
    const { stopped } = await run;
    clearInterval(watching);
    expect(performance.now() - aborted).toBeLessThan(500);
    expect(stopped).toBe("aborted");
  });

  it.each<[string, (worker: WorkerHandle) => WorkerHandle]>([
    [
      "throws at a command",
      (worker) => ({
        ...worker,
        post: (command) => worker.post(command.kind === "train" ? ({ ...command, job: undefined } as never) : command),
      }),
    ],
    [
      "ends in the middle",
      (worker) => ({
        ...worker,
        post: (command) => (command.kind === "train" ? worker.terminate() : worker.post(command)),
      }),
    ],
    [
      "cannot start",
      (worker) => {
        worker.terminate();
        return worker;
      },
    ],
  ])("is rejected where the worker %s, and the next one works", async (_name, tamper) => {
    usePrivateHost(tamper);
    const fits = Array.from({ length: 8 }, () =>
      noiseModel()
        .fit(noise(57), { ...endless, epochs: 1 })
        .then(
          () => undefined,
          (error: unknown) => error,
        ),
    );
    // Eight at a time: more than any earlier test has left at rest.
    expect(await Promise.all(fits)).toContainEqual(expect.objectContaining({ code: "worker-failed" }));
    usePrivateHost();
    await noiseModel().fit(noise(57), { ...endless, epochs: 1 });
  });
});
