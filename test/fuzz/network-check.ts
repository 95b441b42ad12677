/**
 * One random network, trained in every way that must end in the same bytes: in WASM, by the reference, on threads,
 * batch by batch with `partialFit`, and stopped and gone on from. Weights, losses, divergences and answers are compared.
 */
import {
  type Checkpoint,
  checkpointing,
  type Dataset,
  DivergenceError,
  dataset,
  type EpochResult,
  type FitOptions,
  Mlp,
  MT19937,
  minibatches,
  readCheckpoint,
  takeRows,
  writeCheckpoint,
} from "../../src/node/entry.js";
import type { NetworkInput } from "./network-input.js";

/** Longer than any of these takes: threads that wait for each other for ever are a failure too. */
const LIMIT_MS = 20_000;
const NO_END = `expected the end of fit, got none in ${LIMIT_MS / 1000} s`;

/** What training ends in. */
interface Outcome {
  readonly model: Mlp;
  /** By name, each compared byte by byte. */
  readonly arrays: ReadonlyMap<string, ArrayBufferView>;
  /** Losses of the epochs, and how it ended, in words. */
  readonly told: string;
}

export async function checkNetwork(input: NetworkInput): Promise<string | undefined> {
  const data = drawData(input);
  const weights = drawWeights(input, data);
  const here = { threads: 1, background: false, ...weights };
  const wasm = await trained(input, data, here);
  const reference = await trained(input, data, here, "reference");
  const between =
    outcomeDifference("wasm", wasm, "reference", reference) ??
    answerDifference("wasm", wasm, "reference", reference, data);
  if (between) return between;
  if (input.threads > 1 || input.background) {
    const where = `${input.threads} threads${input.background ? ", background" : ""}`;
    const { threads, background } = input;
    const workers = await inTime(trained(input, data, { threads, background, ...weights }));
    if (!workers) return `${where}: ${NO_END}`;
    const difference =
      outcomeDifference(where, workers, "one thread", wasm) ?? (await laterDifference(workers, data, input));
    if (difference) return difference;
  }
  if (input.weights === "none" && wasm.told.endsWith("completed")) {
    const online = trainedOnline(input, data);
    const difference = outcomeDifference("partialFit", online, "fit", { ...wasm, told: online.told });
    if (difference) return difference;
  }
  // Not in a file of a failure from before there were checkpoints.
  return input.stopAt > 0 ? resumedDifference(input, data, weights, wasm) : undefined;
}

function modelOf({ seed, inputs, layers, loss }: NetworkInput, backend: "wasm" | "reference"): Mlp {
  return new Mlp({ seed, inputs, layers, loss, backend });
}

type Weights = { classWeights?: "balanced"; sampleWeights?: Float64Array };
type Where = Pick<NetworkInput, "threads" | "background">;

/** Trained with these options beside those of the input; `earlier` epochs were told before. */
async function trained(
  input: NetworkInput,
  data: Dataset,
  options: Partial<FitOptions>,
  backend: "wasm" | "reference" = "wasm",
  earlier: readonly EpochResult[] = [],
): Promise<Outcome> {
  const model = modelOf(input, backend);
  const { epochs, batchSize, dropLast, optimizer } = input;
  const told = earlier.map(({ loss }) => String(loss));
  try {
    const fitting = model.fit(data, { epochs, batchSize, dropLast, optimizer, ...options });
    for await (const { loss } of fitting) told.push(String(loss));
    told.push("completed");
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    told.push(`diverged in epoch ${error.epoch}, step ${error.step}, layer ${error.layer}`);
  }
  return { model, arrays: arraysOf(model), told: told.join(" ") };
}

/** Stopped after `stopAt` steps; a new model then goes on from the bytes of the checkpoint. */
async function resumed(input: NetworkInput, data: Dataset, weights: Weights): Promise<Outcome> {
  const { threads, threadsAfter, background, stopAt } = input;
  const saved: Uint8Array[] = [];
  const controller = new AbortController();
  const save = (checkpoint: Checkpoint): void => {
    saved.push(writeCheckpoint(checkpoint));
    controller.abort();
  };
  const checkpoints = checkpointing({ save, everySteps: stopAt });
  const { signal } = controller;
  const stopped = await trained(input, data, { threads, background, checkpoints, signal, ...weights });
  const bytes = saved.at(-1);
  if (!bytes) return stopped; // diverged before
  const resume = readCheckpoint(bytes);
  const options = { threads: threadsAfter, background, checkpoints: checkpointing({ resume }), ...weights };
  return trained(input, data, options, "wasm", resume.history);
}

/** The same updates, one call each. */
function trainedOnline(input: NetworkInput, data: Dataset): Outcome {
  const model = modelOf(input, "wasm");
  const { epochs, batchSize, dropLast, optimizer, seed } = input;
  for (const rows of minibatches(data, { epochs, batchSize, dropLast, seed }))
    model.partialFit(takeRows(data, rows), { optimizer });
  return { model, arrays: arraysOf(model), told: "" };
}

function arraysOf(model: Mlp): Map<string, ArrayBufferView> {
  return new Map(
    model.parameters.flatMap(({ weight, bias }, l) => [
      [`layers.${l}.weight`, weight] as const,
      [`layers.${l}.bias`, bias] as const,
    ]),
  );
}

/** Resolves with nothing when it takes too long. */
function inTime<T>(promise: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), LIMIT_MS);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

function outcomeDifference(aName: string, a: Outcome, bName: string, b: Outcome): string | undefined {
  const names = `${aName} against ${bName}`;
  for (const [name, array] of a.arrays) {
    const difference = firstDifference(array, b.arrays.get(name) as ArrayBufferView);
    if (difference) return `${names}, ${name}${difference}`;
  }
  return a.told === b.told ? undefined : `${names}, losses: got ${a.told}, expected ${b.told}`;
}

async function resumedDifference(
  input: NetworkInput,
  data: Dataset,
  weights: Weights,
  whole: Outcome,
): Promise<string | undefined> {
  const name = `stopped after ${input.stopAt} steps`;
  const other = await inTime(resumed(input, data, weights));
  if (!other) return `${name}: ${NO_END}`;
  // One that diverges keeps its last finite weights: the checkpoint's may be later than the last whole epoch's.
  if (!whole.told.endsWith("completed"))
    return outcomeDifference(name, { ...other, arrays: whole.arrays }, "never", whole);
  return outcomeDifference(name, other, "never", whole) ?? answerDifference(name, other, "never", whole, data);
}

function answerDifference(
  aName: string,
  { model: a }: Outcome,
  bName: string,
  { model: b }: Outcome,
  data: Dataset,
): string | undefined {
  const names = `${aName} against ${bName}`;
  const outputs = firstDifference(a.predictProba(data), b.predictProba(data));
  if (outputs) return `${names}, predictProba${outputs}`;
  const classes = firstDifference(a.predict(data), b.predict(data));
  if (classes) return `${names}, predict${classes}`;
  const [x, y] = [a, b].map((model) => JSON.stringify(model.evaluate(data)));
  return x === y ? undefined : `${names}, evaluate: got ${x}, expected ${y}`;
}

/** Answers worked out on threads against those worked out at once. */
async function laterDifference({ model }: Outcome, data: Dataset, { threads }: Where): Promise<string | undefined> {
  const later = await inTime(model.predictProba(data, { threads }));
  if (!later) return `predictProba on ${threads} threads: expected an end, got none in ${LIMIT_MS / 1000} s`;
  const difference = firstDifference(later, model.predictProba(data));
  return difference && `predictProba on ${threads} threads against at once${difference}`;
}

/** `[12]: got 1 (0x3f800000), expected …` */
function firstDifference(a: ArrayBufferView, b: ArrayBufferView): string | undefined {
  const [x, y] = [a, b].map(({ buffer, byteOffset, byteLength }) =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength),
  ) as [Buffer, Buffer];
  if (x.equals(y)) return undefined;
  if (x.length !== y.length) return `: got ${x.length} bytes, expected ${y.length}`;
  const at = x.findIndex((byte, i) => byte !== y[i]) & ~3;
  const told = (bytes: Buffer): string => `${bytes.readFloatLE(at)} (0x${bytes.readUInt32LE(at).toString(16)})`;
  return `[${at / 4}]: got ${told(x)}, expected ${told(y)}`;
}

function drawData(input: NetworkInput): Dataset {
  const { rows, inputs, features: kind, density, shift, answers, layers } = input;
  const random = new MT19937(input.seed);
  const count = rows * inputs;
  const draw = (value: () => number): number => (random.random() < density ? value() : 0);
  const features =
    kind === "bytes"
      ? Uint8Array.from({ length: count }, () => draw(() => random.randint(1, 256)))
      : Float32Array.from({ length: count }, () => draw(() => random.normal()));
  const outputs = layers.at(-1)?.units as number;
  const scaling = kind === "bytes" ? { shift } : {};
  if (answers === "targets") {
    const targets = Float32Array.from({ length: rows * outputs }, () => Math.fround(random.random()));
    return dataset({ features, width: inputs, targets, ...scaling });
  }
  const classes = outputs === 1 ? 2 : outputs;
  const labels = Uint8Array.from({ length: rows }, () => random.randint(0, classes));
  return dataset({ features, width: inputs, labels, classes, ...scaling });
}

function drawWeights({ weights, seed }: NetworkInput, { count }: Dataset): Weights {
  if (weights === "balanced") return { classWeights: "balanced" };
  if (weights === "none") return {};
  const random = new MT19937((seed ^ 1) >>> 0);
  return { sampleWeights: Float64Array.from({ length: count }, (_, i) => (i === 0 ? 1 : random.random() * 2)) };
}
