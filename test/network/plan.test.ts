/** What a workspace has a place for, by what is asked of it. */
import { describe, expect, it } from "vitest";
import { ACTIVATION_CODES, gemmNNScratch, gemmTNScratch, SPARSE_TN_SCRATCH } from "../../src/kernels/contract.js";
import { validateArchitecture } from "../../src/network/architecture.js";
import { planWorkspace } from "../../src/network/plan.js";

describe("a plan", () => {
  const architecture = validateArchitecture({ inputs: 8, layers: [{ units: 3 }], loss: "mse" });
  const rows = { name: "train", rows: 40, element: "u8", hasLabels: false, hasTargets: true } as const;
  const sparse = { ...rows, records: { bytes: 100, cuts: [0, 8] } };
  const training = { keepsGradient: false, moments: [] };

  it("has a place for all outputs, and for weights of rows, where they are asked for", () => {
    const bare = planWorkspace(architecture, { capacity: 4, sources: [rows] });
    expect(bare).not.toHaveProperty("outputs");
    expect(bare).not.toHaveProperty("rowWeights");
    expect(bare).not.toHaveProperty("buckets");
    const sources = [sparse];
    expect(planWorkspace(architecture, { capacity: 4, sources })).not.toHaveProperty("buckets");
    expect(planWorkspace(architecture, { capacity: 4, sources: [], training })).not.toHaveProperty("buckets");
    expect([bare.isTrained, bare.layers[0]?.moments, bare.layers[0]?.gradient]).toEqual([false, [], undefined]);
    const full = planWorkspace(architecture, {
      capacity: 4,
      sources: [rows],
      keepsOutputs: true,
      training: { keepsGradient: true, moments: ["velocity"], hasRowWeights: true },
    });
    expect(full.outputs).toMatchObject({ rows: 40, columns: 3 });
    expect(full.rowWeights).toMatchObject({ rows: 40, columns: 1 });
    expect(full.isTrained).toBe(true);
    expect(full.layers[0]?.moments).toHaveLength(1);
    expect(full.layers[0]?.gradient?.weight).toMatchObject({ rows: 8, columns: 3 });
  });

  it("knows a softmax, which counts as identity elsewhere", () => {
    const layers = [{ units: 3, activation: "softmax" }, { units: 2 }] as const;
    const plan = planWorkspace(validateArchitecture({ inputs: 8, layers, loss: "mse" }), { capacity: 4, sources: [] });
    expect(plan.layers.map(({ isSoftmax, activation }) => [isSoftmax, activation])).toEqual([
      [true, ACTIVATION_CODES.identity],
      [false, ACTIVATION_CODES.identity],
    ]);
  });

  it("gathers no batch where every source is trained on as records", () => {
    const capacity = 4;
    const featureRows = (options: object): number =>
      planWorkspace(architecture, { capacity, sources: [sparse], ...options }).features.rows;
    expect(featureRows({ training })).toBe(0);
    expect(featureRows({})).toBe(4);
    expect(featureRows({ training, sources: [sparse, rows] })).toBe(4);
  });

  it("keeps records whole, and a window of their bytes", () => {
    const long = { ...sparse, rows: 300 };
    const [source] = planWorkspace(architecture, { capacity: 4, sources: [long], training }).sources;
    expect(source?.features.rows).toBe(256);
    expect(source?.records?.words.columns).toBe(25);
    expect(source?.records?.offsets.rows).toBe(301);
    const [short] = planWorkspace(architecture, { capacity: 4, sources: [sparse], training }).sources;
    expect(short?.features.rows).toBe(40);
  });

  it("sorts a batch into as few bins as threads and kernels allow", () => {
    const binRows = (capacity: number, threads: number): number | undefined =>
      planWorkspace(architecture, { capacity, sources: [sparse], training, threads }).buckets?.binRows;
    expect(binRows(100, 1)).toBe(100);
    expect(binRows(100, 3)).toBe(36);
    expect(binRows(600, 1)).toBe(200);
  });

  it("has the scratch of its largest product, one for each thread", () => {
    const wide = validateArchitecture({ inputs: 30, layers: [{ units: 200 }, { units: 3 }], loss: "mse" });
    const columns = (capacity: number, options: object): number =>
      planWorkspace(wide, { capacity, sources: [rows], ...options }).scratch.columns;
    expect(columns(50, {})).toBe(gemmNNScratch(200));
    expect(columns(50, { training })).toBe(gemmTNScratch(50));
    expect(columns(4, { training })).toBe(gemmNNScratch(200));
    expect(planWorkspace(architecture, { capacity: 4, sources: [] }).scratch.columns).toBe(SPARSE_TN_SCRATCH);
    expect(planWorkspace(wide, { capacity: 4, sources: [rows], threads: 3 }).scratch.rows).toBe(3);
  });
});
