/**
 * What the trained network of training.ts is worth: accuracy with its interval, classes told apart, probabilities that
 * mean what they say, the digits it gets wrong, and whether another network is better.
 *   npx tsx examples/evaluating.ts [folder with the model, for the figures]
 */
import { writeFileSync } from "node:fs";
import {
  adam,
  classificationReport,
  confidenceCurve,
  confusionMatrix,
  expectedCalibrationError,
  loadModel,
  Mlp,
  mcnemarTest,
  mnist,
  oneVsRestRoc,
  rocAuc,
  takeRows,
  topKAccuracy,
  wilsonInterval,
} from "wasmlp";
import { imageGrid, reliabilityDiagram, rocChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
const { train, test } = await mnist.load();
const labels = test.labels as Uint8Array;
const model = await loadModel(`${folder}/chapter.safetensors`); // training.ts leaves it there
const percent = (share: number, digits = 2) => `${(100 * share).toFixed(digits)} %`;

const predictions = model.predict(test);
const outputs = model.predictProba(test);
const report = classificationReport(labels, predictions, 10);
const correct = Math.round(report.accuracy * test.count);
const { low, high } = wilsonInterval(correct, test.count);
console.log(
  `${correct} of ${test.count} test rows right: ${percent(report.accuracy)}, 95 % interval ${percent(low)} to ${percent(high)}`,
);
console.log(`right among the two largest outputs: ${percent(topKAccuracy(labels, outputs, 10, 2))}`);

const heads = mnist.classNames.map((name) => name.padStart(6)).join("");
console.log(`\n  true, predicted${heads}`);
confusionMatrix(labels, predictions, 10).forEach((row, digit) => {
  console.log(`${String(digit).padStart(17)}${Array.from(row, (count) => String(count).padStart(6)).join("")}`);
});

console.log("\ndigit  precision   recall       F1   rows");
report.classes.forEach(({ precision, recall, f1, support }, digit) => {
  const cells = [precision, recall, f1].map((share) => percent(share).padStart(7)).join("  ");
  console.log(`${String(digit).padStart(5)}    ${cells}   ${support}`);
});
const { precision, recall, f1 } = report.macro;
console.log(` mean    ${[precision, recall, f1].map((share) => percent(share).padStart(7)).join("  ")}`);

const roc = oneVsRestRoc(labels, outputs, 10);
console.log(`\narea under the ROC curve, mean of the classes: ${rocAuc(labels, outputs, 10).toFixed(4)}`);
const calibration = confidenceCurve(labels, outputs, 10);
console.log(`expected calibration error: ${percent(expectedCalibrationError(calibration))}`);

// Of the first 1000 test rows, the first 25 that are wrong.
const wrong = Array.from(labels.keys()).filter((row) => row < 1000 && predictions[row] !== labels[row]);
const shown = wrong.slice(0, 25);
const asText = (row: number) => `${labels[row]} → ${predictions[row]}`;
console.log(`\n${wrong.length} of the first 1000 test rows are wrong; the first 25, true → predicted:`);
for (let i = 0; i < shown.length; i += 5)
  console.log(
    `  ${shown
      .slice(i, i + 5)
      .map(asText)
      .join("   ")}`,
  );

// A second network of the same size: relu, softmax, cross-entropy, Adam, 10 epochs. Is it better, or luckier?
const layers = [
  { units: 50, activation: "relu" },
  { units: 10, activation: "softmax" },
] as const;
const second = new Mlp({ inputs: 784, layers, loss: "crossEntropy", seed: 123 });
await second.fit(train, { epochs: 10, optimizer: adam() });
const { onlyFirst, onlySecond, method, pValue } = mcnemarTest(labels, predictions, second.predict(test));
console.log(`\nsecond network: ${percent(second.evaluate(test).accuracy as number)} of the test rows right`);
console.log(`right in the first only ${onlyFirst}, in the second only ${onlySecond}`);
console.log(`McNemar's test (${method}): p = ${pValue.toExponential(1)}`);

const figures = {
  misclassified: imageGrid({
    id: "misclassified",
    title: "The first 25 misclassified of the first 1000 test digits: true class → predicted class",
    images: takeRows(test, shown),
    columns: 5,
    labels: shown.map(asText),
    isStandalone: true,
  }),
  roc: rocChart({ id: "roc", classes: mnist.classNames, curves: roc, isStandalone: true }),
  calibration: reliabilityDiagram({ id: "calibration", bins: calibration, isStandalone: true }),
};
for (const [id, svg] of Object.entries(figures)) {
  writeFileSync(`${folder}/${id}.svg`, svg);
  console.log(`${folder}/${id}.svg`);
}
