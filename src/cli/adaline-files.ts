/** What `wasmlp adaline` leaves behind: its numbers as JSON, its losses and its decision regions as pictures. */
import { join } from "node:path";
import type { Dataset } from "../data/dataset.js";
import { irisClassNames } from "../data/iris.js";
import type { Standardization } from "../data/standardize.js";
import { decisionRegions, featureRange } from "../evaluation/decision-regions.js";
import type { Adaline } from "../models/adaline.js";
import { writeFileAtomic } from "../node/files.js";
import { lineChart } from "../report/charts.js";
import { decisionRegionChart } from "../report/decision-regions.js";
import { prepareDirectory } from "./run-directory.js";
import { version } from "./version.js";

/** Settled before the first step. */
export interface AdalineStart {
  readonly command: string;
  readonly directory: string;
  readonly data: Dataset;
  readonly standardization?: Standardization;
  readonly model: Adaline;
  readonly settings: object;
}

/** What came of it; the epochs are the model's history. */
export interface AdalineEnd extends AdalineStart {
  readonly stopped: "completed" | "aborted" | "diverged";
  readonly accuracy: number;
}

const names = { history: "history.json", losses: "losses.svg", regions: "decision-regions.svg" } as const;

/** @throws WasmlpError `io`, naming what cannot be written. */
export function prepareAdalineFiles(directory: string): Promise<void> {
  return prepareDirectory(directory, Object.values(names));
}

/** @throws WasmlpError `io` */
export async function saveAdalineRun(end: AdalineEnd): Promise<Record<keyof typeof names, string>> {
  const at = (name: string): string => join(end.directory, name);
  const files = { history: at(names.history), losses: at(names.losses), regions: at(names.regions) };
  await writeFileAtomic(files.history, `${JSON.stringify(historyOf(end), null, 2)}\n`);
  await writeFileAtomic(files.losses, lossChart(end.model));
  await writeFileAtomic(files.regions, regionChart(end));
  return files;
}

function historyOf({ command, settings, standardization, stopped, accuracy, model }: AdalineEnd): object {
  const { weights, bias, history } = model;
  return {
    wasmlp: version,
    command,
    settings,
    ...(standardization && { standardization }),
    stopped,
    weights: [...weights],
    bias,
    accuracy,
    epochs: history,
  };
}

/** Losses that grow beyond all bounds are drawn by their logarithm. */
function lossChart({ losses }: Adaline): string {
  const isRunaway = losses.some((loss) => loss > 1000);
  const points = losses.map((loss, i) => [i + 1, isRunaway ? Math.log10(loss) : loss] as const);
  return lineChart({
    id: "losses",
    title: "Mean squared error per epoch",
    xLabel: "Epoch",
    yLabel: isRunaway ? "log10 of the mean squared error" : "Mean squared error",
    series: [{ name: "before each update", points }],
    isStandalone: true,
  });
}

function regionChart({ model, data, standardization }: AdalineEnd): string {
  const unit = standardization ? "standardized" : "cm";
  return decisionRegionChart({
    id: "regions",
    title: "Decision regions of Adaline",
    xLabel: `Sepal length (${unit})`,
    yLabel: `Petal length (${unit})`,
    regions: decisionRegions(model, { x: featureRange(data, 0), y: featureRange(data, 1) }),
    points: data,
    classNames: irisClassNames,
    isStandalone: true,
  });
}
