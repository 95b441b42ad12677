/** Small problems and candidates that the tests of selection share. */
import { adam, type Candidate, type Dataset, dataset, MT19937 } from "../../src/index.js";

/** Three classes of points in the plane that overlap, as bytes or floats, of uneven sizes. */
export function blobs(rows = 90, kind: "bytes" | "floats" = "floats"): Dataset {
  const random = new MT19937(5);
  const labels = Array.from({ length: rows }, (_, row) => [0, 1, 2, 1, 0, 1][row % 6] as number);
  const values = labels.flatMap((label) => [random.normal(label, 0.7), random.normal(label % 2, 0.7)]);
  const features =
    kind === "floats"
      ? Float32Array.from(values)
      : Uint8Array.from(values, (value) => Math.max(0, Math.min(255, 60 + 40 * value)));
  return dataset({ features, width: 2, labels, classes: 3 });
}

/** A line with noise, to be learned as a target. */
export function line(rows = 40): Dataset {
  const random = new MT19937(6);
  const features = Float32Array.from({ length: rows }, () => random.uniform(-1, 1));
  return dataset({ features, width: 1, targets: features.map((x) => 2 * x + random.normal(0, 0.1)) });
}

export interface Shape {
  units: number;
  learningRate: number;
}

export const shapes: { units: number[]; learningRate: number[] } = { units: [2, 9], learningRate: [0.01, 0.1] };

export function blobCandidate({ units, learningRate }: Shape): Candidate {
  return {
    model: {
      inputs: 2,
      layers: [
        { units, activation: "tanh" },
        { units: 3, activation: "softmax" },
      ],
      loss: "crossEntropy",
      seed: 3,
    },
    fit: { epochs: 5, batchSize: 10, optimizer: adam({ learningRate }) },
  };
}

export const lineCandidate: Candidate = {
  model: { inputs: 1, layers: [{ units: 1, activation: "identity" }], loss: "mse" },
  fit: { epochs: 3, batchSize: 8, optimizer: adam({ learningRate: 0.1 }) },
};

/** What everything else of a result must be made of: JSON gives it back whole. */
export function throughJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

export async function partsOf<T>(running: AsyncIterable<T>): Promise<T[]> {
  const parts: T[] = [];
  for await (const part of running) parts.push(part);
  return parts;
}

/** What a promise was rejected with. */
export async function failureOf(promise: PromiseLike<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
}
