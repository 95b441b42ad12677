// TensorFlow.js (WebAssembly), gradients by its own differentiation: optimizer.minimize.
import { batchesOf, compete } from "./contender.mjs";
import { classesOf, indices, openTensorflow } from "./tfjs-backend.mjs";

await compete(async (order) => {
  const { tf, versions, x, y, test, layers: start } = await openTensorflow(order);
  const { activations, loss, learningRate, batchSize } = order;
  const layers = start.map(({ w, b }) => ({ w: tf.variable(w), b: tf.variable(b) }));
  const optimizer = tf.train.sgd(learningRate);

  /** The last layer's output; logits where it is softmax. */
  const forward = (inputs) =>
    layers.reduce((a, { w, b }, l) => {
      const z = tf.add(tf.matMul(a, w), b);
      return activations[l] === "sigmoid" ? tf.sigmoid(z) : activations[l] === "relu" ? tf.relu(z) : z;
    }, inputs);
  const lossOf = (output, wanted) =>
    loss === "crossEntropy"
      ? tf.losses.softmaxCrossEntropy(wanted, output)
      : tf.div(tf.sum(tf.square(tf.sub(output, wanted))), batchSize);
  const step = (batch) => {
    // Gathered out here: what is recorded for differentiation keeps a copy of its inputs, of the whole data then.
    const rows = indices(tf, batch);
    const [inputs, wanted] = [tf.gather(x, rows), tf.gather(y, rows)];
    optimizer.minimize(() => lossOf(forward(inputs), wanted));
  };
  return {
    versions,
    test,
    async train(rows) {
      for (const batch of batchesOf(rows, order)) tf.tidy(() => step(batch));
      await layers[0].b.data();
    },
    classify: (images, count) => classesOf(tf, forward, images, count),
  };
});
