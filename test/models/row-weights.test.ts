/** Class and sample weights against PyTorch (fixtures/pytorch/make-row-weights.py), and what must follow from them. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  type ActivationName,
  adam,
  dataset,
  type FitOptions,
  type LossName,
  Mlp,
  oneHot,
  sgd,
  takeRows,
} from "../../src/node/entry.js";
import { codeOf, noise, noiseModel, XOR } from "./problems.js";

interface Fixture {
  readonly features: readonly number[];
  readonly labels: readonly number[];
  readonly classWeights: readonly number[];
  readonly sampleWeights: readonly number[];
  readonly start: readonly [number[], number[], number[], number[]];
  readonly batchSize: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly runs: Readonly<
    Record<LossName, { activation: ActivationName; losses: number[]; parameters: readonly number[][] }>
  >;
}
const fixture = JSON.parse(
  readFileSync(new URL("../fixtures/pytorch/row-weights.json", import.meta.url), "utf8"),
) as Fixture;

const floats = (values: readonly number[] | undefined): Float64Array => Float64Array.from(values ?? []);

describe("class and sample weights", () => {
  for (const [loss, { activation, losses, parameters }] of Object.entries(fixture.runs))
    it(`train as PyTorch does: ${loss}`, async () => {
      const { start, classWeights, sampleWeights, batchSize, learningRate, momentum } = fixture;
      const layers = [
        { units: 5, activation: "tanh" },
        { units: 3, activation },
      ] as const;
      const backend = "reference-f64";
      const model = new Mlp({ inputs: 4, layers, loss: loss as LossName, backend });
      model.setParameters([0, 2].map((i) => ({ weight: floats(start[i]), bias: floats(start[i + 1]) })));
      const features = Float32Array.from(fixture.features);
      const data = dataset({ features, width: 4, labels: fixture.labels, classes: 3 });
      const optimizer = sgd({ learningRate, momentum });
      const options = { epochs: losses.length, batchSize, shuffle: false, optimizer, classWeights, sampleWeights };
      const history = await model.fit(data, options);
      history.epochs.forEach((epoch, e) => {
        expect(Math.abs(epoch.loss / (losses[e] as number) - 1), `loss of epoch ${e + 1}`).toBeLessThan(1e-12);
      });
      const got = model.parameters.flatMap(({ weight, bias }) => [[...weight], [...bias]]);
      got.flat().forEach((value, i) => {
        expect(Math.abs(value - (parameters.flat()[i] as number)), `parameter ${i}`).toBeLessThan(1e-12);
      });
    });

  const fitted = async (options: Partial<FitOptions>, data = noise(), model = noiseModel()): Promise<Mlp> => {
    await model.fit(data, { epochs: 3, batchSize: 8, optimizer: sgd({ learningRate: 0.1 }), ...options });
    return model;
  };

  it("of 1 leave every bit as it is, with and without folding, on one thread and two", async () => {
    for (const options of [{}, { optimizer: adam() }, { threads: 2 }]) {
      const plain = await fitted(options);
      const weighted = await fitted({
        ...options,
        classWeights: new Array(10).fill(1),
        sampleWeights: new Array(32).fill(1),
      });
      expect(weighted.parameters).toEqual(plain.parameters);
    }
  }, 60_000);

  it("give the same bits on one thread and three, and from WASM and the reference", async () => {
    const sampleWeights = Float32Array.from({ length: 32 }, (_, i) => (i % 5) / 2);
    const one = await fitted({ sampleWeights, threads: 1 });
    const three = await fitted({ sampleWeights, threads: 3 });
    const reference = new Mlp({ ...noiseModel().architecture, seed: 2, backend: "reference" });
    await fitted({ sampleWeights, threads: 1 }, noise(), reference);
    expect(three.parameters).toEqual(one.parameters);
    expect(reference.parameters).toEqual(one.parameters);
    expect(one.parameters).not.toEqual((await fitted({})).parameters);
  }, 60_000);

  it("of whole numbers do what repeating rows does, at a rate that makes up for the rows", async () => {
    const data = noise(4);
    const repeated = takeRows(data, [0, 1, 1, 3, 3, 3]);
    const model = () => new Mlp({ ...noiseModel().architecture, seed: 2, backend: "reference-f64" });
    const options = { batchSize: 6, shuffle: false };
    const sampleWeights = [1, 2, 0, 3];
    const a = await fitted({ ...options, sampleWeights, optimizer: sgd({ learningRate: 0.1 }) }, data, model());
    const b = await fitted({ ...options, optimizer: sgd({ learningRate: 0.15 }) }, repeated, model());
    a.parameters.forEach(({ weight }, l) => {
      weight.forEach((value, i) => {
        expect(Math.abs(value - (b.parameters[l]?.weight[i] as number))).toBeLessThan(1e-13);
      });
    });
  });

  it("of 0 keep a row out, however wrong it is", async () => {
    const data = noise(8);
    const wrong = { ...data, features: data.features.slice() as Float32Array };
    wrong.features.fill(1e6, 5 * 20, 6 * 20);
    const sampleWeights = [1, 1, 1, 1, 1, 0, 1, 1];
    const [a, b] = [await fitted({ sampleWeights }, data), await fitted({ sampleWeights }, wrong)];
    expect(b.parameters).toEqual(a.parameters);
  });

  it("follow the rows through shuffles, and work for targets", async () => {
    const data = noise();
    const sampleWeights = Array.from({ length: 32 }, (_, i) => 1 + (i % 3));
    const backwards = Uint32Array.from({ length: 32 }, (_, i) => 31 - i);
    const turned = takeRows(data, backwards);
    const a = await fitted({ sampleWeights, order: () => backwards });
    const b = await fitted({ sampleWeights: sampleWeights.toReversed(), shuffle: false }, turned);
    expect(b.parameters).toEqual(a.parameters);
    const targets = oneHot(data.labels as Uint8Array, 10);
    const c = dataset({ features: data.features, width: 20, targets });
    expect((await fitted({ sampleWeights, order: () => backwards }, c)).parameters).toEqual(a.parameters);
  });

  it("weigh the loss of an epoch and its flow, not the scores", async () => {
    const model = noiseModel();
    const { loss } = model.evaluate(noise());
    const still = { epochs: 1, optimizer: sgd({ learningRate: 0 }), scoreTraining: true, recordFlow: true };
    const plain = await model.fit(noise(), still);
    const doubled = await model.fit(noise(), { ...still, sampleWeights: new Array(32).fill(2) });
    expect(doubled.epochs[0]?.loss).toBeCloseTo(2 * loss, 5);
    expect(doubled.epochs[0]?.training?.loss).toBe(plain.epochs[0]?.training?.loss);
    plain.epochs[0]?.flow?.forEach(({ gradientRms }, l) => {
      expect(doubled.epochs[0]?.flow?.[l]?.gradientRms).toBe(2 * gradientRms);
    });
  });

  it("are refused at once where they do not fit", () => {
    const codeWith = (options: object) =>
      codeOf(() => noiseModel().fit(noise(), { epochs: 1, optimizer: adam(), ...options }));
    expect(codeWith({ sampleWeights: [1] })).toBe("shape-mismatch");
    expect(codeWith({ classWeights: [1] })).toBe("shape-mismatch");
    expect(codeWith({ classWeights: new Array(10).fill(-1) })).toBe("invalid-option");
    expect(codeWith({ sampleWeights: new Array(32).fill(Number.NaN) })).toBe("not-finite");
    expect(codeOf(() => noiseModel().fit(XOR, { epochs: 1, optimizer: adam() }))).toBe("shape-mismatch");
  });

  it("balanced lift a rare class", async () => {
    // 190 rows of class 0 around −0.5, 10 of class 1 around 0.5, overlapping.
    const x = Float32Array.from(
      { length: 200 },
      (_, i) => (i < 190 ? -0.5 : 0.5) + Math.fround(((i * 37) % 41) / 20 - 1),
    );
    const data = dataset({ features: x, width: 1, labels: Array.from({ length: 200 }, (_, i) => Number(i >= 190)) });
    const recall = async (options: Partial<FitOptions>): Promise<number> => {
      const model = new Mlp({ inputs: 1, layers: [{ units: 1, activation: "sigmoid" }], loss: "binaryCrossEntropy" });
      await model.fit(data, { epochs: 100, batchSize: 20, optimizer: sgd({ learningRate: 0.5 }), ...options });
      return model.predict(x.slice(190)).reduce((sum, one) => sum + one, 0) / 10;
    };
    expect(await recall({})).toBeLessThan(0.5);
    expect(await recall({ classWeights: "balanced" })).toBeGreaterThan(0.7);
  });
});
