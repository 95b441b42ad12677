/** `npm run bench`: this machine's ceiling, every product and kernel against it, and training on real MNIST. */
import { availableParallelism, cpus } from "node:os";
import { mnist, takeRows } from "../src/node/entry.js";
import { ceilingContender } from "./ceiling.js";
import { type Figure, race } from "./harness.js";
import { elementContenders, fillMemory, LAYERS, productContenders } from "./kernels.js";
import { flopsPerSample, trainingFigures, WORKLOADS } from "./training.js";

const giga = (value: number): string => (value / 1e9).toFixed(1).padStart(6);
const percent = (share: number): string => `${(100 * share).toFixed(0)} %`.padStart(6);

console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}\n`);
const ceiling = ceilingContender();
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
const { train } = await mnist.load();
for (const workload of WORKLOADS) {
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
