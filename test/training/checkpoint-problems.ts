/** Runs that the tests of checkpoints share: trained whole, with a checkpoint after every step, and gone on from one. */
import {
  type Checkpoint,
  checkpointing,
  type Dataset,
  dataset,
  type FitOptions,
  type History,
  Mlp,
  type MlpOptions,
  MT19937,
  readCheckpoint,
  writeCheckpoint,
} from "../../src/node/entry.js";
import { hashOf, noise } from "../models/problems.js";

export type Settings = Partial<FitOptions> & Pick<FitOptions, "optimizer">;

export interface Problem {
  readonly data: Dataset;
  /** Made anew for every run: an order may hold a stream. */
  readonly fit: () => Settings;
  readonly model?: Partial<MlpOptions>;
}

/** All that two runs must agree in: weights, and the history but for its times. */
export interface Outcome {
  readonly weights: string;
  readonly history: string;
}

export function networkOf({ data, model }: Problem): Mlp {
  return new Mlp({
    inputs: data.width,
    layers: [
      { units: 13, activation: "tanh" },
      { units: 9, activation: "relu" },
      data.labels ? { units: data.classes, activation: "softmax" } : { units: data.classes },
    ],
    loss: data.labels ? "crossEntropy" : "mse",
    seed: 4,
    ...model,
  });
}

/** 83 rows in batches of 20: the last is partial. */
export const rows: Dataset = noise(83);

/** Bytes, two thirds of them 0: kept as records. */
export function sparseBytes(): Dataset {
  const random = new MT19937(3);
  const features = Uint8Array.from({ length: 83 * 30 }, () => Math.max(0, random.randint(0, 256) - 170));
  return dataset({
    features,
    width: 30,
    labels: Array.from({ length: 83 }, (_, i) => i % 5),
    scale: 2 / 255,
    shift: -1,
  });
}

export function regression(): Dataset {
  const random = new MT19937(5);
  const features = Float32Array.from({ length: 83 * 4 }, () => random.normal());
  return dataset({ features, width: 4, targets: Float32Array.from({ length: 83 * 2 }, () => random.normal()) });
}

export function defaults(settings: Settings): FitOptions {
  return { epochs: 3, batchSize: 20, ...settings };
}

export function outcomeOf(model: Mlp, { epochs, stopped }: History): Outcome {
  return { weights: hashOf(model), history: JSON.stringify([epochs.map(({ seconds, ...rest }) => rest), stopped]) };
}

/** The run without checkpoints. */
export async function whole(problem: Problem): Promise<Outcome> {
  const model = networkOf(problem);
  return outcomeOf(model, await model.fit(problem.data, defaults(problem.fit())));
}

/** A checkpoint after every step, and one more in the end, each as its file gives it back. */
export async function everyCheckpoint(problem: Problem): Promise<{ outcome: Outcome; checkpoints: Checkpoint[] }> {
  const checkpoints: Checkpoint[] = [];
  const save = (checkpoint: Checkpoint): void => {
    checkpoints.push(readCheckpoint(writeCheckpoint(checkpoint)));
  };
  const model = networkOf(problem);
  const options = { ...defaults(problem.fit()), checkpoints: checkpointing({ everySteps: 1, save }) };
  return { outcome: outcomeOf(model, await model.fit(problem.data, options)), checkpoints };
}

/** A fresh model that goes on from `resume`. */
export async function resumed(
  problem: Problem,
  resume: Checkpoint,
  changes: Partial<FitOptions> = {},
): Promise<Outcome> {
  const model = networkOf(problem);
  const options = { ...defaults(problem.fit()), ...changes, checkpoints: checkpointing({ resume }) };
  return outcomeOf(model, await model.fit(problem.data, options));
}
