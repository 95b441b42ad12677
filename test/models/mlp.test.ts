import { describe, expect, it } from "vitest";
import {
  adam,
  type Dataset,
  DivergenceError,
  dataset,
  type ErrorCode,
  type FitOptions,
  Mlp,
  type MlpOptions,
  MT19937,
  sgd,
  WasmlpError,
} from "../../src/index.js";

const XOR: Dataset = dataset({
  features: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
  width: 2,
  labels: [0, 1, 1, 0],
});

const xorModel = (options: Partial<MlpOptions> = {}): Mlp =>
  new Mlp({
    inputs: 2,
    layers: [
      { units: 8, activation: "tanh" },
      { units: 1, activation: "sigmoid" },
    ],
    loss: "binaryCrossEntropy",
    seed: 1,
    ...options,
  });

/** 32 rows of noise with 10 classes: nothing to learn, everything to remember. */
function noise(rows = 32): Dataset {
  const random = new MT19937(9);
  const features = Float32Array.from({ length: rows * 20 }, () => random.normal());
  return dataset({
    features,
    width: 20,
    labels: Array.from({ length: rows }, () => random.randint(0, 10)),
    classes: 10,
  });
}

const noiseModel = (): Mlp =>
  new Mlp({
    inputs: 20,
    layers: [
      { units: 64, activation: "relu" },
      { units: 10, activation: "softmax" },
    ],
    loss: "crossEntropy",
    seed: 2,
  });

function codeOf(act: () => unknown): ErrorCode | undefined {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(WasmlpError);
    expect((error as Error).message).toMatch(/expected .+, got .+/);
    return (error as WasmlpError).code;
  }
  return undefined;
}

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
    const restored = Mlp.fromSafetensors(model.toSafetensors());
    expect([...restored.predict(bytes.features)]).toEqual([0, 1, 1, 0]);
    expect(restored.predictProba(bytes.features)).toEqual(model.predictProba(bytes.features));
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

describe("what does not fit is refused with its name, what was expected and what came", () => {
  const layers = [{ units: 1 }];
  it.each<[string, unknown]>([
    ["no options", undefined],
    ["no inputs", { layers, loss: "mse" }],
    ["inputs 0", { inputs: 0, layers, loss: "mse" }],
    ["inputs NaN", { inputs: Number.NaN, layers, loss: "mse" }],
    ["inputs in millions", { inputs: 2 ** 24, layers: [{ units: 1000 }], loss: "mse" }],
    ["no layers", { inputs: 2, layers: [], loss: "mse" }],
    ["layers that are a number", { inputs: 2, layers: 3, loss: "mse" }],
    ["units 1.5", { inputs: 2, layers: [{ units: 1.5 }], loss: "mse" }],
    ["an unknown activation", { inputs: 2, layers: [{ units: 1, activation: "swish" }], loss: "mse" }],
    ["an unknown loss", { inputs: 2, layers, loss: "hinge" }],
    ["cross-entropy without softmax", { inputs: 2, layers, loss: "crossEntropy" }],
    ["a negative seed", { inputs: 2, layers, loss: "mse", seed: -1 }],
    ["an unknown backend", { inputs: 2, layers, loss: "mse", backend: "gpu" }],
  ])("%s", (_name, options) => {
    expect(codeOf(() => new Mlp(options as MlpOptions))).toBe("invalid-option");
  });

  it.each<[string, Partial<Record<keyof FitOptions, unknown>>]>([
    ["epochs 0", { epochs: 0 }],
    ["epochs that are a string", { epochs: "3" }],
    ["batchSize -1", { batchSize: -1 }],
    ["a batch larger than the rows with dropLast", { batchSize: 100, dropLast: true }],
    ["no optimizer", { optimizer: undefined }],
    ["an optimizer made by hand", { optimizer: { kind: "sgd", learningRate: Number.NaN } }],
    ["a seed of 2³²", { seed: 2 ** 32 }],
    ["an order that is an array", { order: [1, 2] }],
  ])("fit with %s", (_name, options) => {
    const good = { epochs: 1, optimizer: adam() };
    expect(codeOf(() => noiseModel().fit(noise(), { ...good, ...options } as FitOptions))).toBe("invalid-option");
  });

  it("optimizers outside their ranges", () => {
    expect(codeOf(() => sgd({ learningRate: -0.1 }))).toBe("invalid-option");
    expect(codeOf(() => sgd({ learningRate: 0.1, momentum: 1 }))).toBe("invalid-option");
    expect(codeOf(() => sgd({ learningRate: 0.1, nesterov: true }))).toBe("invalid-option");
    expect(codeOf(() => adam({ beta2: 1 }))).toBe("invalid-option");
    expect(codeOf(() => adam({ epsilon: 0 }))).toBe("invalid-option");
    expect(codeOf(() => adam({ weightDecay: Number.NaN }))).toBe("invalid-option");
  });

  it("data of another width, more classes than outputs, labels out of range, NaN", () => {
    const fitting = (data: Dataset) => codeOf(() => noiseModel().fit(data, { epochs: 1, optimizer: adam() }));
    expect(fitting(XOR)).toBe("shape-mismatch");
    expect(fitting({ ...noise(), classes: 11 })).toBe("shape-mismatch");
    expect(fitting({ ...noise(), count: 31 })).toBe("shape-mismatch");
    expect(fitting({ ...noise(), labels: new Uint8Array(32).fill(10) })).toBe("invalid-option");
    expect(fitting(undefined as unknown as Dataset)).toBe("invalid-option");
    expect(codeOf(() => dataset({ features: Float32Array.of(1, Number.NaN), width: 1, labels: [0, 0] }))).toBe(
      "not-finite",
    );
    expect(codeOf(() => dataset({ features: Float32Array.of(1, 2), width: 1, labels: [0, 9], classes: 2 }))).toBe(
      "invalid-option",
    );
    expect(codeOf(() => dataset({ features: Float32Array.of(1, 2), width: 3, labels: [] }))).toBe("shape-mismatch");
  });

  it("features of another width or not finite", () => {
    expect(codeOf(() => noiseModel().predict(new Float32Array(21)))).toBe("shape-mismatch");
    expect(codeOf(() => noiseModel().predict([[1, 2, 3]]))).toBe("shape-mismatch");
    expect(codeOf(() => noiseModel().predict(new Float32Array(20).fill(Number.NaN)))).toBe("not-finite");
    expect(codeOf(() => noiseModel().predict("digits" as unknown as number[]))).toBe("invalid-option");
  });

  it("weights of other shapes, and files that are not models", () => {
    const model = noiseModel();
    expect(codeOf(() => model.setParameters([]))).toBe("shape-mismatch");
    const wrong = model.parameters.map(({ bias }) => ({ weight: new Float32Array(3), bias }));
    expect(codeOf(() => model.setParameters(wrong))).toBe("shape-mismatch");
    const file = model.toSafetensors();
    for (const length of [0, 7, 8, 100, file.length - 1])
      expect(codeOf(() => Mlp.fromSafetensors(file.slice(0, length), "cut.safetensors"))).toBe("invalid-file");
  });
});
