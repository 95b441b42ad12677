/**
 * Back-propagation on a 2-2-1 network of sigmoids: every number of one step, then the same gradient by differences.
 *   npx tsx examples/backpropagation.ts [folder for the figure]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dataset, gradientCheck, Mlp, sgd, workedStep } from "wasmlp";
import { lineChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
const sigmoid = { activation: "sigmoid" } as const;
const layers = [
  { units: 2, ...sigmoid },
  { units: 1, ...sigmoid },
];
const model = new Mlp({ inputs: 2, layers, loss: "sumSquaredError", backend: "reference-f64" });
model.setParameters([
  { weight: Float64Array.of(0.25, 0.75, -0.5, 0.375), bias: Float64Array.of(0.125, -0.25) },
  { weight: Float64Array.of(1.5, -0.625), bias: Float64Array.of(0.0625) },
]);
const sample = dataset({ features: Float32Array.of(0.5, -1), width: 2, targets: Float32Array.of(1) });

const show = (values: ArrayLike<number>): string => Array.from(values, (v) => v.toFixed(8).padStart(12)).join(" ");
const step = workedStep(model, sample, { optimizer: sgd({ learningRate: 0.5 }) });
console.log(`x          ${show(step.x)}\ntarget     ${show(step.t)}`);
step.layers.forEach(({ z, a }, l) => {
  console.log(`forward, layer ${l + 1}\n  z        ${show(z)}\n  a        ${show(a)}`);
});
console.log(`loss       ${show([step.loss])}`);
[...step.layers.entries()].reverse().forEach(([l, { delta, gradient, before, after }]) => {
  console.log(`backward, layer ${l + 1}\n  delta    ${show(delta)}`);
  console.log(`  dL/dW    ${show(gradient.weight)}\n  dL/db    ${show(gradient.bias)}`);
  console.log(`  W before ${show(before.weight)}\n  W after  ${show(after.weight)}`);
  console.log(`  b before ${show(before.bias)}\n  b after  ${show(after.bias)}`);
});

const check = gradientCheck(model, sample);
console.log(`\nback-propagation against (L(w + ε) − L(w − ε)) / 2ε in f64`);
check.layers.forEach(({ checked, relativeError, worst }, l) => {
  const place = `${worst.part} ${worst.index}: ${worst.backPropagation} and ${worst.difference}`;
  console.log(
    `layer ${l + 1}: ${checked} derivatives, relative error ${relativeError.toExponential(1)}, worst ${place}`,
  );
});

// The loss along one weight, and the straight line that back-propagation says it follows here.
const [hidden, output] = model.parameters as [(typeof model.parameters)[0], (typeof model.parameters)[0]];
const here = output.weight[0] as number;
const slope = step.layers[1]?.gradient.weight[0] as number;
const along = Array.from({ length: 61 }, (_, i) => here - 3 + i / 10);
const curve = along.map((w): [number, number] => {
  model.setParameters([hidden, { ...output, weight: Float64Array.of(w, output.weight[1] as number) }]);
  return [w, model.evaluate(sample).loss];
});
const tangent = along.map((w): [number, number] => [w, step.loss + slope * (w - here)]);
mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}/backpropagation.svg`,
  lineChart({
    id: "backpropagation",
    title: "The loss along one weight, and its derivative from back-propagation",
    xLabel: "Weight from the first hidden unit",
    yLabel: "Loss",
    hasLastValues: false,
    series: [
      { name: "loss", points: curve },
      { name: "tangent by back-propagation", points: tangent, tone: "secondary", isDashed: true },
    ],
    isStandalone: true,
  }),
);
console.log(`\n${folder}/backpropagation.svg`);
