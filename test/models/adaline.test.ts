/** What Adaline does beside giving the chapter's numbers. */
import { describe, expect, it } from "vitest";
import {
  Adaline,
  AdalineGD,
  type AdalineOptions,
  AdalineSGD,
  chapterIris,
  DivergenceError,
  dataset,
  iris,
  Mlp,
  sgd,
  standardize,
} from "../../src/index.js";
import { normal } from "../../src/network/initializers.js";
import { codeOf } from "./problems.js";

const rows = standardize(chapterIris());
const options = { inputs: 2, learningRate: 0.05, epochs: 4, seed: 3 };

describe("Adaline", () => {
  it("is one trainer: all rows, one row and mini-batches are sizes of the batch", async () => {
    const weightsOf = async (model: Adaline) => {
      await model.fit(rows);
      return model.weights;
    };
    const all = await weightsOf(new AdalineGD(options));
    expect(await weightsOf(new Adaline({ ...options, batchSize: "all" }))).toEqual(all);
    expect(await weightsOf(new Adaline({ ...options, batchSize: 100, shuffle: false }))).toEqual(all);
    const single = await weightsOf(new AdalineSGD(options));
    expect(await weightsOf(new Adaline({ ...options, batchSize: 1 }))).toEqual(single);
    expect(single).not.toEqual(all);
    expect(await weightsOf(new Adaline({ ...options, batchSize: 10 }))).not.toEqual(all);
  });

  it("is an Mlp of one identity unit, to the bit", async () => {
    const layers = [{ units: 1, initializer: normal({ std: 0.01 }) }];
    const network = new Mlp({ inputs: 2, layers, loss: "mse", seed: 3 });
    await network.fit(rows, { epochs: 4, batchSize: 100, shuffle: false, optimizer: sgd({ learningRate: 0.05 }) });
    const model = new AdalineGD(options);
    await model.fit(rows);
    expect(model.network.parameters).toEqual(network.parameters);
    expect(model.netInput(rows)).toEqual(network.predictProba(rows));
  });

  it("predicts class 1 where the net input is at least 0.5", () => {
    const model = new AdalineGD({ inputs: 1, backend: "reference-f64" });
    model.network.setParameters([{ weight: Float64Array.of(1), bias: Float64Array.of(0.25) }]);
    const features = [0.25, 0.25 - 1e-12, -3, 7];
    expect([...model.predict(features)]).toEqual([1, 0, 0, 1]);
    expect([...model.netInput(features)]).toEqual([0.5, 0.5 - 1e-12, -2.75, 7.25]);
  });

  it("learns values too, not only classes", async () => {
    const x = Float32Array.from({ length: 50 }, (_, i) => i / 25 - 1);
    const model = new AdalineGD({ inputs: 1, learningRate: 0.4, epochs: 60 });
    await model.fit(dataset({ features: x, width: 1, targets: x.map((value) => 3 - 2 * value) }));
    expect(model.weights[0]).toBeCloseTo(-2, 4);
    expect(model.bias).toBeCloseTo(3, 4);
  });

  it("goes on from where it stands when it is fitted again, its shuffles too", async () => {
    const twice = new AdalineSGD(options);
    await twice.fit(rows);
    await twice.fit(rows);
    const once = new AdalineSGD({ ...options, epochs: 4 });
    await once.fit(rows);
    expect(twice.weights).not.toEqual(once.weights);
    await once.fit(rows);
    expect(once.weights).toEqual(twice.weights);
    expect(twice.losses).toHaveLength(4);
  });

  it("takes many rows at once as it would take them one by one", () => {
    const [together, apart] = [new AdalineSGD(options), new AdalineSGD(options)];
    const losses: number[] = [];
    const { width, labels = [] } = rows;
    for (let i = 0; i < 20; i++) {
      const row = dataset({
        features: rows.features.slice(i * width, (i + 1) * width),
        width,
        labels: [labels[i] as number],
        classes: 2,
      });
      losses.push(apart.partialFit(row));
    }
    const first = {
      ...rows,
      count: 20,
      features: rows.features.slice(0, 40),
      labels: rows.labels?.slice(0, 20) ?? new Uint8Array(),
    };
    expect(together.partialFit(first)).toBeCloseTo(losses.reduce((a, b) => a + b) / 20, 12);
    expect(together.weights).toEqual(apart.weights);
    expect(together.bias).toBe(apart.bias);
  });

  it("records the epochs as they end, also where the loop is left or the signal stops it", async () => {
    const model = new AdalineGD(options);
    expect(model.losses).toEqual([]);
    for await (const { epoch, loss } of model.fit(rows)) {
      expect(model.losses.at(-1)).toBe(loss);
      if (epoch === 2) break;
    }
    expect(model.losses).toHaveLength(2);
    const controller = new AbortController();
    controller.abort();
    expect(await model.fit(rows, { signal: controller.signal })).toEqual({ epochs: [], stopped: "aborted" });
    expect(model.losses).toEqual([]);
    const history = await model.fit(rows, { validation: rows });
    expect(model.history).toEqual(history.epochs);
    expect(history.epochs[3]?.validation).toEqual(model.evaluate(rows));
  });

  it("shows a loss that grows as long as it is a number, then says where it ended, and keeps both", async () => {
    const model = new AdalineGD({ inputs: 2, learningRate: 0.1, epochs: 100, seed: 1 });
    const error = await model.fit(chapterIris()).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(DivergenceError);
    const { epoch } = error as DivergenceError;
    expect(epoch).toBeGreaterThan(15);
    expect(model.losses).toHaveLength(epoch - 1);
    expect(model.losses.every(Number.isFinite)).toBe(true);
    expect(model.weights.every(Number.isFinite)).toBe(true);
  });

  it("refuses what does not fit", () => {
    const refused = (changes: Partial<Record<keyof AdalineOptions, unknown>>) =>
      codeOf(() => new Adaline({ ...options, ...changes } as AdalineOptions));
    for (const inputs of [0, 1.5, undefined, "2"]) expect(refused({ inputs })).toBe("invalid-option");
    for (const learningRate of [-1, Number.NaN, "0.1"]) expect(refused({ learningRate })).toBe("invalid-option");
    for (const epochs of [0, 2.5, Number.NaN]) expect(refused({ epochs })).toBe("invalid-option");
    for (const batchSize of [0, -1, "some", 2 ** 40]) expect(refused({ batchSize })).toBe("invalid-option");
    for (const seed of [-1, 2 ** 32, 0.5]) expect(refused({ seed })).toBe("invalid-option");
    expect(refused({ shuffle: "yes" })).toBe("invalid-option");
    expect(refused({ backend: "gpu" })).toBe("invalid-option");
    for (const Model of [Adaline, AdalineGD, AdalineSGD])
      expect(codeOf(() => new Model(undefined as unknown as AdalineOptions))).toBe("invalid-option");
    expect(codeOf(() => new AdalineGD(options).fit(iris()))).toBe("shape-mismatch");
    expect(codeOf(() => new AdalineGD({ ...options, inputs: 4 }).fit(iris()))).toBe("shape-mismatch");
    expect(codeOf(() => new AdalineSGD(options).partialFit(undefined as unknown as typeof rows))).toBe(
      "invalid-option",
    );
  });
});
