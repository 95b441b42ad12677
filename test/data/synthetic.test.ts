import { describe, expect, it } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { makeBlobs, makeCircles, makeMoons, makeSpirals, makeXor } from "../../src/data/synthetic.js";
import { expectError } from "../expect-error.js";
import { fixture } from "./scikit-learn.js";

type Make = (options?: object) => Dataset;
const makers: Readonly<Record<string, Make>> = { makeXor, makeCircles, makeMoons, makeBlobs, makeSpirals };

describe("problems that scikit-learn (and, for XOR, NumPy) has are theirs, point for point", () => {
  it.each(fixture.synthetic)("$name $options", ({ name, options, features, labels }) => {
    const data = (makers[name] as Make)(options);
    expect([...(data.labels ?? [])]).toEqual(labels);
    expect(data.features.length).toBe(features.length);
    for (const [i, wanted] of features.entries())
      expect(Math.abs((data.features[i] as number) - wanted)).toBeLessThanOrEqual(6e-8 * Math.abs(wanted) + 1e-15);
  });
});

describe.each(Object.entries(makers))("%s", (_name, make) => {
  it("gives the same points for the same seed, others for another", () => {
    expect(make({ noise: 0.1, seed: 5 })).toEqual(make({ noise: 0.1, seed: 5 }));
    expect(make({ noise: 0.1, seed: 5 }).features).not.toEqual(make({ noise: 0.1, seed: 6 }).features);
  });

  it("gives as many rows as asked for, in classes of nearly the same size", () => {
    const { count, labels = [], classes } = make({ count: 301 });
    expect(count).toBe(301);
    const sizes = Array.from({ length: classes }, (_, c) => labels.filter((label) => label === c).length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(make === makeXor ? 40 : 2);
  });

  it("refuses counts, noises and seeds that are none", () => {
    for (const count of [0, 1.5, -3, Number.NaN, 1e9, "7"])
      expectError(() => make({ count }), "invalid-option", /^count: expected a whole number from \d/);
    for (const noise of [-1, Number.NaN, Number.POSITIVE_INFINITY, "1"])
      expectError(() => make({ noise }), "invalid-option", /^noise: expected a number from 0/);
    expectError(() => make({ seed: -1 }), "invalid-option", /^seed: expected a whole number/);
    expect(make(null as unknown as object)).toEqual(make());
  });
});

describe("makeSpirals", () => {
  it("winds each arm from the origin to the unit circle", () => {
    const { features, labels = [], classes } = makeSpirals({ count: 90, arms: 3, turns: 2 });
    expect(classes).toBe(3);
    for (let arm = 0; arm < 3; arm++) {
      const radii = [...labels.entries()]
        .filter(([, label]) => label === arm)
        .map(([i]) => Math.hypot(features[2 * i] as number, features[2 * i + 1] as number))
        .sort((a, b) => a - b);
      for (const [i, radius] of radii.entries()) expect(radius).toBeCloseTo((i + 1) / 30, 6);
    }
  });

  it("begins each arm a share of a turn after the one before", () => {
    const { features, labels = [] } = makeSpirals({ count: 4, arms: 4, turns: 0 });
    const ends = [...labels.entries()]
      .sort(([, a], [, b]) => a - b)
      .map(([i]) => [features[2 * i], features[2 * i + 1]]);
    const wanted = [1, 0, 0, 1, -1, 0, 0, -1];
    expect(ends.flat().map((value) => Math.round((value as number) * 1e6) / 1e6 + 0)).toEqual(wanted);
  });
});

describe("makeBlobs", () => {
  it("puts a cloud around each centre it is given", () => {
    const data = makeBlobs({
      count: 3000,
      centers: [
        [5, -5],
        [0, 20],
      ],
      noise: 0.5,
    });
    const mean = (label: number, axis: number): number => {
      const rows = [...(data.labels ?? []).entries()].filter(([, each]) => each === label);
      return rows.reduce((sum, [i]) => sum + (data.features[2 * i + axis] as number), 0) / rows.length;
    };
    for (const [label, axis, wanted] of [
      [0, 0, 5],
      [0, 1, -5],
      [1, 0, 0],
      [1, 1, 20],
    ] as const)
      expect(Math.abs(mean(label, axis) - wanted)).toBeLessThan(0.06);
  });
});

it("options of one problem alone are checked too", () => {
  expectError(
    () => makeCircles({ factor: 1 }),
    "invalid-option",
    /^factor: expected a number from 0 to below 1, got 1/,
  );
  expectError(() => makeSpirals({ arms: 0 }), "invalid-option", /^arms: expected a whole number from 1 to 256, got 0/);
  expectError(() => makeSpirals({ turns: Number.NaN }), "invalid-option", /^turns/);
  expectError(() => makeBlobs({ centers: 257 }), "invalid-option", /^centers/);
  expectError(() => makeBlobs({ centers: [] }), "invalid-option", /^centers/);
  expectError(() => makeBlobs({ centers: [[1, Number.NaN]] }), "invalid-option", /^centers\[0\]: expected two numbers/);
  expectError(() => makeBlobs({ centers: null as unknown as number }), "invalid-option", /^centers/);
  expectError(() => makeXor({ count: 1 }), "invalid-option", /^count: expected a whole number from 2/);
});
