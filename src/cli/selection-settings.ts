/** What a selection is, made of the options given: the networks it compares, on what folds. Pure. */
import type { Dataset } from "../data/dataset.js";
import type { Candidate } from "../selection/candidate.js";
import type { DataFlags } from "./data-options.js";
import { runName } from "./run-name.js";
import type { CrossValidationFlags, SearchFlags } from "./selection-options.js";
import { modelOptions, type TrainSettings, trainSettings } from "./train-settings.js";

/** What one network has of its own: units of each hidden layer. */
export interface Network {
  readonly hidden: readonly number[];
}

export interface SelectionSettings {
  readonly kind: "cv" | "search";
  /** Of all networks alike; `hidden` is the first one's. */
  readonly settings: TrainSettings;
  readonly networks: readonly Network[];
  readonly folds: number;
  /** Absent: all training rows. */
  readonly rows?: number;
}

/** @throws WasmlpError `invalid-option`, naming the option. */
export function crossValidationSettings(flags: CrossValidationFlags): SelectionSettings {
  return selectionSettings("cv", flags, [{ hidden: flags.hidden }]);
}

/** Every depth with every number of units. @throws WasmlpError `invalid-option`, naming the option. */
export function searchSettings(flags: SearchFlags): SelectionSettings {
  const networks = flags.depth.flatMap((depth) =>
    flags.hidden.map((units) => ({ hidden: Array.from({ length: depth }, () => units) })),
  );
  return selectionSettings("search", flags, networks);
}

function selectionSettings(
  kind: SelectionSettings["kind"],
  flags: CrossValidationFlags,
  networks: readonly Network[],
): SelectionSettings {
  const hidden = [...(networks[0] as Network).hidden];
  const { folds, rows } = flags;
  return { kind, settings: trainSettings({ ...flags, hidden }), networks, folds, ...(rows !== undefined && { rows }) };
}

/** A network as it is trained on data like these. */
export function candidateOf(settings: TrainSettings, { hidden }: Network, data: Dataset): Candidate {
  const { epochs, batchSize, dropLast, optimizer, shuffle } = settings;
  return {
    model: modelOptions({ ...settings, hidden }, data.width, data.classes),
    fit: { epochs, batchSize, dropLast, optimizer, shuffle },
  };
}

/** `search-mnist-784-25,50,100x1,2-10-relu-…-seed123-folds5-rows10000` */
export function selectionName(data: DataFlags, { kind, settings, networks, folds, rows }: SelectionSettings): string {
  const hidden = kind === "cv" ? (networks[0] as Network).hidden.join("-") : gridName(networks);
  const shape = ["784", ...(hidden === "" ? [] : [hidden]), "10"].join("-");
  const counts = [`folds${folds}`, ...(rows === undefined ? [] : [`rows${rows}`])];
  return [kind, runName(data, settings, shape), ...counts].join("-");
}

/** Units and depths: `25,50,100x1,2` */
function gridName(networks: readonly Network[]): string {
  return `${[...new Set(networks.map(unitsOf))].join(",")}x${[...new Set(networks.map(depthOf))].join(",")}`;
}

/** Of every hidden layer; 0 without one. */
export function unitsOf({ hidden }: Network): number {
  return hidden[0] ?? 0;
}

export function depthOf({ hidden }: Network): number {
  return hidden.length;
}
