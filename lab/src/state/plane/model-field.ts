/** One model of the page *Plane* as a setting: `mlp~8-tanh~binaryCrossEntropy~adam~0.03~10~1` in a link. Pure. */
import { choice, type Field, number, whole } from "../fields.js";
import { type HiddenLayer, hiddenLayers } from "../network-fields.js";

export const MODEL_KINDS = ["mlp", "perceptron", "adalineGD", "adaline", "adalineSGD"] as const;
export const PLANE_LOSSES = ["binaryCrossEntropy", "mse", "sumSquaredError"] as const;
const OPTIMIZERS = ["sgd", "adam"] as const;

/** Layers, loss and optimizer are those of an MLP; the batch size is that of an MLP or of Adaline by mini-batches. */
export interface ModelSettings {
  readonly kind: (typeof MODEL_KINDS)[number];
  readonly layers: readonly HiddenLayer[];
  readonly loss: (typeof PLANE_LOSSES)[number];
  readonly optimizer: (typeof OPTIMIZERS)[number];
  readonly rate: number;
  readonly batch: number;
  readonly seed: number;
}

export const MOST_LAYERS = 4;
export const MOST_UNITS = 64;

export const INITIAL_MODEL: ModelSettings = {
  kind: "mlp",
  layers: [{ units: 8, activation: "tanh" }],
  loss: "binaryCrossEntropy",
  optimizer: "adam",
  rate: 0.03,
  batch: 10,
  seed: 1,
};

const FIELDS: { readonly [K in keyof ModelSettings]: Field<ModelSettings[K]> } = {
  kind: choice(MODEL_KINDS, "mlp"),
  layers: hiddenLayers(INITIAL_MODEL.layers, MOST_LAYERS, MOST_UNITS),
  loss: choice(PLANE_LOSSES, INITIAL_MODEL.loss),
  optimizer: choice(OPTIMIZERS, INITIAL_MODEL.optimizer),
  rate: number(INITIAL_MODEL.rate, 0, 1000),
  batch: whole(INITIAL_MODEL.batch, 1, 100_000),
  seed: whole(INITIAL_MODEL.seed, 0, 2 ** 32 - 1),
};

export const modelFields: typeof FIELDS = FIELDS;

export const modelField: Field<ModelSettings> = {
  initial: INITIAL_MODEL,
  expected: `a model, as in ${write(INITIAL_MODEL)}`,
  write,
  read,
};

/** Commas part the models of a link, so the layers of one are parted by low lines. */
function write(model: ModelSettings): string {
  const keys = Object.keys(FIELDS) as (keyof ModelSettings)[];
  const parts = keys.map((key) => (FIELDS[key] as Field<ModelSettings[typeof key]>).write(model[key]));
  return parts.join("~").replaceAll(",", "_");
}

function read(text: string): ModelSettings | undefined {
  const parts = text.replaceAll("_", ",").split("~");
  const keys = Object.keys(FIELDS) as (keyof ModelSettings)[];
  if (parts.length !== keys.length) return undefined;
  const values = keys.map((key, i) => [key, FIELDS[key].read(parts[i] as string)] as const);
  return values.some(([, value]) => value === undefined) ? undefined : (Object.fromEntries(values) as never);
}
