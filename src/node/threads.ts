/** Threads in Node: worker_threads, started from an inlined source. */
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { buffersOf, type ThreadHost, type WorkerHandle } from "../threads/protocol.js";
import { WORKER_SOURCE } from "./worker-source.js";

export const nodeThreads: ThreadHost = { cores: availableParallelism(), start: startWorker };

function startWorker(): WorkerHandle {
  // An empty execArgv: a worker needs none of the process's loaders and flags.
  return handleOf(new Worker(WORKER_SOURCE, { eval: true, execArgv: [] }));
}

/** A worker that has just been started, at rest. */
export function handleOf(worker: Worker): WorkerHandle {
  worker.unref();
  return {
    post: (command) => worker.postMessage(command, buffersOf(command)),
    terminate: () => {
      void worker.terminate();
    },
    listen(onPost, onGone) {
      worker.removeAllListeners();
      worker.on("message", onPost);
      worker.on("error", (error) => onGone(error.message));
      worker.on("messageerror", (error) => onGone(error.message));
      worker.on("exit", (code) => onGone(`exit code ${code}`));
    },
    hold(isHeld) {
      if (isHeld) worker.ref();
      else worker.unref();
    },
  };
}
