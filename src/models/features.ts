/** What `predict` takes, made into rows. */

import { type FeatureArray, isFeatureArray, requireFinite } from "../data/dataset.js";
import { invalidOption, shapeMismatch } from "../errors.js";
import type { Scaling } from "../network/first-layer.js";
import { requireScaling } from "../network/scaling.js";
import type { Rows } from "./inference.js";

/**
 * Feature rows: a data set, or row-major values of one row or many. Bytes are scaled as the model's training data was;
 * floats and plain arrays are taken as they are.
 */
export type Features =
  | { readonly features: FeatureArray; readonly scale: number; readonly shift: number }
  | FeatureArray
  | readonly number[]
  | readonly (readonly number[])[];

/** @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`. */
export function toRows(features: Features, width: number, scaling: Scaling): Rows {
  if (isFeatureArray(features)) return rowsOf(features, width, scaling);
  if (Array.isArray(features)) return rowsOf(toFloats(flatten(features, width)), width, scaling);
  const data = features as { features?: unknown; scale?: number; shift?: number } | null;
  if (isFeatureArray(data?.features))
    return rowsOf(data.features, width, { scale: data.scale ?? 1, shift: data.shift ?? 0 });
  throw invalidOption("features", "rows of numbers: a typed array, arrays of numbers or a data set", features);
}

/** Only bytes are scaled. */
function rowsOf(features: FeatureArray, width: number, { scale, shift }: Scaling): Rows {
  if (features instanceof Uint8Array) requireScaling({ scale, shift });
  if (features.length % width !== 0)
    throw shapeMismatch("features", `a multiple of ${width} values, ${width} a row`, features.length);
  if (!(features instanceof Uint8Array)) requireFinite("features", features, width);
  return { features, width, count: features.length / width, scale, shift };
}

function flatten(values: readonly unknown[], width: number): number[] {
  if (!Array.isArray(values[0])) return values as number[];
  return Array.from(values, (row, i) => {
    if (!Array.isArray(row) || row.length !== width)
      throw shapeMismatch(`features[${i}]`, `${width} numbers`, Array.isArray(row) ? row.length : row);
    return row as number[];
  }).flat();
}

function toFloats(values: ArrayLike<number>): Float64Array {
  // Before room is made for them: an array of holes may be longer than any memory.
  for (let i = 0; i < values.length; i++)
    if (typeof values[i] !== "number") throw invalidOption(`features[${i}]`, "a number", values[i]);
  return Float64Array.from(values);
}
