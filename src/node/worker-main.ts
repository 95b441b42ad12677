/** What a worker thread runs in Node. Bundled to a string by scripts/build-workers.mjs. */
import { parentPort } from "node:worker_threads";
import { buffersOf, type Command } from "../threads/protocol.js";
import { createServer } from "../threads/serve.js";

const perform = createServer((reply) => parentPort?.postMessage(reply, buffersOf(reply)));
parentPort?.on("message", (command: Command) => void perform(command));
