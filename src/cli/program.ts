/** The command line: commands, their help, and how a run of one ends. Knows the host it is given, not the process. */
import { Command, CommanderError } from "commander";
import { type AdalineFlags, addAdalineOptions, runAdaline } from "./adaline.js";
import { commandLine } from "./command-line.js";
import { addEvaluateOptions, type EvaluateFlags, runEvaluate } from "./evaluate.js";
import { describeFailure, exitCodes, oneLine } from "./failures.js";
import type { Host } from "./host.js";
import { addInspectOptions, type InspectFlags, runInspect } from "./inspect.js";
import { paint } from "./paint.js";
import { addPredictOptions, type PredictFlags, runPredict } from "./predict.js";
import { addReportOptions, type ReportFlags, runReport } from "./report.js";
import { runSelection } from "./selection.js";
import {
  addCrossValidationOptions,
  addSearchOptions,
  type CrossValidationFlags,
  type SearchFlags,
} from "./selection-options.js";
import { crossValidationSettings, searchSettings } from "./selection-settings.js";
import { runTrain } from "./train.js";
import { addTrainOptions, refuseBesideResume, type TrainFlags } from "./train-options.js";
import { version } from "./version.js";

/**
 * Runs one command line and says what went wrong, if anything did.
 * @param words what stands behind `wasmlp`
 * @param isDebug show the stack of an unexpected error
 * @returns the exit code
 */
export async function run(words: readonly string[], host: Host, isDebug = false): Promise<number> {
  let exitCode: number = exitCodes.done;
  const program = makeProgram(words, host, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return usageFailure(error, host);
    const failure = describeFailure(error, isDebug);
    host.err.write(failure.text);
    return failure.exitCode;
  }
}

function makeProgram(words: readonly string[], host: Host, end: (exitCode: number) => void): Command {
  const program = new Command("wasmlp")
    .description("Trains multi-layer perceptrons on MNIST and its kin, in WebAssembly: same seed, same bits.")
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => host.out.write(text),
      writeErr: (text) => host.err.write(text),
      outputError: () => {}, // said by usageFailure
      getOutHelpWidth: () => host.out.columns,
      getErrHelpWidth: () => host.err.columns,
      getOutHasColors: () => host.out.hasColors,
      getErrHasColors: () => host.err.hasColors,
    })
    .configureHelp({
      styleTitle: (title) => paint(host.out, "bold", title),
      optionDescription: ({ description }) => description, // choices and default are in it
    })
    .addHelpText("after", programExamples);
  const train = program
    .command("train")
    .summary("train a network; with no options, the chapter's run")
    .description(trainDescription)
    .addHelpText("after", trainExamples)
    .action(async (flags: TrainFlags) => {
      if (flags.resume !== undefined) refuseBesideResume(train);
      end(await runTrain(flags, host, commandLine(words)));
    });
  addTrainOptions(train);
  const cv = program
    .command("cv")
    .summary("k-fold cross-validation of a network")
    .description(cvDescription)
    .addHelpText("after", cvExamples)
    .action(async (flags: CrossValidationFlags) =>
      end(await runSelection(crossValidationSettings(flags), flags, host, commandLine(words))),
    );
  addCrossValidationOptions(cv);
  const search = program
    .command("search")
    .summary("cross-validate networks of several shapes, and train the best")
    .description(searchDescription)
    .addHelpText("after", searchExamples)
    .action(async (flags: SearchFlags) =>
      end(await runSelection(searchSettings(flags), flags, host, commandLine(words))),
    );
  addSearchOptions(search);
  const evaluate = program
    .command("evaluate <model>")
    .summary("loss, accuracy and confusion matrix of a model")
    .description("Scores a model on a data set, its pixels scaled as the model was trained with.")
    .addHelpText("after", evaluateExamples)
    .action(async (model: string, flags: EvaluateFlags) => end(await runEvaluate(model, flags, host)));
  addEvaluateOptions(evaluate);
  const predict = program
    .command("predict <model> [images...]")
    .summary("classify PNG pictures, or a test row")
    .description(predictDescription)
    .addHelpText("after", predictExamples)
    .action(async (model: string, images: string[], flags: PredictFlags) =>
      end(await runPredict(model, images, flags, host)),
    );
  addPredictOptions(predict);
  const inspect = program
    .command("inspect <model>")
    .summary("layers, scaling and weights of a model file")
    .description("Prints what a model file holds: layers, scaling, seed, and figures of its weights.")
    .action(async (model: string, flags: InspectFlags) => end(await runInspect(model, flags, host)));
  addInspectOptions(inspect);
  const report = program
    .command("report <run>")
    .summary("make report.html of a run again, from its directory")
    .description(reportDescription)
    .addHelpText("after", reportExamples)
    .action(async (run: string, flags: ReportFlags) => end(await runReport(run, flags, host)));
  addReportOptions(report);
  const adaline = program
    .command("adaline")
    .summary("one linear unit on Iris: gradient descent by all rows, one row or some")
    .description(adalineDescription)
    .addHelpText("after", adalineExamples)
    .action(async (flags: AdalineFlags) => end(await runAdaline(flags, host, commandLine(words))));
  addAdalineOptions(adaline);
  return program;
}

/** Help and version are no failures; anything else is one line. */
function usageFailure(error: CommanderError, host: Host): number {
  if (error.code === "commander.helpDisplayed" || error.code === "commander.version") return exitCodes.done;
  if (error.code !== "commander.help") host.err.write(`wasmlp: ${oneLine(error.message.replace(/^error: /, ""))}\n`);
  return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
}

const trainDescription = [
  "Trains a network and saves model.safetensors, history.json and report.html.",
  'With no options this is the run of the chapter "Implementing a Multilayer Artificial Neural Network from Scratch" ' +
    "(Raschka et al., 2022): MNIST in its 55,000/5,000/10,000 split, 784-50-10, sigmoids, squared error, 50 epochs. " +
    "Each option given changes that alone; all else stays as in the chapter.",
  "Ctrl-C stops and saves what was reached; a second one stops at once. While it runs, checkpoint.safetensors is saved " +
    "every half minute and where it stops: --resume goes on from there, to the same model as if it had never stopped, " +
    "also after a crash.",
].join("\n\n");

const selectionDescription = [
  "Saves results.json as it goes, and in the end model.safetensors, trained on all rows, and report.html.",
  "Ctrl-C stops and saves the fits that are done, --resume goes on from them; a second Ctrl-C stops at once.",
];

const cvDescription = [
  "Trains a network on all folds of the training rows but one, scores it on that one, in turn, and gives mean and " +
    "standard deviation; several folds at a time, to the same result. With no other options than these it is the " +
    "chapter's network (wasmlp train --help).",
  ...selectionDescription,
].join("\n\n");

const searchDescription = [
  "Cross-validates networks of every depth with every number of units, marks the best, trains it on all rows and " +
    "scores it on the test rows; several fits at a time, to the same result.",
  ...selectionDescription,
].join("\n\n");

const predictDescription =
  "Classifies PNG pictures of one digit each, of any size, dark on light or light on dark: they are centred and " +
  "scaled as MNIST's were. With --index, a test row of the data set.";

const reportDescription =
  "Makes the HTML report of a run of train, cv or search again, from its history.json or results.json and its model; " +
  "the test rows are scored again, and it is said where they score otherwise than they did.";

const adalineDescription = [
  "Trains Adaline, one linear unit, to tell two kinds of iris apart by sepal and petal length. Prints the mean squared " +
    "error of each epoch (measured before each update), the last weights and the accuracy; writes history.json, " +
    "losses.svg and decision-regions.svg.",
  'As in the chapter "Training Simple Machine Learning Algorithms for Classification" (Raschka et al., 2022), whose ' +
    "seed is 1.",
].join("\n\n");

const programExamples = `
Examples:
  $ wasmlp train
  $ wasmlp evaluate runs/mnist-784-50-10-seed123/model.safetensors
  $ wasmlp predict runs/mnist-784-50-10-seed123/model.safetensors digit.png

wasmlp <command> --help tells more.
Exit codes: 0 done, 1 failed, 2 wrong usage, 70 a bug, 130 interrupted.`;

const trainExamples = `
Examples:
  $ wasmlp train
  $ wasmlp train --epochs 5 --out /tmp/run
  $ wasmlp train --hidden 512,512 --activation relu --initializer auto \\
      --loss crossEntropy --optimizer adam --epochs 20
  $ wasmlp train --data fashion --split standard --validation-size 5000
  $ wasmlp train --epochs 5 --profile
  $ wasmlp train --resume runs/mnist-784-50-10-seed123
  $ wasmlp train --json | jq 'select(.type == "epoch").validation.accuracy'

--profile times every call of a kernel on the calling thread and prints, for
each phase of a step, microseconds, share and GFLOP/s; zeros of bytes that are
passed over count as if multiplied. The last phase, JavaScript, is all that is
left: what runs between the kernels, pauses, and the timing itself, about one
microsecond for ten calls. Training takes one thread; the model is the same.

JSON lines:
  {"type": "epoch", epoch, epochs, loss, samples, seconds, training, validation}
  {"type": "profile", steps, seconds, phases}, with --profile
  {"type": "result", stopped, epochs, samples, seconds, samplesPerSecond, test,
   files}
  training, validation and test are {loss, accuracy, meanSquaredError}, absent
  where not scored; a number that is not finite is null; stopped is "completed",
  "aborted" or "diverged". With --resume, an epoch that was done before has no
  line; the result counts it.`;

const cvExamples = `
Examples:
  $ wasmlp cv --rows 10000 --epochs 20
  $ wasmlp cv --data fashion --folds 10 --hidden 100 --activation relu \\
      --initializer auto --loss crossEntropy --optimizer adam`;

const searchExamples = `
Examples:
  $ wasmlp search --hidden 25,50,100 --depth 1..4 --folds 5 --rows 10000
  $ wasmlp search --hidden 25,50,100 --depth 1..4 --rows 10000 --resume

JSON lines:
  {"type": "fit", network, shape, hidden, fold, score, loss}
  {"type": "result", stopped, fits, seconds, networks, best, test, files}
  score, mean and std are of the accuracy; null where training diverged.`;

const evaluateExamples = `
Examples:
  $ wasmlp evaluate model.safetensors
  $ wasmlp evaluate model.safetensors --on validation
  $ wasmlp evaluate model.safetensors --data fashion --split standard --json`;

const predictExamples = `
Examples:
  $ wasmlp predict model.safetensors digit.png another.png
  $ wasmlp predict model.safetensors --index 42
  $ wasmlp predict model.safetensors --data fashion --index 0 --json`;

const reportExamples = `
Examples:
  $ wasmlp report runs/mnist-784-50-10-seed123
  $ wasmlp report runs/mnist-784-50-10-seed123 --output /tmp/report.html`;

const adalineExamples = `
Examples:
  $ wasmlp adaline --eta 0.5 --epochs 20 --standardize
  $ wasmlp adaline --batch sgd --epochs 15 --standardize
  $ wasmlp adaline --batch 32 --eta 0.05 --standardize
  $ wasmlp adaline --eta 0.1 --epochs 15                   # diverges
  $ wasmlp adaline --eta 0.5 --standardize --backend reference-f64 --json

JSON lines:
  {"type": "epoch", epoch, epochs, loss}
  {"type": "result", stopped, epochs, weights, bias, accuracy, files}
  stopped is "completed", "aborted" or "diverged".`;
