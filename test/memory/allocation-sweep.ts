/**
 * Runs as a process of its own: does each job again and again, and lets its first allocation fail, then its second, and
 * so on until it needs no more than succeed. Prints what came of each try as a line of JSON.
 */
import {
  crossValidate,
  dataset,
  kFold,
  Mlp,
  type MlpOptions,
  parseModel,
  serializeModel,
  sgd,
  splitRows,
  standardize,
  stratifiedKFold,
  stratifiedShuffleSplit,
  takeRows,
  WasmlpError,
} from "../../src/node/entry.js";

/** What a try came to. */
export interface Try {
  readonly job: string;
  /** Which allocation failed, from 1; the last try of a job has none. */
  readonly failed: number | undefined;
  /** "done", the code of a WasmlpError, or what else was thrown. */
  readonly outcome: string;
  /** What was allocated at the place that failed. */
  readonly what: string | undefined;
  /** The model has weights that are finite, and the next fit of it works. */
  readonly isWell: boolean;
}

/** Smaller ones are those of the language, which no program outlives. */
const SMALLEST_BYTES = 512;

let left = Number.POSITIVE_INFINITY;
let refused: string | undefined;

function count(what: string, message: string): void {
  if (--left !== 0) return;
  refused = what;
  throw new RangeError(message);
}

type Constructor = new (...args: never[]) => object;

/** Takes the place of a global constructor, and counts what it makes. */
function watch(owner: object, name: string, isCounted: (args: readonly unknown[]) => boolean, message: string): void {
  const original = (owner as Record<string, Constructor>)[name] as Constructor;
  const watched = new Proxy(original, {
    construct(target, args, newTarget) {
      if (isCounted(args)) count(name, message);
      return Reflect.construct(target, args, newTarget) as object;
    },
  });
  Object.defineProperty(owner, name, { value: watched, writable: true, configurable: true });
}

const ARRAYS = [Uint8Array, Uint16Array, Uint32Array, Int32Array, Float32Array, Float64Array] as const;

function watchAll(): void {
  for (const { name, BYTES_PER_ELEMENT: bytes } of ARRAYS) {
    const isLarge = ([first]: readonly unknown[]): boolean => {
      if (first instanceof ArrayBuffer || first instanceof SharedArrayBuffer) return false;
      const length = typeof first === "number" ? first : ((first as ArrayLike<unknown> | undefined)?.length ?? 0);
      return length * bytes >= SMALLEST_BYTES;
    };
    watch(globalThis, name, isLarge, "Array buffer allocation failed");
  }
  const isLarge = ([bytes]: readonly unknown[]): boolean => (bytes as number) >= SMALLEST_BYTES;
  watch(globalThis, "ArrayBuffer", isLarge, "Array buffer allocation failed");
  watch(globalThis, "SharedArrayBuffer", isLarge, "Array buffer allocation failed");
  watch(WebAssembly, "Memory", () => true, "WebAssembly.Memory(): could not allocate memory");
  watch(WebAssembly, "Instance", () => true, "WebAssembly.Instance(): Out of memory: Cannot allocate Wasm memory");
  watch(WebAssembly, "Module", () => true, "WebAssembly.Module(): Out of memory: Cannot allocate code");
  const prototype = Object.getPrototypeOf(Uint8Array.prototype) as { slice: (...args: unknown[]) => unknown };
  const { slice } = prototype;
  prototype.slice = function (this: Uint8Array, ...args) {
    const copy = slice.apply(this, args) as Uint8Array;
    if (copy.byteLength >= SMALLEST_BYTES) count("slice", "Array buffer allocation failed");
    return copy;
  };
}

const ROWS = 600;
const options: MlpOptions = {
  inputs: 20,
  layers: [
    { units: 16, activation: "relu" },
    { units: 3, activation: "softmax" },
  ],
  loss: "crossEntropy",
};
const features = Uint8Array.from({ length: ROWS * 20 }, (_, i) => (i * i) % 251);
const labels = Array.from({ length: ROWS }, (_, i) => i % 3);
const longLabels = Uint8Array.from(labels);
const bytes = dataset({ features, width: 20, labels });
const floats = dataset({ features: Float32Array.from(features), width: 20, labels });
const optimizer = sgd({ learningRate: 0.01, momentum: 0.9 });
const fit = { epochs: 2, batchSize: 32, optimizer, threads: 1, validation: bytes, scoreTraining: true } as const;

type Job = (model: Mlp) => unknown;

const JOBS: Readonly<Record<string, Job>> = {
  "a fit on one thread": (model) => model.fit(bytes, fit),
  "a fit of floats that records its flow": (model) => model.fit(floats, { ...fit, recordFlow: true }),
  "a fit with weighted classes": (model) => model.fit(bytes, { ...fit, classWeights: "balanced" }),
  "a fit on two threads": (model) => model.fit(bytes, { ...fit, threads: 2 }),
  "a fit in the background": (model) => model.fit(bytes, { ...fit, background: true }),
  "a fit on the reference": () => new Mlp({ ...options, backend: "reference-f64" }).fit(bytes, { ...fit, epochs: 1 }),
  predict: (model) => model.predict(bytes),
  "predict of arrays": (model) => model.predict(labels.slice(0, 100).map(() => Array.from({ length: 20 }, () => 1))),
  "predictProba of many rows": (model) => model.predictProba(bytes, { threads: 2 }),
  "predict of many rows": (model) => model.predict(bytes, { threads: 2 }),
  "evaluate of many rows": (model) => model.evaluate(bytes, { threads: 2 }),
  evaluate: (model) => model.evaluate(bytes),
  activations: (model) => model.activations(bytes),
  partialFit: (model) => model.partialFit(bytes, { optimizer }),
  "partialFit of more rows": (model) => {
    model.partialFit(takeRows(bytes, [0, 1, 2]), { optimizer });
    return model.partialFit(bytes, { optimizer });
  },
  parameters: (model) => model.parameters,
  setParameters: (model) => model.setParameters(model.parameters),
  "a model to a file and back": (model) => parseModel(serializeModel(model)).predict(bytes),
  crossValidate: () =>
    crossValidate(floats, { model: options, fit: { epochs: 1, optimizer } }, { folds: 2, threads: 2 }),
  "crossValidate one at a time": () =>
    crossValidate(bytes, { model: options, fit: { epochs: 1, optimizer } }, { folds: 2, threads: 1 }),
  folds: () => [kFold(ROWS, { shuffle: true }), stratifiedKFold(labels)],
  splits: () => [
    splitRows(labels, { testSize: 200, seed: 1 }),
    splitRows(labels, { testSize: 200, seed: 1, stratify: true }),
    stratifiedShuffleSplit(labels, { splits: 2, trainSize: 300, testSize: 200 }),
  ],
  "data sets": () => [
    dataset({ features, width: 20, labels: longLabels }),
    takeRows(bytes, labels),
    standardize(floats),
  ],
};

async function attempt(job: string, nth: number): Promise<Try> {
  const model = new Mlp(options);
  left = nth;
  refused = undefined;
  let outcome = "done";
  try {
    await (JOBS[job] as Job)(model);
  } catch (error) {
    outcome = error instanceof WasmlpError ? error.code : `${(error as Error).stack}`;
  }
  left = Number.POSITIVE_INFINITY;
  return { job, failed: refused === undefined ? undefined : nth, outcome, what: refused, isWell: await isWell(model) };
}

async function isWell(model: Mlp): Promise<boolean> {
  const { stopped } = await model.fit(bytes, { ...fit, epochs: 1, threads: 2 });
  return stopped === "completed" && model.parameters.every(({ weight }) => weight.every(Number.isFinite));
}

watchAll();
for (const job of Object.keys(JOBS))
  for (let nth = 1; ; nth++) {
    const tried = await attempt(job, nth);
    console.log(JSON.stringify(tried));
    if (tried.what === undefined) break;
  }
