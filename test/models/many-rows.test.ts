/** The forms of predict, predictProba and evaluate that return promises, on the calling thread. */
import { describe, expect, it } from "vitest";
import { adam, Mlp, type Threads } from "../../src/index.js";
import { noise, noiseModel } from "./problems.js";

describe("with options, a model", () => {
  it.each(["wasm", "reference", "reference-f64"] as const)("gives the same bits, backend %s", async (backend) => {
    const model = new Mlp({ ...noiseModel().architecture, seed: 2, backend });
    const data = noise(700);
    expect(await model.predict(data, {})).toEqual(model.predict(data));
    expect(await model.predictProba(data, { threads: 1 })).toEqual(model.predictProba(data));
    expect(await model.evaluate(data, { threads: "auto" })).toEqual(model.evaluate(data));
  });

  it("predicts nothing from no rows", async () => {
    expect(await noiseModel().predict(new Float32Array(0), {})).toEqual(new Uint32Array(0));
    expect(await noiseModel().predictProba([], { threads: 1 })).toEqual(new Float32Array(0));
  });

  it("answers with the weights of the call, whatever becomes of them meanwhile", async () => {
    // The reference takes many slices for this, and between them come a prediction and other weights.
    const model = new Mlp({ ...noiseModel().architecture, seed: 2, backend: "reference" });
    const data = noise(3000);
    const before = model.predictProba(data);
    const pending = model.predictProba(data, {});
    let isDone = false;
    void pending.then(() => {
      isDone = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1));
    expect(isDone).toBe(false);
    model.partialFit(noise(50), { optimizer: adam() });
    expect(model.predictProba(data)).not.toEqual(before);
    expect(await pending).toEqual(before);
  });

  it("rejects, and does not throw, what it cannot take", async () => {
    const model = noiseModel();
    const code = (promise: Promise<unknown>): Promise<unknown> => promise.then(null, (error) => error.code);
    for (const threads of [0, -1, 1.5, 65, Number.NaN, "two", null])
      expect(await code(model.predict(noise(), { threads: threads as Threads }))).toBe("invalid-option");
    expect(await code(model.evaluate(noise(), null as never))).toBe("invalid-option");
    expect(await code(model.evaluate({} as never, {}))).toBe("invalid-option");
    expect(await code(model.predictProba([1, 2, 3], {}))).toBe("shape-mismatch");
    // No host has offered threads here.
    expect(await code(model.predict(noise(), { threads: 2 }))).toBe("unsupported");
  });

  it("does nothing where the signal has been aborted before", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    await expect(noiseModel().evaluate(noise(), { signal })).rejects.toThrow("too late");
  });
});
