// A contender's side of the comparison, for those in JavaScript: reads the work order, trains laps when asked, tells how
// long they took. Knows nothing of any library. The other side is bench/comparison/dialogue.ts; the words of the
// dialogue stand in bench/comparison/protocol.ts.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const TEST_BLOCK = 1000;
const INFERENCE_SECONDS = 0.25;

/**
 * Runs a contender to its end. `open(order)` loads the library and the data and returns what competes:
 * - `versions`: of the packages it runs on, by name;
 * - `train(rows)`: trains on these rows in this order, a batch at a time, and returns when all of it is done;
 * - `arrange(rows)`, optional: what may be done before the clock starts;
 * - `test`: row-major test images, floats or bytes;
 * - `classify(images, count)`: the classes of `count` images.
 */
export async function compete(open) {
  const order = JSON.parse(process.argv[2]);
  let contender;
  try {
    contender = await open(order);
  } catch (error) {
    const [reason] = String(error?.message ?? error).split("\n");
    say({ absent: reason.replace(/ imported from .*/, "") });
    return;
  }
  const laps = readLaps(order);
  const labels = readFile(order, "test-labels.u8");
  say({ ready: contender.versions });
  let lap = 0;
  for await (const line of createInterface({ input: process.stdin })) {
    const [word, argument] = line.split(" ");
    if (word === "lap") say(await timeLap(contender, laps(lap++)));
    else if (word === "infer") say(await timeInference(contender, order.widths[0], Number(argument)));
    else if (word === "accuracy") say({ accuracy: await accuracy(contender, order.widths[0], labels) });
  }
  process.exit(0); // Threads of a library would keep the process.
}

async function timeLap(contender, rows) {
  await contender.arrange?.(rows);
  const began = performance.now();
  await contender.train(rows);
  return { samples: rows.length, seconds: (performance.now() - began) / 1000 };
}

/** Classifies the test images, `count` at a time, for a while; a quarter of it first to warm up. */
async function timeInference(contender, width, count) {
  await classifyFor(INFERENCE_SECONDS / 4, contender, width, count);
  return classifyFor(INFERENCE_SECONDS, contender, width, count);
}

async function classifyFor(atLeast, { test, classify }, width, count) {
  const blocks = Math.floor(test.length / width / count);
  const began = performance.now();
  let [images, seconds] = [0, 0];
  for (let block = 0; seconds < atLeast; block = (block + 1) % blocks) {
    await classify(test.subarray(block * count * width, (block + 1) * count * width), count);
    images += count;
    seconds = (performance.now() - began) / 1000;
  }
  return { images, seconds };
}

async function accuracy({ test, classify }, width, labels) {
  let right = 0;
  for (let first = 0; first < labels.length; first += TEST_BLOCK) {
    const count = Math.min(TEST_BLOCK, labels.length - first);
    const classes = await classify(test.subarray(first * width, (first + count) * width), count);
    for (let i = 0; i < count; i++) if (Number(classes[i]) === labels[first + i]) right++;
  }
  return right / labels.length;
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

/** Rows of the lap of a number, first is 0. */
function readLaps(order) {
  const rows = new Uint32Array(readFile(order, `${order.workload}-order.u32`).buffer);
  const length = order.stepsPerLap * order.batchSize;
  return (lap) => rows.subarray(lap * length, (lap + 1) * length);
}

/** A file of the order's folder, in memory of its own. */
export function readFile({ folder }, name) {
  return new Uint8Array(readFileSync(join(folder, name)));
}

export function readFloats(order, name) {
  return new Float32Array(readFile(order, name).buffer);
}

/** The layers at the start: `weight` row-major [units, inputs], `bias` [units]. */
export function readLayers(order) {
  const values = readFloats(order, `${order.workload}-weights.f32`);
  let at = 0;
  return order.widths.slice(1).map((units, l) => {
    const inputs = order.widths[l];
    const weight = values.slice(at, at + units * inputs);
    at += units * inputs;
    const bias = values.slice(at, at + units);
    at += units;
    return { inputs, units, weight, bias };
  });
}

/** [rows, columns] to [columns, rows]. */
export function transpose(values, rows, columns) {
  const turned = new Float32Array(values.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j];
  return turned;
}

/** Labels as rows of one 1 and zeros. */
export function oneHot(labels, classes) {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, i) => {
    rows[i * classes + label] = 1;
  });
  return rows;
}

/** Rows of `matrix`, one after the other, into `batch`. */
export function gatherRows(matrix, width, rows, batch) {
  for (let i = 0; i < rows.length; i++) batch.set(matrix.subarray(rows[i] * width, (rows[i] + 1) * width), i * width);
}

/** The lap's rows, a batch at a time. */
export function* batchesOf(rows, { batchSize }) {
  for (let first = 0; first < rows.length; first += batchSize) yield rows.subarray(first, first + batchSize);
}

/** The first largest of each row. */
export function argmaxRows(values, count) {
  const width = values.length / count;
  return Array.from({ length: count }, (_, i) => {
    let best = 0;
    for (let j = 1; j < width; j++) if (values[i * width + j] > values[i * width + best]) best = j;
    return best;
  });
}

/** What the gradient by the output's pre-activation is multiplied with, for weights to be moved by: −rate·dLoss. */
export function stepScale({ loss, learningRate, batchSize }) {
  return -learningRate * (loss === "sumSquaredError" ? 2 / batchSize : 1 / batchSize);
}

/** Version of an installed package. */
export function versionOf(name) {
  const path = new URL(`./node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(path, "utf8")).version;
}
