/** The bits of two networks after one epoch of MNIST, on this Node; what other hosts make of them, `npm run test:matrix` asks. */
import { expect, it } from "vitest";
import * as library from "../../src/node/entry.js";
import { type Digits, GOLDEN, outcomesOf, type Run, runsOf } from "../matrix/golden.js";

async function digits(): Promise<Digits> {
  const { train } = await library.mnist.load();
  return { pixels: train.features as Uint8Array, labels: train.labels as Uint8Array };
}

it.each(runsOf([1, 2, 3, 4]))(
  "$rows rows on $backend, threads $threads: the networks have their bits",
  async (run: Run) => {
    const [outcome] = await outcomesOf(library, await digits(), [run]);
    expect(outcome?.error).toBeUndefined();
    expect(outcome?.sums).toEqual(GOLDEN[run.rows]);
  },
);
