/**
 * Other networks on the same digits, on the published split: two hidden layers as in chapter 13 of the same book, whose
 * test accuracy is published, and one as wide as the chapter's. Relu, softmax, cross-entropy, Adam, 20 epochs.
 *   npx tsx examples/comparison.ts
 */
import { adam, Mlp, mnist, wilsonInterval } from "wasmlp";

const { train, test } = await mnist.load({ split: "standard", scale: 1 / 255, shift: 0 });
const percent = (share: number) => (100 * share).toFixed(2);

console.log("network        parameters  train %  test %  95 % interval");
for (const hidden of [[32, 16], [50]]) {
  const units = hidden.map((units) => ({ units, activation: "relu" }) as const);
  const layers = [...units, { units: 10, activation: "softmax" } as const];
  const model = new Mlp({ inputs: 784, layers, loss: "crossEntropy", seed: 1 });
  await model.fit(train, { epochs: 20, batchSize: 64, optimizer: adam({ learningRate: 0.001 }) });
  const parameters = model.parameters.reduce((sum, { weight, bias }) => sum + weight.length + bias.length, 0);
  const [training, testing] = [train, test].map((rows) => model.evaluate(rows).accuracy as number) as [number, number];
  const { low, high } = wilsonInterval(Math.round(testing * test.count), test.count);
  const name = [784, ...hidden, 10].join("-").padEnd(13);
  const cells = `${String(parameters).padStart(10)}  ${percent(training).padStart(7)}  ${percent(testing).padStart(6)}`;
  console.log(`${name}  ${cells}  ${percent(low)} to ${percent(high)}`);
}
console.log("published for 784-32-16-10: 96.45 % of the test rows");
