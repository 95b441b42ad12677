/** What a page can put in the place of what is inlined: for content policies, and for those who serve every file themselves. */
import { invalidOption } from "../errors.js";
import { hasCompiled, useModule } from "../memory/workspace.js";
import { hasStartedWorker, useWorkerUrl } from "./threads.js";

export interface Configuration {
  /** The bytes of `wasmlp/core.wasm`, such as `await (await fetch(url)).arrayBuffer()`. */
  wasm?: ArrayBuffer | ArrayBufferView;
  /** Where the page serves `wasmlp/worker` from, for content policies without `worker-src blob:`; relative to the page. */
  workerUrl?: string | URL;
}

/**
 * Sets what the page brings itself. Call it once, before the first model computes.
 * @throws WasmlpError `invalid-option`, for a call that comes too late as well.
 */
export function configure(configuration: Configuration): void {
  if (typeof configuration !== "object" || configuration === null)
    throw invalidOption("configuration", "an object", configuration);
  const { wasm, workerUrl } = configuration;
  const bytes = wasm === undefined ? undefined : bytesOf(wasm);
  const url = workerUrl === undefined ? undefined : urlOf(workerUrl);
  if ((bytes && hasCompiled()) || (url !== undefined && hasStartedWorker()))
    throw invalidOption("configuration", "a call before the first model computes", "one after it");
  if (bytes) useModule(bytes);
  if (url !== undefined) useWorkerUrl(url);
}

/** A copy, so that nobody changes it later. */
function bytesOf(wasm: ArrayBuffer | ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (ArrayBuffer.isView(wasm)) return new Uint8Array(wasm.buffer, wasm.byteOffset, wasm.byteLength).slice();
  if (wasm instanceof ArrayBuffer) return new Uint8Array(wasm.slice(0));
  throw invalidOption("wasm", "the bytes of wasmlp/core.wasm", wasm);
}

function urlOf(workerUrl: string | URL): string {
  const base = globalThis.document?.baseURI ?? globalThis.location?.href;
  const text = workerUrl instanceof URL ? workerUrl.href : workerUrl;
  if (typeof text !== "string" || text === "" || !URL.canParse(text, base))
    throw invalidOption("workerUrl", "a URL", workerUrl);
  return new URL(text, base).href;
}
