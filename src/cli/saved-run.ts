/** What history.json says of a run, checked field by field: settings, data, and how training went. */

import type { Score } from "../evaluation/evaluate.js";
import { BACKENDS } from "../memory/workspace.js";
import { ACTIVATIONS, LOSSES } from "../network/architecture.js";
import { validateInitializer } from "../network/initializers.js";
import { type Optimizer, validateOptimizer } from "../network/optimizers.js";
import { requireScaling } from "../network/scaling.js";
import type { LayerFlow } from "../training/flow.js";
import type { EpochResult } from "../training/history.js";
import { checkDataFlags, type DataFlags, dataNames, splitNames } from "./data-options.js";
import type { Training } from "./run-outcome.js";
import { asSavedIn, type SavedFields } from "./saved-fields.js";
import type { TrainSettings } from "./train-settings.js";

export interface SavedRun {
  readonly settings: TrainSettings;
  readonly dataFlags: DataFlags;
  /** Rows of each part. */
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  readonly training: Training;
  readonly test: Score;
  readonly command: string;
}

/** @throws WasmlpError `invalid-file`, naming file and field. */
export async function savedRun(history: SavedFields): Promise<SavedRun> {
  const settings = await savedSettings(history.object("settings"));
  const data = history.object("data");
  const rows = data.object("rows");
  return {
    settings,
    dataFlags: await savedDataFlags(data),
    rows: { train: rows.whole("train", 0), validation: rows.whole("validation", 0), test: rows.whole("test", 0) },
    training: {
      stopped: history.choice("stopped", ["completed", "aborted", "diverged"]),
      ...savedTraining(history, settings),
    },
    test: savedScore(history.object("test")),
    command: history.text("command"),
  };
}

/** @throws WasmlpError `invalid-file`. */
export async function savedDataFlags(data: SavedFields): Promise<DataFlags> {
  const flags = {
    data: data.choice("data", dataNames),
    split: data.choice("split", splitNames),
    ...(data.has("dataDir") && { dataDir: data.text("dataDir") }),
    ...(data.has("validationSize") && { validationSize: data.whole("validationSize", 1) }),
  };
  await asSavedIn(data.file, () => checkDataFlags(flags));
  return flags;
}

/** @throws WasmlpError `invalid-file`. */
export async function savedSettings(fields: SavedFields): Promise<TrainSettings> {
  const scaling = fields.object("scaling");
  const bytesBecome = { scale: scaling.number("scale"), shift: scaling.number("shift") };
  await asSavedIn(fields.file, () => requireScaling(bytesBecome));
  const { initializer, optimizer } = await asSavedIn(fields.file, () => ({
    optimizer: validateOptimizer(fields.raw("optimizer") as Optimizer),
    ...(fields.has("initializer") && { initializer: validateInitializer(fields.raw("initializer"), "initializer") }),
  }));
  return {
    scaling: bytesBecome,
    hidden: fields.wholes("hidden", 1, 2 ** 24),
    activation: fields.choice("activation", ACTIVATIONS),
    outputActivation: fields.choice("outputActivation", ACTIVATIONS),
    loss: fields.choice("loss", LOSSES),
    ...(initializer && { initializer }),
    optimizer,
    batchSize: fields.whole("batchSize", 1),
    epochs: fields.whole("epochs", 1),
    seed: fields.whole("seed", 0, 0xffffffff),
    dropLast: fields.flag("dropLast"),
    shuffle: fields.flag("shuffle"),
    scoreTraining: fields.flag("scoreTraining"),
    recordFlow: fields.flag("recordFlow"),
    threads: fields.raw("threads") === "auto" ? "auto" : fields.whole("threads", 1, 64),
    backend: fields.choice("backend", BACKENDS),
    math: fields.choice("math", ["strict", "relaxed"]),
  };
}

/** Epochs, samples and seconds. @throws WasmlpError `invalid-file`. */
export function savedTraining(fields: SavedFields, { hidden }: TrainSettings): Omit<Training, "stopped"> {
  const epochs = fields.objects("epochs", (epoch, i) => savedEpoch(epoch, i + 1, hidden.length + 1));
  return { epochs, samples: fields.whole("samples", 0), seconds: fields.number("seconds", 0) };
}

/** @throws WasmlpError `invalid-file`. */
export function savedScore(fields: SavedFields): Score {
  return {
    loss: fields.figure("loss"),
    ...(fields.has("accuracy") && { accuracy: fields.figure("accuracy", 0, 1) }),
    ...(fields.has("meanSquaredError") && { meanSquaredError: fields.figure("meanSquaredError") }),
  };
}

/** @param place first is 1 */
function savedEpoch(fields: SavedFields, place: number, layers: number): EpochResult {
  const flow = fields.has("flow") ? fields.objects("flow", savedFlow) : undefined;
  if (flow && flow.length !== layers) throw fields.refuse("flow", `${layers} layers`, flow.length);
  return {
    epoch: fields.whole("epoch", place, place),
    loss: fields.figure("loss"),
    samples: fields.whole("samples", 0),
    seconds: fields.number("seconds", 0),
    ...(fields.has("training") && { training: savedScore(fields.object("training")) }),
    ...(fields.has("validation") && { validation: savedScore(fields.object("validation")) }),
    ...(flow && { flow }),
  };
}

function savedFlow(fields: SavedFields): LayerFlow {
  return {
    gradientRms: fields.figure("gradientRms"),
    updateRms: fields.figure("updateRms"),
    weightRms: fields.figure("weightRms"),
    activationRms: fields.figure("activationRms"),
    isStalled: fields.flag("isStalled"),
  };
}
