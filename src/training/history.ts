/** What a run leaves behind, epoch by epoch: plain data, safe to post and to print as JSON. */
import type { Score } from "../evaluation/evaluate.js";
import type { LayerFlow } from "./flow.js";

export type { Score } from "../evaluation/evaluate.js";

/** One pass over the training rows. */
export interface EpochResult {
  /** First epoch is 1. */
  readonly epoch: number;
  /** Mean loss over the epoch's mini-batches, each measured before its update. */
  readonly loss: number;
  /** Samples trained on in this epoch (fewer than the rows when the last partial batch is dropped). */
  readonly samples: number;
  /** Wall-clock seconds spent in the epoch's training steps, evaluation not included. */
  readonly seconds: number;
  /** Training rows with the weights as they stand after the epoch; only when asked for. */
  readonly training?: Score;
  /** Validation rows with the weights as they stand after the epoch; only when given. */
  readonly validation?: Score;
  /** Sizes of gradient, update, weights and outputs of each layer, from the inputs up; only with `recordFlow`. */
  readonly flow?: readonly LayerFlow[];
}

/** All epochs of one `fit`. */
export interface History {
  readonly epochs: readonly EpochResult[];
  /** Why it ended: `aborted` by the signal, `completed` otherwise. */
  readonly stopped: "completed" | "aborted";
}
