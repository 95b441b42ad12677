/** Which checkpoints a run refuses to go on from, and what it says. */
import { describe, expect, it } from "vitest";
import {
  adam,
  type Checkpoint,
  type CheckpointOptions,
  checkpointing,
  type FitOptions,
  sgd,
  shuffledOrder,
  takeRows,
  WasmlpError,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { noise } from "../models/problems.js";
import { defaults, everyCheckpoint, networkOf, type Problem, regression, rows } from "./checkpoint-problems.js";

const optimizer = adam();
const problem: Problem = { data: rows, fit: () => ({ optimizer }) };

describe("fit refuses at once", () => {
  const fitting = (resume: Checkpoint, changes: Partial<FitOptions> = {}, other: Partial<Problem> = {}): unknown => {
    const { data } = { ...problem, ...other };
    const options = { ...defaults(problem.fit()), ...changes, checkpoints: checkpointing({ resume }) };
    return networkOf({ ...problem, ...other }).fit(data, options);
  };
  const checkpointOf = async (of: Problem): Promise<Checkpoint> =>
    (await everyCheckpoint(of)).checkpoints[7] as Checkpoint;

  it.each<[string, Partial<FitOptions>, RegExp]>([
    ["another optimizer", { optimizer: sgd({ learningRate: 0.1 }) }, /^optimizer: .*kind adam.*, as in the checkpoint/],
    ["another learning rate", { optimizer: adam({ learningRate: 0.5 }) }, /^optimizer: .*learningRate 0.001/],
    ["another batch size", { batchSize: 21 }, /^batchSize: expected 20, as in the checkpoint, got 21$/],
    ["another end of the epoch", { dropLast: true }, /^dropLast: expected false, as in the checkpoint, got true$/],
    [
      "another seed",
      { seed: 5 },
      /^order: expected shuffled with seed 4, as in the checkpoint, got shuffled with seed 5$/,
    ],
    [
      "another order",
      { shuffle: false },
      /^order: expected shuffled with seed 4, as in the checkpoint, got as stored$/,
    ],
    ["an order of one's own", { order: shuffledOrder(4) }, /^order: expected shuffled.*got a function$/],
    ["validation", { validation: rows }, /^validation: expected none, .*got 83 rows of 20, fingerprint \w{16}$/],
    ["scores", { scoreTraining: true }, /^scoreTraining: /],
    ["the flow of gradients", { recordFlow: true }, /^recordFlow: /],
    ["weights of rows", { classWeights: "balanced" }, /^rowWeights: expected none, as in the checkpoint, got \w{16}$/],
    ["fewer epochs", { epochs: 1 }, /^epochs: expected at least 2, as far as the checkpoint is, got 1$/],
  ])("%s", async (_name, changes, said) => {
    const resume = await checkpointOf(problem);
    expectError(() => fitting(resume, changes), "invalid-option", said);
  });

  it.each<[string, Partial<Problem>, RegExp]>([
    [
      "other rows",
      {
        data: takeRows(
          rows,
          Uint32Array.from({ length: 83 }, (_, i) => 82 - i),
        ),
      },
      /^data: expected 83 rows of 20, fingerprint/,
    ],
    ["fewer rows", { data: noise(82) }, /^data: expected 83 rows/],
    ["another seed of the model", { model: { seed: 5 } }, /^order: expected shuffled with seed 4/],
    [
      "another network",
      { model: { layers: [{ units: 10, activation: "softmax" }] } },
      /^architecture: expected 20-13-9-10, tanh, relu, softmax, loss crossEntropy, as in the checkpoint, got 20-10/,
    ],
    [
      "other activations",
      {
        model: {
          layers: [
            { units: 13, activation: "relu" },
            { units: 9, activation: "relu" },
            { units: 10, activation: "softmax" },
          ],
        },
      },
      /^architecture: /,
    ],
    ["f64", { model: { backend: "reference-f64" } }, /^arithmetic: expected strict, as in the checkpoint, got f64$/],
  ])("%s", async (_name, other, said) => {
    const resume = await checkpointOf(problem);
    expectError(() => fitting(resume, {}, other), "invalid-option", said);
  });

  it("another seed of the model, where rows are not shuffled by it", async () => {
    const stored: Problem = { data: rows, fit: () => ({ optimizer, shuffle: false }) };
    const resume = await checkpointOf(stored);
    const other = { model: { seed: 5 } };
    const said = /^seed of the model: expected 4, as in the checkpoint, got 5$/;
    expectError(() => fitting(resume, { shuffle: false }, other), "invalid-option", said);
  });
});

describe("once training begins, fit refuses", () => {
  it("a function that gives another order", async () => {
    const ordered: Problem = { data: rows, fit: () => ({ optimizer, order: shuffledOrder(8) }) };
    const { checkpoints } = await everyCheckpoint(ordered);
    const used = shuffledOrder(8);
    used(1, 83);
    for (const [resume, epoch] of [
      [checkpoints[2], 1],
      [checkpoints[4], 1],
      [checkpoints[7], 2],
    ] as const) {
      for (const order of [shuffledOrder(9), used]) {
        const options = {
          ...defaults({ optimizer, order }),
          checkpoints: checkpointing({ resume: resume as Checkpoint }),
        };
        const failure = await networkOf(ordered)
          .fit(rows, options)
          .then(undefined, (error: WasmlpError) => error);
        expect(failure).toMatchObject({ code: "invalid-option" });
        expect((failure as WasmlpError).message).toMatch(
          new RegExp(`^order of epoch ${epoch}: expected \\w{16}, as in the checkpoint, got \\w{16}$`),
        );
      }
    }
  });
});

describe("checkpointing refuses", () => {
  it.each<[string, unknown, RegExp]>([
    ["no options", undefined, /^options: expected an object, got undefined$/],
    ["nothing to do", {}, /^save: expected a function, or resume, got undefined$/],
    ["no function", { save: 1 }, /^save: expected a function, got 1$/],
    ["no steps", { save: () => {}, everySteps: 0 }, /^everySteps: expected a whole number of at least 1, got 0$/],
    ["half steps", { save: () => {}, everySteps: 1.5 }, /^everySteps: /],
    ["no time", { save: () => {}, everySeconds: 0 }, /^everySeconds: expected a number above 0, got 0$/],
    ["no number", { save: () => {}, everySeconds: Number.NaN }, /^everySeconds: /],
    ["no checkpoint", { resume: null }, /^resume: expected an object, got null$/],
    ["an empty one", { resume: {} }, /^resume.architecture: expected an object, got undefined$/],
  ])("%s", (_name, options, said) => {
    expectError(() => checkpointing(options as CheckpointOptions), "invalid-option", said);
  });

  it("a checkpoint with any field missing or of another kind, by its name", async () => {
    const every: Problem = {
      data: regression(),
      fit: () => ({ optimizer, recordFlow: true, scoreTraining: true, validation: regression() }),
    };
    const { checkpoints } = await everyCheckpoint(every);
    const resume = checkpoints[7] as Checkpoint;
    let changed = 0;
    const taken: string[] = [];
    const refuse = (value: unknown, path: readonly string[]): void => {
      for (const wrong of [undefined, null, "no", Number.NaN, {}, []]) {
        const copy = structuredClone(resume) as unknown as Record<string, never>;
        let target = copy;
        for (const key of path.slice(0, -1)) target = target[key] as never;
        // A text for a text is allowed, and so is a score or a flow that is no number.
        if (typeof value === "string" && typeof wrong === "string") continue;
        if (path[0] === "history" && path.length > 3 && typeof value === typeof wrong) continue;
        target[path.at(-1) as string] = wrong as never;
        let caught: unknown;
        try {
          checkpointing({ resume: copy as unknown as Checkpoint });
        } catch (error) {
          caught = error;
        }
        if (!(caught instanceof WasmlpError)) taken.push(`${path.join(".")} = ${String(wrong)}`);
        changed++;
      }
      if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
      for (const [key, part] of Object.entries(value)) refuse(part, [...path, key]);
    };
    for (const [key, part] of Object.entries(resume)) refuse(part, [key]);
    expect(taken).toEqual([]);
    expect(changed).toBeGreaterThan(500);
  });

  it("weights that are not finite, or too few", async () => {
    const { checkpoints } = await everyCheckpoint(problem);
    const wrong = structuredClone(checkpoints[3]) as Checkpoint;
    (wrong.parameters[1]?.bias as Float32Array)[2] = Number.NaN;
    expectError(() => checkpointing({ resume: wrong }), "not-finite", /^resume.parameters\[1\].bias: .* got NaN at 2$/);
    const fewer = { ...wrong, parameters: wrong.parameters.slice(1) };
    expectError(
      () => checkpointing({ resume: fewer }),
      "shape-mismatch",
      /^resume.parameters: expected 3 layers, got 2$/,
    );
  });

  it("as fit does what checkpointing has not made", () => {
    for (const checkpoints of [null, true, {}, { open: 1 }])
      expectError(
        () => networkOf(problem).fit(rows, { ...defaults(problem.fit()), checkpoints: checkpoints as never }),
        "invalid-option",
        /^checkpoints: expected what checkpointing\(\{ … \}\) returns, got /,
      );
  });
});
