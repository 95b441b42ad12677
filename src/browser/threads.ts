/** Threads in browsers: Web Workers from a Blob of inlined source, where the page is cross-origin isolated. */
import type { ThreadHost, WorkerHandle } from "../threads/protocol.js";
import { WORKER_SOURCE } from "./worker-source.js";

/** Nothing where memory cannot be shared: the page then trains on its own thread, to the same bits. */
export function browserThreads(): ThreadHost | undefined {
  const canShare = typeof SharedArrayBuffer !== "undefined" && (globalThis.crossOriginIsolated ?? true);
  if (!canShare || typeof Worker === "undefined") return undefined;
  return { cores: navigator.hardwareConcurrency ?? 1, start: startWorker };
}

function startWorker(): WorkerHandle {
  const url = URL.createObjectURL(new Blob([WORKER_SOURCE], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  return {
    post: (command) => worker.postMessage(command),
    terminate: () => worker.terminate(),
    listen(onPost, onGone) {
      worker.onmessage = ({ data }) => onPost(data);
      worker.onerror = (event) => onGone(event.message || "the worker could not start");
      worker.onmessageerror = () => onGone("a message that could not be read");
    },
    hold: () => {},
  };
}
