/** Settings as the library's words: the network, its optimizer, its threads. Pure. */
import { adam, type LayerOptions, Mlp, normal, type Optimizer, sgd } from "wasmlp";
import type { DigitsSettings } from "../../state/digits/digits-settings.js";
import type { DigitsData } from "./digits-data.js";

/** Rows of pixels in, one output a class; the loss says how they are activated. */
export function newModel(settings: DigitsSettings, { train }: DigitsData): Mlp {
  const initializer = settings.weights === "normal" ? { initializer: normal({ std: 0.1 }) } : {};
  const output = settings.loss === "crossEntropy" ? "softmax" : "sigmoid";
  const layers: LayerOptions[] = [
    ...settings.layers.map(({ units, activation }) => ({ units, activation, ...initializer })),
    { units: train.classes, activation: output, ...initializer },
  ];
  return new Mlp({ inputs: train.width, layers, loss: settings.loss, seed: settings.seed, math: settings.math });
}

export function optimizerOf(settings: DigitsSettings): Optimizer {
  const { rate: learningRate, momentum, nesterov, decay: weightDecay, beta1, beta2, epsilon } = settings;
  if (settings.optimizer === "adam") return adam({ learningRate, beta1, beta2, epsilon, weightDecay });
  return sgd({ learningRate, momentum, nesterov: nesterov && momentum > 0, weightDecay });
}

/** Multiply-adds of a step that keep one thread busy longer than threads wait for each other. */
const STEP_WORK = 2e6;

/**
 * Threads to train on: those asked for, or as many as the step has work for, one core left to the page. Without shared
 * memory, one. Chosen here, because a `fit` does not say how many its "auto" took.
 */
export function threadsOf({ threads, batch }: DigitsSettings, model: Mlp): number {
  if (!canShareMemory()) return 1;
  if (threads > 0) return threads;
  const work = 3 * batch * parameterCountOf(model);
  return Math.max(1, Math.min((navigator.hardwareConcurrency ?? 1) - 1, Math.ceil(work / STEP_WORK)));
}

export function parameterCountOf({ architecture }: Mlp): number {
  return architecture.layers.reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0);
}

/** `784-50-10` */
export function shapeOf({ architecture }: Mlp): string {
  return [architecture.inputs, ...architecture.layers.map(({ units }) => units)].join("-");
}

/** Whether training can have workers of its own. */
export function canShareMemory(): boolean {
  return typeof SharedArrayBuffer !== "undefined" && crossOriginIsolated;
}
