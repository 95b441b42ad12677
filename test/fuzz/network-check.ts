/**
 * One random network, trained in every way that must end in the same bytes: in WASM, by the reference, on threads, and
 * batch by batch with `partialFit`. Weights, losses, divergences and answers are compared.
 */
import { type Dataset, DivergenceError, dataset, Mlp, MT19937, minibatches, takeRows } from "../../src/node/entry.js";
import type { NetworkInput } from "./network-input.js";

/** Longer than any of these takes: threads that wait for each other for ever are a failure too. */
const LIMIT_MS = 20_000;

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
  const here = { threads: 1, background: false };
  const wasm = await trained(input, data, weights, "wasm", here);
  const reference = await trained(input, data, weights, "reference", here);
  const between = outcomeDifference("wasm", wasm, "reference", reference) ?? answerDifference(wasm, reference, data);
  if (between) return between;
  if (input.threads > 1 || input.background) {
    const where = `${input.threads} threads${input.background ? ", background" : ""}`;
    const workers = await inTime(trained(input, data, weights, "wasm", input));
    if (!workers) return `${where}: expected the end of fit, got none in ${LIMIT_MS / 1000} s`;
    const difference =
      outcomeDifference(where, workers, "one thread", wasm) ?? (await laterDifference(workers, data, input));
    if (difference) return difference;
  }
  if (input.weights === "none" && wasm.told.endsWith("completed")) {
    const online = trainedOnline(input, data);
    return outcomeDifference("partialFit", online, "fit", { ...wasm, told: online.told });
  }
  return undefined;
}

function modelOf({ seed, inputs, layers, loss }: NetworkInput, backend: "wasm" | "reference"): Mlp {
  return new Mlp({ seed, inputs, layers, loss, backend });
}

type Weights = { classWeights?: "balanced"; sampleWeights?: Float64Array };
type Where = Pick<NetworkInput, "threads" | "background">;

async function trained(
  input: NetworkInput,
  data: Dataset,
  weights: Weights,
  backend: "wasm" | "reference",
  { threads, background }: Where,
): Promise<Outcome> {
  const model = modelOf(input, backend);
  const { epochs, batchSize, dropLast, optimizer } = input;
  const told: string[] = [];
  try {
    const fitting = model.fit(data, { epochs, batchSize, dropLast, optimizer, threads, background, ...weights });
    for await (const { loss } of fitting) told.push(String(loss));
    told.push("completed");
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    told.push(`diverged in epoch ${error.epoch}, step ${error.step}, layer ${error.layer}`);
  }
  return { model, arrays: arraysOf(model), told: told.join(" ") };
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

function answerDifference({ model: a }: Outcome, { model: b }: Outcome, data: Dataset): string | undefined {
  const outputs = firstDifference(a.predictProba(data), b.predictProba(data));
  if (outputs) return `wasm against reference, predictProba${outputs}`;
  const classes = firstDifference(a.predict(data), b.predict(data));
  if (classes) return `wasm against reference, predict${classes}`;
  const [x, y] = [a, b].map((model) => JSON.stringify(model.evaluate(data)));
  return x === y ? undefined : `wasm against reference, evaluate: got ${x}, expected ${y}`;
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
