/** `wasmlp adaline`: one linear unit on two kinds of iris; its losses, weights and decision regions. */
import { join } from "node:path";
import { type Command, Option } from "commander";
import { chapterIris } from "../data/iris.js";
import { measureStandardization, standardize } from "../data/standardize.js";
import { DivergenceError, invalidOption } from "../errors.js";
import { BACKENDS, type Backend } from "../memory/workspace.js";
import { Adaline } from "../models/adaline.js";
import type { EpochResult } from "../training/history.js";
import { type AdalineEnd, type AdalineStart, prepareAdalineFiles, saveAdalineRun } from "./adaline-files.js";
import { addJsonOption } from "./data-options.js";
import { formatLoss } from "./epoch-table.js";
import { exitCodes } from "./failures.js";
import { formatNumber, formatPercent } from "./format.js";
import type { Host, Interruption } from "./host.js";
import { paint } from "./paint.js";
import { decimal, oneOf, path, valueOption, wholeNumber } from "./parse.js";
import { textTable } from "./text-table.js";

/** As the command line gives them. */
export interface AdalineFlags {
  eta: number;
  epochs: number;
  batch: "gd" | "sgd" | number;
  standardize?: true;
  seed: number;
  backend: Backend;
  out?: string;
  json?: true;
}

export function addAdalineOptions(command: Command): void {
  const group = "Training:";
  command
    .addOption(valueOption("--eta <number>", "learning rate", { group, parse: learningRate, default: 0.01 }))
    .addOption(valueOption("--epochs <number>", "passes over the rows", { group, parse: wholeNumber(1), default: 50 }))
    .addOption(
      valueOption<AdalineFlags["batch"]>(
        "--batch <rows>",
        "rows an update is made from: gd all, sgd one, or how many",
        {
          group,
          parse: batch,
          default: "gd",
        },
      ),
    )
    .addOption(new Option("--standardize", "bring features to mean 0 and standard deviation 1").helpGroup(group))
    .addOption(
      valueOption("--seed <number>", "of the first weights and the shuffles", {
        group,
        parse: wholeNumber(0, 0xffffffff),
        default: 1,
      }),
    )
    .addOption(
      valueOption("--backend <name>", "what computes; reference-f64 gives the book's last digits", {
        group,
        choices: BACKENDS,
        parse: oneOf(BACKENDS),
        default: "wasm",
      }),
    )
    .addOption(
      valueOption("--out <dir>", "where the files go", {
        defaultWords: "runs/ and a name made of the settings",
        group: "Output:",
        parse: path,
      }),
    );
  addJsonOption(command, "print one JSON object a line: each epoch, then the result");
}

/**
 * @param command the words after `wasmlp`, as a shell would take them
 * @returns the exit code
 * @throws WasmlpError where something cannot be done; what was trained until then is saved.
 */
export async function runAdaline(flags: AdalineFlags, host: Host, command: string): Promise<number> {
  const signal = host.catchInterrupts();
  const start = prepare(flags, command);
  await prepareAdalineFiles(start.directory);
  signal.throwIfAborted();
  if (!flags.json) printStart(start, flags, host);
  const { stopped, failure } = await trainEpochs(start, signal, (epoch) => printEpoch(epoch, flags, host));
  const end = { ...start, stopped, accuracy: start.model.evaluate(start.data).accuracy as number };
  printEnd(end, await saveAdalineRun(end), flags, host);
  if (failure) throw failure;
  return stopped === "aborted" ? (signal.reason as Interruption).exitCode : exitCodes.done;
}

function prepare(flags: AdalineFlags, command: string): AdalineStart {
  const { eta, epochs, batch, seed, backend } = flags;
  const plain = chapterIris();
  const standardization = flags.standardize && measureStandardization(plain);
  const batchSize = batch === "gd" ? "all" : batch === "sgd" ? 1 : batch;
  const model = new Adaline({ inputs: plain.width, learningRate: eta, epochs, batchSize, seed, backend });
  return {
    command,
    directory: flags.out ?? join("runs", runName(flags)),
    data: standardization ? standardize(plain, standardization) : plain,
    ...(standardization && { standardization }),
    model,
    settings: { eta, epochs, batch, seed, backend },
  };
}

/** `iris-adaline-gd-eta0.5-epochs20-standardized-seed1` */
function runName({ eta, epochs, batch, seed, backend, ...flags }: AdalineFlags): string {
  const size = typeof batch === "number" ? `batch${batch}` : batch;
  const extras = [...(flags.standardize ? ["standardized"] : []), ...(backend === "wasm" ? [] : [backend])];
  return ["iris-adaline", size, `eta${eta}`, `epochs${epochs}`, ...extras, `seed${seed}`].join("-");
}

/** Trains to the end, to an interruption, or until the numbers run away; the model keeps the history. */
async function trainEpochs(
  { model, data }: AdalineStart,
  signal: AbortSignal,
  onEpoch: (epoch: EpochResult) => void,
): Promise<{ stopped: AdalineEnd["stopped"]; failure?: DivergenceError }> {
  try {
    for await (const epoch of model.fit(data, { signal })) onEpoch(epoch);
  } catch (error) {
    if (error instanceof DivergenceError) return { stopped: "diverged", failure: error };
    throw error;
  }
  return { stopped: model.history.length < model.epochs ? "aborted" : "completed" };
}

function printStart({ data, standardization }: AdalineStart, flags: AdalineFlags, host: Host): void {
  const rule = { gd: "gradient descent", sgd: "stochastic gradient descent" };
  const how = typeof flags.batch === "number" ? `mini-batches of ${flags.batch}` : rule[flags.batch];
  const features = `sepal length, petal length${standardization ? ", standardized" : " in cm"}`;
  const epochs = `${flags.epochs} ${flags.epochs === 1 ? "epoch" : "epochs"}`;
  host.out.write(
    `${paint(host.out, "bold", "Iris")}: ${data.count} rows, setosa and versicolor, ${features}\n` +
      `Adaline, ${how}, eta ${flags.eta}, ${epochs}, seed ${flags.seed}${flags.backend === "wasm" ? "" : `, ${flags.backend}`}\n\n` +
      `${"epoch".padStart(epochWidth(flags))}  ${"MSE".padStart(10)}\n`,
  );
}

function printEpoch({ epoch, loss }: EpochResult, flags: AdalineFlags, host: Host): void {
  const { epochs } = flags;
  const line = flags.json
    ? JSON.stringify({ type: "epoch", epoch, epochs, loss })
    : `${`${epoch}/${epochs}`.padStart(epochWidth(flags))}  ${formatLoss(loss).padStart(10)}`;
  host.out.write(`${line}\n`);
}

function epochWidth({ epochs }: AdalineFlags): number {
  return Math.max(5, 2 * String(epochs).length + 1);
}

function printEnd(end: AdalineEnd, files: Readonly<Record<string, string>>, flags: AdalineFlags, host: Host): void {
  const { model, stopped, accuracy } = end;
  const [weights, bias, epochs] = [[...model.weights], model.bias, model.history.length];
  if (flags.json) {
    host.out.write(`${JSON.stringify({ type: "result", stopped, epochs, weights, bias, accuracy, files })}\n`);
    return;
  }
  const digits = flags.backend === "reference-f64" ? 8 : 6;
  const rows = [
    ...(stopped === "completed" ? [] : [["stopped", `${stopped} after ${epochs} of ${flags.epochs} epochs`]]),
    ["weights", weights.map((weight) => formatNumber(weight, digits)).join(", ")],
    ["bias", formatNumber(bias, digits)],
    ["accuracy", paint(host.out, "bold", formatPercent(accuracy))],
    ...Object.entries(files),
  ];
  host.out.write(`\n${textTable(rows, ["left"]).join("\n")}\n`);
}

function learningRate(option: string, text: string): number {
  const value = decimal(option, text);
  if (value >= 0) return value;
  throw invalidOption(option, "a number of at least 0", text);
}

function batch(option: string, text: string): AdalineFlags["batch"] {
  if (text === "gd" || text === "sgd") return text;
  if (/^\d+$/.test(text)) return wholeNumber(1)(option, text);
  throw invalidOption(option, "gd, sgd or a whole number of at least 1", text);
}
