/** Fits on workers: one each, as many at a time as asked for, and nothing left running, whatever happens. */
import { beforeEach, describe, expect, it } from "vitest";
import { type Candidate, crossValidate, dataset, gridSearch, sgd } from "../../src/node/entry.js";
import { nodeThreads } from "../../src/node/threads.js";
import type { Command, ThreadHost, WorkerHandle } from "../../src/threads/protocol.js";
import { useThreadHost } from "../../src/threads/team.js";
import { WALL_CLOCK } from "../wall-clock.js";
import { blobCandidate, blobs, failureOf, type Shape, shapes } from "./blobs.js";

/** Real workers: how many were started, how many at most worked at a time, which are at work, and what they were told. */
class WatchedHost implements ThreadHost {
  readonly cores = 2;
  started = 0;
  most = 0;
  told: Command[] = [];
  readonly working = new Set<WorkerHandle>();
  onStart: (worker: WorkerHandle) => void = () => {};

  /** Forgets what was, but for the workers, who rest between tests. */
  forget(): void {
    this.started = 0;
    this.most = 0;
    this.told = [];
    this.onStart = () => {};
  }

  start = (): WorkerHandle => {
    const real = nodeThreads.start();
    const worker: WorkerHandle = {
      ...real,
      post: (command) => {
        this.told.push(command);
        real.post(command);
      },
      hold: (isHeld) => {
        if (isHeld) this.working.add(worker);
        else this.working.delete(worker);
        this.most = Math.max(this.most, this.working.size);
        real.hold(isHeld);
      },
      terminate: () => {
        this.working.delete(worker);
        real.terminate();
      },
    };
    this.started++;
    this.onStart(worker);
    return worker;
  };
}

const host = new WatchedHost();
beforeEach(() => {
  host.forget();
  useThreadHost(host);
});

const data = blobs();
const long = (shape: Shape): Candidate => {
  const { model, fit } = blobCandidate(shape);
  return { model, fit: { ...fit, epochs: 100_000 } };
};

describe("a search on workers", () => {
  it("does each fit on one worker, and as many at a time as asked for", async () => {
    await gridSearch(data, shapes, blobCandidate, { folds: 3, threads: 3 });
    expect([host.started, host.most, host.working.size]).toEqual([3, 3, 0]);
    const opened = host.told.filter((command) => command.kind === "open");
    expect(opened).toHaveLength(12);
    expect(opened.every((command) => command.kind === "open" && command.parts === 1)).toBe(true);
  });

  it("leaves no worker at work when it is stopped", WALL_CLOCK, async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 200);
    const began = performance.now();
    const { stopped } = await gridSearch(data, shapes, long, { threads: 2, signal: controller.signal });
    expect(stopped).toBe("aborted");
    expect(performance.now() - began).toBeLessThan(1500);
    expect([host.working.size, host.told.at(-1)?.kind]).toEqual([0, "close"]);
  });

  it("ends with worker-failed where a worker ends, the others stopped; the next search works", WALL_CLOCK, async () => {
    // Five: more than the earlier tests have left at rest.
    host.onStart = (worker) => {
      host.onStart = () => {};
      setTimeout(() => worker.terminate(), 300);
    };
    const began = performance.now();
    const error = await failureOf(gridSearch(data, shapes, long, { folds: 3, threads: 5 }));
    expect(error).toMatchObject({ code: "worker-failed", message: expect.stringMatching(/expected an answer/) });
    expect(performance.now() - began).toBeLessThan(3000);
    expect([host.started, host.most, host.working.size]).toEqual([2, 5, 0]);
    const { stopped } = await gridSearch(data, shapes, blobCandidate, { folds: 3, threads: 2 });
    expect(stopped).toBe("completed");
  });

  it("ends with the failure of a caller's own function, and nothing is left at work", async () => {
    const onProgress = (): void => {
      throw new Error("mine");
    };
    expect(
      await failureOf(crossValidate(data, blobCandidate({ units: 2, learningRate: 0.1 }), { onProgress })),
    ).toEqual(new Error("mine"));
    expect([host.most, host.working.size]).toEqual([2, 0]);
  });
});

it("120 fits of 2 MB of rows each leave less than a third of their memory behind", async () => {
  const rows = 20_000;
  const width = 100;
  const features = new Uint8Array(rows * width);
  const many = dataset({ features, width, labels: Uint8Array.from({ length: rows }, (_, i) => i % 3) });
  const candidate: Candidate = {
    model: { inputs: width, layers: [{ units: 3, activation: "softmax" }], loss: "crossEntropy" },
    fit: { epochs: 1, batchSize: 1000, optimizer: sgd({ learningRate: 0.1 }) },
  };
  const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;
  await crossValidate(many, candidate, { folds: 10, threads: 2 });
  const before = megabytes();
  for (let i = 0; i < 12; i++) await crossValidate(many, candidate, { folds: 10, threads: 2 });
  expect(megabytes() - before).toBeLessThan((120 * rows * width) / 2 ** 20 / 3);
});
