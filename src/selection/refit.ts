/** The winner of a search, trained on all rows. */
import type { Dataset } from "../data/dataset.js";
import { requireDataset } from "../data/sources.js";
import { invalidOption, requireOptions } from "../errors.js";
import type { FitOptions } from "../models/fitting.js";
import { Mlp } from "../models/mlp.js";
import { requireCandidate } from "./candidate.js";
import type { Summary } from "./results.js";
import type { MakeCandidate } from "./trials.js";

/**
 * A fresh model with the best parameters of a search, trained on all of `data`, on as many threads as are worth it.
 * @param result of `gridSearch`, `randomSearch` or `halvingSearch`
 * @param make the function the search was given
 * @throws WasmlpError `invalid-option` where the search has no winner; otherwise as `fit` does. An aborted
 * `signal` gives the model as far as it came.
 */
export async function refit<P>(
  data: Dataset,
  result: { readonly best: ({ readonly parameters: P } & Summary) | null },
  make: MakeCandidate<P>,
  options: Pick<FitOptions, "threads" | "signal" | "onProgress"> = {},
): Promise<Mlp> {
  if (typeof result?.best !== "object" || result.best === null)
    throw invalidOption("result.best", "the winner of a search", result?.best);
  if (typeof make !== "function") throw invalidOption("make", "a function from parameters to a candidate", make);
  requireOptions(options);
  requireDataset("data", data);
  const candidate = make(result.best.parameters);
  requireCandidate(candidate, data, data.count);
  const model = new Mlp(candidate.model);
  await model.fit(data, { ...candidate.fit, ...options });
  return model;
}
