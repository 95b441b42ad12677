/** Many fits on threads do not pile up memory. */
import { expect, it } from "vitest";
import { dataset, Mlp, sgd } from "../../src/node/entry.js";

const WIDTH = 100;
const ROWS = 20_000;
const FITS = 150;

const megabytes = (): number => process.memoryUsage().rss / 2 ** 20;

it(`${FITS} fits of 2 MB of rows each leave less than a third of their memory behind`, async () => {
  const features = new Uint8Array(ROWS * WIDTH);
  const data = dataset({ features, width: WIDTH, labels: new Uint8Array(ROWS), classes: 3 });
  const trainOnce = async (): Promise<void> => {
    const model = new Mlp({ inputs: WIDTH, layers: [{ units: 3, activation: "softmax" }], loss: "crossEntropy" });
    await model.fit(data, { epochs: 1, batchSize: 1000, optimizer: sgd({ learningRate: 0.1 }), threads: 2 });
  };
  for (let i = 0; i < 10; i++) await trainOnce();
  const before = megabytes();
  for (let i = 0; i < FITS; i++) await trainOnce();
  expect(megabytes() - before).toBeLessThan((FITS * ROWS * WIDTH) / 2 ** 20 / 3);
});
