// brain.js in plain JavaScript. It has no mini-batches: it learns row by row, with the rate that makes a batch of rows
// move the weights about as far as the others' step does. Its momentum cannot be 0; it is made not to matter.
import { argmaxRows, compete, oneHot, readFile, readFloats, readLayers, stepScale, versionOf } from "./contender.mjs";

await compete(async (order) => {
  const { default: brain } = await import("brain.js");
  const { widths } = order;
  const [inputs, outputs] = [widths[0], widths.at(-1)];
  const features = readFloats(order, "train.f32");
  const targets = oneHot(readFile(order, "train-labels.u8"), outputs);
  const network = new brain.NeuralNetwork({
    inputSize: inputs,
    hiddenLayers: widths.slice(1, -1),
    outputSize: outputs,
  });
  network.initialize();
  readLayers(order).forEach(({ weight, bias, units, inputs: columns }, l) => {
    network.biases[l + 1].set(bias);
    for (let j = 0; j < units; j++) network.weights[l + 1][j].set(weight.subarray(j * columns, (j + 1) * columns));
  });
  const training = {
    activation: "sigmoid",
    iterations: 1,
    errorThresh: 1e-9,
    learningRate: -stepScale(order),
    momentum: 1e-9,
  };

  let data;
  return {
    versions: { "brain.js": versionOf("brain.js") },
    test: readFloats(order, "test.f32"),
    arrange(rows) {
      // Plain arrays: typed ones it takes for objects with a name for each value.
      data = Array.from(rows, (row) => ({
        input: [...features.subarray(row * inputs, (row + 1) * inputs)],
        output: [...targets.subarray(row * outputs, (row + 1) * outputs)],
      }));
    },
    train: () => network.train(data, training),
    classify: (images, count) =>
      Array.from(
        { length: count },
        (_, i) => argmaxRows(network.run(images.subarray(i * inputs, (i + 1) * inputs)), 1)[0],
      ),
  };
});
