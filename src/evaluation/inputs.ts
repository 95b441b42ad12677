/**
 * What metrics are given, checked once at the door: rows that pair up, class indices in range, finite numbers.
 * Knows nothing of what is computed from them.
 */
import { invalidOption, notFinite, shapeMismatch } from "../errors.js";

/** Row-major numbers [rows, width]. */
export interface Table {
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly width: number;
}

/** A matrix of counts for more classes would take more than 64 MiB. */
const MAX_CLASSES = 4096;

/** @throws WasmlpError `invalid-option`. */
export function requireClassCount(classes: number): number {
  if (!Number.isInteger(classes) || classes < 1 || classes > MAX_CLASSES)
    throw invalidOption("classes", `a whole number from 1 to ${MAX_CLASSES}`, classes);
  return classes;
}

/** One row or more. @throws WasmlpError `invalid-option` or `shape-mismatch`. */
export function requireRows(what: string, values: ArrayLike<number>): number {
  requireArray(what, values);
  if (values.length === 0) throw shapeMismatch(what, "at least 1 row", 0);
  return values.length;
}

/** As many rows as another array has. @throws WasmlpError `invalid-option` or `shape-mismatch`. */
export function requireAsMany(what: string, values: ArrayLike<number>, count: number): void {
  requireArray(what, values);
  if (values.length !== count) throw shapeMismatch(what, `${count}, one a row`, values.length);
}

/** Every value a class index below `classes`. @throws WasmlpError `invalid-option`, naming the first that is none. */
export function requireClasses(what: string, values: ArrayLike<number>, classes: number): void {
  requireArray(what, values);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isInteger(value) || value < 0 || value >= classes)
      throw invalidOption(`${what}[${i}]`, `a class index from 0 to ${classes - 1}`, value);
  }
}

/** Labels and predictions: one or more rows, as many of each, class indices below `classes`. */
export function requirePairs(labels: ArrayLike<number>, predictions: ArrayLike<number>, classes: number): number {
  const rows = requireRows("labels", labels);
  requireAsMany("predictions", predictions, rows);
  requireClasses("labels", labels, classes);
  requireClasses("predictions", predictions, classes);
  return rows;
}

/**
 * Values of `rows` rows, `width` each, all finite.
 * @throws WasmlpError `shape-mismatch`, or `not-finite`, naming the first row and column that is not.
 */
export function requireTable(what: string, values: ArrayLike<number>, rows: number, width: number): Table {
  requireArray(what, values);
  if (values.length !== rows * width)
    throw shapeMismatch(what, `${rows * width} values, ${width} for each of ${rows} rows`, values.length);
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw notFinite(what, values[i], `in ${place(i, width)}`);
  return { values, rows, width };
}

/** The same with every value from 0 to 1. @throws also `invalid-option`, naming the first that is not. */
export function requireProbabilities(what: string, values: ArrayLike<number>, rows: number, width: number): Table {
  const table = requireTable(what, values, rows, width);
  for (let i = 0; i < values.length; i++)
    if (!((values[i] as number) >= 0 && (values[i] as number) <= 1))
      throw invalidOption(`${what} in ${place(i, width)}`, "a number from 0 to 1", values[i]);
  return table;
}

function requireArray(what: string, values: ArrayLike<unknown>): void {
  if (typeof values !== "object" || !(Number.isInteger(values?.length) && values.length >= 0))
    throw invalidOption(what, "an array", values);
}

function place(index: number, width: number): string {
  return width === 1 ? `row ${index}` : `row ${Math.floor(index / width)}, column ${index % width}`;
}
