/** What the perceptron does beside giving the chapter's numbers, and its loss in networks of several outputs. */
import { describe, expect, it } from "vitest";
import {
  chapterIris,
  dataset,
  iris,
  Mlp,
  makeXor,
  Perceptron,
  parseModel,
  serializeModel,
  sgd,
} from "../../src/index.js";
import { codeOf } from "./problems.js";

const options = { inputs: 2, learningRate: 0.1, epochs: 10, seed: 1 };

describe("Perceptron", () => {
  it("predicts class 1 where the net input is at least 0", () => {
    const model = new Perceptron({ inputs: 1 });
    model.network.setParameters([{ weight: Float32Array.of(2), bias: Float32Array.of(-1) }]);
    expect([...model.predict([0.5, 0.49, -1, 3])]).toEqual([1, 0, 0, 1]);
  });

  it("comes to rest where a line parts the classes, and never where none does", async () => {
    const parted = new Perceptron(options);
    await parted.fit(chapterIris());
    const before = parted.weights;
    await parted.fit(chapterIris());
    expect([parted.updates, parted.weights]).toEqual([new Array(10).fill(0), before]);
    const unparted = new Perceptron({ ...options, epochs: 50 });
    await unparted.fit(makeXor({ count: 100, seed: 4 }));
    expect(Math.min(...unparted.updates)).toBeGreaterThan(10);
  });

  it("shuffles on request, to other weights that part the classes as well", async () => {
    const [stored, shuffled] = [new Perceptron(options), new Perceptron({ ...options, epochs: 30, shuffle: true })];
    await stored.fit(chapterIris());
    await shuffled.fit(chapterIris());
    expect(shuffled.weights).not.toEqual(stored.weights);
    expect(shuffled.evaluate(chapterIris()).accuracy).toBe(1);
  });

  it("corrects by one row at a time, and says what share was wrong before", () => {
    const model = new Perceptron({ inputs: 1, learningRate: 0.5 });
    model.network.setParameters([{ weight: Float32Array.of(0), bias: Float32Array.of(0) }]);
    const data = dataset({ features: Float32Array.of(1, 2, -1), width: 1, labels: [1, 0, 1] });
    expect(model.partialFit(data)).toBeCloseTo(1 / 3, 12);
    // Right; then wrong: w = -1, b = -0.5; then -1·-1 - 0.5 >= 0, right.
    expect([model.weights[0], model.bias]).toEqual([-1, -0.5]);
  });

  it("refuses targets, three classes, and options that are none", () => {
    const values = dataset({ features: Float32Array.of(1, 2), width: 1, targets: Float32Array.of(0.5, 1) });
    const narrow = new Perceptron({ inputs: 1 });
    expect(codeOf(() => narrow.fit(values))).toBe("invalid-option");
    expect(codeOf(() => narrow.partialFit(values))).toBe("invalid-option");
    expect(codeOf(() => new Perceptron({ inputs: 4 }).fit(iris()))).toBe("shape-mismatch");
    expect(codeOf(() => new Perceptron({ ...options, shuffle: 1 as unknown as boolean }))).toBe("invalid-option");
    expect(codeOf(() => new Perceptron({ ...options, epochs: 0 }))).toBe("invalid-option");
    expect(codeOf(() => new Perceptron(null as unknown as typeof options))).toBe("invalid-option");
  });
});

describe("loss perceptron", () => {
  it("trains one output a class", async () => {
    const model = new Mlp({ inputs: 4, layers: [{ units: 3 }], loss: "perceptron" });
    const history = await model.fit(iris(), { epochs: 50, batchSize: 1, optimizer: sgd({ learningRate: 0.01 }) });
    expect(model.evaluate(iris()).accuracy).toBeGreaterThan(0.8);
    expect(history.epochs[0]?.loss).toBeGreaterThan(history.epochs[49]?.loss as number);
    expect(parseModel(serializeModel(model)).architecture).toEqual(model.architecture);
  });

  it("is for one layer of linear units", () => {
    const hidden = [{ units: 3 }, { units: 1 }];
    expect(codeOf(() => new Mlp({ inputs: 2, layers: hidden, loss: "perceptron" }))).toBe("invalid-option");
    const sigmoid = [{ units: 1, activation: "sigmoid" }] as const;
    expect(codeOf(() => new Mlp({ inputs: 2, layers: sigmoid, loss: "perceptron" }))).toBe("invalid-option");
  });
});
