/** Models made, trained, asked and dropped, again and again, and what the process holds after each so many. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { dataset, Mlp, serializeModel, sgd } from "../../src/node/entry.js";

/** What the process holds once garbage is collected. Bytes. */
export interface Sample {
  readonly cycle: number;
  readonly heap: number;
  /** Outside of the heap: array buffers and memories of WebAssembly. */
  readonly external: number;
  readonly rss: number;
  /** Timers, ports and the like that keep a process alive or could. */
  readonly handles: number;
}

const ROWS = 60;
const WIDTH = 12;
const features = Uint8Array.from({ length: ROWS * WIDTH }, (_, i) => (i * i) % 251);
const data = dataset({ features, width: WIDTH, labels: Array.from({ length: ROWS }, (_, i) => i % 3) });

/** A model of 3.5 kB of weights: made, trained on some threads, asked, saved, dropped. */
async function cycle(threads: number, seed: number): Promise<void> {
  const layers = [
    { units: 48, activation: "relu" },
    { units: 3, activation: "softmax" },
  ] as const;
  const model = new Mlp({ inputs: WIDTH, layers, loss: "crossEntropy", seed });
  await model.fit(data, { epochs: 2, batchSize: 20, optimizer: sgd({ learningRate: 0.1 }), threads });
  const classes = model.predict(data);
  if (classes.length !== ROWS || !serializeModel(model).length) throw new Error("the model does not answer");
}

/** `cycles` of them, on one and two threads by turns; a sample every `every`. */
export async function soak(cycles: number, every: number, onSample: (sample: Sample) => void): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let done = 0; done <= cycles; done++) {
    if (done % every === 0) {
      const sample = await takeSample(done);
      samples.push(sample);
      onSample(sample);
    }
    if (done < cycles) await cycle(1 + (done % 2), done);
  }
  return samples;
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

async function takeSample(at: number): Promise<Sample> {
  for (let i = 0; i < 3; i++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { heapUsed: heap, external, rss } = process.memoryUsage();
  return { cycle: at, heap, external, rss, handles: process.getActiveResourcesInfo().length };
}

/** Growth a cycle, by least squares, of the samples after the first third, in which caches fill. */
export function slopeOf(samples: readonly (readonly [cycle: number, bytes: number])[]): number {
  const settled = samples.slice(Math.ceil(samples.length / 3));
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(settled.map(([at]) => at)), mean(settled.map(([, bytes]) => bytes))];
  const across = settled.reduce((sum, [at, bytes]) => sum + (at - x) * (bytes - y), 0);
  return across / settled.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
}
