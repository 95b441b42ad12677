/** Bytes that are mostly 0, kept as records with their zeros passed over, against the same bytes gathered whole. */
import { describe, expect, it } from "vitest";
import { MAX_DENSITY } from "../../src/data/density.js";
import { compactShape, loadRows, orderAsStored, sourceShape } from "../../src/data/sources.js";
import { adam, type Dataset, dataset, MT19937, type Optimizer, sgd } from "../../src/index.js";
import { openWorkspace } from "../../src/memory/workspace.js";
import { validateArchitecture } from "../../src/network/architecture.js";
import { isFolded, momentNames } from "../../src/network/optimizers.js";
import { initialParameters, readParameters, writeParameters } from "../../src/network/parameters.js";
import { trainSteps } from "../../src/network/passes.js";
import { planWorkspace, type SourcePlan, type SourceShape } from "../../src/network/plan.js";
import { ALONE } from "../../src/network/step.js";
import { FIRST_CORRECTION } from "../../src/network/update.js";

/** `rows` rows of 61 bytes of which a share of `density` is not 0; the last columns are always 0. */
function drawBytes(rows: number, density: number, shift: number): Dataset {
  const random = new MT19937(5);
  const draw = (at: number): number => (at % 61 < 55 && random.random() < density ? random.randint(1, 256) : 0);
  return dataset({
    features: Uint8Array.from({ length: rows * 61 }, (_, at) => draw(at)),
    width: 61,
    labels: Array.from({ length: rows }, () => random.randint(0, 7)),
    classes: 7,
    scale: 1 / 128,
    shift,
  });
}

/** Weights after an epoch of batches of `batchSize`, the last one smaller. */
function trained(data: Dataset, shape: SourceShape, units: number, batchSize: number, optimizer: Optimizer) {
  const layers = [
    { units, activation: "relu" },
    { units: 7, activation: "softmax" },
  ] as const;
  const architecture = validateArchitecture({ inputs: data.width, layers: [...layers], loss: "crossEntropy" });
  const training = { keepsGradient: !isFolded(optimizer), moments: momentNames(optimizer) };
  const plan = planWorkspace(architecture, { capacity: batchSize, sources: [shape], training });
  const { heap, kernels } = openWorkspace(plan.layout, "wasm");
  writeParameters(heap, plan.layers, initialParameters(architecture, 3, false));
  loadRows(kernels, heap, plan.sources[0] as SourcePlan, data, 0, data.count);
  orderAsStored(heap, plan.order, data.count);
  const last = Math.ceil(data.count / batchSize);
  const { scale, shift } = data;
  const job = { first: 0, last, rows: data.count, scaling: { scale, shift }, optimizer, correction: FIRST_CORRECTION };
  expect(trainSteps(kernels, heap, plan, job, ALONE)).toBe(last);
  return readParameters(heap, plan.layers);
}

const OPTIMIZERS: Record<string, Optimizer> = {
  "plain SGD": sgd({ learningRate: 0.05 }),
  "SGD with momentum": sgd({ learningRate: 0.05, momentum: 0.9, weightDecay: 1e-3 }),
  Adam: adam(),
};

describe("passing over zeros gives the bits of multiplying them", () => {
  for (const [name, optimizer] of Object.entries(OPTIMIZERS))
    for (const [units, batchSize] of [
      [50, 30],
      [119, 44],
      [5, 700],
    ] as const)
      for (const shift of [0, -1])
        it(`${name}, ${units} hidden units, batches of ${batchSize}, shift ${shift}`, () => {
          const data = drawBytes(batchSize === 700 ? 1000 : 100, 0.25, shift);
          const compact = compactShape("train", data, 1);
          expect(compact.records).toBeDefined();
          const whole = trained(data, sourceShape("train", data), units, batchSize, optimizer);
          expect(trained(data, compact, units, batchSize, optimizer)).toEqual(whole);
        });
});

describe("which way is taken", () => {
  it("is the density's to say", () => {
    expect(compactShape("x", drawBytes(50, MAX_DENSITY - 0.1, 0), 1).records).toBeDefined();
    expect(compactShape("x", drawBytes(50, 0.9, 0), 1).records).toBeUndefined();
  });

  it("gives each thread columns, all of them, in order", () => {
    for (const threads of [1, 2, 3, 7]) {
      const cuts = compactShape("x", drawBytes(50, 0.2, 0), threads).records?.cuts as number[];
      expect(cuts).toHaveLength(threads + 1);
      expect(cuts[0]).toBe(0);
      expect(cuts.at(-1)).toBe(61);
      expect(cuts).toEqual([...cuts].sort((a, b) => a - b));
    }
  });

  it("counts the bytes that are not 0 wherever the array begins", () => {
    const { features } = drawBytes(20, 0.3, 0) as { features: Uint8Array };
    for (let from = 0; from < 9; from++) {
      const part = features.subarray(from, features.length - 3);
      const expected = part.reduce((sum, byte) => sum + Number(byte !== 0), 0);
      const size = compactShape("x", { ...drawBytes(1, 0, 0), features: part, width: 1, count: part.length }, 1);
      expect(size.records?.bytes).toBe(3 * expected + 7 * part.length);
    }
  });
});
