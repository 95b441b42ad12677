/**
 * What a network is: its layers, activations and loss, validated once. Plain data; knows nothing of memory, kernels'
 * implementations or training.
 */
import { invalidOption, requireOptions } from "../errors.js";
import { ACTIVATION_CODES, type ActivationCode } from "../kernels/contract.js";
import { glorotUniform, heNormal, type Initializer, validateInitializer } from "./initializers.js";

export type ActivationName = keyof typeof ACTIVATION_CODES | "softmax";
export const ACTIVATIONS: readonly ActivationName[] = [...Object.keys(ACTIVATION_CODES), "softmax"] as ActivationName[];

/**
 * Losses by the names and meanings of PyTorch and Keras; `sumSquaredError` is the chapter's. `perceptron` is the share
 * of wrong rows, corrected by Rosenblatt's rule: for networks of one layer.
 */
export type LossName = "sumSquaredError" | "mse" | "crossEntropy" | "binaryCrossEntropy" | "perceptron";
export const LOSSES: readonly LossName[] = [
  "sumSquaredError",
  "mse",
  "crossEntropy",
  "binaryCrossEntropy",
  "perceptron",
];

/** The activation of the outputs that a loss is part of, where it is tied to one. */
export const OUTPUT_OF_LOSS: Readonly<Partial<Record<LossName, ActivationName>>> = {
  crossEntropy: "softmax",
  binaryCrossEntropy: "sigmoid",
  perceptron: "identity",
};

/** What a person writes for a layer. */
export interface LayerOptions {
  /** Neurons of the layer, at least 1. */
  units: number;
  /** Default "identity". */
  activation?: ActivationName;
  /** How its weights start; default: He (normal) before relu and leakyRelu, else Glorot (uniform). Biases start at 0. */
  initializer?: Initializer;
}

export interface ArchitectureOptions {
  /** Features a sample, at least 1. */
  inputs: number;
  /** From the inputs to the outputs; at least one. */
  layers: readonly LayerOptions[];
  loss: LossName;
}

export interface Layer {
  readonly inputs: number;
  readonly units: number;
  readonly activation: ActivationName;
  readonly initializer: Initializer;
}

export interface Architecture {
  readonly inputs: number;
  readonly outputs: number;
  readonly layers: readonly Layer[];
  readonly loss: LossName;
}

const MAX_UNITS = 2 ** 24;
const MAX_LAYERS = 1000;
/** A gigabyte of f32: more would not leave room in a 32-bit memory for gradients, moments and data. */
const MAX_PARAMETERS = 2 ** 28;

/** @throws WasmlpError `invalid-option`, naming the option. */
export function validateArchitecture(options: ArchitectureOptions): Architecture {
  requireOptions(options);
  const { inputs, layers: given, loss } = options;
  requireUnits("inputs", inputs);
  if (!Array.isArray(given)) throw invalidOption("layers", "an array of layers", given);
  if (given.length < 1 || given.length > MAX_LAYERS)
    throw invalidOption("layers", `from 1 to ${MAX_LAYERS} layers`, given);
  let outputs = inputs;
  // Not map, which passes over holes.
  const layers = Array.from(given as LayerOptions[], (layer, i) => {
    const validated = validateLayer(layer, outputs, `layers[${i}]`);
    outputs = validated.units;
    return validated;
  });
  requireOneOf("loss", loss, LOSSES);
  requireMatchingOutput(loss, (layers.at(-1) as Layer).activation);
  if (loss === "perceptron" && layers.length > 1)
    throw invalidOption(
      "layers",
      "one layer, as loss perceptron has no gradient to hand down",
      `${layers.length} layers`,
    );
  const architecture = { inputs, outputs, layers, loss };
  const count = parameterCount(architecture);
  if (count > MAX_PARAMETERS) throw invalidOption("layers", `at most ${MAX_PARAMETERS} parameters`, count);
  return architecture;
}

/** `784-50-10` */
export function describeShape(architecture: Architecture): string {
  return [architecture.inputs, ...architecture.layers.map((layer) => layer.units)].join("-");
}

/** Weights and biases together. */
export function parameterCount(architecture: Architecture): number {
  return architecture.layers.reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0);
}

/** The number the kernels know an elementwise activation by; softmax has kernels of its own and counts as identity. */
export function activationCode(activation: ActivationName): ActivationCode {
  return activation === "softmax" ? ACTIVATION_CODES.identity : ACTIVATION_CODES[activation];
}

export function requireOneOf<T extends string>(option: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) throw invalidOption(option, `one of ${allowed.join(", ")}`, value);
}

function validateLayer(layer: LayerOptions, inputs: number, option: string): Layer {
  if (typeof layer !== "object" || layer === null) throw invalidOption(option, "an object with units", layer);
  const { units, activation = "identity", initializer: given } = layer;
  requireUnits(`${option}.units`, units);
  requireOneOf(`${option}.activation`, activation, ACTIVATIONS);
  const initializer =
    given === undefined ? defaultInitializer(activation) : validateInitializer(given, `${option}.initializer`);
  return { inputs, units, activation, initializer };
}

function defaultInitializer(activation: ActivationName): Initializer {
  return activation === "relu" || activation === "leakyRelu" ? heNormal() : glorotUniform();
}

function requireUnits(option: string, value: number): void {
  if (!Number.isInteger(value) || value < 1 || value > MAX_UNITS)
    throw invalidOption(option, `a whole number from 1 to ${MAX_UNITS}`, value);
}

/** Cross-entropies are computed from logits, fused with the activation they belong to; so is the perceptron's step. */
function requireMatchingOutput(loss: LossName, activation: ActivationName): void {
  const wanted = OUTPUT_OF_LOSS[loss];
  if (wanted && activation !== wanted)
    throw invalidOption("layers", `${wanted} as the last activation, which loss ${loss} belongs to`, activation);
}
