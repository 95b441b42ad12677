/** A run in words: for the head of its output and for the facts of its report. Pure. */
import { type Architecture, describeShape, parameterCount } from "../network/architecture.js";
import type { Scaling } from "../network/first-layer.js";
import type { Optimizer } from "../network/optimizers.js";
import { formatCount } from "./format.js";
import type { TrainSettings } from "./train-settings.js";

/** Two lines: the network, and how it is trained. */
export function describeSettings(settings: TrainSettings, architecture: Architecture): string[] {
  const { loss, batchSize, epochs, seed, backend } = settings;
  const parameters = `${formatCount(parameterCount(architecture))} parameters`;
  return [
    [describeShape(architecture), describeActivations(architecture), `loss ${loss}`, parameters].join(", "),
    [
      describeOptimizer(settings.optimizer),
      `batch ${batchSize}`,
      `${epochs} ${epochs === 1 ? "epoch" : "epochs"}`,
      `seed ${seed}`,
      ...(backend === "wasm" ? [] : [backend]),
    ].join(", "),
  ];
}

/** `sigmoid, sigmoid`; of many hidden layers, `relu × 3, softmax`. */
function describeActivations({ layers }: Architecture): string {
  const names = layers.map(({ activation }) => activation);
  const hidden = names.slice(0, -1);
  const first = hidden.length > 1 ? [`${hidden[0]} × ${hidden.length}`] : hidden;
  return [...first, names.at(-1)].join(", ");
}

/** `SGD 0.1, momentum 0.9` */
export function describeOptimizer(optimizer: Optimizer): string {
  const decay = optimizer.weightDecay > 0 ? [`weight decay ${optimizer.weightDecay}`] : [];
  if (optimizer.kind === "adam") {
    const { beta1, beta2, epsilon } = optimizer;
    const changed = [
      ...(beta1 !== 0.9 ? [`beta1 ${beta1}`] : []),
      ...(beta2 !== 0.999 ? [`beta2 ${beta2}`] : []),
      ...(epsilon !== 1e-8 ? [`epsilon ${epsilon}`] : []),
    ];
    return [`Adam ${optimizer.learningRate}`, ...changed, ...decay].join(", ");
  }
  const { momentum, nesterov, learningRate } = optimizer;
  const moving = momentum > 0 ? [`${nesterov ? "Nesterov momentum" : "momentum"} ${momentum}`] : [];
  return [`SGD ${learningRate}`, ...moving, ...decay].join(", ");
}

/** The settings as the report lists them. */
export function settingFacts(settings: TrainSettings, architecture: Architecture): [label: string, value: string][] {
  const { batchSize, dropLast, shuffle, epochs, seed, scaling, backend, initializer } = settings;
  const last = dropLast ? "the last partial one left out" : "the last partial one kept";
  const start = !initializer
    ? "each layer's default"
    : initializer.kind === "normal"
      ? `normal, standard deviation ${initializer.std}`
      : initializer.kind;
  return [
    ["Network", `${describeShape(architecture)}, ${describeActivations(architecture)}`],
    ["Parameters", formatCount(parameterCount(architecture))],
    ["Loss", settings.loss],
    ["Optimizer", describeOptimizer(settings.optimizer)],
    ["Mini-batches", `${batchSize} rows, ${last}`],
    ["Epochs", `${epochs}${shuffle ? ", shuffled" : ", rows as stored"}`],
    ["Initial weights", start],
    ["Seed", String(seed)],
    ["Pixels", describeRange(scaling)],
    ...(backend === "wasm" ? [] : ([["Backend", backend]] as [string, string][])),
  ];
}

/** What bytes become: `-1 to 1` */
export function describeRange({ scale, shift }: Scaling): string {
  return [shift, 255 * scale + shift].map((value) => Number(value.toPrecision(4))).join(" to ");
}
