/** Speed of classifying real MNIST: one image a call, a thousand, and many on all threads. */
import { type Dataset, Mlp } from "../src/node/entry.js";
import { type Figure, race, summarize } from "./harness.js";
import type { Workload } from "./workloads.js";

/** Images a second, by how they are handed over. */
export async function inferenceFigures(workload: Workload, images: Dataset, threads: number): Promise<Figure[]> {
  const model = new Mlp(workload.model);
  const { width, count } = images;
  const features = images.features as Uint8Array;
  const singles = Array.from({ length: 1000 }, (_, i) => features.slice(i * width, (i + 1) * width));
  const thousand = features.subarray(0, 1000 * width);
  model.predict(thousand); // the first call draws the weights
  let next = 0;
  const calling = race([
    { name: "one a call", work: 1, run: () => void model.predict(singles[next++ % 1000] as Uint8Array) },
    { name: "1,000 a call", work: 1000, run: () => void model.predict(thousand) },
  ]);
  const rates: number[] = [];
  for (let round = 0; round < 7; round++) {
    const began = performance.now();
    await model.predict(features, { threads });
    if (round > 1) rates.push((1000 * count) / (performance.now() - began));
  }
  return [...calling, summarize(`${count.toLocaleString("en")} on ${threads} threads`, rates)];
}
