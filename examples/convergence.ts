/**
 * Full batch against mini-batch against one sample at a time, on the same rows, first weights and budget of samples;
 * and learning rates too small, right and too large.
 *   npx tsx examples/convergence.ts [folder for the figures]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { DivergenceError, Mlp, mnist, sgd, takeRows } from "wasmlp";
import { type ChartSeries, lineChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
const { train } = await mnist.load();
const rows = takeRows(
  train,
  Array.from({ length: 1000 }, (_, i) => i),
);
const EPOCHS = 20;

function network(): Mlp {
  const hidden = { units: 30, activation: "sigmoid" } as const;
  const output = { units: 10, activation: "softmax" } as const;
  return new Mlp({ inputs: 784, layers: [hidden, output], loss: "crossEntropy", seed: 1 });
}

/** Loss over all rows after each epoch, from the first weights on; seconds are those of the training steps. */
interface Course {
  readonly losses: readonly number[];
  readonly seconds: readonly number[];
}

async function course(batchSize: number, learningRate: number): Promise<Course> {
  const model = network();
  const losses = [model.evaluate(rows).loss];
  const seconds = [0];
  const options = { epochs: EPOCHS, batchSize, optimizer: sgd({ learningRate }), scoreTraining: true };
  try {
    for await (const epoch of model.fit(rows, options)) {
      losses.push(epoch.training?.loss as number);
      seconds.push((seconds.at(-1) as number) + epoch.seconds);
    }
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    console.log(`  ${error.message}`);
  }
  return { losses, seconds };
}

/** The learning rate of the list that ends at the lowest loss; each way of training gets its own. */
async function best(batchSize: number): Promise<Course & { readonly learningRate: number }> {
  const tried = [];
  for (const learningRate of [0.01, 0.03, 0.1, 0.3, 1])
    tried.push({ learningRate, ...(await course(batchSize, learningRate)) });
  return tried.reduce((a, b) => ((b.losses.at(-1) as number) < (a.losses.at(-1) as number) ? b : a));
}

const WAYS = [
  { name: "full batch", batchSize: rows.count, tone: "secondary", isDashed: false },
  { name: "mini-batches of 50", batchSize: 50, tone: "accent", isDashed: false },
  { name: "one sample at a time", batchSize: 1, tone: "accent", isDashed: true },
] as const;

await course(50, 0.1); // The engine's compilers warm up, so that seconds compare.
const bySamples: ChartSeries[] = [];
const byTime: ChartSeries[] = [];
console.log(`${EPOCHS} epochs of ${rows.count} rows, loss over all of them`);
for (const { batchSize, ...looks } of WAYS) {
  const { learningRate, losses, seconds } = await best(batchSize);
  const series = { ...looks, name: `${looks.name} (rate ${learningRate})` };
  bySamples.push({ ...series, points: losses.map((loss, epoch) => [(epoch * rows.count) / 1000, loss]) });
  byTime.push({ ...series, points: losses.map((loss, epoch) => [seconds[epoch] as number, loss]) });
  const updates = EPOCHS * Math.ceil(rows.count / batchSize);
  const end = `${(losses.at(-1) as number).toFixed(4)} in ${(seconds.at(-1) as number).toFixed(2)} s`;
  console.log(`  ${series.name.padEnd(32)} ${String(updates).padStart(6)} updates: loss ${end}`);
}

console.log("\nlearning rates, mini-batches of 50");
const RATES = [
  { name: "too small (0.001)", learningRate: 0.001, tone: "accent", isDashed: true },
  { name: "right (0.3)", learningRate: 0.3, tone: "accent", isDashed: false },
  { name: "too large (10)", learningRate: 10, tone: "secondary", isDashed: false },
] as const;
const byRate: ChartSeries[] = [];
for (const { learningRate, ...looks } of RATES) {
  const { losses } = await course(50, learningRate);
  byRate.push({ ...looks, points: losses.map((loss, epoch) => [epoch, loss]) });
  console.log(`  ${looks.name.padEnd(18)} loss ${losses.map((loss) => loss.toFixed(2)).join(" ")}`);
}

const figures = {
  "convergence-samples": { title: "Loss against samples seen", xLabel: "Samples (thousands)", series: bySamples },
  "convergence-time": { title: "Loss against time", xLabel: "Time (s)", series: byTime },
  "learning-rates": {
    title: "Three learning rates",
    xLabel: "Epoch",
    yScale: "log" as const,
    series: byRate,
  },
};
mkdirSync(folder, { recursive: true });
for (const [id, chart] of Object.entries(figures)) {
  writeFileSync(`${folder}/${id}.svg`, lineChart({ id, yLabel: "Loss", ...chart, isStandalone: true }));
  console.log(`${folder}/${id}.svg`);
}
