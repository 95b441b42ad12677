/** Threads in browsers: Web Workers from a Blob of inlined source; on one memory where the page is cross-origin isolated. */
import { buffersOf, type ThreadHost, type WorkerHandle } from "../threads/protocol.js";
import { WORKER_SOURCE } from "./worker-source.js";

/** Nothing where there are no workers: all is then done on the calling thread, to the same bits. */
export function browserThreads(): ThreadHost | undefined {
  if (typeof Worker === "undefined") return undefined;
  const sharesMemory = typeof SharedArrayBuffer !== "undefined" && (globalThis.crossOriginIsolated ?? true);
  return { cores: navigator.hardwareConcurrency ?? 1, start: startWorker, sharesMemory };
}

function startWorker(): WorkerHandle {
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  return {
    post: (command) => worker.postMessage(command, buffersOf(command)),
    terminate: () => worker.terminate(),
    listen(onPost, onGone) {
      worker.onmessage = ({ data }) => onPost(data);
      worker.onerror = (event) => onGone(event.message || "the worker could not start");
      worker.onmessageerror = () => onGone("a message that could not be read");
    },
    hold: () => {},
  };
}
