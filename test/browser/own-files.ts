/** What the browser test does on a page that serves the worker and the module itself. */
import { hashesOf, type Run } from "./page.js";

type Library = typeof import("../../src/browser/entry.js");

export { hashesOf };

const ownModule = async (): Promise<ArrayBuffer> => (await fetch("/own/core.wasm")).arrayBuffer();

/** What `hashesOf` gives with the page's own copies. */
export async function hashesWithOwnFiles(library: Library, runs: readonly Run[]): Promise<string[]> {
  library.configure({ wasm: await ownModule(), workerUrl: "own/worker.js" });
  return hashesOf(library, runs);
}

/** The errors of calls that are wrong, and of right ones that come too late. */
export async function configurationErrors({ configure, Mlp }: Library): Promise<string[]> {
  const wasm = await ownModule();
  const errors: string[] = [];
  const attempt = (configuration: unknown): void => {
    try {
      configure(configuration as object);
    } catch (error) {
      errors.push(`${(error as { code: string }).code}: ${(error as Error).message}`);
    }
  };
  attempt(null);
  attempt({ workerUrl: 5 });
  attempt({ workerUrl: "http://" });
  attempt({ wasm: "core.wasm" });
  attempt({ wasm: new Uint8Array(100) });
  attempt({ wasm: Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0) });
  attempt({ workerUrl: "/own/worker.js", wasm: new Uint8Array(wasm) });
  const model = new Mlp({ inputs: 1, layers: [{ units: 1 }], loss: "mse" });
  model.predict(new Float32Array(1));
  attempt({ wasm });
  const data = { features: new Float32Array(1), width: 1, count: 1, classes: 2, scale: 1, shift: 0 };
  const optimizer = { kind: "sgd", learningRate: 0.1, momentum: 0, nesterov: false, weightDecay: 0 } as const;
  await model.fit({ ...data, labels: new Uint8Array(1) }, { epochs: 1, optimizer, background: true });
  attempt({ workerUrl: "/own/worker.js" });
  return errors;
}
