/** Public functions that judge predictions: a call of each that works, and its doors. */
import {
  accuracy,
  calibrationCurve,
  classificationReport,
  cohenKappa,
  confidenceCurve,
  confusionMatrix,
  decisionRegions,
  expectedCalibrationError,
  f1Score,
  logLoss,
  macroAverageRoc,
  matthewsCorrelation,
  mcnemarTest,
  meanAbsoluteError,
  meanSquaredError,
  oneVsRestRoc,
  precision,
  r2Score,
  recall,
  rocAuc,
  rocCurve,
  topKAccuracy,
  wilsonInterval,
} from "../../src/index.js";
import type { Call, Door } from "./doors.js";
import { choice, type Hostile, labels, number, numbers, options, thing, whole } from "./values.js";

const CLASSES = whole(2, 4096);
const LABELS = (): number[] => [0, 1, 1, 0];
/** Of two classes, row by row. */
const SHARES = (): number[] => [0.9, 0.1, 0.2, 0.8, 0.4, 0.6, 0.7, 0.3];
/** Arrays of another length than the four labels. */
const ANY_LENGTH = ["one more", "one less"];

const labelDoor = (place: string, classes: number): Door => ({ place, values: labels(4, classes) });
const shareDoor = (place: string, length: number): Door => ({
  place,
  values: [
    ...numbers(length),
    ["a share above 1", () => Array(length).fill(1.1)],
    ["a share below 0", () => Array(length).fill(-0.1)],
  ],
});

/** Functions of labels, predictions and a number of classes. */
const pairs = (name: string, call: Call["call"], more: readonly Door[] = [], given: readonly unknown[] = []): Call => ({
  name,
  good: () => [LABELS(), LABELS(), 2, ...given],
  call,
  doors: [labelDoor("0", 2), labelDoor("1", 2), { place: "2", values: CLASSES }, ...more],
});

const averaged = (name: string, call: Call["call"]): Call =>
  pairs(name, call, [{ place: "3", values: [...choice, ["weighted macro", () => "weighted macro"]] }], ["macro"]);

const regression = (name: string, call: Call["call"]): Call => ({
  name,
  good: () => [LABELS(), LABELS()],
  call,
  doors: [
    { place: "0", values: numbers(4) },
    { place: "1", values: numbers(4) },
  ],
});

const BIN = { low: 0, high: 1, count: 2, probability: 0.5, frequency: 0.5 };
const BINS: readonly Hostile[] = [
  ["no bins", () => []],
  ["a hole", () => Array(1)],
  ["null in it", () => [null]],
  ["a number in it", () => [5]],
  ["an empty bin", () => [{}]],
  ["a count of NaN", () => [{ ...BIN, count: Number.NaN }]],
  ["a count of 0", () => [{ ...BIN, count: 0 }]],
  ["a count that is a text", () => [{ ...BIN, count: "2" }]],
  ["a bigint of a count", () => [{ ...BIN, count: 2n }]],
  ["a probability of NaN", () => [{ ...BIN, probability: Number.NaN }]],
  ["a frequency above 1", () => [{ ...BIN, frequency: 1.5 }]],
];

const curve = (): ReturnType<typeof rocCurve> => rocCurve([0, 1], [0.1, 0.9]);
const RATES: readonly Hostile[] = [
  ...numbers(3).filter(([name]) => !ANY_LENGTH.includes(name)),
  ["rates that fall", () => Float64Array.of(1, 0.5, 0)],
  ["rates that end before 1", () => Float64Array.of(0, 0.1, 0.2)],
];

export const EVALUATION_CALLS: readonly Call[] = [
  regression("accuracy", accuracy),
  regression("meanSquaredError", meanSquaredError),
  regression("meanAbsoluteError", meanAbsoluteError),
  {
    name: "r2Score",
    good: () => [LABELS(), LABELS(), 2],
    call: r2Score,
    doors: [
      { place: "0", values: numbers(4) },
      { place: "1", values: numbers(4) },
      { place: "2", values: whole(1, 2) },
    ],
  },
  pairs("confusionMatrix", confusionMatrix),
  pairs("classificationReport", classificationReport),
  pairs("matthewsCorrelation", matthewsCorrelation),
  pairs("cohenKappa", cohenKappa),
  averaged("precision", precision),
  averaged("recall", recall),
  averaged("f1Score", f1Score),
  {
    name: "mcnemarTest",
    good: () => [LABELS(), LABELS(), LABELS()],
    call: mcnemarTest,
    doors: ["0", "1", "2"].map((place) => ({
      ...labelDoor(place, 2 ** 32),
      but: ["a label of 255", "a label of 256"],
    })),
  },
  {
    name: "wilsonInterval",
    good: () => [1, 2, 0.9],
    call: wilsonInterval,
    doors: [
      { place: "0", values: whole(0, 2) },
      { place: "1", values: whole(1, 2 ** 53 - 1) },
      { place: "2", values: number(0, 1, -1) },
    ],
  },
  {
    name: "logLoss",
    good: () => [LABELS(), SHARES(), 2],
    call: logLoss,
    doors: [labelDoor("0", 2), shareDoor("1", 8), { place: "2", values: CLASSES }],
  },
  {
    name: "calibrationCurve",
    good: () => [LABELS(), [0.1, 0.9, 0.8, 0.2], 2],
    call: calibrationCurve,
    doors: [labelDoor("0", 2), shareDoor("1", 4), { place: "2", values: whole(1, 65_536) }],
  },
  {
    name: "confidenceCurve",
    good: () => [LABELS(), SHARES(), 2, 3],
    call: confidenceCurve,
    doors: [
      labelDoor("0", 2),
      shareDoor("1", 8),
      { place: "2", values: CLASSES },
      { place: "3", values: whole(1, 65_536) },
    ],
  },
  {
    name: "expectedCalibrationError",
    good: () => [[BIN]],
    call: expectedCalibrationError,
    doors: [{ place: "0", values: [...thing, ...BINS] }],
  },
  {
    name: "rocCurve",
    good: () => [LABELS(), [0.1, 0.9, 0.8, 0.2]],
    call: rocCurve,
    doors: [labelDoor("0", 2), { place: "1", values: numbers(4) }],
  },
  {
    name: "rocAuc",
    good: () => [LABELS(), SHARES(), 2, "macro"],
    call: rocAuc,
    doors: [
      labelDoor("0", 2),
      { place: "1", values: numbers(8) },
      { place: "2", values: CLASSES },
      { place: "3", values: choice },
    ],
  },
  {
    name: "oneVsRestRoc",
    good: () => [LABELS(), SHARES(), 2],
    call: oneVsRestRoc,
    doors: [labelDoor("0", 2), { place: "1", values: numbers(8) }, { place: "2", values: CLASSES }],
  },
  {
    name: "macroAverageRoc",
    good: () => [[curve(), curve()]],
    call: macroAverageRoc,
    doors: [
      { place: "0", values: [...thing, ["a hole", () => Array(1)], ["null in it", () => [null]]] },
      { place: "0.0.falsePositiveRate", values: RATES },
      { place: "0.0.truePositiveRate", values: numbers(3) },
      { place: "0.0.auc", values: number(-1, 2) },
    ],
  },
  {
    name: "topKAccuracy",
    good: () => [LABELS(), SHARES(), 2, 1],
    call: topKAccuracy,
    doors: [
      labelDoor("0", 2),
      { place: "1", values: numbers(8) },
      { place: "2", values: CLASSES },
      { place: "3", values: whole(1, 2) },
    ],
  },
  {
    name: "decisionRegions",
    good: () => [
      { predict: (points: Float64Array) => new Uint32Array(points.length / 2) },
      { x: [0, 1], y: [0, 1], step: 0.5 },
    ],
    call: decisionRegions,
    doors: [
      { place: "0", values: thing },
      {
        place: "0.predict",
        values: [
          ["no function", () => 5],
          ["no answers", () => () => undefined],
          ["answers of another number", () => () => [0]],
          ["answers that are texts", () => () => ["0", "x"]],
          ["answers that are promises", () => () => Promise.resolve([0, 0])],
          ["answers that are no class", () => () => [-1, 0.5]],
          ["bigint answers", () => () => new BigInt64Array(2)],
        ],
      },
      { place: "1", values: options },
      {
        place: "1.x",
        values: [
          ...numbers(2, 1),
          ["one point", () => [1, 1]],
          ["the higher first", () => [1, 0]],
          ["texts", () => ["0", "1"]],
        ],
      },
      { place: "1.y", values: numbers(2, 1) },
      { place: "1.step", values: number(0, -1, 1e-9, 5e-324) },
    ],
  },
];
