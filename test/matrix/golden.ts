/**
 * The networks whose weights after training are the same bytes everywhere, and the sums of these. A change of a sum is
 * a breaking change: it is written into the changelog, and only then here. The same function trains them in Node, Deno,
 * Bun and on pages; it is given the library, and knows nothing of the host.
 */
import { sha256 } from "../browser/sha256.js";

type Library = Pick<
  typeof import("../../src/index.js"),
  "adam" | "chapterOrder" | "dataset" | "enableReference" | "Mlp" | "normal" | "sgd"
>;
type Model = InstanceType<Library["Mlp"]>;

/** The chapter's 55,000 training rows of MNIST, in the order of its split. */
export interface Digits {
  readonly pixels: Uint8Array;
  readonly labels: Uint8Array;
}

/** One run of both networks. */
export interface Run {
  readonly backend: "wasm" | "reference";
  readonly threads: number;
  /** All 55,000, or only so many that the reference has an answer in seconds. */
  readonly rows: "all" | "first";
}

/** SHA-256 of all weights and biases, layer by layer, (out, in), f32 little-endian. */
export interface Sums {
  /** 784-50-10 sigmoid, plain SGD, batches of 100: one epoch of the chapter. */
  readonly chapter: string;
  /** 784-64-48-32-10 relu and softmax, Adam, batches of 128, the last one smaller: one epoch. */
  readonly deep: string;
}

export const GOLDEN: Readonly<Record<Run["rows"], Sums>> = {
  all: {
    chapter: "76de75bac2a73b2bc6220763d9c5e48068bdf8cb00413e49afe3a0bb0dfdb1c5",
    deep: "9eebdf72eeffaa1d32c9bf2b4b847470f32ef7d312417524fd908b34de90ad06",
  },
  first: {
    chapter: "5b8446daad8439f26ee5f45f7094e85ab36a0cb55246c6bdeb37bf91dd3aa816",
    deep: "334bf6321ba450acd932d2482bae2f636d7fd142be4d194c99fce06c2fad29ec",
  },
};

const FIRST_ROWS = 1_950;

/** Every run of a host: on as many threads as are listed, then on the reference. */
export function runsOf(threads: readonly number[]): Run[] {
  return [
    ...threads.map((count): Run => ({ backend: "wasm", threads: count, rows: "all" })),
    { backend: "wasm", threads: 1, rows: "first" },
    { backend: "reference", threads: 1, rows: "first" },
  ];
}

/** What a host has made of a run. */
export interface Outcome {
  readonly sums?: Sums;
  readonly error?: string;
  readonly seconds: number;
}

/** Performs the runs one after the other; a run that throws is told, not thrown. */
export async function outcomesOf(library: Library, digits: Digits, runs: readonly Run[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  library.enableReference();
  for (const run of runs) {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    try {
      outcomes.push({ sums: await sumsOf(library, digits, run), seconds: seconds() });
    } catch (error) {
      outcomes.push({ error: String(error), seconds: seconds() });
    }
  }
  return outcomes;
}

async function sumsOf(library: Library, { pixels, labels }: Digits, { backend, threads, rows }: Run): Promise<Sums> {
  const count = rows === "all" ? labels.length : FIRST_ROWS;
  const data = library.dataset({
    features: pixels.subarray(0, 784 * count),
    labels: labels.subarray(0, count),
    width: 784,
    classes: 10,
    scale: 2 / 255,
    shift: -1,
  });
  const initializer = library.normal({ std: 0.1 });
  const chapter = new library.Mlp({
    inputs: 784,
    layers: [
      { units: 50, activation: "sigmoid", initializer },
      { units: 10, activation: "sigmoid", initializer },
    ],
    loss: "sumSquaredError",
    seed: 123,
    backend,
  });
  const order = library.chapterOrder(123, 5_000);
  const optimizer = library.sgd({ learningRate: 0.1 });
  await chapter.fit(data, { epochs: 1, batchSize: 100, dropLast: true, optimizer, order, threads });

  const deep = new library.Mlp({
    inputs: 784,
    layers: [
      { units: 64, activation: "relu" },
      { units: 48, activation: "relu" },
      { units: 32, activation: "relu" },
      { units: 10, activation: "softmax" },
    ],
    loss: "crossEntropy",
    seed: 7,
    backend,
  });
  await deep.fit(data, { epochs: 1, batchSize: 128, optimizer: library.adam(), threads });
  return { chapter: await sumOf(chapter), deep: await sumOf(deep) };
}

function sumOf(model: Model): Promise<string> {
  const arrays = model.parameters.flatMap(({ weight, bias }) => [weight, bias]);
  const floats = new Float32Array(arrays.reduce((length, array) => length + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    floats.set(array, at);
    at += array.length;
  }
  return sha256(new Uint8Array(floats.buffer));
}
