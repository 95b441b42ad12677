/** How many threads a `fit` takes. */
import { invalidOption, WasmlpError } from "../errors.js";
import type { Backend } from "../memory/workspace.js";
import { type Architecture, parameterCount } from "../network/architecture.js";
import { availableThreads, hasThreads } from "../threads/team.js";

/** Fewer multiply-adds a step, and waiting for each other costs more than a second thread brings. */
const MIN_STEP_WORK = 2e6;
/** Fewer in all, and it is done before a second thread has started. */
const MIN_TOTAL_WORK = 2e9;
const MAX_THREADS = 64;

/** "auto", or how many; the result is the same for any number. */
export type Threads = "auto" | number;

/** What the choice depends on. */
export interface Work {
  readonly architecture: Architecture;
  readonly backend: Backend;
  readonly batchSize: number;
  readonly rows: number;
  readonly epochs: number;
}

/** @throws WasmlpError `invalid-option`, or `unsupported` where the host has no threads to offer. */
export function chooseThreads(threads: Threads, work: Work): number {
  if (threads === "auto") return automatic(work);
  requireThreads(threads);
  if (threads > 1 && work.backend !== "wasm") throw invalidOption("threads", `1 with backend ${work.backend}`, threads);
  return threads;
}

/** @throws WasmlpError `invalid-option`, or `unsupported` for more than one where the host has none to offer. */
export function requireThreads(threads: number): void {
  if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS)
    throw invalidOption("threads", `"auto" or a whole number from 1 to ${MAX_THREADS}`, threads);
  if (threads > 1 && !hasThreads()) throw noSharedMemory("threads", `${threads} threads`);
}

/** @throws WasmlpError `invalid-option`, or `unsupported` where no worker can do a job of this backend. */
export function requireBackground(backend: Backend): void {
  if (backend !== "wasm") throw invalidOption("background", `false with backend ${backend}`, true);
  if (!hasThreads()) throw noSharedMemory("background", "a worker");
}

function noSharedMemory(option: string, wanted: string): WasmlpError {
  const expected = "a host with shared memory (in a browser: a cross-origin isolated page)";
  return new WasmlpError("unsupported", `${option}: expected ${expected}, got none for ${wanted}`);
}

function automatic({ architecture, backend, batchSize, rows, epochs }: Work): number {
  if (backend !== "wasm" || !hasThreads()) return 1;
  const multiplyAdds = 3 * parameterCount(architecture);
  const step = multiplyAdds * Math.min(batchSize, rows);
  if (step < MIN_STEP_WORK || multiplyAdds * rows * epochs < MIN_TOTAL_WORK) return 1;
  return Math.max(1, Math.min(availableThreads(), Math.ceil(step / MIN_STEP_WORK), MAX_THREADS));
}
