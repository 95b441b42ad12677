/** The options of `wasmlp cv` and `wasmlp search` as commander knows them: those of `train`, and folds. */
import { type Command, Option } from "commander";
import { addDataOptions, addJsonOption } from "./data-options.js";
import { layerWidths, valueOption, wholeNumber, wholeNumbers } from "./parse.js";
import {
  addBackendOption,
  addMathOptions,
  addNetworkOptions,
  addOutputOptions,
  addScalingOptions,
  addThreadsOption,
  addTrainingOptions,
  CHAPTER,
  type Defaults,
  type TrainFlags,
} from "./train-options.js";

/** As the command line gives them. */
export interface CrossValidationFlags extends Omit<TrainFlags, "resume"> {
  folds: number;
  /** Absent: all training rows. */
  rows?: number;
  resume?: true;
}

/** `hidden` is here the units to try, in every layer alike. */
export interface SearchFlags extends CrossValidationFlags {
  depth: number[];
}

/** Where a search begins: what networks of several layers learn well with. */
const SEARCHED: Defaults = {
  activation: "relu",
  loss: "crossEntropy",
  initializer: "auto",
  optimizer: "adam",
  epochs: 15,
};

export function addCrossValidationOptions(command: Command): void {
  addRowOptions(command);
  command.addOption(
    valueOption("--hidden <units>", "units of each hidden layer such as 512,512, or none", {
      group: "Network:",
      parse: layerWidths,
      default: [50],
    }),
  );
  addSharedOptions(command, CHAPTER);
}

export function addSearchOptions(command: Command): void {
  addRowOptions(command);
  command
    .addOption(
      valueOption("--hidden <units>", "units of the hidden layers to try, such as 25,50,100", {
        group: "Network:",
        parse: wholeNumbers(1, 2 ** 24),
        default: [25, 50, 100],
        defaultWords: "25,50,100",
      }),
    )
    .addOption(
      valueOption("--depth <layers>", "numbers of hidden layers to try, such as 1..4 or 1,3", {
        group: "Network:",
        parse: wholeNumbers(1, 1000),
        default: [1, 2],
        defaultWords: "1,2",
      }),
    );
  addSharedOptions(command, SEARCHED);
}

function addRowOptions(command: Command): void {
  const group = "Data:";
  addDataOptions(command)
    .addOption(
      valueOption("--rows <number>", "training rows to use, drawn by class", {
        group,
        parse: wholeNumber(1),
        defaultWords: "all",
      }),
    )
    .addOption(
      valueOption("--folds <number>", "parts the rows are held out in, by class", {
        group,
        parse: wholeNumber(2),
        default: 5,
      }),
    );
  addScalingOptions(command);
}

function addSharedOptions(command: Command, defaults: Defaults): void {
  addNetworkOptions(command, defaults);
  addTrainingOptions(command, defaults);
  command.addOption(
    new Option("--score-training", "score the training rows after each epoch").default(false).helpGroup("Training:"),
  );
  addThreadsOption(command, "fits at a time, each on a thread; never changes the result");
  addBackendOption(command, "Training:");
  addMathOptions(command);
  addOutputOptions(command);
  command.addOption(
    new Option("--resume", "go on from the results.json of a run that was stopped").helpGroup("Output:"),
  );
  addJsonOption(command, "print one JSON object a line: each fit, then the result");
}
