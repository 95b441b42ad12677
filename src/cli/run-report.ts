/** A finished run as the report wants it. Pure. */
import type { Dataset } from "../data/dataset.js";
import type { Mlp } from "../models/mlp.js";
import { describeShape } from "../network/architecture.js";
import type { Misclassified, TrainingReport } from "../report/training-report.js";
import { describeRows } from "./data-options.js";
import { lossOf } from "./epoch-table.js";
import { formatCount, formatSeconds } from "./format.js";
import type { RunEnd, TestResult } from "./run-outcome.js";
import { settingFacts } from "./run-words.js";
import { version } from "./version.js";

/** As many as the report has room for. */
const shownMistakes = 25;

export function trainingReport(end: RunEnd): TrainingReport {
  const { start, training, test } = end;
  const { model, data, command } = start;
  const picture = pictureOf(data.test.width);
  const first = model.architecture.layers.length > 1 ? model.parameters[0] : undefined;
  return {
    title: `${describeShape(model.architecture)} on ${data.title.split(",")[0]}`,
    facts: factsOf(end),
    epochs: training.epochs,
    classes: data.classNames,
    confusion: test.confusion,
    misclassified: mistakes(model, data.test, test),
    ...(picture && { picture }),
    ...(first && { hiddenUnits: Float32Array.from(first.weight) }),
    command,
  };
}

function factsOf({ start, training, test }: RunEnd): [label: string, value: string][] {
  const { stopped, epochs, samples, seconds } = training;
  const [name, loss] = lossOf(test.score);
  return [
    ["Data", start.data.title],
    ["Rows", describeRows(start.data)],
    ...settingFacts(start.settings, start.model.architecture),
    ...(stopped === "completed"
      ? []
      : ([["Stopped", `${stopped} after ${epochs.length} epochs`]] as [string, string][])),
    [`Test ${name}`, loss],
    ["Training time", `${formatSeconds(seconds)}, ${formatCount(samples / seconds)} samples a second`],
    ["Written by", `wasmlp ${version}`],
  ];
}

/** The first rows whose class was not found. */
function mistakes(model: Mlp, rows: Dataset, { predictions }: TestResult): Misclassified[] {
  const labels = rows.labels as Uint8Array;
  const { outputs, layers } = model.architecture;
  const isShare = ["sigmoid", "softmax"].includes(layers.at(-1)?.activation ?? "");
  const found: Misclassified[] = [];
  for (let row = 0; row < rows.count && found.length < shownMistakes; row++) {
    const predicted = predictions[row] as number;
    if (predicted === labels[row]) continue;
    const pixels = (rows.features as Uint8Array).subarray(row * rows.width, (row + 1) * rows.width);
    const values = model.predictProba(pixels);
    const probability = isShare && outputs > 1 ? (values[predicted] as number) : Number.NaN;
    found.push({ pixels, actual: labels[row] as number, predicted, probability });
  }
  return found;
}

/** Inputs that make a square are taken for one. */
function pictureOf(width: number): { width: number; height: number } | undefined {
  const side = Math.sqrt(width);
  return Number.isInteger(side) && side > 1 ? { width: side, height: side } : undefined;
}
