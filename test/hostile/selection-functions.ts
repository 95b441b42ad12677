/** Searches: a call of each that works, and its doors. */
import {
  type Candidate,
  crossValidate,
  gridSearch,
  halvingSearch,
  integerBetween,
  learningCurve,
  logUniformBetween,
  nestedCrossValidate,
  parameterGrid,
  parameterSamples,
  randomSearch,
  refit,
  sgd,
  uniformBetween,
  validationCurve,
} from "../../src/node/entry.js";
import { datasetDoors, eightRows } from "./dataset-doors.js";
import type { Call, Door } from "./doors.js";
import { callable, choice, flag, type Hostile, number, options, thing, whole } from "./values.js";

const candidate = (): Candidate => ({
  model: { inputs: 2, layers: [{ units: 2, activation: "softmax" }], loss: "crossEntropy" },
  fit: { epochs: 1, optimizer: { ...sgd({ learningRate: 0.1 }) } },
});
const make = candidate as (parameters: unknown) => Candidate;

const cyclic = (): object => {
  const value: Record<string, unknown> = { key: "0123456789abcdef", fold: 1, score: 1 };
  value.validation = value;
  return value;
};
const deep = (depth: number): unknown => JSON.parse(`${'{"validation":'.repeat(depth)}0${"}".repeat(depth)}`);

/** In place of the result of an earlier run: parts that look like folds and are none. */
const RESUMES: readonly Hostile[] = [
  ...options,
  ["a fold without a score", () => ({ key: "0123456789abcdef", fold: 1, validation: [] })],
  ["a fold of itself", cyclic],
  ["a fold with a bigint", () => ({ key: 1n, fold: 1n })],
  ["a fold with a symbol", () => ({ key: Symbol("k"), fold: 1 })],
  ["a fold 100,000 levels deep", () => ({ key: "x", fold: deep(100_000) })],
  ["a score that is a text", () => ({ key: "0123456789abcdef", fold: 1, score: "1", validation: [] })],
  ["a loss that is none", () => ({ key: "0123456789abcdef", fold: 1, score: 1, validation: [{ loss: "0" }] })],
  ["a key of capitals", () => ({ key: "0123456789ABCDEF", fold: 1, score: 1, validation: [] })],
];

const CANDIDATES: readonly Hostile[] = [
  ...thing,
  ["a model that is none", () => ({ ...candidate(), model: 5 })],
  ["a fit that is none", () => ({ ...candidate(), fit: null })],
  ["a model of another width", () => ({ ...candidate(), model: { ...candidate().model, inputs: 3 } })],
  ["a bigint in the fit", () => ({ ...candidate(), fit: { ...candidate().fit, extra: 1n } })],
  [
    "a cycle in the model",
    () => Object.assign(candidate(), { model: Object.assign({ ...candidate().model }, { self: cyclic() }) }),
  ],
  ["an order", () => ({ ...candidate(), fit: { ...candidate().fit, order: () => new Uint32Array(1) } })],
  ["threads", () => ({ ...candidate(), fit: { ...candidate().fit, threads: 1 } })],
];
const MAKERS: readonly Hostile[] = [
  ...callable,
  ...CANDIDATES.filter(([name]) => name !== "a function").map(
    ([name, value]): Hostile => [`made into ${name}`, () => () => value()],
  ),
];

const FOLDS: readonly Hostile[] = [
  ...whole(2, 4),
  ["a split of nothing", () => [{}]],
  ["a hole", () => Array(1)],
  ["rows that are an array", () => [{ train: [0], test: [1] }]],
  ["a row on both sides", () => [{ train: Uint32Array.of(0), test: Uint32Array.of(0) }]],
  ["a row that is not there", () => [{ train: Uint32Array.of(8), test: Uint32Array.of(0) }]],
  ["an empty part", () => [{ train: Uint32Array.of(1), test: new Uint32Array(0) }]],
];

const selectionDoors = (place: string): Door[] => [
  { place, values: options },
  { place: `${place}.folds`, values: FOLDS },
  { place: `${place}.scoring`, values: choice },
  { place: `${place}.threads`, values: whole(1, 64) },
  { place: `${place}.resume`, values: RESUMES },
  { place: `${place}.signal`, values: callable },
  { place: `${place}.onProgress`, values: callable },
];
const scoreDoor = (place: string): Door => ({ place: `${place}.scoreTraining`, values: flag });
const SETTINGS = (): Record<string, unknown> => ({ folds: 2, threads: 1 });
const SEED = whole(0, 2 ** 32 - 1);

const GRIDS: readonly Hostile[] = [
  ...thing.filter(
    ([name]) => !/empty object|without a prototype|Map|Date|function|ArrayBuffer|promise|Proxy/.test(name),
  ),
  ["no values", () => ({ units: [] })],
  ["values that are none", () => ({ units: 5 })],
  ["values that are a text", () => ({ units: "12" })],
  ["a million times a million", () => ({ a: Array(1e6).fill(0), b: Array(1e6).fill(0) })],
];
const RANGES: readonly Hostile[] = [
  ...GRIDS.filter(([name]) => !name.startsWith("a million")),
  ["an unknown kind", () => ({ units: { kind: "normal", low: 0, high: 1 } })],
  ["a range that ends before it begins", () => ({ units: { kind: "uniform", low: 1, high: 0 } })],
  ["a log range from 0", () => ({ units: { kind: "logUniform", low: 0, high: 1 } })],
  ["a log range from below 0", () => ({ units: { kind: "logUniform", low: -1, high: 1 } })],
  ["whole numbers from a half", () => ({ units: { kind: "integer", low: 0.5, high: 2 } })],
  ["whole numbers beyond 2^53", () => ({ units: { kind: "integer", low: 0, high: 2 ** 60 } })],
  ["ends that are texts", () => ({ units: { kind: "uniform", low: "0", high: "1" } })],
];

export const SELECTION_CALLS: readonly Call[] = [
  {
    name: "crossValidate",
    good: () => [eightRows(), candidate(), SETTINGS()],
    call: crossValidate,
    doors: [...datasetDoors("0"), { place: "1", values: CANDIDATES }, ...selectionDoors("2"), scoreDoor("2")],
  },
  {
    name: "gridSearch",
    good: () => [eightRows(), { units: [1] }, make, SETTINGS()],
    call: gridSearch,
    doors: [
      ...datasetDoors("0"),
      { place: "1", values: GRIDS },
      { place: "2", values: MAKERS },
      ...selectionDoors("3"),
      scoreDoor("3"),
    ],
  },
  {
    name: "randomSearch",
    good: () => [eightRows(), { units: [1] }, make, { ...SETTINGS(), trials: 1 }],
    call: randomSearch,
    doors: [
      { place: "1", values: RANGES },
      { place: "2", values: MAKERS },
      { place: "3.trials", values: whole(1, 2 ** 20) },
      { place: "3.seed", values: SEED },
    ],
  },
  {
    name: "halvingSearch",
    good: () => [eightRows(), [1], make, { ...SETTINGS(), resource: "epochs", most: 2, least: 1, factor: 2 }],
    call: halvingSearch,
    doors: [
      ...datasetDoors("0"),
      { place: "1", values: thing, but: ["an array of arrays"] },
      { place: "2", values: MAKERS },
      ...selectionDoors("3"),
      { place: "3.resource", values: choice },
      { place: "3.most", values: whole(1, 2 ** 31) },
      { place: "3.least", values: whole(1, 2) },
      { place: "3.factor", values: whole(2, 2 ** 20) },
      { place: "3.seed", values: SEED },
    ],
  },
  {
    name: "nestedCrossValidate",
    good: () => [eightRows(), [1], make, { ...SETTINGS(), innerFolds: 2 }],
    call: nestedCrossValidate,
    doors: [
      ...datasetDoors("0"),
      { place: "1", values: thing, but: ["an array of arrays"] },
      { place: "2", values: MAKERS },
      ...selectionDoors("3"),
      { place: "3.innerFolds", values: whole(2, 2) },
    ],
  },
  {
    name: "learningCurve",
    good: () => [eightRows(), candidate(), { ...SETTINGS(), trainSizes: [2, 4], seed: 1 }],
    call: learningCurve,
    doors: [
      ...datasetDoors("0"),
      { place: "1", values: CANDIDATES },
      ...selectionDoors("2"),
      {
        place: "2.trainSizes",
        values: [
          ...thing,
          ["a hole", () => Array(1)],
          ["a hole before a size", () => [undefined, 2]],
          ["a size of 0", () => [0]],
          ["a size that is a text", () => ["2"]],
          ["more rows than there are", () => [5]],
        ],
        but: ["undefined"],
      },
      { place: "2.seed", values: SEED },
    ],
  },
  {
    name: "validationCurve",
    good: () => [eightRows(), [1], make, SETTINGS()],
    call: validationCurve,
    doors: [
      ...datasetDoors("0"),
      { place: "1", values: thing, but: ["an array of arrays"] },
      { place: "2", values: MAKERS },
      ...selectionDoors("3"),
    ],
  },
  {
    name: "refit",
    good: () => [eightRows(), { best: { parameters: 1 } }, make, { threads: 1 }],
    call: refit,
    doors: [
      ...datasetDoors("0"),
      { place: "1", values: thing },
      { place: "1.best", values: options },
      { place: "2", values: MAKERS },
      { place: "3", values: options },
      { place: "3.threads", values: whole(1, 64) },
      { place: "3.signal", values: callable },
    ],
  },
  {
    name: "parameterGrid",
    good: () => [{ units: [1, 2] }],
    call: parameterGrid,
    doors: [{ place: "0", values: GRIDS }],
  },
  {
    name: "parameterSamples",
    good: () => [{ units: { kind: "uniform", low: 0, high: 1 } }, { trials: 2, seed: 1 }],
    call: parameterSamples,
    doors: [
      { place: "0", values: RANGES },
      { place: "1", values: options },
      { place: "1.trials", values: whole(1, 2 ** 20) },
      { place: "1.seed", values: SEED },
    ],
  },
  {
    name: "uniformBetween",
    good: () => [0, 1],
    call: uniformBetween,
    doors: [
      { place: "0", values: number(2) },
      { place: "1", values: number(-1) },
    ],
  },
  {
    name: "logUniformBetween",
    good: () => [1, 2],
    call: logUniformBetween,
    doors: [
      { place: "0", values: number(0, -1, 3) },
      { place: "1", values: number(0) },
    ],
  },
  {
    name: "integerBetween",
    good: () => [0, 1],
    call: integerBetween,
    doors: [
      { place: "0", values: whole(-(2 ** 31), 1), but: [String(-(2 ** 31) - 1)] },
      { place: "1", values: whole(0, 2 ** 32 - 1) },
    ],
  },
];
