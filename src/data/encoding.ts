/** Between numbers, classes and target rows: thresholds and one-hot codes. Knows nothing of data sets or networks. */
import { invalidOption, WasmlpError } from "../errors.js";

/** Target rows stay below the size of a 32-bit memory: 2³⁰ floats are 4 GiB. */
const MAX_VALUES = 2 ** 30;

/**
 * 1 where a value is at least `at`, else 0 [values.length].
 * @param values outputs of one unit, or row-major ones of several.
 * @param at any finite number; `predict` of a network with one output uses 0.5.
 * @throws WasmlpError `invalid-option`; `not-finite` for NaN, which is on neither side.
 */
export function threshold(values: ArrayLike<number>, at = 0.5): Uint8Array {
  requireNumbers("values", values);
  if (!Number.isFinite(at)) throw invalidOption("at", "a finite number", at);
  if (values.length > MAX_VALUES) throw invalidOption("values", `at most ${MAX_VALUES}`, values.length);
  const classes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (typeof value !== "number") throw invalidOption(`values[${i}]`, "a number", value);
    if (Number.isNaN(value)) throw new WasmlpError("not-finite", `values[${i}]: expected a number, got NaN`);
    classes[i] = Number(value >= at);
  }
  return classes;
}

/**
 * Rows of zeros with a 1 in the column of the label, row-major [labels.length, classes]: targets for `dataset`.
 * @param labels class indices, 0 … classes − 1.
 * @param classes columns, at least 1.
 * @throws WasmlpError `invalid-option`, naming the first label that is no class; `out-of-memory` above 2³⁰ values.
 */
export function oneHot(labels: ArrayLike<number>, classes: number): Float32Array {
  requireNumbers("labels", labels);
  if (!Number.isSafeInteger(classes) || classes < 1)
    throw invalidOption("classes", "a whole number of at least 1", classes);
  const rows = allocate(labels.length * classes);
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i] as number;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw invalidOption(`labels[${i}]`, `a class index from 0 to ${classes - 1}`, label);
    rows[i * classes + label] = 1;
  }
  return rows;
}

function requireNumbers(option: string, values: ArrayLike<number>): void {
  if (typeof values !== "object" || !(Number.isInteger(values?.length) && values.length >= 0))
    throw invalidOption(option, "an array of numbers", values);
}

function allocate(count: number): Float32Array {
  try {
    if (count <= MAX_VALUES) return new Float32Array(count);
  } catch (cause) {
    throw new WasmlpError("out-of-memory", `expected room for ${count} values, got none`, { cause });
  }
  throw new WasmlpError("out-of-memory", `expected at most ${MAX_VALUES} values, got ${count}`);
}
