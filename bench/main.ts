/**
 * `npm run bench`: this machine's ceilings, every product and kernel against them, and training on real MNIST, by the
 * sample and by the accuracy reached; strict, and relaxed where the host can. `npm run bench -- --revectorize` has V8
 * join vector operations (Node 24).
 */
import { availableParallelism, cpus } from "node:os";
import { setFlagsFromString } from "node:v8";
import type { MathMode } from "../src/kernels/contract.js";
import { hasRelaxedSimd } from "../src/kernels/relaxed-module.js";
import { enableRevectorization, mnist, takeRows } from "../src/node/entry.js";
import { compileCeiling } from "./ceiling.js";
import { ceilingLoop } from "./ceiling-loop.js";
import { type Contender, type Figure, race } from "./harness.js";
import { inferenceFigures } from "./inference.js";
import { elementContenders, fillMemory, LAYERS, productContenders } from "./kernels.js";
import { timeToAccuracy } from "./time-to-accuracy.js";
import { flopsPerSample, trainingFigures } from "./training.js";
import { W1, W2 } from "./workloads.js";

const giga = (value: number): string => (value / 1e9).toFixed(1).padStart(6);
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`.padStart(6);

const isRevectorized = process.argv.includes("--revectorize");
if (isRevectorized) enableRevectorization();
if (!hasRelaxedSimd()) setFlagsFromString("--experimental-wasm-relaxed-simd");
const modes: readonly MathMode[] = hasRelaxedSimd() ? ["strict", "relaxed"] : ["strict"];

const node = `Node ${process.version}${isRevectorized ? ", revectorized" : ""}`;
console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, ${node}\n`);
const binary = compileCeiling();
const ceilings = new Map(modes.map((math) => [math, ceilingLoop(binary, math)] as const));
fillMemory();

console.log("Products, one thread: GFLOP/s (share of the ceiling in the same run)");
for (const layer of LAYERS) {
  const contenders = modes.map((math) => [ceilings.get(math) as Contender, ...productContenders(layer, math)]);
  const figures = race(contenders.flat());
  for (const [i, math] of modes.entries()) {
    const [top, ...products] = figures.slice(4 * i, 4 * i + 4) as [Figure, ...Figure[]];
    const cells = products.map(({ name, median }) => `${name} ${giga(median)} (${percent(median / top.median)})`);
    console.log(`  ${layer.join("×").padEnd(12)} ${math.padEnd(8)} ${cells.join("   ")}   ceiling ${giga(top.median)}`);
  }
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
  for (let threads = 1; threads <= availableParallelism(); threads *= 2)
    for (const [math, ceiling] of ceilings) {
      const epochs = isLarge ? 5 : 9;
      const { rate, share } = await trainingFigures(workload, data, epochs, threads, math, ceiling);
      alone ||= rate.median;
      const figures = [
        `${Math.round(rate.median)} (${Math.round(rate.low)} … ${Math.round(rate.high)})`,
        `${percent(share.median).trim()} (${percent(share.low).trim()} … ${percent(share.high).trim()})`,
      ];
      const who = `${threads} ${threads === 1 ? "thread " : "threads"} ${math.padEnd(8)}`;
      console.log(`    ${who} ${figures.join(", ")}, ${(rate.median / alone).toFixed(2)} ×`);
    }
}

console.log("\nClassifying MNIST, bytes: images a second, median (range)");
for (const workload of [W1, W2])
  for (const { name, median, low, high } of await inferenceFigures(workload, test, availableParallelism()))
    console.log(`  ${workload.id} ${name.padEnd(20)} ${Math.round(median)} (${Math.round(low)} … ${Math.round(high)})`);

console.log(
  "\nTime to test accuracy: 784-512-512-10 relu, SGD 0.2, momentum 0.8, batch 128; scored every 5,500 samples",
);
for await (const { goal, accuracy, samples, seconds } of timeToAccuracy(train, test, availableParallelism()))
  console.log(
    `  ${percent(goal)}: ${samples} samples, ${seconds.toFixed(1)} s on ${availableParallelism()} threads (${(100 * accuracy).toFixed(2)} %)`,
  );
