/** A model of the page *Plane* and its training, epoch by epoch: one shape for perceptron, Adaline and MLP. */
import {
  Adaline,
  AdalineGD,
  AdalineSGD,
  adam,
  type Dataset,
  type EpochResult,
  Mlp,
  Perceptron,
  parseModel,
  type SingleLayer,
  sgd,
} from "wasmlp";
import { HIDDEN_ACTIVATIONS, type HiddenLayer } from "../../state/network-fields.js";
import { MOST_LAYERS, MOST_UNITS, type ModelSettings, PLANE_LOSSES } from "../../state/plane/model-field.js";

export interface PlaneModel {
  readonly name: string;
  readonly settings: ModelSettings;
  /** What learns, and can be asked. */
  readonly network: Mlp;
  /** Output at which the class changes. */
  readonly threshold: number;
  /** Epochs without end; each one is trained when it is asked for. */
  train(data: Dataset): AsyncIterator<EpochResult>;
}

/** More epochs than any run has. */
const ENDLESS = 2 ** 31;

export function planeModel(settings: ModelSettings): PlaneModel {
  return settings.kind === "mlp" ? multiLayer(settings) : singleLayer(settings);
}

export function isLinear({ kind }: ModelSettings): boolean {
  return kind !== "mlp";
}

function multiLayer(settings: ModelSettings): PlaneModel {
  const { layers, loss, seed, rate: learningRate, batch: batchSize } = settings;
  const network = new Mlp({ inputs: 2, layers: [...layers, { units: 1, activation: "sigmoid" }], loss, seed });
  const optimizer = settings.optimizer === "adam" ? adam({ learningRate }) : sgd({ learningRate });
  return {
    name: `MLP ${[2, ...layers.map(({ units }) => units), 1].join("-")}`,
    settings,
    network,
    threshold: 0.5,
    train: (data) => epochsOf(network.fit(data, { epochs: ENDLESS, batchSize, optimizer, threads: 1 })),
  };
}

const NAMES = {
  perceptron: "Perceptron",
  adalineGD: "Adaline, full batch",
  adaline: "Adaline, mini-batches",
  adalineSGD: "Adaline, online",
} as const;

function singleLayer(settings: ModelSettings): PlaneModel {
  const kind = settings.kind as keyof typeof NAMES;
  const unit = newUnit(settings);
  return {
    name: NAMES[kind],
    settings,
    network: unit.network,
    threshold: kind === "perceptron" ? 0 : 0.5,
    train: (data) => epochsOf(unit.fit(data)),
  };
}

function newUnit({ kind, rate, batch, seed }: ModelSettings): SingleLayer {
  const options = { inputs: 2, learningRate: rate, epochs: ENDLESS, seed };
  if (kind === "perceptron") return new Perceptron({ ...options, shuffle: true });
  if (kind === "adalineGD") return new AdalineGD(options);
  if (kind === "adalineSGD") return new AdalineSGD(options);
  return new Adaline({ ...options, batchSize: batch });
}

function epochsOf(fitting: AsyncIterable<EpochResult>): AsyncIterator<EpochResult> {
  return fitting[Symbol.asyncIterator]();
}

/**
 * The model in a file, with the learning settings of another one.
 * @throws Error for a network that is none of the page.
 */
export function openModel(bytes: Uint8Array, name: string, like: ModelSettings): PlaneModel {
  const read = parseModel(bytes, name);
  const model = planeModel(settingsOf(read, name, like));
  model.network.setParameters(read.parameters);
  return model;
}

function settingsOf({ architecture }: Mlp, name: string, like: ModelSettings): ModelSettings {
  const { inputs, outputs, loss } = architecture;
  const hidden = architecture.layers.slice(0, -1).map(({ units, activation }) => ({ units, activation }));
  const last = architecture.layers.at(-1)?.activation;
  const shape = [inputs, ...architecture.layers.map(({ units }) => units)].join("-");
  if (inputs !== 2 || outputs !== 1) throw new Error(`${name}: expected 2 inputs and 1 output, got ${shape}`);
  if (hidden.length === 0 && last === "identity" && loss === "perceptron") return { ...like, kind: "perceptron" };
  if (hidden.length === 0 && last === "identity" && loss === "mse")
    return { ...like, kind: like.kind.startsWith("adaline") ? like.kind : "adaline" };
  const known = PLANE_LOSSES.find((one) => one === loss);
  const isKnown = hidden.every(
    ({ units, activation }) => units <= MOST_UNITS && HIDDEN_ACTIVATIONS.some((one) => one === activation),
  );
  if (known === undefined || last !== "sigmoid" || !isKnown || hidden.length > MOST_LAYERS)
    throw new Error(
      `${name}: expected at most ${MOST_LAYERS} hidden layers of at most ${MOST_UNITS} units, a sigmoid output and a loss of ${PLANE_LOSSES.join(", ")}, got ${shape} with ${last} and ${loss}`,
    );
  return { ...like, kind: "mlp", loss: known, layers: hidden as readonly HiddenLayer[] };
}
