/** What results.json says of a selection that has ended, checked field by field. */
import { invalidFile } from "../errors.js";
import type { Score } from "../evaluation/evaluate.js";
import type { FoldResult, TrialResult } from "../selection/results.js";
import type { DataFlags } from "./data-options.js";
import type { Training } from "./run-outcome.js";
import type { SavedFields } from "./saved-fields.js";
import { savedDataFlags, savedScore, savedSettings, savedTraining } from "./saved-run.js";
import type { NetworkResult } from "./selection-outcome.js";
import type { Network, SelectionSettings } from "./selection-settings.js";

export interface SavedSelection {
  readonly selection: SelectionSettings;
  readonly dataFlags: DataFlags;
  readonly rows: { readonly train: number; readonly folded: number; readonly test: number };
  readonly result: NetworkResult;
  readonly fits: number;
  readonly seconds: number;
  /** How the best network was trained on all rows, and what it scored. */
  readonly winner?: { readonly training: Training; readonly test: Score };
  readonly command: string;
}

/** More fits than any search has done; a report is as long as they are many. */
const maxFits = 1e6;

/** @throws WasmlpError `invalid-file`, naming file and field. */
export async function savedSelection(results: SavedFields): Promise<SavedSelection> {
  if (!results.has("fits"))
    throw invalidFile(results.file, "the results of a search or cv that has ended", "those so far; --resume goes on");
  const data = results.object("data");
  const rows = data.object("rows");
  const [train, folded] = [rows.whole("train", 0), rows.whole("folded", 0)];
  const settings = await savedSettings(results.object("settings"));
  const networks = results.objects("networks", (each) => ({ hidden: each.wholes("hidden", 1, 2 ** 24) }));
  if (networks.length === 0) throw results.refuse("networks", "at least one network", "none");
  const folds = results.whole("folds", 2, Math.floor(maxFits / networks.length));
  const kind = results.choice("kind", ["cv", "search"]);
  const result = savedResult(results.object("result"), networks, folds);
  const best = result.best?.parameters;
  return {
    selection: { kind, settings, networks, folds, ...(folded !== train && { rows: folded }) },
    dataFlags: await savedDataFlags(data),
    rows: { train, folded, test: rows.whole("test", 0) },
    result,
    fits: results.whole("fits", 0),
    seconds: results.number("seconds", 0),
    ...(results.has("winner") && {
      winner: {
        training: {
          stopped: "completed",
          ...savedTraining(results.object("winner"), { ...settings, hidden: (best ?? settings).hidden }),
        },
        test: savedScore(results.object("test")),
      },
    }),
    command: results.text("command"),
  };
}

function savedResult(fields: SavedFields, networks: readonly Network[], folds: number): NetworkResult {
  const trials = fields.objects("trials", (trial, t): TrialResult<Network> => {
    const parameters = networks[t];
    if (!parameters) throw fields.refuse("trials", `${networks.length}, one a network`, "more");
    const done = trial.objects("folds", (fold) => savedFold(fold, folds));
    if (done.length > folds) throw trial.refuse("folds", `at most ${folds} folds`, done.length);
    const [mean, std] = [trial.shareOrNull("mean"), trial.shareOrNull("std")];
    return { trial: trial.whole("trial", t, t), parameters, folds: done, mean, std };
  });
  if (trials.length < networks.length)
    throw fields.refuse("trials", `${networks.length}, one a network`, trials.length);
  const best = fields.raw("best") === null ? null : trials[fields.object("best").whole("trial", 0, trials.length - 1)];
  return {
    scoring: fields.choice("scoring", ["accuracy"]),
    trials,
    best: best ?? null,
    stopped: fields.choice("stopped", ["completed", "aborted"]),
  };
}

function savedFold(fields: SavedFields, folds: number): FoldResult {
  return {
    fold: fields.whole("fold", 1, folds),
    score: fields.shareOrNull("score"),
    validation: fields.objects("validation", savedScore),
    ...(fields.has("training") && { training: fields.objects("training", savedScore) }),
    ...(fields.has("diverged") && { diverged: fields.text("diverged") }),
    key: fields.text("key"),
  };
}
