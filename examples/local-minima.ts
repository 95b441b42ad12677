/**
 * A loss surface over two weights with a local and a global minimum, and gradient descent from several starts: one
 * sigmoid unit with one input, so weight and bias are all there is. Even such a unit can have many local minima with the
 * squared error (Auer, Herbster and Warmuth, "Exponentially many local minima for single neurons", NIPS 8, 1995).
 *   npx tsx examples/local-minima.ts [folder for the figure]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dataset, Mlp, type Optimizer, sgd } from "wasmlp";
import { type ContourPath, contourChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
// Three rows climb steeply; the fourth, far to the left, does not want to be as low as they would take it.
const data = dataset({
  features: Float32Array.of(-0.5, 0.5, 1.5, -4),
  width: 1,
  targets: Float32Array.of(0.1, 0.3, 0.9, 0.5),
});
const unit = { units: 1, activation: "sigmoid" } as const;

const model = new Mlp({ inputs: 1, layers: [unit], loss: "mse" });

function moveTo([weight, bias]: readonly [number, number]): void {
  model.setParameters([{ weight: Float32Array.of(weight), bias: Float32Array.of(bias) }]);
}

function lossAt(place: readonly [number, number]): number {
  moveTo(place);
  return model.evaluate(data).loss;
}

/** Where the weights stand after each epoch, which is one update from all rows. */
async function descend(start: readonly [number, number], optimizer: Optimizer): Promise<[number, number][]> {
  moveTo(start);
  const path: [number, number][] = [[...start]];
  for await (const _epoch of model.fit(data, { epochs: 1000, optimizer })) {
    const [{ weight, bias }] = model.parameters as [(typeof model.parameters)[0]];
    path.push([weight[0] as number, bias[0] as number]);
  }
  return path;
}

const xDomain = [-1, 4] as const;
const yDomain = [-4, 1.5] as const;
const columns = 101;
const at = ([low, high]: readonly [number, number], i: number): number => low + ((high - low) * i) / (columns - 1);
const surface = Float64Array.from({ length: columns * columns }, (_, i) => {
  const [w, b] = [at(xDomain, i % columns), at(yDomain, Math.floor(i / columns))];
  return lossAt([w, b]);
});

const STARTS = [
  [-0.5, -3],
  [-0.5, 1],
  [0.8, 1],
  [1.5, 0.5],
  [1, -3.5],
  [3.5, -3.5],
  [3.5, 0.5],
] as const;
const paths: ContourPath[] = [];
const lowest = surface.reduce((a, b) => Math.min(a, b));
for (const start of STARTS) {
  const points = await descend(start, sgd({ learningRate: 1 }));
  const [w, b] = points.at(-1) as [number, number];
  const loss = lossAt([w, b]);
  const isGlobal = loss < lowest + 1e-3;
  const name = isGlobal ? "to the global minimum" : "to the local minimum";
  paths.push({ name, points, tone: isGlobal ? "accent" : "secondary" });
  const end = `(${w.toFixed(3)}, ${b.toFixed(3)})`;
  console.log(`from (${start.join(", ").padEnd(9)}) ${name.padEnd(21)} ${end}, loss ${loss.toFixed(5)}`);
}

const levels = [0.064, 0.066, 0.07, 0.075, 0.08, 0.083, 0.09, 0.1, 0.12, 0.15, 0.2, 0.25];
const chart = {
  id: "local-minima",
  title: "Squared error of one sigmoid unit over its weight and bias, and gradient descent from seven starts",
  xLabel: "Weight",
  yLabel: "Bias",
  valueLabel: "loss",
};
mkdirSync(folder, { recursive: true });
writeFileSync(
  `${folder}/local-minima.svg`,
  contourChart({ ...chart, values: surface, columns, xDomain, yDomain, levels, paths, isStandalone: true }),
);
console.log(`${folder}/local-minima.svg`);
