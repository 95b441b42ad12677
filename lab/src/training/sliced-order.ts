/**
 * Epochs cut into slices of whole mini-batches, each of which `fit` takes for an epoch of its own: weights can be looked
 * at, and training paused, between two slices. Every step is the step an uncut epoch would make, so the bits are too.
 */
import type { RowOrder } from "wasmlp";

/** Where a run stands. */
export interface Place {
  /** The epoch of the last slice; the first is 1, before any it is 0. */
  readonly epoch: number;
  /** Mini-batches of this epoch that are behind, and in all. */
  readonly step: number;
  readonly steps: number;
}

export interface SlicedOrder {
  /** For `fit`, whose epochs are then slices. */
  readonly order: RowOrder;
  /** Mini-batches of the slices from now on, at least 1; an epoch's last one may be shorter. */
  setSteps(steps: number): void;
  /** After the slice that was handed out last. */
  readonly place: Place;
}

export function slicedOrder(whole: RowOrder, batchSize: number): SlicedOrder {
  let rows: Uint32Array = new Uint32Array();
  let epoch = 0;
  let taken = 0;
  let sliceSteps = 1;
  return {
    order(_slice, count) {
      if (taken >= rows.length) {
        epoch += 1;
        rows = whole(epoch, count);
        taken = 0;
      }
      const slice = rows.subarray(taken, taken + sliceSteps * batchSize);
      taken += slice.length;
      return slice;
    },
    setSteps(steps) {
      sliceSteps = Math.max(1, Math.floor(steps));
    },
    get place() {
      return { epoch, step: Math.ceil(taken / batchSize), steps: Math.ceil(rows.length / batchSize) };
    },
  };
}
