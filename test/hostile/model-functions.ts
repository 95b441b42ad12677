/** Networks: a call of each method that works, and its doors. A refusal leaves the weights as they were. */

import { readModel } from "../../src/formats/model-file.js";
import {
  type Dataset,
  type FitOptions,
  gradientCheck,
  Mlp,
  parseModel,
  serializeModel,
  sgd,
  workedStep,
} from "../../src/index.js";
import { datasetDoors, eightRows } from "./dataset-doors.js";
import type { Call, Door } from "./doors.js";
import { bytes, callable, choice, flag, type Hostile, number, numbers, options, thing, whole } from "./values.js";

const SEED = whole(0, 2 ** 32 - 1);
const WIDTH = whole(1, 2 ** 24);
const EPOCHS = whole(1, 2 ** 31);
const RATE = number(-1);

/** Two inputs, two outputs. */
function model(): Mlp {
  const layers = [{ units: 3, activation: "tanh" } as const, { units: 2, activation: "softmax" } as const];
  return new Mlp({ inputs: 2, layers, loss: "crossEntropy", seed: 1 });
}

/** Of the model that is the first argument. */
const weightsOf = (args: unknown[]): unknown =>
  (args[0] as Mlp).parameters.map(({ weight, bias }) => [[...weight], [...bias]]);

/** A call of a method of a model, which a refusal must leave as it was. */
const method = (
  name: string,
  call: (model: Mlp, ...args: never[]) => unknown,
  given: () => unknown[],
  doors: readonly Door[],
): Call => ({
  name: `Mlp.${name}`,
  good: () => [model(), ...given()],
  call: call as Call["call"],
  doors: doors.map((door) => ({ ...door, place: shifted(door.place) })),
  untouched: weightsOf,
});

/** Arguments of a method come after the model. */
function shifted(place: string): string {
  const [first, ...rest] = place.split(".");
  return [Number(first) + 1, ...rest].join(".");
}

/** In place of rows for a model of two inputs. */
export const ROWS: readonly Hostile[] = [
  ...numbers(4).filter(([name]) => name !== "none" && !/^a (detached|view)/.test(name)),
  ["a hole in place of a row", () => [[1, 2], undefined, [3, 4]]],
  ["rows, then numbers", () => [[1, 2], 3, 4]],
  ["numbers, then rows", () => [1, [2, 3]]],
  ["a row of one", () => [[1, 2], [3]]],
  ["a row of texts", () => [["1", "2"]]],
  ["a row with a hole", () => [[1, undefined]]],
  ["NaN in a row", () => [[1, Number.NaN]]],
  ["typed rows", () => [Float32Array.of(1, 2)]],
  [
    "rows of a Proxy that lies about its length",
    () => new Proxy([1, 2], { get: (t, k) => (k === "length" ? 3 : Reflect.get(t, k)) }),
  ],
  ["a data set of NaN", () => ({ ...eightRows(), features: new Float32Array(16).fill(Number.NaN) })],
  ["bytes scaled by NaN", () => ({ features: new Uint8Array(2), scale: Number.NaN, shift: 0 })],
  ["bytes scaled by a text", () => ({ features: new Uint8Array(2), scale: "1", shift: 0 })],
  ["bytes scaled beyond f32", () => ({ features: new Uint8Array(2), scale: 1e300, shift: 0 })],
  ["a Uint16Array", () => new Uint16Array(4)],
  ["a Uint8ClampedArray", () => new Uint8ClampedArray(4)],
];

const rowsDoor: Door = { place: "0", values: ROWS };
const THREADS: Door[] = [
  { place: "1", values: options },
  { place: "1.threads", values: whole(1, 64) },
  { place: "1.signal", values: [...callable, ["an object without abort", () => ({ aborted: "no" })]], but: [] },
];
const inference = (name: string, call: (model: Mlp, rows: never, options: never) => unknown): Call[] => [
  method(name, call as (model: Mlp) => unknown, () => [[[1, 2]]], [rowsDoor]),
  method(`${name} with options`, call as (model: Mlp) => unknown, () => [[[1, 2]], { threads: 1 }], [
    rowsDoor,
    ...THREADS,
  ]),
];

const FIT_DOORS: readonly Door[] = [
  ...datasetDoors("0"),
  { place: "1", values: [...options, ["nothing", () => undefined]] },
  { place: "1.epochs", values: [...EPOCHS, ["nothing", () => undefined]] },
  { place: "1.optimizer", values: thing },
  { place: "1.optimizer.kind", values: choice },
  { place: "1.optimizer.learningRate", values: RATE },
  { place: "1.optimizer.momentum", values: number(-0.1, 1) },
  { place: "1.optimizer.nesterov", values: flag },
  { place: "1.optimizer.weightDecay", values: number(-1) },
  { place: "1.batchSize", values: EPOCHS },
  { place: "1.dropLast", values: flag },
  { place: "1.shuffle", values: flag },
  { place: "1.seed", values: SEED },
  { place: "1.order", values: callable },
  {
    place: "1.order",
    values: [
      ["an order of nothing", () => () => undefined],
      ["an order that is an array", () => () => [0, 1]],
      ["an empty order", () => () => new Uint32Array(0)],
      ["a row twice", () => () => new Uint32Array(2)],
      ["a row that is not there", () => () => Uint32Array.of(8)],
      ["an order of floats", () => () => new Float64Array(2)],
    ],
  },
  ...datasetDoors("1.validation").filter(({ place }) => place !== "1.validation"),
  { place: "1.validation", values: thing, but: ["undefined"] },
  { place: "1.scoreTraining", values: flag },
  { place: "1.recordFlow", values: flag },
  { place: "1.threads", values: [...whole(1, 64), ["a word", () => "all"]] },
  { place: "1.background", values: flag },
  { place: "1.wrapKernels", values: callable },
  { place: "1.signal", values: callable },
  { place: "1.onProgress", values: callable },
  {
    place: "1.classWeights",
    values: [...numbers(2, 1), ["a word", () => "even"], ["below 0", () => [1, -1]], ["all 0", () => [0, 0]]],
    but: ["undefined"],
  },
  { place: "1.sampleWeights", values: [...numbers(8, 1), ["below 0", () => Array(8).fill(-1)]], but: ["undefined"] },
];

const fitOptions = (): unknown => ({
  epochs: 2,
  optimizer: { ...sgd({ learningRate: 0.1, momentum: 0.5 }) },
  validation: eightRows(),
  batchSize: 4,
});

const MODEL_DOORS: readonly Door[] = [
  { place: "0", values: thing },
  { place: "0.inputs", values: WIDTH },
  {
    place: "0.layers",
    values: [
      ...thing,
      ["a hole", () => Array(1)],
      ["a hole before a layer", () => [undefined, { units: 1 }]],
      ["1001 layers", () => Array(1001).fill({ units: 1 })],
      ["2^32 − 1 holes", () => Array(2 ** 32 - 1)],
    ],
  },
  { place: "0.layers.0", values: thing },
  { place: "0.layers.0.units", values: WIDTH },
  { place: "0.layers.0.activation", values: [...choice, ["unknown", () => "swish"]], but: ["an array of a word"] },
  {
    place: "0.layers.0.initializer",
    values: [
      ...thing,
      ["of another kind", () => ({ kind: "orthogonal" })],
      ["a field too many", () => ({ kind: "zeros", std: 1 })],
    ],
    but: ["undefined"],
  },
  { place: "0.loss", values: choice },
  { place: "0.seed", values: SEED },
  { place: "0.backend", values: choice },
  { place: "0.math", values: choice },
];

export const MODEL_CALLS: readonly Call[] = [
  {
    name: "Mlp",
    good: () => [{ inputs: 2, layers: [{ units: 2, activation: "tanh" }], loss: "mse" }],
    call: (o: never) => new Mlp(o),
    doors: MODEL_DOORS,
  },
  method(
    "fit",
    (one, data: Dataset, o: FitOptions) => one.fit(data, o),
    () => [eightRows(), fitOptions()],
    FIT_DOORS,
  ),
  method(
    "partialFit",
    (one, data: Dataset, o: FitOptions) => one.partialFit(data, o),
    () => [eightRows(), fitOptions()],
    FIT_DOORS.filter(({ place }) => /^0|optimizer/.test(place)),
  ),
  ...inference("predict", (one, rows, o) => one.predict(rows, o)),
  ...inference("predictProba", (one, rows, o) => one.predictProba(rows, o)),
  method(
    "activations",
    (one, rows: never) => one.activations(rows),
    () => [[[1, 2]]],
    [rowsDoor],
  ),
  method(
    "evaluate",
    (one, data: never) => one.evaluate(data),
    () => [eightRows()],
    datasetDoors("0"),
  ),
  method(
    "evaluate with options",
    (one, data: never, o: never) => one.evaluate(data, o),
    () => [eightRows(), { threads: 1 }],
    [...datasetDoors("0"), ...THREADS],
  ),
  method(
    "setParameters",
    (one, parameters: never) => one.setParameters(parameters),
    () => [model().parameters],
    [
      { place: "0", values: [...thing, ["holes", () => Array(2)], ["nulls", () => [null, null]]] },
      { place: "0.0.weight", values: numbers(6) },
      { place: "0.1.bias", values: numbers(2) },
    ],
  ),
  {
    name: "parseModel",
    good: () => [serializeModel(model()), "model", {}],
    call: parseModel,
    doors: [
      { place: "0", values: bytes },
      { place: "2", values: options },
      { place: "2.backend", values: choice },
      { place: "2.math", values: choice },
    ],
  },
  { name: "serializeModel", good: () => [model()], call: serializeModel, doors: [{ place: "0", values: thing }] },
  {
    name: "Mlp.restore",
    good: () => [readModel(serializeModel(model()), "model"), {}],
    call: Mlp.restore.bind(Mlp),
    doors: [
      { place: "1", values: options },
      { place: "1.backend", values: choice },
      { place: "1.math", values: choice },
    ],
  },
  {
    name: "gradientCheck",
    good: () => [model(), eightRows(), { samples: 2, rows: 2, epsilon: 1e-5, seed: 1 }],
    call: gradientCheck,
    doors: [
      { place: "0", values: thing },
      ...datasetDoors("1"),
      { place: "2", values: options },
      { place: "2.samples", values: EPOCHS },
      { place: "2.rows", values: EPOCHS },
      { place: "2.epsilon", values: number(0, -1, 2) },
      { place: "2.seed", values: SEED },
    ],
    untouched: weightsOf,
  },
  {
    name: "workedStep",
    good: () => [model(), eightRows(), fitOptions()],
    call: workedStep,
    doors: [
      { place: "0", values: thing },
      ...datasetDoors("1"),
      { place: "2", values: options },
      { place: "2.optimizer", values: thing },
    ],
    untouched: weightsOf,
  },
];
