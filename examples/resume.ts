import { tmpdir } from "node:os";
import { join } from "node:path";
import { adam, type Checkpoint, checkpointing, loadCheckpoint, Mlp, makeMoons, saveCheckpoint } from "wasmlp";

const moons = makeMoons({ count: 500, noise: 0.2, seed: 1 });
const hidden = { units: 16, activation: "tanh" } as const;
const output = { units: 1, activation: "sigmoid" } as const;
const newModel = (): Mlp => new Mlp({ inputs: 2, layers: [hidden, output], loss: "binaryCrossEntropy", seed: 1 });
const options = { epochs: 30, batchSize: 20, optimizer: adam({ learningRate: 0.01 }) };

// A run that is stopped in the middle of its thirteenth epoch; the last checkpoint is where it stopped.
const stop = new AbortController();
let last: Checkpoint | undefined;
const save = (checkpoint: Checkpoint): void => {
  last = checkpoint;
  if (checkpoint.position.epoch === 13) stop.abort();
};
const checkpoints = checkpointing({ save, everySteps: 155 });
const { stopped } = await newModel().fit(moons, { ...options, signal: stop.signal, checkpoints });
const file = join(tmpdir(), "wasmlp-moons.safetensors");
await saveCheckpoint(last as Checkpoint, file);

// Another model, in this process or the next, goes on from the file.
const resume = await loadCheckpoint(file);
const { epoch, step } = resume.position;
console.log(`${stopped} in epoch ${epoch}, after ${step} mini-batches of it`);
const model = newModel();
const { epochs } = await model.fit(moons, { ...options, checkpoints: checkpointing({ resume }) });
console.log(`${epochs.length} epochs in all, loss ${epochs.at(-1)?.loss.toFixed(4)}`);

const never = newModel();
await never.fit(moons, options);
const isSame = JSON.stringify(model.parameters) === JSON.stringify(never.parameters);
console.log(`the weights of a run that never stopped: ${isSame}`);
