/**
 * Forward propagation: net inputs and activations of every layer for a few digits, one unit worked by hand, and the way
 * from outputs to a class and to a loss.
 *   npx tsx examples/forward-propagation.ts [folder for the figure]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import {
  type ActivationName,
  type LayerOutputs,
  type LayerParameters,
  Mlp,
  mnist,
  normal,
  oneHot,
  takeRows,
  threshold,
} from "wasmlp";
import { lineChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
const { test } = await mnist.load();
const digits = takeRows(test, [0, 1, 2]);
const labels = digits.labels as Uint8Array;
console.log(`labels ${labels.join(", ")}; as targets, one-hot:`);
const targets = oneHot(labels, 10);
labels.forEach((label, i) => {
  console.log(`  ${label}: ${targets.slice(10 * i, 10 * i + 10).join(" ")}`);
});

// The network, with its first, random weights.
const sigmoidLayer = { activation: "sigmoid", initializer: normal({ std: 0.1 }) } as const;
const layers = [
  { units: 50, ...sigmoidLayer },
  { units: 10, ...sigmoidLayer },
];
const model = new Mlp({ inputs: 784, layers, loss: "sumSquaredError", seed: 123 });
console.log(`\n${model.summary()}\n`);

// All layers at once: A_h = σ(X·W_hᵀ + b_h), A_out = σ(A_h·W_outᵀ + b_out).
const [hidden, output] = model.activations(digits) as [LayerOutputs, LayerOutputs];
[hidden, output].forEach(({ values, shape }, l) => {
  const first = Array.from(values.slice(0, 5), (a) => a.toFixed(4)).join(" ");
  console.log(`activations of layer ${l + 1}: [${shape.join(", ")}], of the first digit ${first} …`);
});

// The first hidden unit of the first digit by hand: z = Σ_j x_j·w_j + b, a = 1 / (1 + e^−z).
const [{ weight, bias }] = model.parameters as [LayerParameters, LayerParameters];
let z = bias[0] as number;
for (let j = 0; j < 784; j++) {
  const x = digits.scale * (digits.features[j] as number) + digits.shift;
  z += x * (weight[j] as number);
}
const byHand = 1 / (1 + Math.exp(-z));
console.log(`by hand: z ${z.toFixed(4)}, a ${byHand.toFixed(4)}; the network: ${hidden.values[0]?.toFixed(4)}`);

// From outputs to classes: the largest of ten, or with a threshold where one output tells two classes apart.
console.log(`\nlargest output of each digit: class ${model.predict(digits).join(", ")}`);
const firstRow = output.values.slice(0, 10);
console.log(`outputs of the first digit of at least 0.5: ${threshold(firstRow).join(" ")}`);

// The loss by hand: squared errors, summed over the outputs, averaged over the rows; and averaged over both.
let sum = 0;
for (let i = 0; i < targets.length; i++) sum += ((output.values[i] as number) - (targets[i] as number)) ** 2;
const { loss, meanSquaredError } = model.evaluate(digits);
console.log(`\nby hand: ${(sum / 3).toFixed(4)} a row, ${(sum / 30).toFixed(4)} an output`);
console.log(`evaluate: ${loss.toFixed(4)} a row, ${meanSquaredError?.toFixed(4)} an output`);

/** What an activation makes of net inputs: a network of one unit with weight 1 and bias 0 passes them through it. */
function curve(activation: ActivationName): [number, number][] {
  const unit = new Mlp({ inputs: 1, layers: [{ units: 1, activation }], loss: "mse" });
  unit.setParameters([{ weight: Float32Array.of(1), bias: Float32Array.of(0) }]);
  const netInputs = Array.from({ length: 121 }, (_, i) => (i - 60) / 10);
  const outputs = unit.predictProba(netInputs.map((value) => [value]));
  return netInputs.map((value, i) => [value, outputs[i] as number]);
}

const sigmoid = curve("sigmoid");
const at = [-6, -2, 0, 2, 6].map((value) => `σ(${value}) = ${sigmoid[10 * (value + 6)]?.[1].toFixed(4)}`);
console.log(`\n${at.join(", ")}`);
const axes = { xLabel: "Net input z", yLabel: "Activation a", hasLastValues: false };
const figures = {
  sigmoid: {
    title: "The logistic sigmoid",
    yDomain: [0, 1] as const,
    series: [{ name: "sigmoid", points: sigmoid }],
  },
  activations: {
    title: "Three activations",
    yDomain: [-1, 2] as const,
    series: [
      { name: "sigmoid", points: sigmoid },
      { name: "tanh", points: curve("tanh"), isDashed: true },
      { name: "relu", points: curve("relu").filter(([, a]) => a <= 2), tone: "secondary" as const },
    ],
  },
};
mkdirSync(folder, { recursive: true });
for (const [id, chart] of Object.entries(figures)) {
  const formatY = (a: number) => a.toFixed(2);
  writeFileSync(`${folder}/${id}.svg`, lineChart({ id, ...axes, ...chart, formatY, isStandalone: true }));
  console.log(`${folder}/${id}.svg`);
}
