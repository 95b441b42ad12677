/** What scikit-learn said (fixtures/scikit-learn/make-metrics.py), and numbers held against it. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";

type Numbers = readonly number[];

interface Fixture {
  readonly classification: readonly {
    name: string;
    labels: Numbers;
    predictions: Numbers;
    classes: number;
    counts: readonly Numbers[];
    accuracy: number;
    precision: Numbers;
    recall: Numbers;
    f1: Numbers;
    support: Numbers;
    /** Precision, recall, F1. */
    averages: Readonly<Record<string, readonly [number, number, number]>>;
    matthews: number;
    /** null: NaN. */
    kappa: number | null;
  }[];
  readonly logLoss: readonly {
    name: string;
    labels: Numbers;
    probabilities: Numbers;
    classes: number;
    loss: number;
    lossOfF32: number;
    lossInF32: number;
  }[];
  readonly roc: readonly {
    name: string;
    labels: Numbers;
    scores: Numbers;
    falsePositiveRate: Numbers;
    truePositiveRate: Numbers;
    thresholds: Numbers;
    auc: number;
  }[];
  readonly oneVsRest: readonly {
    name: string;
    labels: Numbers;
    scores: Numbers;
    classes: number;
    aucs: Numbers;
    macro: number;
    weighted: number;
    meanCurve: { falsePositiveRate: Numbers; truePositiveRate: Numbers };
  }[];
  readonly topK: readonly { name: string; labels: Numbers; scores: Numbers; classes: number; shares: Numbers }[];
  readonly calibration: readonly {
    name: string;
    labels: Numbers;
    probabilities: Numbers;
    bins: number;
    frequency: Numbers;
    probability: Numbers;
    counts: Numbers;
    error: number;
  }[];
  readonly regression: readonly {
    name: string;
    targets: Numbers;
    predictions: Numbers;
    outputs: number;
    meanSquaredError: number;
    meanAbsoluteError: number;
    r2: number;
  }[];
  readonly intervals: readonly {
    correct: number;
    total: number;
    confidence: number;
    interval: readonly [number, number];
  }[];
  readonly mcnemar: readonly {
    onlyFirst: number;
    onlySecond: number;
    exact: number;
    statistic: number;
    chiSquared: number;
  }[];
}

const fixture: Fixture = JSON.parse(
  readFileSync(new URL("../fixtures/scikit-learn/metrics.json", import.meta.url), "utf8"),
);

/** The cases of one kind; a kind without cases would prove nothing. */
export function casesOf<Name extends keyof Fixture>(name: Name): Fixture[Name] {
  expect(fixture[name].length).toBeGreaterThan(0);
  return fixture[name];
}

/** As many numbers as expected, each within 1e-12 of it (of its size, where that is above 1). */
export function expectNumbers(got: ArrayLike<number>, expected: Numbers): void {
  expect(got.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expectNumber(got[i] as number, value, `number ${i}`);
}

export function expectNumber(got: number, expected: number, what = "number", tolerance = 1e-12): void {
  expect(Number.isFinite(got), `${what}: ${got}`).toBe(true);
  expect(Math.abs(got - expected), `${what}: ${got}, ${expected}`).toBeLessThanOrEqual(
    tolerance * Math.max(1, Math.abs(expected)),
  );
}
