/** The worker of the page *Digits*: hands commands to the host and its events to the page. */
import { DigitsHost } from "./digits-host.js";
import type { DigitsCommand, DigitsEvent } from "./digits-protocol.js";

interface WorkerScope {
  onmessage: (event: MessageEvent<DigitsCommand>) => void;
  postMessage(event: DigitsEvent): void;
}

const scope = globalThis as unknown as WorkerScope;
const host: DigitsHost = new DigitsHost((event) => scope.postMessage(event));
scope.onmessage = ({ data }) => host.take(data);
