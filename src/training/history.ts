/** What a run leaves behind, epoch by epoch: plain data, safe to post and to print as JSON. */

/** Loss and accuracy over one data set with the weights held still. */
export interface Score {
  /** As the model's loss defines it: see `lossValue` in evaluation. */
  readonly loss: number;
  /** Share of rows whose predicted class is the label, 0 to 1; absent where rows have targets, not labels. */
  readonly accuracy?: number;
  /** Mean over rows and outputs of the squared error (the chapter's printed MSE); squared-error losses only. */
  readonly meanSquaredError?: number;
}

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
}

/** All epochs of one `fit`. */
export interface History {
  readonly epochs: readonly EpochResult[];
  /** Why it ended. */
  readonly stopped: "completed" | "aborted";
}
