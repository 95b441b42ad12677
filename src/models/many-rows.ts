/**
 * Prediction and evaluation that leave the calling thread to itself: rows go chunk by chunk through a workspace on which
 * workers, or slices of the calling thread, answer for them; while one chunk is answered, the next is loaded. The bits
 * are those of `Inference`. Knows nothing of model classes.
 */
import { recordsSize } from "../data/density.js";
import { loadRows, orderAsStored, type SourceRows, sourceShape } from "../data/sources.js";
import { requireOptions, requireSignal } from "../errors.js";
import type { Wanted } from "../evaluation/answers.js";
import { type Score, TALLY_ROWS, tallyOf, toScore } from "../evaluation/evaluate.js";
import type { Heap } from "../kernels/contract.js";
import { type Engine, isWasm } from "../memory/workspace.js";
import type { Architecture } from "../network/architecture.js";
import { type FloatArray, type LayerParameters, writeParameters } from "../network/parameters.js";
import { type Plan, planWorkspace, type SourcePlan, type SourceShape } from "../network/plan.js";
import { pause, SLICE_MS } from "../threads/pause.js";
import { openRunner } from "../training/open-runner.js";
import type { Runner } from "../training/runner.js";
import { allocateFloats } from "./inference.js";
import { chooseInferenceThreads, inferenceWork, type Threads } from "./threads.js";

export interface InferenceOptions {
  /**
   * Threads to work on: "auto" (default) takes what the machine has where there is enough to do, and never changes a
   * bit of the result.
   */
  threads?: Threads;
  /** Stops within 0.1 s; the promise is rejected with the signal's reason. */
  signal?: AbortSignal;
}

/** A network, weights that nobody writes to, and who works. */
export interface ManyRowsJob {
  readonly architecture: Architecture;
  readonly engine: Engine;
  readonly parameters: readonly LayerParameters[];
  readonly threads: number;
  readonly signal?: AbortSignal;
}

/** Bytes of a chunk. With two of them and the batch, the workspace of a small network is one that is kept for the next. */
const CHUNK_BYTES = 2 ** 22;
/** Bytes of the batch. */
const BATCH_BYTES = 2 ** 26;
/** Multiply-adds that take a few milliseconds, and what the references do in that time. */
const SMALL_WORK = 1e8;
const SMALL_REFERENCE_WORK = 1e6;

/** Settles `options` for so many rows; the job is undefined where it is so small that it is best done at once. */
export function prepareManyRows(
  options: InferenceOptions,
  network: Omit<ManyRowsJob, "threads" | "signal">,
  rows: number,
): ManyRowsJob | undefined {
  requireOptions(options);
  const { threads: wanted = "auto", signal } = options;
  requireSignal(signal);
  const work = { ...network, rows };
  const threads = chooseInferenceThreads(wanted, work);
  throwIfAborted(signal);
  if (rows === 0 || (threads === 1 && inferenceWork(work) <= smallWork(network.engine))) return undefined;
  return { ...network, threads, ...(signal && { signal }) };
}

/** The class of each row. */
export async function classesOf(job: ManyRowsJob, rows: SourceRows): Promise<Uint32Array> {
  const classes = new Uint32Array(rows.count);
  await answer(job, rows, "classes", (heap, plan, first, count) => {
    classes.set(wordsOf(heap, plan, count), first);
  });
  return classes;
}

/** The outputs of the last layer, row-major [count, outputs]. */
export async function outputsOf(job: ManyRowsJob, rows: SourceRows): Promise<FloatArray> {
  const { outputs } = job.architecture;
  const values = allocateFloats(job.engine, rows.count * outputs);
  await answer(job, rows, "outputs", (heap, plan, first, count) => {
    const from = (plan.outputs as NonNullable<Plan["outputs"]>).address >>> 2;
    values.set(heap.floats.subarray(from, from + count * outputs), first * outputs);
  });
  return values;
}

/** Loss and accuracy over a data set. */
export async function scoreOf(job: ManyRowsJob, data: SourceRows): Promise<Score> {
  const losses = allocateFloats(job.engine, data.count);
  const classes = new Uint32Array(data.labels ? data.count : 0);
  await answer(job, data, "score", (heap, plan, first, count) => {
    const from = plan.rowLoss.address >>> 2;
    losses.set(heap.floats.subarray(from, from + count), first);
    if (data.labels) classes.set(wordsOf(heap, plan, count), first);
  });
  return toScore(job, tallyOf(losses, classes, data.labels), data.labels !== undefined);
}

/** Takes the answers for rows first … first + count − 1 of the data: the first `count` of the plan. */
type Take = (heap: Heap, plan: Plan, first: number, count: number) => void;

async function answer(job: ManyRowsJob, rows: SourceRows, wanted: Wanted, take: Take): Promise<void> {
  const { architecture, engine, threads, parameters, signal } = job;
  const chunkRows = Math.min(rows.count, rowsOfChunk(rows, architecture.outputs));
  const capacity = Math.min(chunkRows, rowsOfBatch(job));
  const sources = await chunkSources(rows, chunkRows);
  const plan = planWorkspace(architecture, { capacity, sources, threads, keepsOutputs: wanted === "outputs" });
  const isStopped = (): boolean => signal?.aborted === true;
  const runner = await openRunner(plan, engine, threads, false, isStopped);
  if (!runner) return throwIfAborted(signal);
  try {
    writeParameters(runner.heap, plan.layers, parameters);
    orderAsStored(runner.heap, plan.order, chunkRows);
    await answerChunks(job, rows, wanted, take, { plan, runner, chunkRows });
  } finally {
    await runner.close();
  }
}

interface Run {
  readonly plan: Plan;
  readonly runner: Runner;
  readonly chunkRows: number;
}

async function answerChunks(
  { signal }: ManyRowsJob,
  rows: SourceRows,
  wanted: Wanted,
  take: Take,
  { plan, runner, chunkRows }: Run,
): Promise<void> {
  const scaling = { scale: rows.scale, shift: rows.shift };
  const load = (first: number, source: number): number => {
    const count = Math.min(chunkRows, rows.count - first);
    loadRows(runner.kernels, runner.heap, plan.sources[source] as SourcePlan, rows, first, count);
    return count;
  };
  let count = load(0, 0);
  for (let first = 0, source = 0; first < rows.count; first += chunkRows, source = 1 - source) {
    const isStopped = (): boolean => signal?.aborted === true;
    const answering = runner.answer({ wanted, source, first: 0, last: count, scaling }, isStopped);
    const next = first + chunkRows;
    const nextCount = next < rows.count ? load(next, 1 - source) : 0;
    await answering;
    throwIfAborted(signal);
    take(runner.heap, plan, first, count);
    count = nextCount;
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw signal.reason;
}

/** One place for a chunk where one holds all rows, else two that take turns. */
async function chunkSources(rows: SourceRows, chunkRows: number): Promise<SourceShape[]> {
  const bytes = await recordsOfChunk(rows, chunkRows);
  const shape: SourceShape = {
    ...sourceShape("even", rows),
    rows: chunkRows,
    ...(bytes !== undefined && { records: { bytes, cuts: [] } }),
  };
  return chunkRows < rows.count ? [shape, { ...shape, name: "odd" }] : [shape];
}

/** Room for the records of any chunk; undefined for floats, and where the bytes of a chunk are not mostly 0. */
async function recordsOfChunk(rows: SourceRows, chunkRows: number): Promise<number | undefined> {
  const { features, width } = rows;
  if (!(features instanceof Uint8Array)) return undefined;
  let room = 0;
  let began = performance.now();
  for (let first = 0; first < rows.count; first += chunkRows) {
    const bytes = recordsSize(features.subarray(first * width, (first + chunkRows) * width), width);
    if (bytes === undefined) return undefined;
    room = Math.max(room, bytes);
    if (performance.now() - began < SLICE_MS) continue;
    await pause();
    began = performance.now();
  }
  return room;
}

/** Rows whose features, answers, loss, class and place in the order fill a chunk; at least one. */
function rowsOfChunk({ features, width }: SourceRows, outputs: number): number {
  const bytes = width * (features instanceof Uint8Array ? 1 : 4) + 8 * outputs + 16;
  return Math.ceil(CHUNK_BYTES / bytes);
}

/**
 * A window of rows for each thread. Fewer where layers are very wide, for in the memory are X, outputs and deltas; and
 * where a window would take long, for only between windows is there a pause.
 */
function rowsOfBatch({ architecture, engine, threads }: ManyRowsJob): number {
  const bytes = architecture.layers.reduce((sum, { units }) => sum + 8 * units, 4 * architecture.inputs);
  const quick = Math.ceil(smallWork(engine) / inferenceWork({ architecture, rows: 1 }));
  return Math.min(threads * Math.min(TALLY_ROWS, quick), Math.ceil(BATCH_BYTES / bytes));
}

function smallWork(engine: Engine): number {
  return isWasm(engine) ? SMALL_WORK : SMALL_REFERENCE_WORK;
}

function wordsOf(heap: Heap, { classes }: Plan, count: number): Uint32Array {
  return heap.words.subarray(classes.address >>> 2, (classes.address >>> 2) + count);
}
