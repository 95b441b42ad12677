/**
 * The name of a run: its data, its network, its seed, and whatever is set otherwise than in the chapter. The same run
 * has the same name, another run another one. Pure.
 */
import { OUTPUT_OF_LOSS } from "../network/architecture.js";
import type { DataFlags } from "./data-options.js";
import type { TrainSettings } from "./train-settings.js";

type Setting = readonly [name: string, value: string | number | boolean | undefined, chapter: unknown];

/** `mnist-784-50-10-seed123`, `fashion-784-512-10-relu-batch32-seed7` */
export function runName(data: DataFlags, settings: TrainSettings, shape: string): string {
  const { optimizer, initializer } = settings;
  const all: Setting[] = [
    ["", data.split, "chapter"],
    ["validation", data.validationSize, undefined],
    ["scale", settings.scaling.scale, 2 / 255],
    ["shift", settings.scaling.shift, -1],
    ["", settings.activation, "sigmoid"],
    ["output-", settings.outputActivation, OUTPUT_OF_LOSS[settings.loss] ?? "sigmoid"],
    ["", settings.loss, "sumSquaredError"],
    ["", initializer?.kind ?? "auto", "normal"],
    ["std", initializer?.kind === "normal" ? initializer.std : 0.1, 0.1],
    ["", optimizer.kind, "sgd"],
    ["rate", optimizer.learningRate, optimizer.kind === "sgd" ? 0.1 : 0.001],
    ...(optimizer.kind === "sgd"
      ? ([
          ["momentum", optimizer.momentum, 0],
          ["nesterov", optimizer.nesterov, false],
        ] satisfies Setting[])
      : ([
          ["beta1-", optimizer.beta1, 0.9],
          ["beta2-", optimizer.beta2, 0.999],
          ["epsilon", optimizer.epsilon, 1e-8],
        ] satisfies Setting[])),
    ["decay", optimizer.weightDecay, 0],
    ["batch", settings.batchSize, 100],
    ["epochs", settings.epochs, 50],
    ["keep-last", !settings.dropLast, false],
    ["stored-order", !settings.shuffle, false],
    ["", settings.backend, "wasm"],
  ];
  const changes = all
    .filter(([, value, chapter]) => value !== chapter)
    .map(([name, value]) => (value === true ? name : `${name}${value}`));
  return [data.data, shape, ...changes, `seed${settings.seed}`].join("-");
}
