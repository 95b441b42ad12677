/** A small run stopped at its fifth step, as the checkpoint it left: two inputs, seven rows, Adam, one epoch behind it. */
import { adam, type Checkpoint, checkpointing, dataset, Mlp } from "../../src/index.js";

const features = Float32Array.from({ length: 14 }, (_, i) => (i % 5) / 4 - 0.5);
const data = dataset({ features, width: 2, labels: [0, 1, 1, 0, 1, 0, 0] });

function taken(): Promise<Checkpoint> {
  const layers = [{ units: 3, activation: "tanh" } as const, { units: 2, activation: "softmax" } as const];
  const model = new Mlp({ inputs: 2, layers, loss: "crossEntropy", seed: 1 });
  return new Promise((resolve, reject) => {
    let count = 0;
    const save = (checkpoint: Checkpoint): void => {
      if (++count === 5) resolve(checkpoint);
    };
    const options = { epochs: 2, batchSize: 2, optimizer: adam(), threads: 1, recordFlow: true };
    model.fit(data, { ...options, checkpoints: checkpointing({ save, everySteps: 1 }) }).then(undefined, reject);
  });
}

const checkpoint = await taken();

/** Anew for each use. */
export function smallCheckpoint(): Checkpoint {
  return structuredClone(checkpoint);
}
