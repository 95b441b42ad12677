// TensorFlow.js (WebAssembly), backward pass by hand: the fastest operators it has for each step. A product with a
// transposed operand leaves its fast path, so operands are transposed first.
import { batchesOf, compete, stepScale } from "./contender.mjs";
import { classesOf, indices, openTensorflow } from "./tfjs-backend.mjs";

await compete(async (order) => {
  const { tf, versions, x, y, test, layers: start } = await openTensorflow(order);
  const { activations, loss } = order;
  const scale = tf.scalar(stepScale(order));
  const one = tf.scalar(1);
  let layers = start;

  /** The output of each layer, the inputs first. */
  const forward = (inputs) => {
    const outputs = [inputs];
    layers.forEach(({ w, b }, l) => {
      const isSoftmax = activations[l] === "softmax";
      const activation = isSoftmax ? "linear" : activations[l];
      const z = tf.fused.matMul({ a: outputs[l], b: w, bias: b, activation });
      outputs.push(isSoftmax ? tf.softmax(z) : z);
    });
    return outputs;
  };
  const slope = (a) => tf.mul(a, tf.sub(one, a));
  const step = (batch) => {
    const rows = indices(tf, batch);
    const a = forward(tf.gather(x, rows));
    const error = tf.mul(tf.sub(a.at(-1), tf.gather(y, rows)), scale);
    let delta = loss === "crossEntropy" ? error : tf.mul(error, slope(a.at(-1)));
    const next = [];
    for (let l = layers.length - 1; l >= 0; l--) {
      const { w, b } = layers[l];
      next[l] = { w: tf.add(w, tf.matMul(tf.transpose(a[l]), delta)), b: tf.add(b, tf.sum(delta, 0)) };
      if (l === 0) break;
      const product = tf.matMul(delta, tf.transpose(w));
      delta = tf.mul(product, activations[l - 1] === "relu" ? tf.step(a[l]) : slope(a[l]));
    }
    return next;
  };
  return {
    versions,
    test,
    async train(rows) {
      for (const batch of batchesOf(rows, order)) {
        const next = tf.tidy(() => step(batch));
        tf.dispose(layers);
        layers = next;
      }
      await layers[0].b.data();
    },
    classify: (images, count) => classesOf(tf, (inputs) => forward(inputs).at(-1), images, count),
  };
});
