/** What the browser test searches, in Node and on a page: the same function, given the library it is to use. */

/** The part of the library a page needs; the page has it from dist/browser.js, the test from its source. */
type Library = typeof import("../../src/index.js");

/** The table of a small grid search as JSON; one for each number of fits at a time. */
export async function tablesOf(library: Library, threads: readonly number[]): Promise<string[]> {
  const { adam, dataset, gridSearch, MT19937 } = library;
  const random = new MT19937(11);
  const labels = Array.from({ length: 90 }, (_, row) => row % 3);
  const features = Uint8Array.from(labels.flatMap((label) => [label * 80 + (random.nextUint32() & 63), label]));
  const data = dataset({ features, width: 2, labels });
  const tables: string[] = [];
  for (const count of threads) {
    const table = await gridSearch(
      data,
      { units: [2, 5], activation: ["relu", "tanh"] },
      ({ units, activation }) => ({
        model: {
          inputs: 2,
          layers: [
            { units, activation },
            { units: 3, activation: "softmax" },
          ],
          loss: "crossEntropy",
        },
        fit: { epochs: 4, batchSize: 16, optimizer: adam() },
      }),
      { folds: 3, threads: count },
    );
    tables.push(JSON.stringify(table));
  }
  return tables;
}
