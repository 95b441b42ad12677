/** Metrics of classifiers and regressors drawn at random (fixtures/scikit-learn/make-random-metrics.py). */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  accuracy,
  calibrationCurve,
  classificationReport,
  cohenKappa,
  confusionMatrix,
  f1Score,
  logLoss,
  MT19937,
  matthewsCorrelation,
  meanAbsoluteError,
  meanSquaredError,
  oneVsRestRoc,
  precision,
  r2Score,
  recall,
  rocAuc,
  rocCurve,
  topKAccuracy,
} from "../../src/index.js";

type Value = number | null | readonly Value[];
/** What the outcome is asked to leave null where scikit-learn defines nothing; the other entries are only compared. */
interface Case extends Readonly<Record<"kappa" | "topK" | "macro" | "weighted" | "rocSums" | "area", Value>> {
  readonly seed: number;
}
const cases = (
  JSON.parse(readFileSync(new URL("../fixtures/scikit-learn/random-metrics.json", import.meta.url), "utf8")) as {
    cases: readonly Case[];
  }
).cases;

const list = <T>(length: number, draw: (i: number) => T): T[] => Array.from({ length }, (_, i) => draw(i));

/** As `draw` of the script, in its order. */
function draw(seed: number) {
  const random = new MT19937(seed);
  const rows = random.randint(2, 120);
  const classes = random.randint(2, 11);
  const outputs = random.randint(1, 4);
  const share = random.random();
  const levels = seed % 3 === 0 ? 6 : 1000;
  const labels = list(rows, () => random.randint(0, random.randint(1, classes + 1)));
  const predictions = labels.map((label) => (random.random() < share ? label : random.randint(0, classes)));
  const parts = list(rows, () => list(classes, () => random.randint(1, levels)));
  const scores = parts.flatMap((row) => row.map((part) => part / row.reduce((a, b) => a + b)));
  const ones = list(rows, () => random.randint(0, 2));
  const chances = list(rows, () => random.randint(0, levels + 1) / levels);
  const targets = list(rows * outputs, () => 10 * random.random() - 5);
  const guesses = targets.map((target) => target + random.random());
  return { classes, outputs, labels, predictions, scores, ones, chances, targets, guesses };
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const three = (labels: number[], predictions: number[], classes: number, average: "micro" | "macro" | "weighted") =>
  [precision, recall, f1Score].map((score) => score(labels, predictions, classes, average));

/** What ours say, where the case holds a number; what it does not define stays null. */
function outcome({ seed, kappa, topK, macro, weighted, rocSums, area }: Case): Record<string, Value> {
  const { classes, outputs, labels, predictions, scores, ones, chances, targets, guesses } = draw(seed);
  const { classes: report } = classificationReport(labels, predictions, classes);
  const decided = chances.map((chance) => Number(chance >= 0.5));
  const curve = rocSums === null ? undefined : rocCurve(ones, chances);
  const bins = calibrationCurve(ones, chances, 3 + (seed % 9));
  return {
    seed,
    counts: confusionMatrix(labels, predictions, classes).map((row) => [...row]),
    accuracy: accuracy(labels, predictions),
    perClass: (["precision", "recall", "f1"] as const).map((name) => report.map((one) => one[name])),
    averages: (["micro", "macro", "weighted"] as const).map((a) => three(labels, predictions, classes, a)),
    matthews: matthewsCorrelation(labels, predictions, classes),
    // Where scikit-learn has NaN, cohenKappa has 0, and says so.
    kappa: cohenKappa(labels, predictions, classes) || (kappa && 0),
    logLoss: logLoss(labels, scores, classes),
    topK: topK && list(classes, (k) => topKAccuracy(labels, scores, classes, k + 1)),
    areas: oneVsRestRoc(labels, scores, classes).map((one) => one?.auc ?? null),
    macro: macro && rocAuc(labels, scores, classes),
    weighted: weighted && rocAuc(labels, scores, classes, "weighted"),
    binary: [precision(ones, decided), recall(ones, decided), f1Score(ones, decided)],
    binaryLogLoss: logLoss(ones, chances, 2),
    rocSums: curve
      ? [
          sum(curve.falsePositiveRate),
          sum(curve.truePositiveRate),
          sum(curve.thresholds.slice(1)),
          curve.thresholds.length,
        ]
      : null,
    area: area && rocAuc(ones, chances),
    calibration: [bins.map(({ frequency }) => frequency), bins.map(({ probability }) => probability)],
    regression: [
      meanSquaredError(targets, guesses),
      meanAbsoluteError(targets, guesses),
      r2Score(targets, guesses, outputs),
    ],
  };
}

/** Every number within 1e-12 of the other, of its size where that is above 1; nulls in the same places. */
function expectAlike(got: Value, want: Value, what: string): number {
  if (Array.isArray(want)) {
    if ((got as readonly Value[]).length !== want.length) expect.fail(`${what}: expected ${want.length} numbers`);
    return want.reduce((count, one, i) => count + expectAlike((got as Value[])[i] as Value, one, `${what}[${i}]`), 0);
  }
  if (want === null) {
    if (got !== null) expect.fail(`${what}: expected nothing, got ${got}`);
  } else {
    const distance = Math.abs((got as number) - (want as number)) / Math.max(1, Math.abs(want as number));
    if (!(distance <= 1e-12)) expect.fail(`${what}: expected ${want}, got ${got}`);
  }
  return 1;
}

describe("metrics of random classifiers and regressors", () => {
  it("are scikit-learn's to 1e-12", () => {
    let compared = 0;
    for (const one of cases) {
      const got = outcome(one);
      expect(Object.keys(got)).toEqual(Object.keys(one));
      for (const [name, value] of Object.entries(one))
        compared += expectAlike(got[name] as Value, value, `seed ${one.seed}, ${name}`);
    }
    expect(cases).toHaveLength(50);
    expect(compared).toBeGreaterThan(4000);
  });
});
