/** Small problems that the tests of models share. */
import { createHash } from "node:crypto";
import { expect } from "vitest";
import { type Dataset, dataset, type ErrorCode, Mlp, type MlpOptions, MT19937, WasmlpError } from "../../src/index.js";

export const XOR: Dataset = dataset({
  features: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
  width: 2,
  labels: [0, 1, 1, 0],
});

export const xorModel = (options: Partial<MlpOptions> = {}): Mlp =>
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
export function noise(rows = 32): Dataset {
  const random = new MT19937(9);
  const features = Float32Array.from({ length: rows * 20 }, () => random.normal());
  return dataset({
    features,
    width: 20,
    labels: Array.from({ length: rows }, () => random.randint(0, 10)),
    classes: 10,
  });
}

export const noiseModel = (): Mlp =>
  new Mlp({
    inputs: 20,
    layers: [
      { units: 64, activation: "relu" },
      { units: 10, activation: "softmax" },
    ],
    loss: "crossEntropy",
    seed: 2,
  });

/** SHA-256 of all weights and biases. */
export function hashOf(model: Mlp): string {
  const hash = createHash("sha256");
  for (const { weight, bias } of model.parameters)
    for (const a of [weight, bias]) hash.update(new Uint8Array(a.buffer));
  return hash.digest("hex");
}

export function codeOf(act: () => unknown): ErrorCode | undefined {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(WasmlpError);
    expect((error as Error).message).toMatch(/expected .+, got .+/);
    return (error as WasmlpError).code;
  }
  return undefined;
}
