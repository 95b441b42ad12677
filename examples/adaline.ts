// Adaline on two kinds of iris (chapter 2 of Raschka, Liu, Mirjalili, 2022): a learning rate that is too large, one that
// is too small, what standardized features change, and gradient descent by all rows, by one row and by mini-batches.
// Prints losses and weights; writes its figures into the folder given, or ./figures.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  Adaline,
  AdalineGD,
  AdalineSGD,
  chapterIris,
  type Dataset,
  decisionRegions,
  featureRange,
  irisClassNames,
  standardize,
  takeRows,
} from "wasmlp";
import { decisionRegionChart, type LineChart, lineChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
mkdirSync(folder, { recursive: true });

const plain = chapterIris();
const standard = standardize(plain);

const tooLarge = new AdalineGD({ inputs: 2, learningRate: 0.1, epochs: 15, seed: 1 });
const tooSmall = new AdalineGD({ inputs: 2, learningRate: 0.0001, epochs: 15, seed: 1 });
const gradientDescent = new AdalineGD({ inputs: 2, learningRate: 0.5, epochs: 20, seed: 1 });
const stochastic = new AdalineSGD({ inputs: 2, learningRate: 0.01, epochs: 15, seed: 1 });
const miniBatch = new Adaline({ inputs: 2, learningRate: 0.05, epochs: 15, batchSize: 32, seed: 1 });

await train("learning rate 0.1, features as they are", tooLarge, plain);
await train("learning rate 0.0001, features as they are", tooSmall, plain);
await train("gradient descent, standardized", gradientDescent, standard);
await train("stochastic gradient descent, standardized", stochastic, standard);
await train("mini-batches of 32, standardized", miniBatch, standard);

writeLosses("adaline-too-large", {
  title: "A learning rate of 0.1 diverges",
  yLabel: "Mean squared error",
  yScale: "log",
  series: [{ name: "learning rate 0.1", points: pointsOf(tooLarge.losses), tone: "secondary" }],
});
writeLosses("adaline-too-small", {
  title: "A learning rate of 0.0001 hardly learns",
  yLabel: "Mean squared error",
  series: [{ name: "learning rate 0.0001", points: pointsOf(tooSmall.losses) }],
});
writeLosses("adaline-losses", {
  title: "By all rows, by one row, by mini-batches",
  yLabel: "Mean squared error",
  series: [
    { name: "all rows (rate 0.5)", points: pointsOf(gradientDescent.losses) },
    { name: "one row (0.01)", points: pointsOf(stochastic.losses), tone: "secondary" },
    { name: "32 rows (0.05)", points: pointsOf(miniBatch.losses), isDashed: true },
  ],
});
writeRegions("adaline-regions", gradientDescent);
writeRegions("adaline-sgd-regions", stochastic);

// One more row, as it would come in over time.
stochastic.partialFit(takeRows(standard, [0]));
console.log(`\nafter one more row\n  ${describe(stochastic)}`);
console.log(`\nfigures in ${folder}`);

async function train(name: string, model: Adaline, data: Dataset): Promise<void> {
  await model.fit(data);
  const losses = model.losses.map((loss) => (loss < 1000 ? loss.toFixed(6) : loss.toExponential(4)));
  console.log(`\n${name}\n  losses ${losses.join(" ")}\n  ${describe(model)}`);
  console.log(`  accuracy ${model.evaluate(data).accuracy}`);
}

function describe({ weights, bias }: Adaline): string {
  return `weights ${[...weights].map((w) => w.toPrecision(6)).join(", ")}, bias ${bias.toPrecision(6)}`;
}

function pointsOf(values: readonly number[]): [epoch: number, value: number][] {
  return values.map((value, i) => [i + 1, value]);
}

function writeLosses(id: string, chart: Omit<LineChart, "id" | "xLabel">): void {
  writeFileSync(join(folder, `${id}.svg`), lineChart({ ...chart, id, xLabel: "Epoch", isStandalone: true }));
}

function writeRegions(id: string, model: Adaline): void {
  const svg = decisionRegionChart({
    id,
    title: "Decision regions of Adaline",
    xLabel: "Sepal length (standardized)",
    yLabel: "Petal length (standardized)",
    regions: decisionRegions(model, { x: featureRange(standard, 0), y: featureRange(standard, 1) }),
    points: standard,
    classNames: irisClassNames,
    isStandalone: true,
  });
  writeFileSync(join(folder, `${id}.svg`), svg);
}
