/**
 * What a run is, made of the options given: nothing given means the chapter's run. Pure; an option that would have no
 * effect beside the chosen optimizer, loss, initializer or split is refused, never ignored.
 */
import { invalidOption } from "../errors.js";
import type { MlpOptions } from "../models/mlp.js";
import type { Threads } from "../models/threads.js";
import { type LayerOptions, OUTPUT_OF_LOSS } from "../network/architecture.js";
import type { Scaling } from "../network/first-layer.js";
import {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  type Initializer,
  normal,
  zeros,
} from "../network/initializers.js";
import { adam, type Optimizer, sgd } from "../network/optimizers.js";
import { checkDataFlags } from "./data-options.js";
import type { TrainFlags } from "./train-options.js";

/** Everything that decides the numbers of a run, data aside. */
export interface TrainSettings {
  readonly scaling: Scaling;
  readonly hidden: readonly number[];
  readonly activation: LayerOptions["activation"] & string;
  readonly outputActivation: LayerOptions["activation"] & string;
  readonly loss: MlpOptions["loss"];
  /** Absent where each layer's own default is wanted. */
  readonly initializer?: Initializer;
  readonly optimizer: Optimizer;
  readonly batchSize: number;
  readonly epochs: number;
  readonly seed: number;
  readonly dropLast: boolean;
  readonly shuffle: boolean;
  readonly scoreTraining: boolean;
  readonly recordFlow: boolean;
  readonly threads: Threads;
  readonly backend: MlpOptions["backend"] & string;
  readonly math: MlpOptions["math"] & string;
}

/** @throws WasmlpError `invalid-option`, naming the option. */
export function trainSettings(flags: Omit<TrainFlags, "resume">): TrainSettings {
  checkDataFlags(flags);
  const { hidden, activation, loss, batchSize, epochs, seed, shuffle, threads, backend, math } = flags;
  const initializer = chooseInitializer(flags);
  return {
    scaling: { scale: flags.scale, shift: flags.shift },
    hidden,
    activation,
    outputActivation: chooseOutputActivation(flags),
    loss,
    ...(initializer && { initializer }),
    optimizer: chooseOptimizer(flags),
    batchSize,
    epochs,
    seed,
    dropLast: flags.keepLast !== true,
    shuffle,
    scoreTraining: flags.scoreTraining,
    recordFlow: flags.recordFlow ?? true,
    threads: flags.profile ? profileThreads(threads) : threads,
    backend,
    math,
  };
}

/** Kernels are timed on the calling thread: no others may take part. */
function profileThreads(threads: Threads): Threads {
  if (threads !== "auto" && threads !== 1) throw invalidOption("--threads", "1 beside --profile", threads);
  return 1;
}

/** The model of a run on data of this width and number of classes. */
export function modelOptions(settings: TrainSettings, inputs: number, outputs: number): MlpOptions {
  const { hidden, activation, outputActivation, loss, seed, backend, math, initializer } = settings;
  const layer = (units: number, name: typeof activation): LayerOptions => ({
    units,
    activation: name,
    ...(initializer && { initializer }),
  });
  const layers = [...hidden.map((units) => layer(units, activation)), layer(outputs, outputActivation)];
  return { inputs, layers, loss, seed, backend, math };
}

function chooseOutputActivation({ loss, outputActivation }: TrainFlags): TrainSettings["outputActivation"] {
  const tied = OUTPUT_OF_LOSS[loss];
  if (tied !== undefined && outputActivation !== undefined && outputActivation !== tied)
    throw invalidOption("--output-activation", `${tied}, which --loss ${loss} belongs to`, outputActivation);
  return outputActivation ?? tied ?? "sigmoid";
}

function chooseOptimizer(flags: TrainFlags): Optimizer {
  const { learningRate, momentum, nesterov, beta1, beta2, epsilon, weightDecay = 0 } = flags;
  const others = flags.optimizer === "sgd" ? { beta1, beta2, epsilon } : { momentum, nesterov };
  for (const [name, value] of Object.entries(others))
    if (value !== undefined)
      throw invalidOption(
        `--${name}`,
        `--optimizer ${name in { beta1, beta2, epsilon } ? "adam" : "sgd"} beside it`,
        `--optimizer ${flags.optimizer}`,
      );
  if (flags.optimizer === "sgd")
    return sgd({
      learningRate: learningRate ?? 0.1,
      weightDecay,
      momentum: momentum ?? 0,
      nesterov: nesterov ?? false,
    });
  const given = { learningRate, beta1, beta2, epsilon };
  return adam({ weightDecay, ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) });
}

function chooseInitializer({ initializer, initialStd }: TrainFlags): Initializer | undefined {
  if (initializer === "normal") return normal({ std: initialStd ?? 0.1 });
  if (initialStd !== undefined)
    throw invalidOption("--initial-std", "--initializer normal beside it", `--initializer ${initializer}`);
  return { glorotUniform, glorotNormal, heUniform, heNormal, zeros, auto: () => undefined }[initializer]();
}
