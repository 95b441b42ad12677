// TensorFlow.js (WebAssembly), a layers model and model.fit. It shuffles with Math.random, so the rows are put into
// order before the clock starts, and it trains on them unshuffled.
import { compete } from "./contender.mjs";
import { classesOf, indices, openTensorflow } from "./tfjs-backend.mjs";

await compete(async (order) => {
  const { tf, sequential, dense, versions, x, y, test, layers: start } = await openTensorflow(order);
  const { widths, activations, loss, learningRate, batchSize } = order;
  const model = sequential();
  start.forEach(({ w, b }, l) => {
    // Cross-entropy is taken from logits.
    const activation = activations[l] === "softmax" ? "linear" : activations[l];
    model.add(dense({ units: widths[l + 1], inputShape: [widths[l]], activation, weights: [w, b] }));
  });
  const losses = {
    sumSquaredError: (wanted, output) => tf.sum(tf.square(tf.sub(output, wanted)), -1),
    crossEntropy: (wanted, logits) => tf.losses.softmaxCrossEntropy(wanted, logits),
  };
  model.compile({ optimizer: tf.train.sgd(learningRate), loss: losses[loss] });

  let lap;
  return {
    versions,
    test,
    arrange(rows) {
      tf.dispose(lap);
      lap = tf.tidy(() => ({ x: tf.gather(x, indices(tf, rows)), y: tf.gather(y, indices(tf, rows)) }));
    },
    train: () => model.fit(lap.x, lap.y, { batchSize, epochs: 1, shuffle: false, verbose: 0, yieldEvery: "never" }),
    classify: (images, count) => classesOf(tf, (inputs) => model.predict(inputs), images, count),
  };
});
