import { Mlp, mnist, sgd } from "wasmlp";

const { train, validation, test } = await mnist.load();
const hidden = { units: 50, activation: "sigmoid" } as const;
const output = { units: 10, activation: "sigmoid" } as const;
const model = new Mlp({ inputs: 784, layers: [hidden, output], loss: "sumSquaredError" });

const run = model.fit(train, { epochs: 3, optimizer: sgd({ learningRate: 0.1 }), validation });
for await (const { epoch, loss, validation } of run)
  console.log(`epoch ${epoch}: loss ${loss.toFixed(4)}, validation accuracy ${validation?.accuracy}`);
console.log(`test accuracy ${model.evaluate(test).accuracy}`);
