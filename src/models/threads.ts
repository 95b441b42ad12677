/** How many threads a `fit` takes, or a pass over many rows. */
import { invalidOption, WasmlpError } from "../errors.js";
import { type Engine, isWasm } from "../memory/workspace.js";
import { type Architecture, parameterCount } from "../network/architecture.js";
import { availableThreads, hasThreads, hasWorkers } from "../threads/team.js";

/** Fewer multiply-adds a step, and waiting for each other costs more than a second thread brings. */
const MIN_STEP_WORK = 2e6;
/** Fewer in all, and it is done before a second thread has started. */
const MIN_TOTAL_WORK = 2e9;
/** What a thread of a pass over rows should have to do at least. */
const MIN_SHARE = 1e9;
const MAX_THREADS = 64;

/** "auto", or how many; the result is the same for any number. */
export type Threads = "auto" | number;

/** What the choice depends on. */
export interface Work {
  readonly architecture: Architecture;
  readonly engine: Engine;
  readonly batchSize: number;
  readonly rows: number;
  readonly epochs: number;
}

/** @throws WasmlpError `invalid-option`, or `unsupported` where the host has no threads to offer. */
export function chooseThreads(threads: Threads, work: Work): number {
  if (threads === "auto") return automatic(work);
  return requireThreadsFor(threads, work.engine);
}

/** The same for a pass over rows with the weights held still. */
export function chooseInferenceThreads(threads: Threads, work: Pick<Work, "architecture" | "engine" | "rows">): number {
  if (threads !== "auto") return requireThreadsFor(threads, work.engine);
  if (!isWasm(work.engine) || !hasThreads()) return 1;
  const multiplyAdds = inferenceWork(work);
  if (multiplyAdds < MIN_TOTAL_WORK) return 1;
  return Math.max(1, Math.min(availableThreads(), Math.ceil(multiplyAdds / MIN_SHARE), MAX_THREADS));
}

/** Multiply-adds of a pass over rows. */
export function inferenceWork({ architecture, rows }: Pick<Work, "architecture" | "rows">): number {
  return parameterCount(architecture) * rows;
}

function requireThreadsFor(threads: number, engine: Engine): number {
  requireThreads(threads);
  if (threads > 1 && !isWasm(engine)) throw invalidOption("threads", `1 with backend ${engine}`, threads);
  return threads;
}

/** @throws WasmlpError `invalid-option`, or `unsupported` for more than one where the host has none to offer. */
export function requireThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS)
    throw invalidOption("threads", `"auto" or a whole number from 1 to ${MAX_THREADS}`, threads);
  if (threads > 1 && !hasThreads())
    throw new WasmlpError(
      "unsupported",
      "threads: expected a host with shared memory (in a browser: a cross-origin isolated page), " +
        `got none for ${threads} threads`,
    );
}

/**
 * Whether the job leaves the calling thread: where that is asked for, and of its own where workers have only memory of
 * their own and the job is so large that threads "auto" would take several of them.
 * @throws WasmlpError `invalid-option`, or `unsupported` where no worker can do a job of this engine.
 */
export function chooseBackground(background: boolean, threads: Threads, work: Work): boolean {
  if (!background) return threads === "auto" && isWasm(work.engine) && hasWorkers() && !hasThreads() && isLarge(work);
  if (!isWasm(work.engine)) throw invalidOption("background", `false with backend ${work.engine}`, true);
  if (!hasWorkers()) throw new WasmlpError("unsupported", "background: expected a host with workers, got one without");
  return true;
}

function isLarge({ architecture, rows, epochs }: Work): boolean {
  return 3 * parameterCount(architecture) * rows * epochs >= MIN_TOTAL_WORK;
}

function automatic(work: Work): number {
  const { architecture, engine, batchSize, rows } = work;
  if (!isWasm(engine) || !hasThreads()) return 1;
  const step = 3 * parameterCount(architecture) * Math.min(batchSize, rows);
  if (step < MIN_STEP_WORK || !isLarge(work)) return 1;
  return Math.max(1, Math.min(availableThreads(), Math.ceil(step / MIN_STEP_WORK), MAX_THREADS));
}
