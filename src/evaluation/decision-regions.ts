/** Where in the plane of two features a model answers with which class. Knows of the model only that it predicts. */

import type { Dataset } from "../data/dataset.js";
import { requireConsistent } from "../data/dataset.js";
import { invalidOption, requireOptions, shapeMismatch } from "../errors.js";
import { requireClasses } from "./inputs.js";

/** Anything that gives a class index for each row of two features. */
export interface PlaneClassifier {
  predict(features: Float64Array): ArrayLike<number>;
}

export type Range = readonly [low: number, high: number];

/** The part of the plane to look at. */
export interface DecisionRegionOptions {
  /** Of the first feature, and of the second; `featureRange` gives those around data. */
  x: Range;
  y: Range;
  /** Distance of neighbouring points, in both directions; at most 4,000,000 points in all. Default 0.02. */
  step?: number;
}

/** Classes on a grid of points: point (i, j) lies at (x[0] + i·step, y[0] + j·step), as NumPy's `arange` has them. */
export interface DecisionRegions {
  readonly x: Range;
  readonly y: Range;
  readonly step: number;
  readonly columns: number;
  readonly rows: number;
  /** Row-major [rows, columns], the lowest y first. */
  readonly classes: Uint32Array;
}

const MAX_POINTS = 4e6;

/**
 * Predicts the class of every point of a grid.
 * @throws WasmlpError `invalid-option` for a range that is none or a grid of too many points; `shape-mismatch` for a
 * model that does not take two features.
 */
export function decisionRegions(model: PlaneClassifier, options: DecisionRegionOptions): DecisionRegions {
  if (typeof model?.predict !== "function") throw invalidOption("model", "a model with a method predict", model);
  requireOptions(options ?? {});
  const { x, y, step = 0.02 } = options ?? {};
  requireRange("x", x);
  requireRange("y", y);
  if (!(Number.isFinite(step) && step > 0)) throw invalidOption("step", "a finite number above 0", step);
  const [columns, rows] = [pointsIn(x, step), pointsIn(y, step)];
  if (!(columns * rows <= MAX_POINTS))
    throw invalidOption("step", `at most ${MAX_POINTS} points`, `${columns} x ${rows} points at step ${step}`);
  const classes = new Uint32Array(columns * rows);
  const line = new Float64Array(2 * columns);
  for (let i = 0; i < columns; i++) line[2 * i] = x[0] + i * step;
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) line[2 * i + 1] = y[0] + j * step;
    const predicted = model.predict(line);
    requireClasses("answers of the model", predicted, 2 ** 32);
    if (predicted.length !== columns)
      throw shapeMismatch("model", "two features a row", `${predicted.length} answers to ${columns} points`);
    classes.set(predicted, j * columns);
  }
  return { x: [x[0], x[1]], y: [y[0], y[1]], step, columns, rows, classes };
}

/**
 * From the smallest value of a column less `margin` to the largest plus `margin`.
 * @param margin at least 0; 1 is the book's.
 * @throws WasmlpError `invalid-option`
 */
export function featureRange(data: Dataset, column: number, margin: number = 1): [low: number, high: number] {
  requireConsistent("data", data);
  const { features, width, count, scale, shift } = data;
  if (!Number.isInteger(column) || column < 0 || column >= width)
    throw invalidOption("column", `a column number from 0 to ${width - 1}`, column);
  if (!(Number.isFinite(margin) && margin >= 0)) throw invalidOption("margin", "a finite number of at least 0", margin);
  if (count === 0) throw invalidOption("data", "at least one row", "0 rows");
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = column; i < features.length; i += width) {
    const value = (features[i] as number) * scale + shift;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low - margin, high + margin];
}

function pointsIn([low, high]: Range, step: number): number {
  return Math.ceil((high - low) / step);
}

function requireRange(option: string, range: Range): void {
  const [low, high] = Array.isArray(range) && range.length === 2 ? range : [];
  if (typeof low !== "number" || typeof high !== "number")
    throw invalidOption(option, "two finite numbers, the lower first", range);
  if (!(Number.isFinite(high - low) && low < high))
    throw invalidOption(option, "two finite numbers, the lower first", `${low} and ${high}`);
}
