/** Models of one unit: made, trained, asked; their doors. */
import { Adaline, AdalineGD, AdalineSGD, type Dataset, Perceptron } from "../../src/index.js";
import { datasetDoors, eightRows } from "./dataset-doors.js";
import type { Call, Door } from "./doors.js";
import { ROWS } from "./model-functions.js";
import { choice, flag, number, thing, whole } from "./values.js";

const SEED = whole(0, 2 ** 32 - 1);
const WIDTH = whole(1, 2 ** 24);
const EPOCHS = whole(1, 2 ** 31);
const RATE = number(-1);

const SINGLE_DOORS: readonly Door[] = [
  { place: "0", values: thing },
  { place: "0.inputs", values: WIDTH },
  { place: "0.learningRate", values: RATE },
  { place: "0.epochs", values: EPOCHS },
  { place: "0.seed", values: SEED },
  { place: "0.backend", values: choice },
];

type Single = Adaline | Perceptron;

/** A model of one unit: made, trained, asked. */
const single = (name: string, make: (options: never) => Single, doors: readonly Door[]): Call[] => [
  {
    name,
    good: () => [{ inputs: 2, epochs: 2, learningRate: 0.1, seed: 1, backend: "wasm" }],
    call: make,
    doors: [...SINGLE_DOORS, ...doors],
  },
  ...(["fit", "partialFit", "evaluate"] as const).map((verb) => ({
    name: `${name}.${verb}`,
    good: () => [make({ inputs: 2, epochs: 2 } as never), eightRows()],
    call: (one: Single, data: Dataset) => one[verb](data),
    doors: datasetDoors("1"),
    untouched: (args: unknown[]) => [...(args[0] as Single).weights],
  })),
  ...(["predict", "netInput"] as const).map((verb) => ({
    name: `${name}.${verb}`,
    good: () => [make({ inputs: 2 } as never), [[1, 2]]],
    call: (one: Single, rows: never) => one[verb](rows),
    doors: [{ place: "1", values: ROWS }],
  })),
];

export const SINGLE_CALLS: readonly Call[] = [
  ...single("Adaline", (o) => new Adaline(o), [
    { place: "0.batchSize", values: EPOCHS },
    { place: "0.shuffle", values: flag },
  ]),
  ...single("AdalineGD", (o) => new AdalineGD(o), []),
  ...single("AdalineSGD", (o) => new AdalineSGD(o), [{ place: "0.shuffle", values: flag }]),
  ...single("Perceptron", (o) => new Perceptron(o), [{ place: "0.shuffle", values: flag }]),
];
