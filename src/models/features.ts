/** What `predict` takes, made into rows. */
import { requireFinite } from "../data/dataset.js";
import { invalidOption, shapeMismatch } from "../errors.js";
import type { Scaling } from "../network/first-layer.js";
import type { Rows } from "./inference.js";

/**
 * Feature rows: a data set, or row-major values of one row or many. Bytes are scaled as the model's training data was;
 * floats and plain arrays are taken as they are.
 */
export type Features =
  | { readonly features: Uint8Array | Float32Array; readonly scale: number; readonly shift: number }
  | Uint8Array
  | Float32Array
  | Float64Array
  | readonly number[]
  | readonly (readonly number[])[];

/** @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`. */
export function toRows(features: Features, width: number, scaling: Scaling): Rows {
  if (features instanceof Uint8Array) return rowsOf(features, width, scaling);
  if (features instanceof Float32Array) return rowsOf(features, width, { scale: 1, shift: 0 });
  if (features instanceof Float64Array) return rowsOf(toFloats(features), width, { scale: 1, shift: 0 });
  if (Array.isArray(features)) return rowsOf(toFloats(flatten(features, width)), width, { scale: 1, shift: 0 });
  const data = features as { features?: unknown; scale?: number; shift?: number } | null;
  if (data?.features instanceof Uint8Array || data?.features instanceof Float32Array)
    return rowsOf(data.features, width, { scale: data.scale ?? 1, shift: data.shift ?? 0 });
  throw invalidOption("features", "rows of numbers: a typed array, arrays of numbers or a data set", features);
}

function rowsOf(features: Uint8Array | Float32Array, width: number, scaling: Scaling): Rows {
  if (features.length % width !== 0)
    throw shapeMismatch("features", `a multiple of ${width} values, ${width} a row`, features.length);
  if (features instanceof Float32Array) requireFinite("features", features, width);
  return { features, width, count: features.length / width, scale: scaling.scale, shift: scaling.shift };
}

function flatten(values: readonly unknown[], width: number): number[] {
  if (!Array.isArray(values[0])) return values as number[];
  return values.flatMap((row, i) => {
    if (!Array.isArray(row) || row.length !== width)
      throw shapeMismatch(`features[${i}]`, `${width} numbers`, Array.isArray(row) ? row.length : row);
    return row as number[];
  });
}

function toFloats(values: ArrayLike<number>): Float32Array {
  const floats = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (typeof values[i] !== "number") throw invalidOption(`features[${i}]`, "a number", values[i]);
    floats[i] = values[i] as number;
  }
  return floats;
}
