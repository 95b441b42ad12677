/** What the browser test trains, in Node and on a page: the same function, given the library it is to use. */
import { sha256 } from "./sha256.js";

/** The part of the library a page needs; the page has it from dist/browser.js, the test from dist/node.js. */
type Library = Pick<typeof import("../../src/index.js"), "adam" | "dataset" | "Mlp" | "MT19937" | "serializeModel">;

/** Where a run trains. */
export type Run = Pick<import("../../src/index.js").FitOptions, "threads" | "background">;

/** SHA-256 of the weights of a small deep network, trained with partial batches; one for each run. */
export async function hashesOf(library: Library, runs: readonly Run[]): Promise<string[]> {
  const { adam, dataset, Mlp, MT19937, serializeModel } = library;
  const random = new MT19937(11);
  const rows = 333;
  const features = Uint8Array.from({ length: rows * 30 }, () => random.nextUint32() & 255);
  const labels = Array.from({ length: rows }, () => random.randint(0, 5));
  const data = dataset({ features, width: 30, labels, classes: 5 });
  const hashes: string[] = [];
  for (const run of runs) {
    const model = new Mlp({
      inputs: 30,
      layers: [
        { units: 40, activation: "relu" },
        { units: 21, activation: "tanh" },
        { units: 5, activation: "softmax" },
      ],
      loss: "crossEntropy",
      seed: 3,
    });
    await model.fit(data, { epochs: 20, batchSize: 64, optimizer: adam(), ...run });
    hashes.push(await sha256(serializeModel(model)));
  }
  return hashes;
}
