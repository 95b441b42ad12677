/** The chapter's run in f32 WASM, all 50 epochs, against the published table. */
import { beforeAll, describe, expect, it } from "vitest";
import { type Dataset, type FloatArray, parseModel, serializeModel } from "../../src/index.js";
import { mnist } from "../../src/node/datasets.js";
import { chapterFit, chapterModel } from "./chapter.js";

/** Epoch, then accuracy in % on the training and the validation rows. */
const PUBLISHED = [
  [1, 76.15, 75.98],
  [2, 85.45, 85.04],
  [3, 87.82, 87.6],
  [5, 90.21, 90.04],
  [10, 92.04, 91.84],
  [20, 93.67, 93.38],
  [30, 94.54, 94.12],
  [40, 95.18, 94.3],
  [50, 95.61, 94.78],
] as const;
const PUBLISHED_TEST_ACCURACY = 94.54;

let sets: { train: Dataset; validation: Dataset; test: Dataset };
beforeAll(async () => {
  sets = await mnist.load();
});

describe("the chapter's network", () => {
  it("starts from the chapter's weights", () => {
    const [hidden, output] = chapterModel("reference-f64").parameters;
    const printed = (weights: FloatArray | undefined) => [...(weights?.subarray(0, 3) ?? [])].map((w) => w.toFixed(8));
    expect(printed(hidden?.weight)).toEqual(["-0.10856306", "0.09973454", "0.02829785"]);
    expect(printed(output?.weight)).toEqual(["0.20763998", "0.06375588", "0.00478648"]);
  });

  it("knows nothing before training", () => {
    const { meanSquaredError, accuracy } = chapterModel().evaluate(sets.validation);
    expect(meanSquaredError?.toFixed(6)).toBe("0.270729");
    expect(accuracy).toBe(0.0936);
  });

  it("stays within 0.1 points of the published accuracies for 50 epochs", async () => {
    const model = chapterModel();
    const { epochs } = await model.fit(sets.train, chapterFit(50, sets.validation));
    expect(epochs).toHaveLength(50);
    for (const [epoch, training, validation] of PUBLISHED) {
      const result = epochs[epoch - 1];
      expect(Math.abs(100 * (result?.training?.accuracy ?? 0) - training)).toBeLessThanOrEqual(0.1);
      expect(Math.abs(100 * (result?.validation?.accuracy ?? 0) - validation), `epoch ${epoch}`).toBeLessThanOrEqual(
        0.1,
      );
    }
    const accuracy = 100 * (model.evaluate(sets.test).accuracy ?? 0);
    expect(Math.abs(accuracy - PUBLISHED_TEST_ACCURACY)).toBeLessThanOrEqual(0.1);
    const restored = parseModel(serializeModel(model));
    expect(restored.evaluate(sets.test)).toEqual(model.evaluate(sets.test));
  });
});
