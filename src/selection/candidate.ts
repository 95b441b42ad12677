/**
 * What one trial trains, as plain data: the options of a model and of its `fit`. Checked here, once, before anything
 * is trained. Knows models; nothing of folds or scores.
 */
import type { Dataset } from "../data/dataset.js";
import { rowWeights } from "../data/row-weights.js";
import { invalidOption } from "../errors.js";
import type { FitOptions } from "../models/fitting.js";
import { Mlp, type MlpOptions } from "../models/mlp.js";
import { parameterCount } from "../network/architecture.js";

/** What a search sets itself, for every fit alike. */
const RESERVED = [
  "order",
  "validation",
  "scoreTraining",
  "recordFlow",
  "threads",
  "background",
  "checkpoints",
  "signal",
  "onProgress",
] as const;

/** The options of `fit` that belong to a candidate. `sampleWeights` are those of all rows; each fold takes its own. */
export type CandidateFit = Omit<FitOptions, (typeof RESERVED)[number]>;

/** A model to be trained, and how. Each fold trains a fresh one, from the same seed. */
export interface Candidate {
  readonly model: MlpOptions;
  readonly fit: CandidateFit;
}

/**
 * Checks a candidate against `count` rows like those of `data`.
 * @returns the multiply-adds of one row's forward pass: what its training is expected to cost
 * @throws WasmlpError as `new Mlp` and `fit` do; `invalid-option` for options of `fit` that are the search's to set
 */
export function requireCandidate(candidate: Candidate, data: Dataset, count: number): number {
  const { model: options, fit } = candidate ?? {};
  if (typeof options !== "object" || options === null)
    throw invalidOption("candidate.model", "the options of a model", options);
  if (typeof fit !== "object" || fit === null) throw invalidOption("candidate.fit", "the options of fit", fit);
  for (const name of RESERVED)
    if (name in fit)
      throw invalidOption(`candidate.fit.${name}`, "none: it is not the candidate's to set", fit[name as never]);
  requirePlain(candidate);
  const { sampleWeights, ...others } = fit;
  if (sampleWeights !== undefined) rowWeights(data, { sampleWeights });
  const model = new Mlp(options);
  model.fit(firstRows(data, count), others); // checks, and trains nothing until it is awaited
  return parameterCount(model.architecture);
}

/** Results are told apart by the JSON of their candidate. */
function requirePlain(candidate: Candidate): void {
  try {
    JSON.stringify(candidate);
  } catch {
    throw invalidOption("candidate", "plain data, as JSON takes it", candidate);
  }
}

/** A view, not a copy. */
function firstRows(data: Dataset, count: number): Dataset {
  const { features, labels, targets, width, classes } = data;
  return {
    ...data,
    count,
    features: features.subarray(0, count * width),
    ...(labels && { labels: labels.subarray(0, count) }),
    ...(targets && { targets: targets.subarray(0, count * classes) }),
  };
}

/** The options of `fit` for some of the rows. */
export function fitOf({ fit }: Candidate, rows: Uint32Array): CandidateFit {
  const { sampleWeights } = fit;
  return sampleWeights
    ? { ...fit, sampleWeights: Float64Array.from(rows, (row) => sampleWeights[row] as number) }
    : fit;
}
