/** A finished run as the report wants it. Pure. */
import type { Dataset } from "../data/dataset.js";
import { confidenceCurve } from "../evaluation/calibration.js";
import { wilsonInterval } from "../evaluation/intervals.js";
import { oneVsRestRoc } from "../evaluation/roc.js";
import type { Mlp } from "../models/mlp.js";
import { describeShape } from "../network/architecture.js";
import { accuracyOf } from "../report/confusion.js";
import type { Misclassified, TrainingReport } from "../report/training-report.js";
import { describeRows } from "./data-options.js";
import { lossOf } from "./epoch-table.js";
import { formatCount, formatPercent, formatSeconds } from "./format.js";
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
    ...curves(model, data.test, test),
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
    ["Test accuracy, 95 % interval", accuracyInterval(test)],
    ["Training time", `${formatSeconds(seconds)}, ${formatCount(samples / seconds)} samples a second`],
    ["Written by", `wasmlp ${version}`],
  ];
}

/** How far the accuracy of other rows like these may lie. */
function accuracyInterval({ confusion }: TestResult): string {
  const { correct, total } = accuracyOf(confusion);
  if (total === 0) return "-";
  const { low, high } = wilsonInterval(correct, total);
  return `${formatPercent(low)} to ${formatPercent(high)}`;
}

/** What the outputs themselves tell; nothing without rows, or where some are not finite. */
function curves(model: Mlp, rows: Dataset, { outputs }: TestResult): Pick<TrainingReport, "roc" | "calibration"> {
  const labels = rows.labels as Uint8Array;
  if (rows.count === 0 || model.architecture.outputs !== rows.classes || !outputs.every(Number.isFinite)) return {};
  const roc = oneVsRestRoc(labels, outputs, rows.classes);
  return hasShares(model) ? { roc, calibration: confidenceCurve(labels, outputs, rows.classes) } : { roc };
}

/** Outputs from 0 to 1, one a class. */
function hasShares({ architecture: { outputs, layers } }: Mlp): boolean {
  return outputs > 1 && ["sigmoid", "softmax"].includes(layers.at(-1)?.activation ?? "");
}

/** The first rows whose class was not found. */
function mistakes(model: Mlp, rows: Dataset, { predictions, outputs }: TestResult): Misclassified[] {
  const labels = rows.labels as Uint8Array;
  const found: Misclassified[] = [];
  for (let row = 0; row < rows.count && found.length < shownMistakes; row++) {
    const predicted = predictions[row] as number;
    if (predicted === labels[row]) continue;
    const pixels = (rows.features as Uint8Array).subarray(row * rows.width, (row + 1) * rows.width);
    const probability = hasShares(model)
      ? (outputs[row * model.architecture.outputs + predicted] as number)
      : Number.NaN;
    found.push({ pixels, actual: labels[row] as number, predicted, probability });
  }
  return found;
}

/** Inputs that make a square are taken for one. */
function pictureOf(width: number): { width: number; height: number } | undefined {
  const side = Math.sqrt(width);
  return Number.isInteger(side) && side > 1 ? { width: side, height: side } : undefined;
}
