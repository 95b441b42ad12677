// Ours, from dist/ as a stranger would use it. With `denseData` no pixel is 0, so that nothing can be skipped.
import { dataset, Mlp, sgd } from "../../dist/node.js";
import { compete, readFile, readLayers } from "./contender.mjs";

await compete((order) => {
  const { widths, scale, shift, batchSize, learningRate, threads, laps, loss } = order;
  const pixels = (name) => {
    const bytes = readFile(order, name);
    return order.denseData ? bytes.map((byte) => Math.max(1, byte)) : bytes;
  };
  const labels = readFile(order, "train-labels.u8");
  const train = dataset({ features: pixels("train.u8"), labels, width: widths[0], classes: 10, scale, shift });
  const layers = widths.slice(1).map((units, l) => ({ units, activation: order.activations[l] }));
  const model = new Mlp({ inputs: widths[0], layers, loss });
  model.setParameters(readLayers(order));

  let lap;
  const epochs = model
    .fit(train, { epochs: laps, batchSize, threads, optimizer: sgd({ learningRate }), order: () => lap })
    [Symbol.asyncIterator]();
  return {
    versions: {},
    train: (rows) => {
      lap = rows;
      return epochs.next();
    },
    test: pixels("test.u8"),
    classify: (images) => model.predict(images),
  };
});
