/**
 * Threads are slices: lanes that take their turns in one memory, the last one first, leave the weights and the losses of
 * one that works alone. Every call of a kernel is checked against its spec and the plan.
 */
import { describe, expect, it } from "vitest";
import { compactShape, loadRows, orderAsStored, writeRowWeights } from "../../src/data/sources.js";
import { adam, type Dataset, dataset, type LayerOptions, type LossName, MT19937, sgd } from "../../src/index.js";
import { openWorkspace } from "../../src/memory/workspace.js";
import { validateArchitecture } from "../../src/network/architecture.js";
import { firstBias, shiftOf } from "../../src/network/first-layer.js";
import { activateOutput, forward } from "../../src/network/forward.js";
import { forwardInSteps } from "../../src/network/net-input.js";
import { isFolded, momentNames, type Optimizer } from "../../src/network/optimizers.js";
import {
  initialParameters,
  type LayerParameters,
  readParameters,
  writeParameters,
} from "../../src/network/parameters.js";
import { CONTROL, sumRowLoss, trainSteps } from "../../src/network/passes.js";
import { type LayerPlan, planWorkspace, type SourcePlan } from "../../src/network/plan.js";
import { ALONE, type Lane, phaseA, phaseB, sliceOf } from "../../src/network/step.js";
import { FIRST_CORRECTION, nextCorrection } from "../../src/network/update.js";
import { guarded } from "../kernels/checked.js";

const [ROWS, WIDTH, BATCH] = [100, 21, 37];
const STEPS = Math.ceil(ROWS / BATCH);

const random = new MT19937(3);
const draw = (count: number, one: () => number): number[] => Array.from({ length: count }, one);
const answers = { labels: draw(ROWS, () => random.randint(0, 5)), classes: 5 };
const bytes = (density: number): Dataset =>
  dataset({
    features: Uint8Array.from(draw(ROWS * WIDTH, () => (random.random() < density ? random.randint(1, 256) : 0))),
    width: WIDTH,
    ...answers,
    scale: 1 / 128,
    shift: -0.5,
  });
const floats: Dataset = dataset({
  features: Float32Array.from(draw(ROWS * WIDTH, () => random.uniform(-1, 1))),
  width: WIDTH,
  targets: Float32Array.from(draw(ROWS * 5, () => random.random())),
  classes: 5,
});

interface Problem {
  readonly data: Dataset;
  readonly layers: readonly LayerOptions[];
  readonly loss: LossName;
  readonly optimizer: Optimizer;
  readonly isWeighted?: boolean;
}

/** A network in a memory of its own, planned for `threads`. */
function opened({ data, layers, loss, optimizer, isWeighted = false }: Problem, threads = 1) {
  const architecture = validateArchitecture({ inputs: WIDTH, layers, loss });
  const training = {
    keepsGradient: !isFolded(optimizer),
    moments: momentNames(optimizer),
    hasRowWeights: isWeighted,
  };
  const sources = [compactShape("train", data, threads)];
  const plan = planWorkspace(architecture, { capacity: BATCH, sources, threads, training });
  const { heap, kernels: unchecked } = openWorkspace(plan.layout, "wasm");
  const kernels = guarded(unchecked, heap, plan.layout);
  writeParameters(heap, plan.layers, initialParameters(architecture, 3, false));
  const source = plan.sources[0] as SourcePlan;
  loadRows(kernels, heap, source, data, 0, ROWS);
  writeRowWeights(
    heap,
    plan,
    Float64Array.from({ length: ROWS }, (_, row) => 0.5 + (row % 3)),
  );
  orderAsStored(heap, plan.order, ROWS);
  const { scale, shift } = data;
  const job = {
    first: 0,
    last: STEPS,
    rows: ROWS,
    scaling: { scale, shift },
    optimizer,
    correction: FIRST_CORRECTION,
  };
  const lossAt = plan.rowLoss.address >>> 2;
  const state = () => [readParameters(heap, plan.layers), heap.floats.slice(lossAt, lossAt + ROWS)];
  return { plan, heap, kernels, source, job, state };
}

/** After an epoch of `parts` lanes, one after the other within each phase. */
function stateOfLanes(problem: Problem, parts: number): unknown {
  const { plan, kernels, source, job, state } = opened(problem, parts);
  const { optimizer, scaling } = job;
  let correction = FIRST_CORRECTION;
  for (let start = 0; start < ROWS; start += BATCH) {
    correction = nextCorrection(optimizer, correction);
    const rule = { optimizer, correction };
    const rows = Math.min(BATCH, ROWS - start);
    const batch = { source, scaling, start, rows };
    for (let part = parts - 1; part >= 0; part--) {
      const slice = sliceOf(plan, rows, { ...ALONE, part, parts });
      phaseA(kernels, plan, batch, rule, slice);
    }
    for (let part = parts - 1; part >= 0; part--) phaseB(kernels, plan, batch, rule, part, parts);
  }
  return state();
}

const problems: Record<string, Problem> = {
  "bytes gathered, plain SGD": {
    data: bytes(1),
    layers: [
      { units: 13, activation: "relu" },
      { units: 9, activation: "softmax" },
      { units: 5, activation: "softmax" },
    ],
    loss: "crossEntropy",
    optimizer: sgd({ learningRate: 0.05 }),
  },
  "bytes as records, Adam, weighted rows": {
    data: bytes(0.1),
    layers: [
      { units: 13, activation: "tanh" },
      { units: 5, activation: "sigmoid" },
    ],
    loss: "binaryCrossEntropy",
    optimizer: adam({ learningRate: 0.01 }),
    isWeighted: true,
  },
  "floats and targets, momentum, weighted rows": {
    data: floats,
    layers: [
      { units: 11, activation: "leakyRelu" },
      { units: 5, activation: "sigmoid" },
    ],
    loss: "mse",
    optimizer: sgd({ learningRate: 0.05, momentum: 0.9, nesterov: true }),
    isWeighted: true,
  },
  "floats and targets, a softmax with the sum of squares, weight decay": {
    data: floats,
    layers: [{ units: 5, activation: "softmax" }],
    loss: "sumSquaredError",
    optimizer: sgd({ learningRate: 0.05, weightDecay: 0.01 }),
  },
};

describe.each(Object.entries(problems))("%s", (_name, problem) => {
  it.each([1, 2, 3, 7, 12])("by %i lanes, as by one alone", (parts) => {
    const { plan, heap, kernels, job, state } = opened(problem);
    expect(trainSteps(kernels, heap, plan, job, ALONE)).toBe(STEPS);
    expect(stateOfLanes(problem, parts)).toEqual(state());
  });
});

describe("shares", () => {
  it("are whole tiles, as equal as these allow", () => {
    const { plan } = opened(problems["bytes gathered, plain SGD"] as Problem);
    const share = (rows: number, part: number, parts: number) => sliceOf(plan, rows, { ...ALONE, part, parts });
    expect([0, 1, 2].map((part) => share(100, part, 3))).toEqual([
      { begin: 0, end: 36, part: 0 },
      { begin: 36, end: 72, part: 1 },
      { begin: 72, end: 100, part: 2 },
    ]);
    expect(share(5, 2, 3)).toEqual({ begin: 5, end: 5, part: 2 });
  });
});

describe("what is looked at", () => {
  it("has a shift where it was bytes, and none where it was floats", () => {
    const shiftOfSource = (name: string): number => {
      const { source } = opened(problems[name] as Problem);
      return shiftOf({ source, scaling: { scale: 2, shift: 3 } });
    };
    expect(shiftOfSource("bytes gathered, plain SGD")).toBe(3);
    expect(shiftOfSource("floats and targets, momentum, weighted rows")).toBe(0);
  });

  it.each(Object.entries(problems))("%s: outputs by lanes, at once and in steps, as by one alone", (_name, problem) => {
    const outputs = (parts: number, isInSteps: boolean): Float32Array => {
      const { plan, heap, kernels, source, job } = opened(problem, parts);
      const window = { source, scaling: job.scaling, start: 7 };
      for (let part = parts - 1; part >= 0; part--) {
        const slice = sliceOf(plan, BATCH, { ...ALONE, part, parts });
        const bias = firstBias(kernels, plan, window, part);
        forward(kernels, plan, window, slice, bias, true);
        if (isInSteps) forwardInSteps(kernels, plan, slice, () => {});
        else activateOutput(kernels, plan, slice);
      }
      const { output } = plan.layers.at(-1) as LayerPlan;
      return heap.floats.slice(
        output.address >>> 2,
        (output.address >>> 2) + output.rows * output.stride,
      ) as Float32Array;
    };
    const alone = outputs(1, false);
    expect(outputs(3, false)).toEqual(alone);
    if (problem.data === floats) expect(outputs(3, true)).toEqual(alone);
  });
});

const simple = problems["floats and targets, momentum, weighted rows"] as Problem;

describe("a run of steps", () => {
  const word = ({ heap, plan }: ReturnType<typeof opened>, which: keyof typeof CONTROL): number =>
    heap.words[(plan.control.address >>> 2) + CONTROL[which]] as number;
  const run = ({ kernels, heap, plan, job }: ReturnType<typeof opened>, lane: Lane): number =>
    trainSteps(kernels, heap, plan, job, lane);

  it("says how many are done, and waits twice in each", () => {
    const network = opened(simple);
    let waits = 0;
    expect(run(network, { ...ALONE, wait: () => waits++ })).toBe(STEPS);
    expect(waits).toBe(2 * STEPS);
    expect(word(network, "done")).toBe(STEPS);
    expect(word(network, "stop")).toBe(0);
  });

  it("ends after the step in which someone asks for it", () => {
    const network = opened(simple);
    let waits = 0;
    const at = (network.plan.control.address >>> 2) + CONTROL.abort;
    const wait = (): void => {
      if (++waits === 2) network.heap.words[at] = 1;
    };
    expect(run(network, { ...ALONE, wait })).toBe(2);
    expect(word(network, "done")).toBe(2);
    expect(word(network, "stop")).toBe(1);
  });

  it("ends at a loss that is not finite", () => {
    const network = opened({ ...simple, isWeighted: false });
    network.heap.floats[(network.source.targets?.address as number) >>> 2] = Number.POSITIVE_INFINITY;
    const { kernels, heap, plan, job } = network;
    expect(trainSteps(kernels, heap, plan, job, ALONE)).toBe(1);
    expect(word(network, "stop")).toBe(1);
  });

  it("multiplies by zeros, too: a weight that is not finite is never passed over", () => {
    const layers = [{ units: 4, activation: "relu" }, { units: 60 }] as const;
    const targets = new Float32Array(60 * ROWS);
    const wide = dataset({ features: floats.features, width: WIDTH, targets, classes: 60 });
    const network = opened({ data: wide, layers, loss: "mse", optimizer: sgd({ learningRate: 0 }) });
    const [first, second] = network.plan.layers.map(({ weight, inputs, units }) => ({
      weight: new Float32Array(weight.rows * weight.columns).fill(inputs === 4 ? Number.POSITIVE_INFINITY : 0),
      bias: new Float32Array(units).fill(-1),
    }));
    writeParameters(network.heap, network.plan.layers, [first, second] as LayerParameters[]);
    const { kernels, heap, plan, job } = network;
    expect(trainSteps(kernels, heap, plan, { ...job, rows: 2, last: 1 }, ALONE)).toBe(1);
    expect(word(network, "stop")).toBe(1);
  });

  it("leaves what is said to the first lane", () => {
    const network = opened(simple, 2);
    expect(run(network, { part: 1, parts: 2, wait: () => {} })).toBe(STEPS);
    expect(word(network, "done")).toBe(0);
    network.heap.words[(network.plan.control.address >>> 2) + CONTROL.stop] = 1;
    expect(run(network, { part: 1, parts: 2, wait: () => {} })).toBe(1);
  });

  it("has the sum of the losses of any rows", () => {
    const { heap, plan } = opened(simple);
    heap.floats.set([1, 2, 4, 8, 16], plan.rowLoss.address >>> 2);
    expect(sumRowLoss(heap, plan, 1, 3)).toBe(14);
    expect(sumRowLoss(heap, plan, 0, 2, 0.5)).toBe(3.5);
  });
});
