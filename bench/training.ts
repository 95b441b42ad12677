/** Training speed of whole networks on real MNIST, one thread: samples and flops a second. */
import { type Dataset, Mlp, type MlpOptions, type Optimizer, sgd } from "../src/index.js";
import { type Figure, summarize } from "./harness.js";

export interface Workload {
  readonly name: string;
  readonly model: MlpOptions;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
}

const sigmoid = { activation: "sigmoid" } as const;
const relu = { activation: "relu" } as const;

export const WORKLOADS: readonly Workload[] = [
  {
    name: "W1 784-50-10 sigmoid, MSE, SGD, batch 100",
    model: {
      inputs: 784,
      layers: [
        { units: 50, ...sigmoid },
        { units: 10, ...sigmoid },
      ],
      loss: "sumSquaredError",
    },
    batchSize: 100,
    optimizer: sgd({ learningRate: 0.1 }),
  },
  {
    name: "W2 784-512-512-10 relu, softmax cross-entropy, SGD, batch 128",
    model: {
      inputs: 784,
      layers: [
        { units: 512, ...relu },
        { units: 512, ...relu },
        { units: 10, activation: "softmax" },
      ],
      loss: "crossEntropy",
    },
    batchSize: 128,
    optimizer: sgd({ learningRate: 0.1 }),
  },
];

/** Flops of one sample: forward, and backward without the gradient by the inputs. */
export function flopsPerSample({ inputs, layers }: MlpOptions): number {
  let width = inputs;
  return layers.reduce((sum, { units }, l) => {
    const product = 2 * width * units;
    width = units;
    return sum + (l === 0 ? 2 : 3) * product;
  }, 0);
}

/** Samples a second, an epoch a measurement. */
export async function trainingFigure(workload: Workload, data: Dataset, epochs: number): Promise<Figure> {
  const { batchSize, optimizer } = workload;
  const model = new Mlp({ ...workload.model, seed: 123 });
  const history = await model.fit(data, { epochs: epochs + 1, batchSize, optimizer });
  return summarize(
    workload.name,
    history.epochs.slice(1).map(({ samples, seconds }) => samples / seconds),
  );
}
