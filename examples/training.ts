/**
 * The chapter's network, trained as the chapter trains it: 784-50-10, sigmoid, squared errors, gradient descent by
 * mini-batches of 100, 50 epochs. Prints its numbers beside the published ones; leaves the model for evaluating.ts.
 *   npx tsx examples/training.ts [folder for the figures and the model]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { chapterOrder, type EpochResult, Mlp, mnist, normal, type Score, saveModel, sgd } from "wasmlp";
import { lineChart } from "wasmlp/charts";

/** Epoch, then accuracy in % on training and validation rows: the chapter's notebook, run again. */
const PUBLISHED = [
  [1, 76.15, 75.98],
  [2, 85.45, 85.04],
  [3, 87.82, 87.6],
  [5, 90.21, 90.04],
  [10, 92.04, 91.84],
  [20, 93.67, 93.38],
  [30, 94.54, 94.12],
  [40, 95.18, 94.3],
  [50, 95.61, 94.78],
] as const;

const folder = process.argv[2] ?? "figures";
const { train, validation, test } = await mnist.load();
const sigmoid = { activation: "sigmoid", initializer: normal({ std: 0.1 }) } as const;
const layers = [
  { units: 50, ...sigmoid },
  { units: 10, ...sigmoid },
];
const model = new Mlp({ inputs: 784, layers, loss: "sumSquaredError", seed: 123 });

/** An epoch after which both parts were scored. */
type Scored = EpochResult & { readonly training: Score; readonly validation: Score };

const percent = ({ accuracy }: Score) => (100 * (accuracy as number)).toFixed(2);
const error = ({ meanSquaredError }: Score) => (meanSquaredError as number).toFixed(6);
const before = model.evaluate(validation);
console.log(`before training: validation MSE ${error(before)}, accuracy ${percent(before)} %\n`);

const history = await model.fit(train, {
  epochs: 50,
  batchSize: 100,
  dropLast: true,
  optimizer: sgd({ learningRate: 0.1 }),
  order: chapterOrder(123, validation.count),
  validation,
  scoreTraining: true,
});

console.log("epoch  train MSE  valid MSE  train %  published  valid %  published");
for (const [epoch, publishedTraining, publishedValidation] of PUBLISHED) {
  const { training, validation } = history.epochs[epoch - 1] as Scored;
  console.log(
    `${String(epoch).padStart(5)}  ${error(training).padStart(9)}  ${error(validation).padStart(9)}  ` +
      `${percent(training).padStart(7)}  ${publishedTraining.toFixed(2).padStart(9)}  ` +
      `${percent(validation).padStart(7)}  ${publishedValidation.toFixed(2).padStart(9)}`,
  );
}
console.log(`\ntest accuracy ${percent(model.evaluate(test))} %, published 94.54 % and 94.51 %`);

const series = (pick: (score: Score) => number) => {
  const points = (part: "training" | "validation") =>
    (history.epochs as Scored[]).map((result): [number, number] => [result.epoch, pick(result[part])]);
  const validation = { name: "validation", points: points("validation"), tone: "secondary" } as const;
  return [{ name: "training", points: points("training") }, validation];
};
const figures = {
  "training-loss": {
    title: "Squared error per epoch",
    yLabel: "Mean squared error",
    series: series(({ meanSquaredError }) => meanSquaredError as number),
  },
  "training-accuracy": {
    title: "Accuracy per epoch",
    yLabel: "Accuracy (%)",
    yDomain: [75, 100] as const,
    formatY: (y: number) => `${y.toFixed(2)} %`,
    series: series(({ accuracy }) => 100 * (accuracy as number)),
  },
};
mkdirSync(folder, { recursive: true });
for (const [id, chart] of Object.entries(figures)) {
  writeFileSync(`${folder}/${id}.svg`, lineChart({ id, xLabel: "Epoch", ...chart, isStandalone: true }));
  console.log(`${folder}/${id}.svg`);
}
await saveModel(model, `${folder}/chapter.safetensors`);
console.log(`${folder}/chapter.safetensors`);
