/** What a worker runs in a browser. Bundled to a string by scripts/build-workers.mjs. */
import { buffersOf, type Command, type Reply } from "../threads/protocol.js";
import { createServer } from "../threads/serve.js";

const scope = globalThis as unknown as {
  onmessage: (event: { data: Command }) => void;
  postMessage(message: Reply, transfer: ArrayBuffer[]): void;
};
const perform = createServer((reply) => scope.postMessage(reply, buffersOf(reply)));
scope.onmessage = ({ data }) => void perform(data);
