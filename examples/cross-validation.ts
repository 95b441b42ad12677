/**
 * Cross-validation of a network on MNIST rows, a grid search, the same by successive halving, nested cross-validation,
 * and learning and validation curves.
 *   npx tsx examples/cross-validation.ts [folder for the figures]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import {
  adam,
  type Candidate,
  type CurvePoint,
  crossValidate,
  gridSearch,
  halvingSearch,
  learningCurve,
  mnist,
  nestedCrossValidate,
  parameterGrid,
  refit,
  type Summary,
  splitDataset,
  stratifiedKFold,
  type TrialResult,
  validationCurve,
} from "wasmlp";
import { scoreCurves } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
const { train, test } = await mnist.load();
const rows = splitDataset(train, { testSize: 1000, seed: 1, stratify: true }).test;

interface Network {
  units: number;
  depth: number;
}

/** Parameters made into what is trained on every fold, each time afresh from the same seed. */
function network({ units, depth }: Network): Candidate {
  const hidden = Array.from({ length: depth }, () => ({ units, activation: "relu" }) as const);
  return {
    model: { inputs: 784, layers: [...hidden, { units: 10, activation: "softmax" }], loss: "crossEntropy", seed: 1 },
    fit: { epochs: 12, batchSize: 50, optimizer: adam({ learningRate: 0.001 }) },
  };
}

const percent = ({ mean, std }: Summary): string =>
  mean === null || std === null ? "none" : `${(100 * mean).toFixed(2)} % ± ${(100 * std).toFixed(2)}`;

const describe = ({ parameters, ...scores }: TrialResult<Network>): string =>
  `${parameters.depth} × ${parameters.units}, ${percent(scores)}`;

console.log("10 stratified folds, shuffled, as scikit-learn's StratifiedKFold deals them");
const folds = stratifiedKFold(rows.labels as Uint8Array, { folds: 10, shuffle: true, seed: 1 });
const validated = crossValidate(rows, network({ units: 50, depth: 1 }), { folds });
for await (const { fold } of validated) console.log(`  fold ${fold.fold}: accuracy ${fold.score?.toFixed(3)}`);
console.log(`  mean ${percent(await validated)}`);

console.log("grid search, 5 folds: depth and units");
const grid = { depth: [1, 2, 3], units: [10, 50, 100] };
const searched = await gridSearch(rows, grid, network);
for (const trial of searched.trials) {
  const mark = trial === searched.best ? "  <- best" : "";
  console.log(`  ${describe(trial)}${mark}`);
}
const model = await refit(rows, searched, network);
console.log(`  trained on all ${rows.count} rows, on the test rows: ${model.evaluate(test).accuracy?.toFixed(4)}`);

console.log("successive halving over epochs, 3 folds");
const halved = await halvingSearch(rows, parameterGrid(grid), network, { resource: "epochs", most: 18, folds: 3 });
for (const { resource, trials } of halved.rounds)
  console.log(`  ${trials.length} of the networks, ${resource} ${resource === 1 ? "epoch" : "epochs"} each`);
if (halved.best) console.log(`  left: ${describe(halved.best)}`);

console.log("nested: 5 folds, and in each a search over 2; the scores of networks that nobody chose by them");
const candidates = parameterGrid({ depth: [1, 2], units: [10, 50] });
const nested = await nestedCrossValidate(rows, candidates, network, { folds: 5, innerFolds: 2 });
for (const { fold, best, result } of nested.folds)
  console.log(`  fold ${fold}: ${best?.parameters.depth} × ${best?.parameters.units}, ${result?.score?.toFixed(3)}`);
console.log(`  mean ${percent(nested)}`);

console.log("scores of training rows and held-out rows");
const learning = await learningCurve(rows, network({ units: 50, depth: 1 }), { trainSizes: [50, 100, 200, 400, 800] });
draw("learning-curve", "Rows trained on", learning.points);
const units = await validationCurve(rows, [2, 5, 10, 25, 50, 100], (units) => network({ units, depth: 1 }));
draw("validation-curve", "Hidden units", units.points);

function draw(name: string, xLabel: string, points: readonly CurvePoint<number>[]): void {
  for (const { value, training, validation } of points)
    console.log(`  ${xLabel.toLowerCase()} ${value}: training ${percent(training)}, held out ${percent(validation)}`);
  const svg = scoreCurves({
    id: name,
    title: `Accuracy by ${xLabel.toLowerCase()}, mean and standard deviation over 5 folds`,
    xLabel,
    yLabel: "Accuracy",
    points: points.map(({ value, training, validation }) => ({ x: value, training, validation })),
    isStandalone: true,
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/${name}.svg`, svg);
}
