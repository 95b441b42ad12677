/** Chapter 2 of Raschka, Liu, Mirjalili (2022) on Iris, number for number: printed digits, and NumPy's to the last. */
import { describe, expect, it } from "vitest";
import { type Backend, chapterIris, takeRows } from "../../src/index.js";
import { chapterPerceptron, chapterRun, numbers, type RunName } from "./single-layer.js";

/** What the chapter's code prints, to the digits printed. */
const PRINTED: { readonly [K in RunName]?: { losses: string[]; weights: string[]; bias: string } } = {
  standardized: {
    losses:
      "0.494244 0.165335 0.113258 0.078888 0.056205 0.041234 0.031354 0.024833 0.020530 0.017690 0.015815 0.014578 0.013762 0.013223 0.012867 0.012633 0.012478 0.012375 0.012308 0.012263".split(
        " ",
      ),
    weights: ["-0.08614405", "0.54746776"],
    bias: "0.50000000",
  },
  stochastic: {
    losses:
      "0.134453 0.028081 0.019354 0.015593 0.013887 0.013295 0.012832 0.012884 0.012521 0.012693 0.012674 0.012693 0.012333 0.012707 0.012458".split(
        " ",
      ),
    weights: ["-0.07867268", "0.56739355"],
    bias: "0.50889617",
  },
};

const RUNS: readonly RunName[] = ["diverging", "slow", "standardized", "stochastic", "miniBatch"];
const fixed = (values: ArrayLike<number>, digits: number) => Array.from(values, (value) => value.toFixed(digits));

function expectWithin(got: ArrayLike<number>, wanted: readonly number[], tolerance: number): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs((got[i] as number) - value) / Math.abs(value), `${got[i]} for ${value}`).toBeLessThan(tolerance);
  });
}

describe("the f64 reference gives what the chapter prints", () => {
  it.each(Object.entries(PRINTED) as [RunName, NonNullable<(typeof PRINTED)["standardized"]>][])(
    "Adaline, %s",
    async (name, { losses, weights, bias }) => {
      const { model, data } = chapterRun(name, "reference-f64");
      await model.fit(data);
      expect(fixed(model.losses, 6)).toEqual(losses);
      expect(fixed(model.weights, 8)).toEqual(weights);
      expect(model.bias.toFixed(8)).toBe(bias);
      expect(model.evaluate(data).accuracy).toBe(1);
    },
  );

  it("Adaline, learning rate 0.1 on plain features: losses that grow and grow", async () => {
    const { model, data } = chapterRun("diverging", "reference-f64");
    await model.fit(data);
    expect(model.losses.slice(0, 5).map((loss) => loss.toPrecision(6))).toEqual(
      "0.434769 12.9891 649.108 32717.7 1.64929e+6".split(" "),
    );
    expect(model.losses[14]?.toPrecision(5)).toBe("1.7476e+23");
  });

  it("Adaline, learning rate 0.0001: hardly anything learned in 15 epochs", async () => {
    const { model, data } = chapterRun("slow", "reference-f64");
    await model.fit(data);
    expect(fixed([model.losses[0] as number, model.losses[14] as number], 6)).toEqual(["0.434769", "0.381727"]);
  });

  it("Adaline, one more row after stochastic gradient descent", async () => {
    const { model, data } = chapterRun("stochastic", "reference-f64");
    await model.fit(data);
    model.partialFit(takeRows(data, [0]));
    expect(fixed(model.weights, 8)).toEqual(["-0.07891592", "0.56696892"]);
    expect(model.bias.toFixed(8)).toBe("0.50931478");
  });

  it("perceptron: first weights, updates an epoch, last weights", async () => {
    const model = chapterPerceptron("reference-f64");
    expect([...fixed(model.weights, 8), model.bias]).toEqual(["0.01624345", "-0.00611756", 0]);
    await model.fit(chapterIris());
    expect(model.updates).toEqual([2, 2, 3, 2, 1, 0, 0, 0, 0, 0]);
    expect(fixed(model.weights, 8)).toEqual(["-0.35375655", "0.91388244"]);
    expect(model.bias.toFixed(8)).toBe("-0.20000000");
    expect(model.evaluate(chapterIris())).toEqual({ loss: 0, accuracy: 1 });
  });
});

describe.each<[Backend, number]>([
  ["reference-f64", 1e-12],
  ["wasm", 1e-4],
])("%s equals NumPy's f64 to a relative %d", (backend, tolerance) => {
  it.each(RUNS)("Adaline, %s", async (name) => {
    const { model, data } = chapterRun(name, backend);
    const { losses, weights, bias, accuracy, afterFirstRow } = numbers[name];
    await model.fit(data);
    expectWithin(model.losses, losses, tolerance);
    expectWithin(model.weights, weights, tolerance);
    expectWithin([model.bias], [bias], tolerance);
    expect(model.evaluate(data).accuracy).toBe(accuracy);
    if (!afterFirstRow) return;
    model.partialFit(takeRows(data, [0]));
    expectWithin(model.weights, afterFirstRow.weights, tolerance);
    expectWithin([model.bias], [afterFirstRow.bias], tolerance);
  });

  it("perceptron", async () => {
    const model = chapterPerceptron(backend);
    const { firstWeights, updates, weights, bias } = numbers.perceptron;
    expectWithin(model.weights, firstWeights, tolerance);
    await model.fit(chapterIris());
    expect(model.updates).toEqual(updates);
    expectWithin(model.weights, weights, tolerance);
    expectWithin([model.bias], [bias], tolerance);
  });
});

it.each(RUNS)("WASM and the f32 reference have the same bits, Adaline %s", async (name) => {
  const [wasm, reference] = [chapterRun(name, "wasm"), chapterRun(name, "reference")];
  await wasm.model.fit(wasm.data);
  await reference.model.fit(reference.data);
  expect(wasm.model.weights).toEqual(reference.model.weights);
  expect(wasm.model.losses).toEqual(reference.model.losses);
});
