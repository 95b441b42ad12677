/** What a worker runs in a browser. Bundled to a string by scripts/build-workers.mjs. */
import type { Command } from "../threads/protocol.js";
import { createServer } from "../threads/serve.js";

const perform = createServer();
const scope = globalThis as unknown as {
  onmessage: (event: { data: Command }) => void;
  postMessage(message: unknown): void;
};
scope.onmessage = ({ data }) => scope.postMessage(perform(data));
