/** Prediction and evaluation on several threads: the bits of the synchronous forms, and errors where a worker fails. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { type Dataset, dataset, type LossName, Mlp, MT19937 } from "../../src/node/entry.js";
import { nodeThreads } from "../../src/node/threads.js";
import type { WorkerHandle } from "../../src/threads/protocol.js";
import { useThreadHost } from "../../src/threads/team.js";
import { noise, noiseModel } from "../models/problems.js";
import { WALL_CLOCK } from "../wall-clock.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

async function expectSameBits(model: Mlp, data: Dataset, counts: readonly number[]): Promise<void> {
  const expected = [model.predict(data), model.predictProba(data), model.evaluate(data)];
  for (const threads of counts) {
    const answers = [
      await model.predict(data, { threads }),
      await model.predictProba(data, { threads }),
      await model.evaluate(data, { threads }),
    ];
    expect(answers, `${threads} threads`).toEqual(expected);
  }
}

/** Bytes of which one in `oneIn` is not 0, wide enough that a chunk of the workspace holds about 2,000 rows. */
function wideBytes(rows: number, oneIn: number, shift: number): Dataset {
  const random = new MT19937(5);
  const features = Uint8Array.from({ length: rows * 2000 }, () =>
    random.randint(0, oneIn) === 0 ? random.randint(1, 256) : 0,
  );
  const labels = Array.from({ length: rows }, () => random.randint(0, 3));
  return dataset({ features, width: 2000, labels, classes: 3, scale: 1 / 255, shift });
}

const wideModel = (): Mlp =>
  new Mlp({
    inputs: 2000,
    layers: [
      { units: 5, activation: "tanh" },
      { units: 3, activation: "softmax" },
    ],
    loss: "crossEntropy",
  });

describe("any number of threads gives the bits of the synchronous forms", () => {
  it.each([1, 3, 163, 700])("on %i rows of floats", async (rows) => {
    await expectSameBits(noiseModel(), noise(rows), [1, 2, 3, 7]);
  });

  it.each([
    ["mostly zero, which are kept as records", 10, -1],
    ["mostly not zero", 1, 0.25],
  ])("on bytes of several chunks, %s", async (_name, oneIn, shift) => {
    await expectSameBits(wideModel(), wideBytes(5000, oneIn, shift), [2, 3]);
  });

  it("where several passes run at the same time", async () => {
    const [model, options] = [noiseModel(), { threads: 2 }];
    const passes = [1, 200, 700].map((rows) => model.predictProba(noise(rows), options));
    expect(await Promise.all(passes)).toEqual([1, 200, 700].map((rows) => model.predictProba(noise(rows))));
  });

  it.each<[LossName, number]>([
    ["mse", 4],
    ["sumSquaredError", 1],
    ["binaryCrossEntropy", 1],
  ])("with loss %s, %i outputs and targets instead of labels", async (loss, units) => {
    const random = new MT19937(1);
    const draw = (count: number): Float32Array => Float32Array.from({ length: count }, () => random.random());
    const data = dataset({ features: draw(3 * 1000), width: 3, targets: draw(units * 1000) });
    const model = new Mlp({
      inputs: 3,
      layers: [
        { units: 6, activation: "relu" },
        { units, activation: "sigmoid" },
      ],
      loss,
    });
    await expectSameBits(model, data, [1, 2, 3]);
  });

  it("with rows so wide that a chunk holds few, and with layers so wide that a batch does", async () => {
    const random = new MT19937(2);
    const inputs = 100_000;
    const features = Uint8Array.from({ length: 50 * inputs }, () => random.randint(0, 256));
    const labels = Array.from({ length: 50 }, () => random.randint(0, 2));
    const wideRows = new Mlp({ inputs, layers: [{ units: 1 }], loss: "mse", seed: 1 });
    await expectSameBits(wideRows, dataset({ features, width: inputs, labels }), [2]);
    const layers = [{ units: 100_000, activation: "relu" }, { units: 1 }] as const;
    const wideLayer = new Mlp({ inputs: 1, layers, loss: "mse", seed: 1 });
    const one = Float32Array.from({ length: 50 }, () => random.normal());
    await expectSameBits(wideLayer, dataset({ features: one, width: 1, labels }), [2]);
  });
});

describe("a pass on threads", () => {
  afterEach(() => useThreadHost(nodeThreads));

  it("leaves the calling thread its time, and stops with the signal's reason", WALL_CLOCK, async () => {
    const layers = [{ units: 1500, activation: "relu" }, { units: 1500, activation: "relu" }, { units: 10 }] as const;
    const model = new Mlp({ inputs: 20, layers, loss: "mse" });
    const data = noise(60_000);
    model.predict(noise(1)); // draws the weights
    for (const threads of [1, 2]) {
      const controller = new AbortController();
      let ticks = 0;
      const ticking = setInterval(() => ticks++, 20);
      let aborted = 0;
      setTimeout(() => {
        aborted = performance.now();
        controller.abort(new Error("enough"));
      }, 500);
      const passing = model.evaluate(data, { threads, signal: controller.signal });
      await expect(passing, `${threads} threads`).rejects.toThrow("enough");
      clearInterval(ticking);
      expect(performance.now() - aborted).toBeLessThan(500);
      expect(ticks).toBeGreaterThan(2);
    }
  });

  it.each<[string, (worker: WorkerHandle) => WorkerHandle]>([
    [
      "throws at a command",
      (worker) => ({
        ...worker,
        post: (command) => worker.post(command.kind === "answer" ? ({ ...command, job: undefined } as never) : command),
      }),
    ],
    [
      "ends in the middle",
      (worker) => ({
        ...worker,
        post: (command) => (command.kind === "answer" ? worker.terminate() : worker.post(command)),
      }),
    ],
    [
      "cannot start",
      (worker) => {
        worker.terminate();
        return worker;
      },
    ],
  ])("is rejected where a worker %s, and the next one works", async (_name, tamper) => {
    let count = 0;
    const start = (): WorkerHandle => (count++ === 0 ? tamper(nodeThreads.start()) : nodeThreads.start());
    useThreadHost({ cores: 2, start });
    const model = noiseModel();
    // Eight threads: more than any earlier test has left at rest.
    await expect(model.predict(noise(700), { threads: 8 })).rejects.toMatchObject({ code: "worker-failed" });
    expect(count).toBeGreaterThan(0);
    useThreadHost(nodeThreads);
    expect(await model.predict(noise(700), { threads: 2 })).toEqual(model.predict(noise(700)));
  });

  it("does not keep a process alive", () => {
    const script = `
      import { Mlp } from "./src/node/entry.ts";
      const model = new Mlp({ inputs: 20, layers: [{ units: 3 }], loss: "mse" });
      model.predict(new Float32Array(20 * 700), { threads: 2 }).then(({ length }) => console.log(length));
    `;
    const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
    const options = { cwd: root, encoding: "utf8", timeout: 20_000 } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, "--eval", script], options);
    expect([status, stdout, stderr]).toEqual([0, "700\n", ""]);
  });
});
