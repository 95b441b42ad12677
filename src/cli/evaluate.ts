/** `wasmlp evaluate`: loss, accuracy and confusion of a saved model on a data set. */
import type { Command } from "commander";
import type { Dataset } from "../data/dataset.js";
import { invalidOption } from "../errors.js";
import { confusionMatrix } from "../evaluation/metrics.js";
import type { Backend } from "../memory/workspace.js";
import { describeShape } from "../network/architecture.js";
import { loadModel } from "../node/models.js";
import { classFigures, classTable } from "./class-table.js";
import {
  addDataOptions,
  addJsonOption,
  addValidationOption,
  checkDataFlags,
  type DataFlags,
  type LoadedData,
  loadData,
  type PartName,
} from "./data-options.js";
import { lossOf } from "./epoch-table.js";
import { exitCodes } from "./failures.js";
import { formatCount, formatPercent } from "./format.js";
import type { Host } from "./host.js";
import { paint } from "./paint.js";
import { oneOf, valueOption, wholeNumber } from "./parse.js";
import { addBackendOption } from "./train-options.js";

export interface EvaluateFlags extends DataFlags {
  on: PartName;
  seed?: number;
  backend: Backend;
  json?: true;
}

const parts: readonly PartName[] = ["train", "validation", "test"];

export function addEvaluateOptions(command: Command): void {
  addDataOptions(command);
  addValidationOption(command)
    .addOption(
      valueOption("--seed <number>", "of --validation-size", {
        defaultWords: "the model's",
        group: "Data:",
        parse: wholeNumber(0, 0xffffffff),
      }),
    )
    .addOption(
      valueOption("--on <part>", "rows to score", {
        group: "Data:",
        choices: parts,
        parse: oneOf(parts),
        default: "test",
      }),
    );
  addBackendOption(command, "Options:");
  addJsonOption(command, "print one JSON object");
}

/** @throws WasmlpError where the model or the data cannot be had, or do not fit each other. */
export async function runEvaluate(path: string, flags: EvaluateFlags, host: Host): Promise<number> {
  checkDataFlags(flags);
  const model = await loadModel(path, { backend: flags.backend });
  const data = await loadData(flags, model.scaling, flags.seed ?? model.seed);
  const rows = choosePart(data, flags.on);
  const score = await model.evaluate(rows, {});
  const predictions = await model.predict(rows, {});
  const { outputs } = model.architecture;
  const classes = Math.max(rows.classes, outputs === 1 ? 2 : outputs);
  const counts = confusionMatrix(rows.labels as Uint8Array, predictions, classes);
  if (flags.json) {
    const confusion = counts.map((row) => [...row]);
    const result = { model: path, data: flags.data, split: flags.split, on: flags.on, rows: rows.count, ...score };
    const perClass = classFigures(counts, data.classNames);
    host.out.write(`${JSON.stringify({ ...result, classes: perClass, confusion })}\n`);
    return exitCodes.done;
  }
  const accuracy = formatPercent(score.accuracy ?? Number.NaN);
  const lines = [
    `${describeShape(model.architecture)} on ${data.title}, ${formatCount(rows.count)} ${flags.on} rows`,
    `${lossOf(score).join(" ")}, ${paint(host.out, "bold", `accuracy ${accuracy}`)}`,
    "",
    ...classTable(counts, data.classNames),
  ];
  host.out.write(`${lines.join("\n")}\n`);
  return exitCodes.done;
}

function choosePart(data: LoadedData, part: PartName): Dataset {
  const rows = data[part];
  if (!rows) throw invalidOption("--on", "train or test with --split standard and no --validation-size", part);
  return rows;
}
