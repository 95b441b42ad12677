/** What a run is at its start and at its end, as plain data. Printing and saving read it. */
import type { Score } from "../evaluation/evaluate.js";
import type { Mlp } from "../models/mlp.js";
import type { FloatArray } from "../network/parameters.js";
import type { Checkpoint } from "../training/checkpoint.js";
import type { EpochResult } from "../training/history.js";
import type { DataFlags, LoadedData } from "./data-options.js";
import type { ProfileResult } from "./step-profile.js";
import type { TrainSettings } from "./train-settings.js";

/** Settled before the first step. */
export interface RunStart {
  readonly settings: TrainSettings;
  readonly dataFlags: DataFlags;
  readonly data: LoadedData;
  readonly model: Mlp;
  /** Where the files go. */
  readonly directory: string;
  /** How to get the same run again. */
  readonly command: string;
  /** Where the run goes on from. */
  readonly resume?: Checkpoint;
}

/** How training went. */
export interface Training {
  readonly epochs: readonly EpochResult[];
  readonly stopped: "completed" | "aborted" | "diverged";
  /** Trained on in all, an epoch that was stopped half-way included, and seconds spent on them. */
  readonly samples: number;
  readonly seconds: number;
}

/** The test rows, under the weights training ended with. */
export interface TestResult {
  readonly score: Score;
  /** Predicted class of each row. */
  readonly predictions: Uint32Array;
  /** Outputs of the last layer, row-major [rows, outputs]. */
  readonly outputs: FloatArray;
  /** Counts by [actual][predicted]. */
  readonly confusion: readonly (readonly number[])[];
}

export interface SavedFiles {
  readonly model: string;
  readonly history: string;
  readonly report?: string;
  /** Where the run can be gone on with. */
  readonly checkpoint?: string;
}

export interface RunEnd {
  readonly start: RunStart;
  readonly training: Training;
  readonly test: TestResult;
  /** Where the time of the steps went, where it was asked for. */
  readonly profile?: ProfileResult;
}
