/** Real workers that do something wrong at a moment of their life, and keep the time at which they do it. */
import { Worker } from "node:worker_threads";
import { handleOf } from "../../src/node/threads.js";
import { WORKER_SOURCE } from "../../src/node/worker-source.js";
import type { ThreadHost } from "../../src/threads/protocol.js";

export const MOMENTS = [
  "as it starts",
  "as it opens",
  "in the middle of a step",
  "at the barrier",
  "while scoring",
  "as it closes",
  "at rest",
] as const;
export type Moment = (typeof MOMENTS)[number];

export const FAULTS = [
  "throws",
  "exits",
  "runs out of memory",
  "posts garbage",
  "answers an earlier command",
  "hangs",
] as const;
export type Fault = (typeof FAULTS)[number];

/** Runs before the worker's own source: puts the fault where it belongs. */
const PRELUDE = `
const { parentPort, workerData: { moment, fault, happened } } = require("node:worker_threads");
let turn = 0;
function fail() {
  if (Atomics.exchange(happened, 0, 1)) return;
  if (fault === "throws") throw new Error("thrown on purpose");
  if (fault === "exits") process.exit(3);
  if (fault === "runs out of memory") for (const all = []; ; ) all.push(new Array(1e5).fill(all.length));
  if (fault === "hangs") for (;;);
  if (fault === "posts garbage") parentPort.postMessage({ kind: "done" });
  if (fault === "answers an earlier command") parentPort.postMessage({ kind: "done", done: 1, turn: turn - 1 });
}
if (moment === "as it starts") fail();
parentPort.on("message", (command) => {
  turn = command.turn;
  if (command.kind !== "close") return;
  if (moment === "as it closes") fail();
  if (moment === "at rest") setTimeout(fail, 30);
});
const { Instance } = WebAssembly;
/** A kernel that fails at one of its calls. */
function failing(kernel, call) {
  return (...values) => {
    if (--call === 0) fail();
    return kernel(...values);
  };
}
WebAssembly.Instance = function (...values) {
  if (moment === "as it opens") fail();
  const kernels = { ...new Instance(...values).exports };
  if (moment === "in the middle of a step") kernels.gemmNT = failing(kernels.gemmNT, 15);
  if (moment === "at the barrier") kernels.barrier = failing(kernels.barrier, 20);
  if (moment === "while scoring") kernels.argmaxRows = failing(kernels.argmaxRows, 1);
  return { exports: kernels };
};
`;

export interface FaultyHost {
  readonly host: ThreadHost;
  /** Whether the fault has come about. */
  readonly hasHappened: () => boolean;
  /** Workers that are alive. */
  readonly alive: () => number;
  /** Ends them all. */
  readonly end: () => Promise<unknown>;
}

/** A host whose first worker has the fault; the others have none. */
export function faultyHost(moment: Moment, fault: Fault): FaultyHost {
  const happened = new Int32Array(new SharedArrayBuffer(4));
  const workers: Worker[] = [];
  const start = (): ReturnType<ThreadHost["start"]> => {
    const isFaulty = workers.length === 0;
    const worker = new Worker(isFaulty ? PRELUDE + WORKER_SOURCE : WORKER_SOURCE, {
      eval: true,
      execArgv: [],
      workerData: { moment, fault, happened },
      ...(isFaulty && { resourceLimits: { maxOldGenerationSizeMb: 16 } }),
    });
    workers.push(worker);
    return handleOf(worker);
  };
  return {
    host: { cores: 2, start },
    hasHappened: () => Atomics.load(happened, 0) === 1,
    // A worker that has ended has no number any more.
    alive: () => workers.filter(({ threadId }) => threadId !== -1).length,
    end: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
