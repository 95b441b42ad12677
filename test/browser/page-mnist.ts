/** MNIST for tests on a page, in place of src/node/datasets.ts: the first rows of the published training set. */
import { type Dataset, dataset } from "../../src/index.js";

/** As many as tests ask for. */
export const PAGE_ROWS = 2_050;

async function read(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await fetch(path)).arrayBuffer());
}

export const mnist = {
  async load(): Promise<{ train: Dataset }> {
    const [features, labels] = [await read("/pixels"), await read("/labels")];
    return { train: dataset({ features, labels, width: 784, classes: 10, scale: 2 / 255, shift: -1 }) };
  },
};
