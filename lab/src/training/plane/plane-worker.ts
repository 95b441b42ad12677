/** The worker of the page *Plane*: hands commands to the host and its events to the page. */
import { PlaneHost } from "./plane-host.js";
import type { PlaneCommand, PlaneEvent } from "./plane-protocol.js";

interface WorkerScope {
  onmessage: (event: MessageEvent<PlaneCommand>) => void;
  postMessage(event: PlaneEvent): void;
}

const scope = globalThis as unknown as WorkerScope;
const host: PlaneHost = new PlaneHost((event) => scope.postMessage(event));
scope.onmessage = ({ data }) => host.take(data);
