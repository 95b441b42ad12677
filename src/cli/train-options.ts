/** The options of `wasmlp train` as commander knows them. What they mean together is `train-settings.ts`. */
import { type Command, Option } from "commander";
import { invalidOption } from "../errors.js";
import type { MathMode } from "../kernels/contract.js";
import { BACKENDS, type Backend, MATH_MODES } from "../memory/workspace.js";
import type { Threads } from "../models/threads.js";
import { ACTIVATIONS, type ActivationName, LOSSES, type LossName } from "../network/architecture.js";
import { addDataOptions, addJsonOption, addValidationOption, type DataFlags } from "./data-options.js";
import { decimal, layerWidths, oneOf, path, ratio, threadCount, valueOption, wholeNumber } from "./parse.js";

const INITIALIZERS = ["normal", "glorotUniform", "glorotNormal", "heUniform", "heNormal", "zeros", "auto"] as const;
export type InitializerName = (typeof INITIALIZERS)[number];

/** What is not given is as in the chapter; a search begins elsewhere. */
export type Defaults = Pick<TrainFlags, "activation" | "loss" | "initializer" | "optimizer" | "epochs">;
export const CHAPTER: Defaults = {
  activation: "sigmoid",
  loss: "sumSquaredError",
  initializer: "normal",
  optimizer: "sgd",
  epochs: 50,
};

/** As the command line gives them; what is absent was not given and has a default that depends on others. */
export interface TrainFlags extends DataFlags {
  scale: number;
  shift: number;
  hidden: number[];
  activation: ActivationName;
  outputActivation?: ActivationName;
  loss: LossName;
  initializer: InitializerName;
  initialStd?: number;
  optimizer: "sgd" | "adam";
  learningRate?: number;
  momentum?: number;
  nesterov?: true;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
  weightDecay?: number;
  batchSize: number;
  epochs: number;
  seed: number;
  dropLast?: true;
  keepLast?: true;
  shuffle: boolean;
  scoreTraining: boolean;
  /** Absent for commands that do not record it. */
  recordFlow?: boolean;
  threads: Threads;
  profile?: true;
  backend: Backend;
  math: MathMode;
  revectorize?: true;
  out?: string;
  resume?: string;
  report: boolean;
  json?: true;
}

/** What may stand beside `--resume`: all else is as it was. */
const FREE = ["resume", "threads", "revectorize", "report", "json"];

export function addTrainOptions(command: Command): void {
  addDataOptions(command);
  addValidationOption(command);
  addScalingOptions(command);
  addHiddenOption(command);
  addNetworkOptions(command, CHAPTER);
  addTrainingOptions(command, CHAPTER);
  command.addOption(
    new Option("--no-score-training", "do not score the training rows after each epoch").helpGroup("Training:"),
  );
  command.addOption(
    new Option("--no-record-flow", "do not measure each layer's gradient after each epoch").helpGroup("Training:"),
  );
  addThreadsOption(command, "threads to train on; never changes the result");
  command.addOption(
    new Option("--profile", "print in the end where the time of a step went; on one thread").helpGroup("Training:"),
  );
  addBackendOption(command, "Training:");
  addMathOptions(command);
  addOutputOptions(command);
  command.addOption(
    valueOption("--resume <dir>", "go on with the run in this directory, as it was set", {
      group: "Output:",
      parse: path,
    }),
  );
  addJsonOption(command, "print one JSON object a line: each epoch, then the result");
}

/** @throws WasmlpError `invalid-option` for an option that was given and would have no effect. */
export function refuseBesideResume(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName();
    if (command.getOptionValueSource(name) !== "cli" || FREE.includes(name)) continue;
    throw invalidOption(option.long ?? name, "none beside --resume, which has it from the run", "one");
  }
}

/** `--scale` and `--shift` */
export function addScalingOptions(command: Command): void {
  command
    .addOption(
      valueOption("--scale <number>", "pixels become scale * byte + shift", {
        group: "Data:",
        parse: ratio,
        default: 2 / 255,
        defaultWords: "2/255",
      }),
    )
    .addOption(valueOption("--shift <number>", "see --scale", { group: "Data:", parse: ratio, default: -1 }));
}

/** `--out` and `--no-report` */
export function addOutputOptions(command: Command): void {
  command
    .addOption(
      valueOption("--out <dir>", "where the files go", {
        defaultWords: "runs/ and a name made of the settings",
        group: "Output:",
        parse: path,
      }),
    )
    .addOption(new Option("--no-report", "write no report.html").helpGroup("Output:"));
}

function addHiddenOption(command: Command): void {
  command.addOption(
    valueOption("--hidden <units>", "units of each hidden layer such as 512,512, or none", {
      group: "Network:",
      parse: layerWidths,
      default: [50],
    }),
  );
}

/** Of a network, all but the units of its hidden layers. */
export function addNetworkOptions(command: Command, defaults: Defaults): void {
  const group = "Network:";
  command
    .addOption(
      valueOption("--activation <name>", "of the hidden layers", {
        group,
        choices: ACTIVATIONS,
        parse: oneOf(ACTIVATIONS),
        default: defaults.activation,
      }),
    )
    .addOption(
      valueOption("--output-activation <name>", "of the outputs", {
        defaultWords: "softmax for crossEntropy, identity for perceptron, else sigmoid",
        group,
        choices: ACTIVATIONS,
        parse: oneOf(ACTIVATIONS),
      }),
    )
    .addOption(
      valueOption("--loss <name>", "what training makes smaller; sumSquaredError is the chapter's", {
        group,
        choices: LOSSES,
        parse: oneOf(LOSSES),
        default: defaults.loss,
      }),
    )
    .addOption(
      valueOption("--initializer <name>", "how weights start; auto: heNormal before relu, else glorotUniform", {
        group,
        choices: INITIALIZERS,
        parse: oneOf(INITIALIZERS),
        default: defaults.initializer,
      }),
    )
    .addOption(
      valueOption("--initial-std <number>", "of --initializer normal", { group, parse: decimal, defaultWords: "0.1" }),
    );
}

/** Of training, all but what does it. */
export function addTrainingOptions(command: Command, defaults: Defaults): void {
  const group = "Training:";
  const add = (flags: string, description: string, defaultWords: string): Command =>
    command.addOption(valueOption(flags, description, { group, parse: decimal, defaultWords }));
  command.addOption(
    valueOption("--optimizer <name>", "update rule", {
      group,
      choices: ["sgd", "adam"],
      parse: oneOf(["sgd", "adam"]),
      default: defaults.optimizer,
    }),
  );
  add("--learning-rate <number>", "what the gradient is multiplied with", "0.1 for sgd, 0.001 for adam");
  add("--momentum <number>", "of sgd, 0 to below 1", "0");
  command.addOption(new Option("--nesterov", "Nesterov's momentum").helpGroup(group));
  add("--beta1 <number>", "of adam", "0.9");
  add("--beta2 <number>", "of adam", "0.999");
  add("--epsilon <number>", "of adam", "1e-8");
  add("--weight-decay <number>", "L2: this times the weights is added to the gradient", "0");
  command
    .addOption(
      valueOption("--batch-size <rows>", "rows of a mini-batch", { group, parse: wholeNumber(1), default: 100 }),
    )
    .addOption(
      valueOption("--epochs <number>", "passes over the rows", {
        group,
        parse: wholeNumber(1),
        default: defaults.epochs,
      }),
    )
    .addOption(
      valueOption("--seed <number>", "of the initial weights and the shuffles", {
        group,
        parse: wholeNumber(0, 0xffffffff),
        default: 123,
      }),
    )
    .addOption(new Option("--drop-last", "leave out an epoch's last, smaller batch; the default").helpGroup(group))
    .addOption(new Option("--keep-last", "train on it").conflicts("dropLast").helpGroup(group))
    .addOption(new Option("--no-shuffle", "take the rows as they are stored").helpGroup(group));
}

export function addThreadsOption(command: Command, description: string): void {
  command.addOption(
    valueOption("--threads <number>", description, { group: "Training:", parse: threadCount, default: "auto" }),
  );
}

export function addBackendOption(command: Command, group: string): void {
  command.addOption(
    valueOption("--backend <name>", "what does the arithmetic; the references are slow", {
      group,
      choices: BACKENDS,
      parse: oneOf(BACKENDS),
      default: "wasm",
    }),
  );
}

/** `--math` and `--revectorize` */
export function addMathOptions(command: Command): void {
  const group = "Training:";
  command
    .addOption(
      valueOption("--math <mode>", "relaxed fuses multiply-adds: faster, bits depend on the host", {
        group,
        choices: MATH_MODES,
        parse: oneOf(MATH_MODES),
        default: "strict",
      }),
    )
    .addOption(
      new Option("--revectorize", "have V8 join vector operations (Node 24, x64); never changes the result").helpGroup(
        group,
      ),
    );
}
