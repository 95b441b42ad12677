/** What the browser test trains to see whether its page stays free: a fit so large that it leaves the page of its own. */

type Library = typeof import("../../src/index.js");

export interface LargeFit {
  /** Tasks of the page that took more than 50 ms while it trained. */
  readonly longTasksMs: readonly number[];
  /** Median time from one turn of a timer of 5 ms to the next. */
  readonly medianGapMs: number;
  /** How often progress was told. */
  readonly ticks: number;
  readonly stopped: string;
}

export async function trainLarge(library: Library, threads: "auto" | 1): Promise<LargeFit> {
  const { adam, dataset, Mlp, MT19937 } = library;
  const random = new MT19937(11);
  const rows = 20_000;
  const features = Float32Array.from({ length: rows * 100 }, () => random.random());
  const labels = Uint8Array.from({ length: rows }, (_, i) => i % 5);
  const data = dataset({ features, width: 100, labels, classes: 5 });
  const layers = [{ units: 300, activation: "relu" } as const, { units: 5, activation: "softmax" } as const];
  const model = new Mlp({ inputs: 100, layers, loss: "crossEntropy" });
  model.predict(features.subarray(0, 100)); // draws the weights, compiles the module
  const longTasksMs: number[] = [];
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasksMs.push(duration);
  });
  await new Promise((resolve) => setTimeout(resolve, 200)); // what came before is over
  observer.observe({ type: "longtask" });
  const turns: number[] = [];
  const timer = setInterval(() => turns.push(performance.now()), 5);
  let ticks = 0;
  const onProgress = (): number => ticks++;
  const { stopped } = await model.fit(data, { epochs: 20, batchSize: 100, optimizer: adam(), threads, onProgress });
  clearInterval(timer);
  await new Promise((resolve) => setTimeout(resolve, 200)); // the observer hears late
  const gaps = turns.slice(1).map((turn, i) => turn - (turns[i] as number));
  const medianGapMs = gaps.sort((a, b) => a - b)[gaps.length >> 1] as number;
  return { longTasksMs, medianGapMs, ticks, stopped };
}
