/** What is timed on a page and in Node: the same function, given the library and the data it is to use. */
import { ceilingLoop } from "../ceiling-loop.js";
import { race, type Spread, spreadOf } from "../harness.js";
import { lapOrder } from "../lap-order.js";
import { W1, W2, type Workload } from "../workloads.js";

/** The part of the library a page needs; the page has it from dist/browser.js, Node from dist/node.js. */
type Library = typeof import("../../src/index.js");

export interface Job {
  readonly threads: readonly number[];
  readonly warmUp: number;
  readonly laps: number;
  /** Of the workload's own lap. */
  readonly lapShare: number;
}

export interface Material {
  readonly pixels: Uint8Array<ArrayBuffer>;
  readonly labels: Uint8Array<ArrayBuffer>;
  readonly ceiling: Uint8Array<ArrayBuffer>;
}

/** Work a second: flops for the ceiling, samples for training, by workload and number of threads. */
export interface Visit {
  readonly ceiling: number;
  readonly training: Readonly<Record<string, Spread>>;
}

export async function visit(library: Library, { pixels, labels, ceiling }: Material, job: Job): Promise<Visit> {
  const [top] = race([ceilingLoop(ceiling)]);
  const data = library.dataset({ features: pixels, labels, width: 784, classes: 10, scale: 2 / 255, shift: -1 });
  const training: Record<string, Spread> = {};
  for (const workload of [W1, W2])
    for (const threads of job.threads)
      training[`${workload.id}, ${threads}`] = await lapRates(library, data, workload, threads, job);
  return { ceiling: top?.median ?? 0, training };
}

async function lapRates(
  library: Library,
  data: ReturnType<Library["dataset"]>,
  { model, batchSize, learningRate, stepsPerLap }: Workload,
  threads: number,
  { warmUp, laps, lapShare }: Job,
): Promise<Spread> {
  const rows = Math.max(1, Math.round(stepsPerLap * lapShare)) * batchSize;
  const order = lapOrder(data.count, rows, warmUp + laps);
  const rates: number[] = [];
  const fitting = new library.Mlp(model).fit(data, {
    epochs: warmUp + laps,
    batchSize,
    threads,
    optimizer: library.sgd({ learningRate }),
    order: (lap) => order.subarray((lap - 1) * rows, lap * rows),
  });
  for await (const { epoch, samples, seconds } of fitting) if (epoch > warmUp) rates.push(samples / seconds);
  return spreadOf(rates);
}
