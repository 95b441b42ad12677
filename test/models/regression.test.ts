/** Regression on real data: linear output, mean squared error, against always answering the mean of the training rows. */
import { expect, it } from "vitest";
import {
  adam,
  type Dataset,
  diabetes,
  Mlp,
  measureStandardization,
  splitDataset,
  standardize,
} from "../../src/index.js";

const targetsOf = ({ targets = new Float32Array() }: Dataset): Float32Array => targets;

/** Mean squared error of always answering `value`. */
function errorOf(value: number, data: Dataset): number {
  return targetsOf(data).reduce((sum, target) => sum + (target - value) ** 2, 0) / data.count;
}

it.each([0, 1, 2])(
  "a network makes less than 0.7 of the mean's error on rows it has not seen, split %d",
  async (seed) => {
    const { train, test } = splitDataset(diabetes(), { testSize: 100, seed });
    const by = measureStandardization(train);
    const layers = [
      { units: 32, activation: "relu" },
      { units: 1, activation: "identity" },
    ] as const;
    const model = new Mlp({ inputs: 10, layers, loss: "mse", seed });
    const optimizer = adam({ learningRate: 0.003 });
    await model.fit(standardize(train, by), { epochs: 100, batchSize: 16, optimizer });
    const mean = targetsOf(train).reduce((sum, target) => sum + target, 0) / train.count;
    const { loss, accuracy } = model.evaluate(standardize(test, by));
    expect(loss / errorOf(mean, test)).toBeLessThan(0.7);
    expect(accuracy).toBeUndefined();
    // The loss is the mean squared error of what it predicts.
    const predicted = model.predictProba(standardize(test, by));
    const squares = targetsOf(test).map((target, i) => (target - (predicted[i] as number)) ** 2);
    expect(squares.reduce((a, b) => a + b, 0) / test.count).toBeCloseTo(loss, 1);
  },
);
