/** What a worker thread runs in Node. Bundled to a string by scripts/build-workers.mjs. */
import { parentPort } from "node:worker_threads";
import type { Command } from "../threads/protocol.js";
import { createServer } from "../threads/serve.js";

const perform = createServer();
parentPort?.on("message", (command: Command) => {
  parentPort?.postMessage(perform(command));
});
