/**
 * Threads in browsers: Web Workers from a Blob of inlined source, or from a file of the page's own; on one memory where
 * the page is cross-origin isolated.
 */
import { buffersOf, type ThreadHost, type WorkerHandle } from "../threads/protocol.js";
import { WORKER_SOURCE } from "./worker-source.js";

/** Where workers are loaded from: a Blob of the inlined source, once there is one, unless the page has named a file. */
let workerUrl: string | undefined;
let hasStarted = false;

/** Nothing where there are no workers: all is then done on the calling thread, to the same bits. */
export function browserThreads(): ThreadHost | undefined {
  if (typeof Worker === "undefined") return undefined;
  const sharesMemory = typeof SharedArrayBuffer !== "undefined" && (globalThis.crossOriginIsolated ?? true);
  return { cores: navigator.hardwareConcurrency ?? 1, start: startWorker, sharesMemory };
}

/** Has workers loaded from the page's own copy of dist/worker.js. */
export function useWorkerUrl(url: string): void {
  workerUrl = url;
}

/** Whether a worker has been started by now. */
export function hasStartedWorker(): boolean {
  return hasStarted;
}

function startWorker(): WorkerHandle {
  hasStarted = true;
  const worker = loadWorker();
  return {
    post: (command) => worker.postMessage(command, buffersOf(command)),
    terminate: () => worker.terminate(),
    listen(onPost, onGone) {
      worker.onmessage = ({ data }) => onPost(data);
      worker.onerror = (event) => onGone(event.message || REFUSED);
      worker.onmessageerror = () => onGone("a message that could not be read");
    },
    hold: () => {},
  };
}

/** A worker that cannot be loaded tells no reason. */
const REFUSED =
  "it could not be loaded; where the page's content policy refuses blob: workers, " +
  "configure({ workerUrl }) names a copy of wasmlp/worker to load instead";

/** @throws Error where the browser refuses at once; whoever opens a team gives it a type. */
function loadWorker(): Worker {
  workerUrl ??= URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  try {
    return new Worker(workerUrl, { type: "module" });
  } catch (cause) {
    throw new Error(REFUSED, { cause });
  }
}
