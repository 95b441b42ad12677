/** What the page of the soak does: trains one model after the other until the time is over. Runs in the browser. */

/** The part of the library a page needs; it has it from dist/browser.js. */
type Library = typeof import("../../src/index.js");

/** Seconds since the start, models trained by then, and bytes of JavaScript's heap after a collection. */
export type PageSample = readonly [seconds: number, models: number, heap: number];

export async function trainFor(library: Library, minutes: number, everyMs: number): Promise<PageSample[]> {
  const { adam, dataset, Mlp } = library;
  const [rows, width] = [2000, 64];
  const features = Uint8Array.from({ length: rows * width }, (_, i) => (i * i) % 251);
  const data = dataset({ features, width, labels: Array.from({ length: rows }, (_, i) => i % 10) });
  const host = globalThis as unknown as { gc: () => void; performance: { memory: { usedJSHeapSize: number } } };
  const samples: PageSample[] = [];
  const began = performance.now();
  let next = 0;
  for (let models = 0; ; models++) {
    const elapsed = performance.now() - began;
    if (elapsed >= next) {
      for (let i = 0; i < 3; i++) {
        host.gc();
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      samples.push([elapsed / 1000, models, host.performance.memory.usedJSHeapSize]);
      next += everyMs;
    }
    if (elapsed > minutes * 60_000) return samples;
    const layers = [
      { units: 100, activation: "relu" },
      { units: 10, activation: "softmax" },
    ] as const;
    const model = new Mlp({ inputs: width, layers, loss: "crossEntropy", seed: models });
    await model.fit(data, { epochs: 10, batchSize: 100, optimizer: adam(), threads: 1 + (models % 2) });
    model.predict(data);
  }
}
