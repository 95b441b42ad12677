/**
 * Vanishing gradients: how much of the gradient reaches each layer of networks with 1 to 8 hidden layers, sigmoid
 * against relu, Glorot's first weights against He's, on MNIST.
 *   npx tsx examples/vanishing-gradients.ts [folder for the figures]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { glorotNormal, heNormal, type LayerFlow, Mlp, mnist, sgd, takeRows } from "wasmlp";
import { lineChart } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
const { train } = await mnist.load();
const rows = takeRows(
  train,
  Array.from({ length: 2000 }, (_, i) => i),
);
const DEEPEST = 8;

const KINDS = [
  { name: "sigmoid, Glorot", activation: "sigmoid", initializer: glorotNormal(), tone: "accent", isDashed: false },
  { name: "sigmoid, He", activation: "sigmoid", initializer: heNormal(), tone: "accent", isDashed: true },
  { name: "relu, Glorot", activation: "relu", initializer: glorotNormal(), tone: "secondary", isDashed: true },
  { name: "relu, He", activation: "relu", initializer: heNormal(), tone: "secondary", isDashed: false },
] as const;
type Kind = (typeof KINDS)[number];

function network({ activation, initializer }: Kind, depth: number): Mlp {
  const hidden = Array.from({ length: depth }, () => ({ units: 30, activation, initializer }));
  const layers = [...hidden, { units: 10, activation: "softmax", initializer } as const];
  return new Mlp({ inputs: 784, layers, loss: "crossEntropy", seed: 1 });
}

/** The flow after the last epoch; learning rate 0 looks and moves nothing. */
async function flowAfter(model: Mlp, epochs: number, learningRate: number): Promise<readonly LayerFlow[]> {
  const optimizer = sgd({ learningRate });
  const history = await model.fit(rows, { epochs, batchSize: 100, optimizer, recordFlow: true });
  return history.epochs.at(-1)?.flow as readonly LayerFlow[];
}

const gradients = (flow: readonly LayerFlow[]): number[] => flow.map(({ gradientRms }) => gradientRms);
const firstToLast = (sizes: readonly number[]): number => (sizes[0] as number) / (sizes.at(-1) as number);
const cells = (values: readonly number[]): string => values.map((v) => v.toExponential(1).padStart(8)).join(" ");

const atStart = new Map<Kind, number[][]>();
for (const kind of KINDS) {
  const byDepth: number[][] = [];
  for (let depth = 1; depth <= DEEPEST; depth++) byDepth.push(gradients(await flowAfter(network(kind, depth), 1, 0)));
  atStart.set(kind, byDepth);
  console.log(`${kind.name}: root mean square of dL/dW before training, from the first layer to the last`);
  byDepth.forEach((sizes, i) => {
    console.log(`  ${i + 1} hidden  ${cells(sizes)}   first / last ${firstToLast(sizes).toExponential(1)}`);
  });
}

console.log(`\nafter 20 epochs of gradient descent (0.03) on ${rows.count} rows, ${DEEPEST} hidden layers`);
for (const kind of KINDS) {
  const model = network(kind, DEEPEST);
  const flow = await flowAfter(model, 20, 0.03);
  const stalled = flow.flatMap(({ isStalled }, l) => (isStalled ? [l + 1] : []));
  const accuracy = (100 * (model.evaluate(rows).accuracy as number)).toFixed(1);
  console.log(`  ${kind.name.padEnd(15)} ${cells(gradients(flow))}   accuracy ${accuracy} %`);
  if (stalled.length > 0) console.log(`  ${" ".repeat(15)} stopped learning: layers ${stalled.join(", ")}`);
}

const looks = ({ name, tone, isDashed }: Kind) => ({ name, tone, isDashed });
const figures = {
  "vanishing-by-layer": {
    title: `Gradient of each layer, ${DEEPEST} hidden layers of 30 units, before training`,
    xLabel: "Layer (1 is next to the inputs)",
    yLabel: "Root mean square of dL/dW",
    series: KINDS.map((kind) => ({
      ...looks(kind),
      points: (atStart.get(kind)?.[DEEPEST - 1] ?? []).map((size, l) => [l + 1, size] as const),
    })),
  },
  "vanishing-by-depth": {
    title: "What is left of the last layer's gradient at the first layer, before training",
    xLabel: "Hidden layers",
    yLabel: "First layer's gradient / last layer's",
    series: KINDS.map((kind) => ({
      ...looks(kind),
      points: (atStart.get(kind) ?? []).map((sizes, i) => [i + 1, firstToLast(sizes)] as const),
    })),
  },
};
mkdirSync(folder, { recursive: true });
for (const [id, chart] of Object.entries(figures)) {
  writeFileSync(`${folder}/${id}.svg`, lineChart({ id, ...chart, yScale: "log", isStandalone: true }));
  console.log(`${folder}/${id}.svg`);
}
