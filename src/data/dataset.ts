/**
 * A data set: plain arrays and what they mean. Knows nothing of files, networks or memory layouts.
 * Bytes stay bytes here and in the workspace; they become x = scale·byte + shift when a batch is gathered.
 */
import { allocating, invalidOption, requireOptions, requireWhole, shapeMismatch, WasmlpError } from "../errors.js";
import { requireScaling } from "../network/scaling.js";

/** Bytes, read through a scale and a shift; or floats. f64s are for the f64 reference; the other backends round them. */
export type FeatureArray = Uint8Array | Float32Array | Float64Array;

/** Rows of features with a class index, or a row of target values, each. */
export interface Dataset {
  /** Row-major [count, width]. Bytes are read through `scale` and `shift`; floats as they are. */
  readonly features: FeatureArray;
  /** Class index of each row [count], 0 … classes − 1; absent where `targets` are given. */
  readonly labels?: Uint8Array;
  /** Row-major [count, outputs] values to learn (regression, soft or multiple labels). */
  readonly targets?: Float32Array;
  readonly count: number;
  /** Features a row. */
  readonly width: number;
  /** Number of classes (labels), or of target columns. */
  readonly classes: number;
  /** x = scale·byte + shift; 1 and 0 for floats. */
  readonly scale: number;
  readonly shift: number;
}

/** What a person gives to make a `Dataset`. */
export interface DatasetOptions {
  features: FeatureArray;
  width: number;
  labels?: ArrayLike<number>;
  targets?: Float32Array;
  /** Default: 1 + the largest label. At most 256. */
  classes?: number;
  /** For bytes only. Default 1/255: pixels become 0 … 1. */
  scale?: number;
  shift?: number;
}

/**
 * Checks the arrays against each other and returns them as a data set (no copy of features or targets).
 * @throws WasmlpError `invalid-option`, `shape-mismatch` or `not-finite`, naming the first bad row.
 */
export function dataset(options: DatasetOptions): Dataset {
  requireOptions(options);
  const { features, width } = options;
  if (!isFeatureArray(features))
    throw invalidOption("features", "a Uint8Array, Float32Array or Float64Array", features);
  if (!Number.isInteger(width) || width < 1) throw invalidOption("width", "a whole number above 0", width);
  if (features.length % width !== 0)
    throw shapeMismatch("features", `a multiple of width ${width}`, `${features.length} values`);
  const count = features.length / width;
  if (!(features instanceof Uint8Array)) requireFinite("features", features, width);
  const { scale, shift } = scaling(options);
  if ((options.labels === undefined) === (options.targets === undefined))
    throw invalidOption("labels", "either labels or targets", options.labels === undefined ? "neither" : "both");
  const base = { features, count, width, scale, shift };
  if (options.targets !== undefined) {
    const { targets } = options;
    if (!(targets instanceof Float32Array)) throw invalidOption("targets", "a Float32Array", targets);
    if (targets.length === 0 || count === 0 || targets.length % count !== 0)
      throw shapeMismatch("targets", `a multiple of ${count} rows, at least one`, `${targets.length} values`);
    const classes = targets.length / count;
    requireFinite("targets", targets, classes);
    return { ...base, targets, classes };
  }
  const labels = classIndices(options.labels as ArrayLike<number>, count, options.classes);
  let classes = options.classes ?? 0;
  if (options.classes === undefined) for (const label of labels) if (label >= classes) classes = label + 1;
  return { ...base, labels, classes };
}

/** The rows named by `indices`, in that order, copied. */
export function takeRows(source: Dataset, indices: ArrayLike<number>): Dataset {
  requireConsistent("source", source);
  requireIndices("indices", indices);
  const count = indices.length;
  const { width, classes } = source;
  for (let i = 0; i < count; i++) {
    const row = indices[i] as number;
    if (!Number.isInteger(row) || row < 0 || row >= source.count)
      throw invalidOption(`indices[${i}]`, `a row number from 0 to ${source.count - 1}`, row);
  }
  const features = roomLike(source.features, count * width);
  const labels = source.labels && roomLike(source.labels, count);
  const targets = source.targets && roomLike(source.targets, count * classes);
  for (let i = 0; i < count; i++) {
    const row = indices[i] as number;
    features.set(source.features.subarray(row * width, (row + 1) * width), i * width);
    if (labels) labels[i] = source.labels?.[row] as number;
    if (targets)
      targets.set((source.targets as Float32Array).subarray(row * classes, (row + 1) * classes), i * classes);
  }
  return { ...source, features, count, ...(labels && { labels }), ...(targets && { targets }) };
}

/** The columns named by `columns`, in that order, of all rows; labels or targets stay. */
export function takeColumns(source: Dataset, columns: ArrayLike<number>): Dataset {
  requireConsistent("source", source);
  requireIndices("columns", columns);
  const width = columns.length;
  if (width < 1) throw invalidOption("columns", "at least one", "none");
  for (let j = 0; j < width; j++) {
    const column = columns[j] as number;
    if (!Number.isInteger(column) || column < 0 || column >= source.width)
      throw invalidOption(`columns[${j}]`, `a column number from 0 to ${source.width - 1}`, column);
  }
  const features = roomLike(source.features, source.count * width);
  for (let j = 0; j < width; j++) {
    const column = columns[j] as number;
    for (let i = 0; i < source.count; i++)
      features[i * width + j] = source.features[i * source.width + column] as number;
  }
  return { ...source, features, width };
}

/** Rows of `a`, then rows of `b`: the same kind, width and scaling. */
export function concatenateRows(a: Dataset, b: Dataset): Dataset {
  requireConsistent("first data set", a);
  requireConsistent("second data set", b);
  if (a.width !== b.width) throw shapeMismatch("width of the second data set", a.width, b.width);
  if (a.features.constructor !== b.features.constructor || !a.labels !== !b.labels)
    throw shapeMismatch("second data set", "the same kind of features and targets", "another kind");
  if (a.scale !== b.scale || a.shift !== b.shift)
    throw shapeMismatch("scaling of the second data set", a.scale, b.scale);
  const joined = {
    ...a,
    count: a.count + b.count,
    classes: Math.max(a.classes, b.classes),
    features: join(a.features, b.features),
  };
  if (a.labels) return { ...joined, labels: join(a.labels, b.labels as Uint8Array) };
  if (a.classes !== b.classes) throw shapeMismatch("target columns of the second data set", a.classes, b.classes);
  return { ...joined, targets: join(a.targets as Float32Array, b.targets as Float32Array) };
}

/** Values of `a`, then of `b`, which is of the same kind. */
function join<A extends FeatureArray>(a: A, b: A): A {
  const joined = roomLike(a, a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}

/** Zeros of the kind of `values`. */
function roomLike<A extends FeatureArray>(values: A, length: number): A;
function roomLike(values: FeatureArray, length: number): FeatureArray {
  return allocating(`room for ${length} values`, () => {
    if (values instanceof Uint8Array) return new Uint8Array(length);
    return values instanceof Float32Array ? new Float32Array(length) : new Float64Array(length);
  });
}

/**
 * A data set made by hand may lie about itself: kinds and counts are checked before its rows are trusted. Not every value:
 * that is for those who learn or judge (`requireDataset`).
 * @throws WasmlpError `shape-mismatch` or `invalid-option`, naming `what`.
 */
export function requireConsistent(what: string, data: Dataset): void {
  if (typeof data !== "object" || data === null || !isFeatureArray(data.features))
    throw invalidOption(what, "a data set, as dataset(…) or mnist.load() gives", data);
  const { features, labels, targets, count, width, classes } = data;
  requireWhole(`${what}: count`, count, 0);
  requireWhole(`${what}: width`, width, 1);
  requireWhole(`${what}: classes`, classes, 0);
  if (features instanceof Uint8Array) requireScaling(data);
  if (features.length !== count * width)
    throw shapeMismatch(`${what}: features`, `${count} rows of ${width}`, `${features.length} values`);
  if (labels === undefined && targets === undefined) throw invalidOption(what, "labels or targets", "neither");
  if (labels !== undefined) requireAnswers(`${what}: labels`, labels, Uint8Array, count);
  if (targets !== undefined) requireAnswers(`${what}: targets`, targets, Float32Array, count * classes);
}

function requireAnswers(
  what: string,
  values: Uint8Array | Float32Array,
  Kind: typeof Uint8Array | typeof Float32Array,
  length: number,
): void {
  if (!(values instanceof Kind)) throw invalidOption(what, `a ${Kind.name}`, values);
  if (values.length !== length) throw shapeMismatch(what, length, values.length);
}

function requireIndices(option: string, indices: ArrayLike<number>): void {
  if (typeof indices !== "object" || indices === null) throw invalidOption(option, "an array of numbers", indices);
  requireWhole(`${option}.length`, indices.length, 0);
}

/** Whether a value may be the features of a data set. */
export function isFeatureArray(value: unknown): value is FeatureArray {
  return value instanceof Uint8Array || value instanceof Float32Array || value instanceof Float64Array;
}

function scaling(options: DatasetOptions): { scale: number; shift: number } {
  if (!(options.features instanceof Uint8Array)) {
    if (options.scale !== undefined || options.shift !== undefined)
      throw invalidOption("scale and shift", "none for floats", options.scale ?? options.shift);
    return { scale: 1, shift: 0 };
  }
  const { scale = 1 / 255, shift = 0 } = options;
  requireScaling({ scale, shift });
  return { scale, shift };
}

function classIndices(labels: ArrayLike<number>, count: number, classes = 256): Uint8Array {
  if (!Number.isInteger(classes) || classes < 1 || classes > 256)
    throw invalidOption("classes", "a whole number from 1 to 256", classes);
  if (typeof labels !== "object" || labels === null) throw invalidOption("labels", "an array of class indices", labels);
  if (labels.length !== count) throw shapeMismatch("labels", `${count}, one a row`, labels.length);
  const bytes = allocating(`room for ${count} labels`, () => new Uint8Array(count));
  for (let i = 0; i < count; i++) {
    const label = labels[i] as number;
    if (!Number.isInteger(label) || label < 0 || label >= classes)
      throw invalidOption(`labels[${i}]`, `a class index from 0 to ${classes - 1}`, label);
    bytes[i] = label;
  }
  return bytes;
}

/** @throws WasmlpError `not-finite`, naming the first row and column that is not when rounded to f32. */
export function requireFinite(what: string, values: Float32Array | Float64Array, width: number): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const single = Math.fround(value);
    if (single - single !== 0)
      throw new WasmlpError(
        "not-finite",
        `${what}: expected finite numbers within ±3.4e38, got ${value} in row ${Math.floor(i / width)}, column ${i % width}`,
      );
  }
}
