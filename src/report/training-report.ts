/** What a report of one training run is made of, and the check that its parts fit each other. Plain data. */
import { invalidOption, shapeMismatch } from "../errors.js";
import type { CalibrationBin } from "../evaluation/calibration.js";
import type { RocCurve } from "../evaluation/roc.js";
import type { EpochResult } from "../training/history.js";
import type { SearchSummary } from "./search-section.js";

/** One row the model got wrong. */
export interface Misclassified {
  /** The input as bytes, row-major, 0 … 255; one a pixel where `picture` is given. */
  readonly pixels: Uint8Array;
  /** Class indices. */
  readonly actual: number;
  readonly predicted: number;
  /** Given to the predicted class, 0 to 1. */
  readonly probability: number;
}

/** Everything a report shows; what is absent is left out of it. */
export interface TrainingReport {
  readonly title: string;
  /** Settings and results as label and value, e.g. `["Network", "784-50-10"]`. */
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly epochs: readonly EpochResult[];
  /** Names of the classes, by index. */
  readonly classes: readonly string[];
  /** Counts on the test rows, [actual][predicted]. */
  readonly confusion?: readonly (readonly number[])[];
  /** ROC curve of each class against the rest on the test rows, by index; absent where the rows allow none. */
  readonly roc?: readonly (RocCurve | undefined)[];
  /** How often the predicted class of the test rows was right, by the probability given to it. */
  readonly calibration?: readonly CalibrationBin[];
  /** The first 25 are shown. */
  readonly misclassified?: readonly Misclassified[];
  /** Size in pixels of an input that is a picture. */
  readonly picture?: { readonly width: number; readonly height: number };
  /** Weights of the first layer, row-major [units, width·height]; shown when `picture` is given. */
  readonly hiddenUnits?: Float32Array;
  /** The networks that were compared before this one was trained. */
  readonly search?: SearchSummary;
  /** How to get the same run again. */
  readonly command?: string;
}

/**
 * Numbers that are not finite pass (they are left out of the drawings); sizes that contradict each other do not.
 * @throws WasmlpError `invalid-option` or `shape-mismatch`, naming the field.
 */
export function checkReport(report: TrainingReport): void {
  const { classes, confusion, roc, calibration = [], misclassified = [], picture, hiddenUnits } = report;
  if (picture)
    for (const [side, value] of Object.entries({ width: picture.width, height: picture.height }))
      if (!Number.isInteger(value) || value < 1)
        throw invalidOption(`picture.${side}`, "a whole number above 0", value);
  const pixels = picture && picture.width * picture.height;
  if (confusion) {
    if (confusion.length !== classes.length)
      throw shapeMismatch("confusion", `${classes.length} rows`, confusion.length);
    for (const [i, row] of confusion.entries()) checkCounts(`confusion[${i}]`, row, classes.length);
  }
  if (roc && roc.length !== classes.length) throw shapeMismatch("roc", `${classes.length} classes`, roc.length);
  for (const [i, bin] of calibration.entries()) checkBin(`calibration[${i}]`, bin);
  for (const [i, { actual, predicted, pixels: bytes }] of misclassified.entries()) {
    for (const [field, index] of Object.entries({ actual, predicted }))
      if (classes[index] === undefined)
        throw invalidOption(`misclassified[${i}].${field}`, `a class index from 0 to ${classes.length - 1}`, index);
    if (pixels !== undefined && bytes.length !== pixels)
      throw shapeMismatch(`misclassified[${i}].pixels`, `${pixels} bytes`, bytes.length);
  }
  if (pixels !== undefined && hiddenUnits && hiddenUnits.length % pixels !== 0)
    throw shapeMismatch("hiddenUnits", `a multiple of ${pixels} weights`, hiddenUnits.length);
}

function checkBin(name: string, { low, high, count, probability, frequency }: CalibrationBin): void {
  if (!Number.isInteger(count) || count < 1) throw invalidOption(`${name}.count`, "a whole number above 0", count);
  for (const [field, share] of Object.entries({ low, high, probability, frequency }))
    if (!(share >= 0 && share <= 1)) throw invalidOption(`${name}.${field}`, "a number from 0 to 1", share);
}

function checkCounts(name: string, row: readonly number[], width: number): void {
  if (row.length !== width) throw shapeMismatch(name, `${width} counts`, row.length);
  for (const [i, count] of row.entries())
    if (!Number.isInteger(count) || count < 0) throw invalidOption(`${name}[${i}]`, "a whole number from 0", count);
}
