/** A random network with its data and its training, as plain data: drawn from a seed, made simpler step by step. */
import type { ActivationName, LossName } from "../../src/network/architecture.js";
import { ACTIVATIONS, LOSSES, OUTPUT_OF_LOSS } from "../../src/network/architecture.js";
import type { Optimizer } from "../../src/network/optimizers.js";
import { smaller } from "../kernels/case-input.js";
import type { Draws } from "../kernels/draws.js";

export interface NetworkInput {
  /** Of weights, shuffles and data. */
  readonly seed: number;
  readonly inputs: number;
  readonly layers: readonly { readonly units: number; readonly activation: ActivationName }[];
  readonly loss: LossName;
  readonly rows: number;
  readonly features: "floats" | "bytes";
  /** Share of the features that are not 0. */
  readonly density: number;
  /** x = scale·byte + shift. */
  readonly shift: number;
  readonly answers: "labels" | "targets";
  readonly weights: "none" | "samples" | "balanced";
  readonly epochs: number;
  readonly batchSize: number;
  readonly dropLast: boolean;
  readonly optimizer: Optimizer;
  readonly threads: number;
  readonly background: boolean;
  /** Steps after which it is stopped, with a checkpoint, and gone on from on so many threads; 0: never. */
  readonly stopAt: number;
  readonly threadsAfter: number;
}

const WIDTHS: readonly number[] = [1, 2, 3, 4, 5, 7, 8, 9, 12, 13, 16, 17, 31, 48, 52, 53, 64, 97, 110, 130];
const DENSITIES: readonly number[] = [0, 0.1, 0.3, 0.6, 1];
const LEARNING_RATES: readonly number[] = [0.5, 0.1, 0.01];
const DECAYS: readonly number[] = [0, 0, 0.01];

/** Mostly narrow: a wide layer in four. */
function drawWidth(draws: Draws): number {
  return draws.pick(draws.below(4) ? WIDTHS.slice(0, 10) : WIDTHS);
}

export function drawNetwork(draws: Draws): NetworkInput {
  const loss = draws.pick(LOSSES);
  const depth = loss === "perceptron" ? 1 : 1 + draws.below(4);
  const layers = Array.from({ length: depth }, () => ({
    units: drawWidth(draws),
    activation: draws.pick(ACTIVATIONS),
  }));
  const rows = 1 + draws.below(draws.below(8) ? 24 : 300);
  const batchSize = 1 + draws.below(rows + 3);
  const answers = draws.pick(["labels", "targets"] as const);
  const weights = draws.pick(["none", "none", "samples", "balanced"] as const);
  // One in four on workers: starting a job there costs more than a small one takes.
  const isOnWorkers = draws.below(4) === 0;
  const network = settle({
    seed: draws.u32(),
    inputs: drawWidth(draws),
    layers,
    loss,
    rows,
    features: draws.pick(["floats", "bytes"] as const),
    density: draws.pick(DENSITIES),
    shift: draws.pick([0, 0, -0.5, 1]),
    answers,
    weights,
    epochs: 1 + draws.below(3),
    batchSize,
    dropLast: draws.below(4) === 0,
    optimizer: drawOptimizer(draws),
    threads: isOnWorkers ? 1 + draws.below(4) : 1,
    background: isOnWorkers && draws.below(2) === 0,
    stopAt: 0,
    threadsAfter: isOnWorkers ? 1 + draws.below(4) : 1,
  });
  // Before its end, where it has more than one step.
  return { ...network, stopAt: 1 + draws.below(Math.max(1, stepsOf(network) - 1)) };
}

function drawOptimizer(draws: Draws): Optimizer {
  const learningRate = draws.pick(LEARNING_RATES);
  const weightDecay = draws.pick(DECAYS);
  if (draws.below(3) === 0)
    return { kind: "adam", learningRate: learningRate / 10, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay };
  const momentum = draws.pick([0, 0.5, 0.9]);
  return { kind: "sgd", learningRate, momentum, nesterov: momentum > 0 && draws.below(2) === 0, weightDecay };
}

/** Makes what was drawn, or made simpler, one by one fit each other; at most 64 updates. */
function settle(input: NetworkInput): NetworkInput {
  const output = OUTPUT_OF_LOSS[input.loss];
  const last = input.layers.length - 1;
  const layers = input.layers.map((layer, l) => (l === last && output ? { ...layer, activation: output } : layer));
  const batchSize = Math.max(input.batchSize, Math.ceil((input.rows * input.epochs) / 64));
  const dropLast = input.dropLast && batchSize <= input.rows;
  const weights = input.weights === "balanced" && input.answers === "targets" ? "none" : input.weights;
  const settled = { ...input, layers, batchSize, dropLast, weights };
  return { ...settled, stopAt: Math.min(input.stopAt, stepsOf(settled)) };
}

/** Of all epochs. */
function stepsOf({ rows, batchSize, dropLast, epochs }: NetworkInput): number {
  return epochs * (dropLast ? Math.floor(rows / batchSize) : Math.ceil(rows / batchSize));
}

/** Inputs that are simpler by one step: fewer layers, units, rows; plainer choices. */
export function* simplerNetworks(input: NetworkInput): Generator<NetworkInput> {
  const { layers, optimizer } = input;
  if (input.threads > 1 || input.background) yield { ...input, threads: 1, background: false };
  if (input.threads > 2) yield { ...input, threads: 2 };
  if (input.threadsAfter > 1) yield { ...input, threadsAfter: 1 };
  if (input.threadsAfter > 2) yield { ...input, threadsAfter: 2 };
  for (let l = 0; l < layers.length && layers.length > 1; l++)
    yield settle({ ...input, layers: layers.filter((_, i) => i !== l) });
  const counts = { stopAt: 0, inputs: 1, rows: 1, batchSize: 1, epochs: 1 } as const;
  for (const name of Object.keys(counts) as (keyof typeof counts)[])
    for (const value of smaller(input[name], counts[name], 1)) yield settle({ ...input, [name]: value });
  for (const [l, layer] of layers.entries()) {
    const replace = (other: (typeof layers)[number]): NetworkInput =>
      settle({ ...input, layers: layers.map((each, i) => (i === l ? other : each)) });
    for (const units of smaller(layer.units, 1, 1)) yield replace({ ...layer, units });
    const isTied = l === layers.length - 1 && OUTPUT_OF_LOSS[input.loss] !== undefined;
    if (layer.activation !== "identity" && !isTied) yield replace({ ...layer, activation: "identity" });
  }
  if (input.weights !== "none") yield { ...input, weights: "none" };
  if (input.dropLast) yield { ...input, dropLast: false };
  if (input.features === "bytes") yield { ...input, features: "floats" };
  if (input.shift !== 0) yield { ...input, shift: 0 };
  if (input.answers === "labels" && input.weights !== "balanced") yield { ...input, answers: "targets" };
  if (optimizer.weightDecay > 0) yield { ...input, optimizer: { ...optimizer, weightDecay: 0 } };
  if (optimizer.kind === "adam" || optimizer.momentum > 0)
    yield { ...input, optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 } };
}
