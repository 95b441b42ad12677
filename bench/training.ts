/** Training speed of whole networks on real MNIST: samples and flops a second. */
import { type Dataset, type MathMode, Mlp, type MlpOptions, sgd } from "../src/node/entry.js";
import { type Contender, type Figure, race, summarize } from "./harness.js";
import type { Workload } from "./workloads.js";

/** Flops of one sample: forward, and backward without the gradient by the inputs. */
export function flopsPerSample({ inputs, layers }: MlpOptions): number {
  let width = inputs;
  return layers.reduce((sum, { units }, l) => {
    const product = 2 * width * units;
    width = units;
    return sum + (l === 0 ? 2 : 3) * product;
  }, 0);
}

/** Samples a second, and flops a second as a share of `threads` times the ceiling. */
export interface TrainingFigures {
  readonly rate: Figure;
  readonly share: Figure;
}

/**
 * An epoch a measurement, each with a measurement of the ceiling right after it: a machine that changes its clock
 * changes both. The first two epochs, while the compiler still optimizes, do not count.
 */
export async function trainingFigures(
  workload: Workload,
  data: Dataset,
  epochs: number,
  threads: number,
  math: MathMode,
  ceiling: Contender,
): Promise<TrainingFigures> {
  const { batchSize, learningRate } = workload;
  const optimizer = sgd({ learningRate });
  const model = new Mlp({ ...workload.model, math });
  const flops = flopsPerSample(workload.model);
  const rates: number[] = [];
  const shares: number[] = [];
  for await (const result of model.fit(data, { epochs: epochs + 2, batchSize, optimizer, threads })) {
    const rate = result.samples / result.seconds;
    const [{ median: top }] = race([ceiling], 3) as [Figure];
    if (result.epoch <= 2) continue;
    rates.push(rate);
    shares.push((rate * flops) / (top * threads));
  }
  return { rate: summarize(workload.name, rates), share: summarize(workload.name, shares) };
}
