/** `npm run bench`: this machine's ceiling, every product and kernel against it, and training on real MNIST. */
import { cpus } from "node:os";
import { takeRows } from "../src/index.js";
import { mnist } from "../src/node/datasets.js";
import { ceilingContender } from "./ceiling.js";
import { type Figure, race } from "./harness.js";
import { elementContenders, fillMemory, LAYERS, productContenders } from "./kernels.js";
import { flopsPerSample, trainingFigure, WORKLOADS } from "./training.js";

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

console.log("\nTraining on MNIST, one thread: samples a second (share of the ceiling)");
const { train } = await mnist.load();
for (const workload of WORKLOADS) {
  const isLarge = flopsPerSample(workload.model) > 1e6;
  const data = isLarge
    ? takeRows(
        train,
        Uint32Array.from({ length: 12_800 }, (_, i) => i),
      )
    : train;
  const [top] = race([ceiling], 7) as [Figure];
  const { median, low, high } = await trainingFigure(workload, data, 7);
  const share = (median * flopsPerSample(workload.model)) / top.median;
  const range = `${Math.round(low)} … ${Math.round(high)}`;
  console.log(
    `  ${workload.name}: ${Math.round(median)} (${range}), ${percent(share).trim()} of ${giga(top.median).trim()} GFLOP/s`,
  );
}
