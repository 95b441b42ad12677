// Rosenblatt's perceptron learns to tell two kinds of iris apart (chapter 2 of Raschka, Liu, Mirjalili, 2022).
// Prints its updates and weights; writes two figures into the folder given, or ./figures.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chapterIris, decisionRegions, featureRange, irisClassNames, Perceptron } from "wasmlp";
import { decisionRegionChart, lineChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
mkdirSync(folder, { recursive: true });

const data = chapterIris();
const model = new Perceptron({ inputs: 2, learningRate: 0.1, epochs: 10, seed: 1 });
console.log(`first weights ${[...model.weights].map((w) => w.toFixed(8)).join(", ")}, bias ${model.bias}`);

await model.fit(data);
console.log(`updates an epoch ${model.updates.join(", ")}`);
console.log(`last weights ${[...model.weights].map((w) => w.toFixed(6)).join(", ")}, bias ${model.bias.toFixed(1)}`);
console.log(`accuracy ${model.evaluate(data).accuracy}`);

const updates = lineChart({
  id: "updates",
  title: "Updates of the perceptron",
  xLabel: "Epoch",
  yLabel: "Updates",
  series: [{ name: "misclassified rows", points: model.updates.map((count, i) => [i + 1, count]) }],
  formatY: String,
  isStandalone: true,
});
writeFileSync(join(folder, "perceptron-updates.svg"), updates);

const regions = decisionRegionChart({
  id: "regions",
  title: "Decision regions of the perceptron",
  xLabel: "Sepal length (cm)",
  yLabel: "Petal length (cm)",
  regions: decisionRegions(model, { x: featureRange(data, 0), y: featureRange(data, 1) }),
  points: data,
  classNames: irisClassNames,
  isStandalone: true,
});
writeFileSync(join(folder, "perceptron-regions.svg"), regions);
console.log(`figures ${join(folder, "perceptron-updates.svg")}, ${join(folder, "perceptron-regions.svg")}`);
