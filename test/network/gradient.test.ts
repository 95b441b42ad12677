import { describe, expect, it } from "vitest";
import { compactShape, loadRows, sourceShape } from "../../src/data/sources.js";
import { type Dataset, dataset } from "../../src/index.js";
import { openWorkspace, type Workspace } from "../../src/memory/workspace.js";
import {
  ACTIVATIONS,
  type ActivationName,
  type Architecture,
  LOSSES,
  type LossName,
  validateArchitecture,
} from "../../src/network/architecture.js";
import { lossOnly } from "../../src/network/backward.js";
import { firstBias } from "../../src/network/first-layer.js";
import { forward } from "../../src/network/forward.js";
import { LOSS_TABLE } from "../../src/network/losses.js";
import { sgd } from "../../src/network/optimizers.js";
import { initialParameters, readParameters, writeParameters } from "../../src/network/parameters.js";
import { type Parameters, type Plan, planWorkspace } from "../../src/network/plan.js";
import { type MiniBatch, phaseA, phaseB } from "../../src/network/step.js";
import { FIRST_CORRECTION } from "../../src/network/update.js";
import { MT19937 } from "../../src/random/mt19937.js";

const ROWS = 7;

/** How the features are kept: floats, bytes gathered whole, or bytes with their zeros passed over. */
type Kind = "floats" | "bytes" | "records";

interface Problem {
  readonly plan: Plan;
  readonly workspace: Workspace;
  readonly batch: MiniBatch;
}

/** A network in f64 with random weights (biases too), features and targets. */
function problem(architecture: Architecture, kind: Kind = "floats"): Problem {
  const random = new MT19937(7);
  const data = drawRows(architecture, kind, random);
  const shape = kind === "records" ? compactShape("train", data, 1) : sourceShape("train", data);
  expect(shape.records !== undefined).toBe(kind === "records");
  const training = { keepsGradient: true, moments: [] };
  const plan = planWorkspace(architecture, { capacity: ROWS, sources: [shape], training });
  const workspace = openWorkspace(plan.layout, "reference-f64");
  const { heap, kernels } = workspace;
  const parameters = initialParameters(architecture, 3, true);
  for (const { weight, bias } of parameters)
    for (const array of [weight, bias]) for (let i = 0; i < array.length; i++) array[i] = random.normal(0, 0.7);
  writeParameters(heap, plan.layers, parameters);
  const source = plan.sources[0] as Plan["sources"][0];
  loadRows(kernels, heap, source, data, 0, ROWS);
  for (let i = 0; i < ROWS; i++) heap.words[(plan.order.address >> 2) + i] = i;
  return { plan, workspace, batch: { source, scaling: data, start: 0, rows: ROWS } };
}

function drawRows({ inputs, outputs }: Architecture, kind: Kind, random: MT19937): Dataset {
  const targets = Float32Array.from({ length: ROWS * outputs }, () => random.random());
  const count = ROWS * inputs;
  if (kind === "floats") {
    const features = Float32Array.from({ length: count }, () => random.normal(0, 1));
    return dataset({ features, width: inputs, targets });
  }
  const density = kind === "bytes" ? 0.8 : 0.3;
  const features = Uint8Array.from({ length: count }, () => (random.random() < density ? random.randint(1, 256) : 0));
  return dataset({ features, width: inputs, targets, scale: 0.01, shift: -0.7 });
}

function meanLoss({ plan, workspace: { kernels, heap }, batch }: Problem): number {
  const slice = { begin: 0, end: ROWS, part: 0 };
  const loss = LOSS_TABLE[plan.architecture.loss];
  forward(kernels, plan, batch, slice, firstBias(kernels, plan, batch, 0), loss.fromLogits);
  lossOnly(kernels, plan, 0, slice);
  let sum = 0;
  for (let i = 0; i < ROWS; i++) sum += heap.floats[(plan.rowLoss.address >> 2) + i] as number;
  return (sum / ROWS) * loss.valueScale(plan.architecture.outputs);
}

/** Largest |numeric − analytic| over every weight and bias, relative to the largest |analytic|. */
function gradientError(checked: Problem): number {
  const { plan, workspace, batch } = checked;
  const { kernels, heap } = workspace;
  // Weight decay keeps the gradient apart from the update; a learning rate of 0 leaves the weights alone.
  const rule = { optimizer: sgd({ learningRate: 0, weightDecay: 1 }), correction: FIRST_CORRECTION };
  phaseA(kernels, plan, batch, rule, { begin: 0, end: ROWS, part: 0 });
  phaseB(kernels, plan, batch, rule, 0, 1);
  const gradients = readParameters(
    heap,
    plan.layers.map((layer) => layer.gradient as Parameters),
  );
  let worst = 0;
  let largest = 0;
  gradients.forEach(({ weight, bias }, l) => {
    const layer = plan.layers[l] as Plan["layers"][0];
    for (let u = 0; u < layer.units; u++) {
      for (let i = 0; i < layer.inputs; i++)
        check((layer.weight.address >> 2) + i * layer.weight.stride + u, weight[u * layer.inputs + i] as number);
      check((layer.bias.address >> 2) + u, bias[u] as number);
    }
  });
  function check(at: number, analytic: number): void {
    const value = heap.floats[at] as number;
    const h = 1e-5;
    heap.floats[at] = value + h;
    const above = meanLoss(checked);
    heap.floats[at] = value - h;
    const below = meanLoss(checked);
    heap.floats[at] = value;
    const difference = Math.abs((above - below) / (2 * h) - analytic);
    worst = difference <= worst ? worst : difference;
    largest = Math.max(largest, Math.abs(analytic));
  }
  expect(largest).toBeGreaterThan(1e-6);
  return worst / largest;
}

function fits(loss: LossName, activation: ActivationName): boolean {
  if (loss === "crossEntropy") return activation === "softmax";
  return loss === "binaryCrossEntropy" ? activation === "sigmoid" : true;
}

describe("back-propagation equals central differences in f64 to 1e-6", () => {
  // The perceptron's step has no derivative.
  for (const loss of LOSSES.filter((name) => name !== "perceptron"))
    for (const last of ACTIVATIONS.filter((activation) => fits(loss, activation)))
      for (const hidden of ACTIVATIONS)
        it(`${hidden} hidden layers, ${last} output, ${loss}`, () => {
          const layers = [
            { units: 5, activation: hidden },
            { units: 6, activation: hidden },
            { units: 3, activation: last },
          ];
          const architecture = validateArchitecture({ inputs: 4, layers, loss });
          expect(gradientError(problem(architecture))).toBeLessThanOrEqual(1e-6);
        });

  for (const kind of ["bytes", "records"] as const)
    it(`bytes with a shift, ${kind === "bytes" ? "gathered whole" : "their zeros passed over"}`, () => {
      const layers = [
        { units: 6, activation: "tanh" },
        { units: 3, activation: "sigmoid" },
      ] as const;
      const architecture = validateArchitecture({ inputs: 21, layers: [...layers], loss: "mse" });
      expect(gradientError(problem(architecture, kind))).toBeLessThanOrEqual(1e-6);
    });
});
