/** Checkpoints as bytes: what is written comes back, and nothing else is ever taken for it. */
import { beforeAll, describe, expect, it } from "vitest";
import { fingerprint } from "../../src/data/fingerprint.js";
import { WasmlpError } from "../../src/errors.js";
import { readSafetensors, type SafeTensor, writeSafetensors } from "../../src/formats/safetensors.js";
import {
  adam,
  type Checkpoint,
  parseModel,
  readCheckpoint,
  serializeModel,
  sgd,
  writeCheckpoint,
} from "../../src/node/entry.js";
import { expectError } from "../expect-error.js";
import { noise, XOR } from "../models/problems.js";
import { everyCheckpoint, networkOf, type Problem, rows } from "../training/checkpoint-problems.js";

const rich: Problem = {
  data: rows,
  fit: () => ({ optimizer: adam(), recordFlow: true, scoreTraining: true, validation: noise(31) }),
};
/** 30 weights and one epoch behind it. */
const small: Problem = {
  data: XOR,
  fit: () => ({ optimizer: sgd({ learningRate: 0.1, momentum: 0.9 }), batchSize: 2, epochs: 2 }),
  model: {
    layers: [
      { units: 3, activation: "tanh" },
      { units: 1, activation: "sigmoid" },
    ],
    loss: "binaryCrossEntropy",
  },
};

let checkpoint: Checkpoint;
let bytes: Uint8Array;
let smallBytes: Uint8Array;
beforeAll(async () => {
  checkpoint = (await everyCheckpoint(rich)).checkpoints[7] as Checkpoint;
  bytes = writeCheckpoint({ ...checkpoint, notes: 'ä\n"' });
  smallBytes = writeCheckpoint((await everyCheckpoint(small)).checkpoints[2] as Checkpoint);
});

/** What reading comes to: the checkpoint, or the error. */
function reading(file: Uint8Array): unknown {
  try {
    return readCheckpoint(file, "run");
  } catch (error) {
    return error;
  }
}

function expectRefused(file: Uint8Array, what: string): void {
  const error = reading(file);
  if (!(error instanceof WasmlpError) || error.code !== "invalid-file" || !error.message.startsWith("run"))
    expect.fail(`${what}: expected invalid-file, got ${String(error)}`);
}

/** The rich file changed, with a checksum that is right. */
function forge(change: (metadata: Record<string, string>, tensors: Map<string, unknown>) => void): Uint8Array {
  const { metadata, tensors } = readSafetensors(bytes, "run");
  const pairs = Object.fromEntries(metadata);
  const kept = new Map<string, unknown>(tensors);
  change(pairs, kept);
  const file = writeSafetensors([...kept.values()] as SafeTensor[], pairs);
  const at = 8 + '{"__metadata__":{"checksum":"'.length;
  file.set(new TextEncoder().encode(fingerprint(file.subarray(at + 16))), at);
  return file;
}

describe("a checkpoint's file", () => {
  it("gives back all of it, and the same bytes again", () => {
    const again = readCheckpoint(bytes);
    expect(again).toEqual({ ...checkpoint, notes: 'ä\n"' });
    expect(again.epochStart).toHaveLength(3);
    expect(writeCheckpoint(again)).toEqual(bytes);
  });

  it("keeps numbers that JSON has not, and moments that overflowed", () => {
    const moments = structuredClone(checkpoint.moments);
    moments[1]?.weight.set([Number.POSITIVE_INFINITY, Number.NaN, -0, 1e-45]);
    const [first, ...others] = checkpoint.history;
    const scores = { loss: Number.NaN, accuracy: -0, meanSquaredError: Number.NEGATIVE_INFINITY };
    const odd = { ...checkpoint, moments, history: [{ ...first, training: scores }, ...others] } as Checkpoint;
    const again = readCheckpoint(writeCheckpoint(odd));
    expect(again).toEqual(odd);
    expect(Object.is(again.history[0]?.training?.accuracy, -0)).toBe(true);
  });

  it("without notes has no place for them", () => {
    const file = writeCheckpoint(checkpoint);
    expect(readSafetensors(file, "run").metadata.has("notes")).toBe(false);
    expect(readCheckpoint(file)).not.toHaveProperty("notes");
    expect(readCheckpoint(writeCheckpoint({ ...checkpoint, notes: "" })).notes).toBe("");
  });

  it("of f64 holds f64", async () => {
    const { checkpoints } = await everyCheckpoint({ ...rich, model: { backend: "reference-f64" } });
    const double = checkpoints[7] as Checkpoint;
    expect(double.parameters[0]?.weight).toBeInstanceOf(Float64Array);
    expect(readSafetensors(writeCheckpoint(double), "run").tensors.get("layers.0.weight")?.dtype).toBe("F64");
    expect(Math.fround(double.parameters[0]?.weight[0] as number)).not.toBe(double.parameters[0]?.weight[0]);
    expect(readCheckpoint(writeCheckpoint(double))).toEqual(double);
  });

  it("is a model's file, too", () => {
    const model = parseModel(bytes);
    expect(model.parameters).toEqual(checkpoint.parameters);
    expect(model.architecture).toEqual(networkOf(rich).architecture);
    expect(model.seed).toBe(4);
  });

  it("names its tensors as PyTorch and its optimizers do", () => {
    const { tensors, metadata } = readSafetensors(bytes, "run");
    const parts = ["", ".mean", ".square", ".start"].flatMap((part) => [`weight${part}`, `bias${part}`]);
    const names = [0, 1, 2].flatMap((l) => parts.map((part) => `layers.${l}.${part}`));
    expect([...tensors.keys()].sort()).toEqual(names.sort());
    expect(tensors.get("layers.0.weight.square")).toMatchObject({ dtype: "F32", shape: [13, 20] });
    expect(metadata.get("checkpoint")).toBe("1");
  });
});

describe("what is no whole checkpoint is refused as invalid-file", () => {
  it("cut short after any byte, or longer", () => {
    for (let length = 0; length < smallBytes.length; length++)
      expectRefused(smallBytes.slice(0, length), `${length} bytes`);
    expectRefused(Uint8Array.of(...smallBytes, 0), "a byte more");
    expectRefused(Uint8Array.of(...smallBytes, 32, 32, 32, 32, 32, 32, 32, 32), "eight bytes more");
  });

  it("with any one bit of any byte changed", () => {
    for (let at = 0; at < smallBytes.length; at++)
      for (let bit = 0; bit < 8; bit++) {
        const changed = smallBytes.slice();
        changed[at] = (changed[at] as number) ^ (1 << bit);
        expectRefused(changed, `byte ${at}, bit ${bit}`);
      }
  });

  it("with two halves of different files", () => {
    const other = writeCheckpoint({ ...checkpoint, position: { ...checkpoint.position, seconds: 7 } });
    const length = Math.min(other.length, bytes.length);
    for (const part of [0.1, 0.5, 0.9]) {
      const mixed = other.slice(0, length);
      mixed.set(bytes.subarray(0, Math.floor(part * length)));
      expectRefused(mixed, `${part} of the one`);
    }
  });

  it("a model", () => {
    const said = /^run: expected a checkpoint written by wasmlp, got another beginning$/;
    expectError(() => readCheckpoint(serializeModel(networkOf(rich)), "run"), "invalid-file", said);
  });

  it("too short for a checksum, by its length", () => {
    const said = /^run: expected a checkpoint written by wasmlp, got 52 bytes$/;
    expectError(() => readCheckpoint(smallBytes.slice(0, 52), "run"), "invalid-file", said);
    const empty = /^run: expected a whole checkpoint, of fingerprint \w{16}, got \w{16}$/;
    expectError(() => readCheckpoint(smallBytes.slice(0, 53), "run"), "invalid-file", empty);
  });

  it("for what is wrong with its JSON", () => {
    const withHistory = (text: string | undefined): Uint8Array =>
      forge((pairs) => {
        if (text === undefined) delete pairs.history;
        else pairs.history = text;
      });
    for (const [text, said] of [
      [undefined, "history as JSON in the metadata, got nothing"],
      ["[", "history as JSON in the metadata, got ["],
      ["7", "history as JSON in the metadata, got 7"],
      ["null", "history as JSON in the metadata, got null"],
      ["[null]", "an object, got null"],
    ] as const) {
      const error = reading(withHistory(text)) as WasmlpError;
      expect(error.message, text).toMatch(/^run: /);
      expect(error.message.endsWith(`expected ${said}`), error.message).toBe(true);
    }
  });

  it("made by hand with a right checksum and wrong contents", () => {
    const { metadata, tensors } = readSafetensors(bytes, "run");
    expect(readCheckpoint(forge(() => {}))).toEqual(readCheckpoint(bytes));
    for (const key of metadata.keys())
      for (const wrong of [undefined, "", "null", "1e999", "[]", "{}", '{"epoch":1}', "\u0000"]) {
        if (key === "checksum" || key === "notes") continue;
        const file = forge((pairs) => {
          if (wrong === undefined) delete pairs[key];
          else pairs[key] = wrong;
        });
        expectRefused(file, `${key} ${wrong}`);
      }
    for (const key of tensors.keys()) {
      expectRefused(
        forge((_, kept) => void kept.delete(key)),
        `without ${key}`,
      );
      const reshaped = { ...(tensors.get(key) as object), shape: [1, 1], bytes: new Uint8Array(4) };
      expectRefused(
        forge((_, kept) => void kept.set(key, reshaped)),
        `${key} of another shape`,
      );
    }
  });

  it("and what is no bytes, or no checkpoint to write, as invalid-option", () => {
    expectError(() => readCheckpoint("no" as never), "invalid-option", /^bytes: expected a Uint8Array, got no$/);
    expectError(() => writeCheckpoint({} as never), "invalid-option", /^checkpoint.architecture: /);
  });
});
