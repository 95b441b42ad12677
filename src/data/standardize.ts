/**
 * Columns brought to mean 0 and standard deviation 1, as scikit-learn's StandardScaler does: measured on one data set,
 * applied to any. Knows nothing of networks.
 */
import { allocating, invalidOption, shapeMismatch, WasmlpError } from "../errors.js";
import { type Dataset, requireConsistent, requireFinite } from "./dataset.js";

/** What each column is shifted and divided by [width]. Plain data: safe to store as JSON. */
export interface Standardization {
  readonly mean: readonly number[];
  /** Population standard deviation; 1 for a column that is constant but for rounding. */
  readonly std: readonly number[];
}

/**
 * Mean and population standard deviation of every column, in f64.
 * @throws WasmlpError `invalid-option` for a data set without rows; `not-finite` where squares leave the f64s.
 */
export function measureStandardization(data: Dataset): Standardization {
  requireConsistent("data", data);
  if (data.count === 0) throw invalidOption("data", "at least one row", "0 rows");
  const columns = Array.from({ length: data.width }, (_, column) => columnMoments(data, column));
  return { mean: columns.map(({ mean }) => mean), std: columns.map(({ std }) => std) };
}

/**
 * The data set with every feature as (x − mean) / std: f32 features from bytes and f32s, f64 from f64s. Labels or
 * targets stay.
 *
 * ```ts
 * const by = measureStandardization(train);
 * const [standardTrain, standardTest] = [standardize(train, by), standardize(test, by)];
 * ```
 *
 * @param by default: measured on `data` itself.
 * @throws WasmlpError `shape-mismatch`, `invalid-option` or `not-finite`.
 */
export function standardize(data: Dataset, by: Standardization = measureStandardization(data)): Dataset {
  requireConsistent("data", data);
  const { width, count } = data;
  requireStandardization(by, width);
  const length = width * count;
  const FloatArray = data.features instanceof Float64Array ? Float64Array : Float32Array;
  const features = allocating(`room for ${length} values`, () => new FloatArray(length));
  for (let i = 0; i < length; i++) {
    const column = i % width;
    features[i] = (valueAt(data, i) - (by.mean[column] as number)) / (by.std[column] as number);
  }
  requireFinite("standardized features", features, width);
  return { ...data, features, scale: 1, shift: 0 };
}

/** The two-pass algorithm with its correction (Chan, Golub, LeVeque, The American Statistician 37(3), 1983). */
function columnMoments(data: Dataset, column: number): { mean: number; std: number } {
  const { width, count } = data;
  let sum = 0;
  for (let i = 0; i < count; i++) sum += valueAt(data, i * width + column);
  const mean = sum / count;
  let squares = 0;
  let correction = 0;
  for (let i = 0; i < count; i++) {
    const deviation = valueAt(data, i * width + column) - mean;
    squares += deviation * deviation;
    correction += deviation;
  }
  const variance = (squares - (correction * correction) / count) / count;
  if (!Number.isFinite(variance))
    throw new WasmlpError("not-finite", `column ${column}: expected a finite variance, got ${variance}`);
  return { mean, std: isConstant(variance, mean, count) ? 1 : Math.sqrt(variance) };
}

/** Whether a variance is no more than rounding would make of equal values: scikit-learn's bound. */
function isConstant(variance: number, mean: number, count: number): boolean {
  return variance <= count * Number.EPSILON * variance + (count * mean * Number.EPSILON) ** 2;
}

/** The feature itself: bytes through their scale and shift. */
function valueAt({ features, scale, shift }: Dataset, i: number): number {
  const value = features[i] as number;
  return features instanceof Uint8Array ? value * scale + shift : value;
}

function requireStandardization(by: Standardization, width: number): void {
  if (typeof by !== "object" || by === null) throw invalidOption("by", "what measureStandardization gives", by);
  for (const [name, values] of Object.entries({ mean: by.mean, std: by.std })) {
    if (values?.length !== width) throw shapeMismatch(name, `${width} numbers, one a column`, values?.length);
    for (let j = 0; j < width; j++) {
      const value = values[j] as number;
      if (!Number.isFinite(value) || (name === "std" && value <= 0))
        throw invalidOption(`${name}[${j}]`, name === "std" ? "a finite number above 0" : "a finite number", value);
    }
  }
}
