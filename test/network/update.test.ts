/** Every update rule against its formula in f64, written out here: one weight and one bias, rows that weigh differently. */
import { describe, expect, it } from "vitest";
import { loadRows, orderAsStored, sourceShape, writeRowWeights } from "../../src/data/sources.js";
import { adam, dataset, type LossName, sgd } from "../../src/index.js";
import { openWorkspace } from "../../src/memory/workspace.js";
import { validateArchitecture } from "../../src/network/architecture.js";
import { isFolded, momentNames, type Optimizer } from "../../src/network/optimizers.js";
import { readParameters, writeParameters } from "../../src/network/parameters.js";
import { sumRowLoss, trainSteps } from "../../src/network/passes.js";
import { planWorkspace, type SourcePlan } from "../../src/network/plan.js";
import { ALONE } from "../../src/network/step.js";
import { FIRST_CORRECTION, nextCorrection } from "../../src/network/update.js";

const x = [1, 2, -1, 0.5, 3, -2];
const t = [1, 0, 1, 0, 1, 0];
const rowWeights = [1, 2, 0.5, 1, 3, 1];
const BATCH = 2;

interface Outcome {
  readonly weight: number;
  readonly bias: number;
  /** Of all rows, each as it was met. */
  readonly loss: number;
}

function trained(loss: LossName, optimizer: Optimizer): Outcome {
  const architecture = validateArchitecture({ inputs: 1, layers: [{ units: 1 }], loss });
  const data = dataset({ features: Float32Array.from(x), width: 1, targets: Float32Array.from(t), classes: 1 });
  const plan = planWorkspace(architecture, {
    capacity: BATCH,
    sources: [sourceShape("train", data)],
    training: { keepsGradient: !isFolded(optimizer), moments: momentNames(optimizer), hasRowWeights: true },
  });
  const { heap, kernels } = openWorkspace(plan.layout, "wasm");
  writeParameters(heap, plan.layers, [{ weight: Float32Array.of(0.5), bias: Float32Array.of(-0.25) }]);
  loadRows(kernels, heap, plan.sources[0] as SourcePlan, data, 0, x.length);
  writeRowWeights(heap, plan, Float64Array.from(rowWeights));
  orderAsStored(heap, plan.order, x.length);
  const scaling = { scale: 1, shift: 0 };
  const job = { first: 0, last: 3, rows: x.length, scaling, optimizer, correction: FIRST_CORRECTION };
  expect(trainSteps(kernels, heap, plan, job, ALONE)).toBe(3);
  const [{ weight, bias }] = readParameters(heap, plan.layers) as [{ weight: Float32Array; bias: Float32Array }];
  return { weight: weight[0] as number, bias: bias[0] as number, loss: sumRowLoss(heap, plan, 0, x.length) };
}

/** `slope` of a row's loss by its logit, and the loss, for a logit z and a target. */
function formula(row: (z: number, target: number) => [slope: number, loss: number], optimizer: Optimizer): Outcome {
  const values = [0.5, -0.25];
  const means = [0, 0];
  const squares = [0, 0];
  let loss = 0;
  for (let step = 1; step <= 3; step++) {
    const gradients = [0, 0];
    for (let i = (step - 1) * BATCH; i < step * BATCH; i++) {
      const [input, weight] = [x[i] as number, rowWeights[i] as number];
      const [slope, rowLoss] = row((values[0] as number) * input + (values[1] as number), t[i] as number);
      gradients[0] = (gradients[0] as number) + (weight * slope * input) / BATCH;
      gradients[1] = (gradients[1] as number) + (weight * slope) / BATCH;
      loss += weight * rowLoss;
    }
    for (const p of [0, 1]) {
      const value = values[p] as number;
      const g = (gradients[p] as number) + optimizer.weightDecay * value;
      const [mean, square] = [means[p] as number, squares[p] as number];
      if (optimizer.kind === "adam") {
        const { beta1, beta2, epsilon } = optimizer;
        const m = beta1 * mean + (1 - beta1) * g;
        const v = beta2 * square + (1 - beta2) * g * g;
        const root = Math.sqrt(v / (1 - beta2 ** step)) + epsilon;
        values[p] = value - (optimizer.learningRate * m) / (1 - beta1 ** step) / root;
        [means[p], squares[p]] = [m, v];
      } else {
        const velocity = optimizer.momentum * mean + g;
        const change = optimizer.nesterov ? g + optimizer.momentum * velocity : velocity;
        values[p] = value - optimizer.learningRate * change;
        means[p] = velocity;
      }
    }
  }
  return { weight: values[0] as number, bias: values[1] as number, loss };
}

const squared = (z: number, target: number): [number, number] => [2 * (z - target), (z - target) ** 2];
const rosenblatt = (z: number, target: number): [number, number] => {
  const isOn = Number(z >= 0);
  return [isOn - target, Number(isOn !== target)];
};

describe("three steps", () => {
  const learningRate = 0.1;
  it.each<[string, Optimizer]>([
    ["gradient descent", sgd({ learningRate })],
    ["weight decay", sgd({ learningRate, weightDecay: 0.5 })],
    ["momentum", sgd({ learningRate, momentum: 0.5, weightDecay: 0.5 })],
    ["Nesterov's momentum", sgd({ learningRate, momentum: 0.5, nesterov: true })],
    ["Adam", adam({ learningRate, beta1: 0.5, beta2: 0.75, epsilon: 0.125 })],
    ["Adam with weight decay", adam({ learningRate, beta1: 0.5, beta2: 0.75, weightDecay: 0.5 })],
  ])("of %s are the formula's", (_name, optimizer) => {
    for (const [loss, row] of [
      ["sumSquaredError", squared],
      ["perceptron", rosenblatt],
    ] as const) {
      const [got, wanted] = [trained(loss, optimizer), formula(row, optimizer)];
      expect(got.weight, loss).toBeCloseTo(wanted.weight, 5);
      expect(got.bias, loss).toBeCloseTo(wanted.bias, 5);
      expect(got.loss, loss).toBeCloseTo(wanted.loss, 5);
    }
  });
});

describe("Adam's corrections", () => {
  it("are products of its betas, and untouched by other rules", () => {
    const once = nextCorrection(adam({ beta1: 0.5, beta2: 0.75 }), FIRST_CORRECTION);
    expect(once).toEqual({ power1: 0.5, power2: 0.75 });
    expect(nextCorrection(adam({ beta1: 0.5, beta2: 0.75 }), once)).toEqual({ power1: 0.25, power2: 0.5625 });
    expect(nextCorrection(sgd({ learningRate: 1, momentum: 0.9 }), once)).toBe(once);
  });
});
