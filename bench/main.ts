/**
 * `npm run bench`: this machine's ceiling, every product and kernel against it, and training on real MNIST, by the
 * sample and by the accuracy reached.
 */
import { availableParallelism, cpus } from "node:os";
import { mnist, takeRows } from "../src/node/entry.js";
import { compileCeiling } from "./ceiling.js";
import { ceilingLoop } from "./ceiling-loop.js";
import { type Figure, race } from "./harness.js";
import { elementContenders, fillMemory, LAYERS, productContenders } from "./kernels.js";
import { timeToAccuracy } from "./time-to-accuracy.js";
import { flopsPerSample, trainingFigures } from "./training.js";
import { W1, W2 } from "./workloads.js";

const giga = (value: number): string => (value / 1e9).toFixed(1).padStart(6);
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`.padStart(6);

console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}\n`);
const ceiling = ceilingLoop(compileCeiling());
fillMemory();

console.log("Products, one thread, strict: GFLOP/s (share of the ceiling in the same run)");
for (const layer of LAYERS) {
  const [top, ...figures] = race([ceiling, ...productContenders(layer)]) as [Figure, ...Figure[]];
  const cells = figures.map(({ name, median }) => `${name} ${giga(median)} (${percent(median / top.median)})`);
  console.log(`  ${layer.join("×").padEnd(12)} ${cells.join("   ")}   ceiling ${giga(top.median)}`);
}

console.log("\nOther kernels at batch 100: ns an element");
for (const { name, median } of race(elementContenders(), 15))
  console.log(`  ${name.padEnd(20)} ${(1e9 / median).toFixed(2).padStart(6)}`);

console.log("\nTraining on MNIST: samples a second, median (range); share of the ceiling of so many threads");
const { train, test } = await mnist.load();
for (const workload of [W1, W2]) {
  const isLarge = flopsPerSample(workload.model) > 1e6;
  const data = isLarge
    ? takeRows(
        train,
        Uint32Array.from({ length: 12_800 }, (_, i) => i),
      )
    : train;
  console.log(`  ${workload.name}`);
  let alone = 0;
  for (let threads = 1; threads <= availableParallelism(); threads *= 2) {
    const epochs = isLarge ? 5 : 9;
    const { rate, share } = await trainingFigures(workload, data, epochs, threads, ceiling);
    alone ||= rate.median;
    const figures = [
      `${Math.round(rate.median)} (${Math.round(rate.low)} … ${Math.round(rate.high)})`,
      `${percent(share.median).trim()} (${percent(share.low).trim()} … ${percent(share.high).trim()})`,
    ];
    console.log(
      `    ${threads} ${threads === 1 ? "thread " : "threads"} ${figures.join(", ")}, ${(rate.median / alone).toFixed(2)} ×`,
    );
  }
}

console.log(
  "\nTime to test accuracy: 784-512-512-10 relu, SGD 0.2, momentum 0.8, batch 128; scored every 5,500 samples",
);
for await (const { goal, accuracy, samples, seconds } of timeToAccuracy(train, test, availableParallelism()))
  console.log(
    `  ${percent(goal)}: ${samples} samples, ${seconds.toFixed(1)} s on ${availableParallelism()} threads (${(100 * accuracy).toFixed(2)} %)`,
  );
