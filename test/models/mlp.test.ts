import { describe, expect, it, vi } from "vitest";
import {
  adam,
  DivergenceError,
  dataset,
  type FitOptions,
  Mlp,
  MT19937,
  parseModel,
  serializeModel,
  sgd,
} from "../../src/index.js";
import { codeOf, noise, noiseModel, XOR, xorModel } from "./problems.js";

describe("a network learns", () => {
  it("XOR, with one output and with two", async () => {
    const one = xorModel();
    await one.fit(XOR, { epochs: 500, batchSize: 4, optimizer: adam({ learningRate: 0.05 }) });
    expect([...one.predict(XOR)]).toEqual([0, 1, 1, 0]);
    expect(one.evaluate(XOR)).toMatchObject({ accuracy: 1 });
    expect(one.evaluate(XOR).loss).toBeLessThan(0.05);

    const layers = [
      { units: 8, activation: "tanh" },
      { units: 2, activation: "softmax" },
    ] as const;
    const two = new Mlp({ inputs: 2, layers, loss: "crossEntropy", seed: 1 });
    await two.fit(XOR, { epochs: 500, batchSize: 4, optimizer: adam({ learningRate: 0.05 }) });
    expect([
      ...two.predict([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
    ]).toEqual([0, 1, 1, 0]);
  });

  it("32 samples by heart, to a loss below 1e-3", async () => {
    const model = noiseModel();
    await model.fit(noise(), { epochs: 300, batchSize: 32, optimizer: adam({ learningRate: 0.01 }) });
    expect(model.evaluate(noise()).loss).toBeLessThan(1e-3);
    expect(model.evaluate(noise()).accuracy).toBe(1);
  });

  it("a line, with identity output and mse", async () => {
    const x = Float32Array.from({ length: 64 }, (_, i) => i / 32 - 1);
    const data = dataset({ features: x, width: 1, targets: x.map((v) => 3 * v - 2) });
    const model = new Mlp({ inputs: 1, layers: [{ units: 1 }], loss: "mse" });
    await model.fit(data, { epochs: 200, batchSize: 8, optimizer: sgd({ learningRate: 0.1 }) });
    expect(model.parameters[0]?.weight[0]).toBeCloseTo(3, 4);
    expect(model.parameters[0]?.bias[0]).toBeCloseTo(-2, 4);
    expect(model.evaluate(data).accuracy).toBeUndefined();
    expect(model.predictProba([10])[0]).toBeCloseTo(28, 2);
  });

  it("from rows one batch at a time, as fit does from all of them", async () => {
    const [fitted, stepped] = [xorModel(), xorModel()];
    await fitted.fit(XOR, { epochs: 20, batchSize: 4, shuffle: false, optimizer: adam() });
    for (let i = 0; i < 20; i++) stepped.partialFit(XOR, { optimizer: adam() });
    expect(stepped.parameters).toEqual(fitted.parameters);
  });
});

describe("fit", () => {
  const options: FitOptions = { epochs: 5, batchSize: 8, optimizer: sgd({ learningRate: 0.1, momentum: 0.5 }) };

  it("gives the same bits for the same seed, others for another", async () => {
    const weights = async (seed: number): Promise<unknown> => {
      const model = noiseModel();
      await model.fit(noise(), { ...options, seed });
      return model.parameters;
    };
    expect(await weights(3)).toEqual(await weights(3));
    expect(await weights(3)).not.toEqual(await weights(4));
  });

  it("keeps the last partial batch unless told to drop it", async () => {
    const { epochs } = await noiseModel().fit(noise(30), { ...options, batchSize: 8 });
    expect(epochs.map((epoch) => epoch.samples)).toEqual([30, 30, 30, 30, 30]);
    const dropped = await noiseModel().fit(noise(30), { ...options, batchSize: 8, dropLast: true });
    expect(dropped.epochs[0]?.samples).toBe(24);
  });

  it("yields every epoch with the weights as they stand then", async () => {
    const model = noiseModel();
    const seen: number[] = [];
    for await (const epoch of model.fit(noise(), { ...options, scoreTraining: true, validation: noise(7) })) {
      expect(epoch.training).toEqual(model.evaluate(noise()));
      expect(epoch.validation).toEqual(model.evaluate(noise(7)));
      seen.push(epoch.epoch);
    }
    expect(seen).toEqual([1, 2, 3, 4, 5]);
  });

  it("stops where the loop is left, and can go on", async () => {
    const model = noiseModel();
    for await (const epoch of model.fit(noise(), options)) if (epoch.epoch === 2) break;
    const two = noiseModel();
    await two.fit(noise(), { ...options, epochs: 2 });
    expect(model.parameters).toEqual(two.parameters);
    expect((await model.fit(noise(), options)).stopped).toBe("completed");
  });

  it("stops when the signal is aborted, keeping what was learned", async () => {
    const model = noiseModel();
    const before = model.parameters;
    const controller = new AbortController();
    const history = await model.fit(noise(), {
      ...options,
      epochs: 1_000_000,
      signal: controller.signal,
      onProgress: ({ epoch }) => epoch > 3 && controller.abort(),
    });
    expect(history.stopped).toBe("aborted");
    expect(history.epochs.length).toBeGreaterThanOrEqual(3);
    expect(model.parameters).not.toEqual(before);
  });

  it("reports its progress", async () => {
    const steps: string[] = [];
    await noiseModel().fit(noise(), {
      ...options,
      epochs: 1,
      onProgress: ({ epoch, epochs, step, steps: all, samples }) =>
        steps.push(`${epoch}/${epochs} ${step}/${all} ${samples}`),
    });
    expect(steps.at(-1)).toBe("1/1 4/4 32");
  });

  it("tells when and where it diverged, and keeps the last finite weights", async () => {
    const model = noiseModel();
    let kept = model.parameters;
    const diverge = async (): Promise<void> => {
      const options = { epochs: 50, batchSize: 32, optimizer: sgd({ learningRate: 1e38 }) };
      for await (const epoch of model.fit(noise(), options)) {
        expect(epoch.epoch).toBe(1);
        kept = model.parameters;
      }
    };
    const error = await diverge().then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DivergenceError);
    expect(error).toMatchObject({ code: "diverged", epoch: 2, step: 1 });
    expect(model.parameters).toEqual(kept);
    expect(model.parameters[0]?.weight.every(Number.isFinite)).toBe(true);
    model.setParameters(noiseModel().parameters);
    expect((await model.fit(noise(), options)).stopped).toBe("completed");
  });

  it("refuses a second training while one is running", async () => {
    const model = noiseModel();
    const running = model.fit(noise(), options)[Symbol.asyncIterator]();
    await running.next();
    expect(codeOf(() => model.partialFit(noise(), { optimizer: adam() }))).toBe("busy");
    expect(codeOf(() => model.setParameters(model.parameters))).toBe("busy");
    expect(codeOf(() => model.fit(noise(), options))).toBe("busy");
    await running.return?.();
    expect(codeOf(() => model.partialFit(noise(), { optimizer: adam() }))).toBeUndefined();
  });

  it("takes an order of one's own", async () => {
    const first = noiseModel();
    await first.fit(noise(), { ...options, order: () => Uint32Array.of(3, 1, 2) });
    const model = noiseModel();
    const run = model.fit(noise(), { ...options, order: () => Uint32Array.of(1, 1) });
    await expect(run.then((history) => history)).rejects.toMatchObject({ code: "invalid-option" });
  });
});

describe("a model", () => {
  it("classifies bytes as its training data was scaled", async () => {
    const bytes = dataset({
      features: Uint8Array.of(0, 0, 0, 255, 255, 0, 255, 255),
      width: 2,
      labels: [0, 1, 1, 0],
      scale: 2 / 255,
      shift: -1,
    });
    const model = xorModel();
    await model.fit(bytes, { epochs: 300, batchSize: 4, optimizer: adam({ learningRate: 0.05 }) });
    expect(model.scaling).toEqual({ scale: 2 / 255, shift: -1 });
    expect([...model.predict(bytes.features)]).toEqual([0, 1, 1, 0]);
    const restored = parseModel(serializeModel(model));
    expect([...restored.predict(bytes.features)]).toEqual([0, 1, 1, 0]);
    expect(restored.predictProba(bytes.features)).toEqual(model.predictProba(bytes.features));
  });

  it("draws no weights where it reads them, and else those of its seed", () => {
    const bytes = serializeModel(xorModel({ seed: 7 }));
    const draws = vi.spyOn(MT19937.prototype, "uniform");
    const normals = vi.spyOn(MT19937.prototype, "normal");
    const restored = parseModel(bytes);
    expect(restored.predict(XOR)).toHaveLength(4);
    expect([draws.mock.calls.length, normals.mock.calls.length]).toEqual([0, 0]);
    expect(restored.parameters).toEqual(xorModel({ seed: 7 }).parameters);
    expect(draws.mock.calls.length + normals.mock.calls.length).toBeGreaterThan(0);
    vi.restoreAllMocks();
  });

  it("predicts many rows as it predicts one", () => {
    const data = noise(600);
    const model = noiseModel();
    const all = model.predictProba(data.features);
    for (const row of [0, 255, 256, 599])
      expect(model.predictProba(data.features.slice(row * 20, row * 20 + 20))).toEqual(
        all.slice(row * 10, row * 10 + 10),
      );
    expect(model.predict(new Float32Array())).toHaveLength(0);
  });

  it("gives copies of its weights", () => {
    const model = noiseModel();
    model.parameters[0]?.weight.fill(0);
    expect(model.parameters[0]?.weight[0]).not.toBe(0);
  });

  it("sums itself up", () => {
    expect(noiseModel().summary()).toMatchInlineSnapshot(`
      "layer     shape    activation  parameters
      layers.0  20 → 64  relu              1344
      layers.1  64 → 10  softmax            650
      20-64-10, loss crossEntropy, 1994 parameters"
    `);
  });
});
