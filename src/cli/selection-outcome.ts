/** What a selection is at its start and at its end, as plain data. Printing and saving read it. */
import type { Dataset } from "../data/dataset.js";
import type { SelectionProgress } from "../selection/options.js";
import type { SearchResult } from "../selection/search.js";
import type { TrialFit } from "../selection/trials.js";
import type { DataFlags, LoadedData } from "./data-options.js";
import type { RunEnd } from "./run-outcome.js";
import type { Network, SelectionSettings } from "./selection-settings.js";

/** Settled before the first fit. */
export interface SelectionStart extends SelectionSettings {
  readonly dataFlags: DataFlags;
  readonly data: LoadedData;
  /** The training rows that are folded. */
  readonly folded: Dataset;
  /** `784-50-10`, one for each network. */
  readonly shapes: readonly string[];
  /** Weights and biases of each. */
  readonly parameters: readonly number[];
  /** Where the files go. */
  readonly directory: string;
  /** How to get the same run again. */
  readonly command: string;
}

export type NetworkFit = TrialFit<Network>;
export type NetworkResult = SearchResult<Network>;

export interface SelectionEnd {
  readonly start: SelectionStart;
  readonly result: NetworkResult;
  /** Fits done by this run, and seconds spent on them. */
  readonly fits: number;
  readonly seconds: number;
  /** The best network, trained on all rows and scored on the test rows; absent where there is none yet. */
  readonly winner?: RunEnd;
}

export interface SelectionFiles {
  readonly results: string;
  readonly model?: string;
  readonly report?: string;
}

export type { SelectionProgress };
