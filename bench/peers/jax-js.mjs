// jax-js (WebAssembly), the training step differentiated and compiled by grad and jit. Its arrays are counted
// references: each use of one but the last says `.ref`. Has no threads in Node.
import {
  batchesOf,
  compete,
  gatherRows,
  oneHot,
  readFile,
  readFloats,
  readLayers,
  transpose,
  versionOf,
} from "./contender.mjs";

await compete(async (order) => {
  const jax = await import("@jax-js/jax");
  const { numpy: np, nn, grad, jit, tree } = jax;
  const { widths, activations, loss, learningRate, batchSize } = order;
  const [inputs, outputs] = [widths[0], widths.at(-1)];
  const features = readFloats(order, "train.f32");
  const targets = oneHot(readFile(order, "train-labels.u8"), outputs);
  let layers = readLayers(order).map(({ weight, bias, units, inputs: rows }) => ({
    w: np.array(transpose(weight, units, rows)).reshape([rows, units]),
    b: np.array(bias),
  }));

  const forward = (layers, x) =>
    layers.reduce((a, { w, b }, l) => {
      const z = np.matmul(a, w).add(b);
      return activations[l] === "sigmoid" ? nn.sigmoid(z) : activations[l] === "relu" ? nn.relu(z) : z;
    }, x);
  const lossOf = (layers, x, y) => {
    const output = forward(layers, x);
    if (loss === "crossEntropy")
      return nn
        .logSoftmax(output, -1)
        .mul(y)
        .sum()
        .mul(-1 / batchSize);
    return np
      .square(output.sub(y))
      .sum()
      .mul(1 / batchSize);
  };
  const step = jit((layers, x, y) => {
    const gradients = grad(lossOf)(tree.ref(layers), x, y);
    return layers.map(({ w, b }, l) => ({
      w: w.sub(gradients[l].w.mul(learningRate)),
      b: b.sub(gradients[l].b.mul(learningRate)),
    }));
  });
  const classes = jit((layers, x) => np.argmax(forward(layers, x), -1));
  return {
    versions: { "@jax-js/jax": versionOf("@jax-js/jax") },
    test: readFloats(order, "test.f32"),
    async train(rows) {
      for (const batch of batchesOf(rows, order)) {
        const x = new Float32Array(batchSize * inputs);
        const y = new Float32Array(batchSize * outputs);
        gatherRows(features, inputs, batch, x);
        gatherRows(targets, outputs, batch, y);
        layers = step(layers, np.array(x).reshape([batchSize, inputs]), np.array(y).reshape([batchSize, outputs]));
      }
      await jax.blockUntilReady(layers);
    },
    classify: (images, count) => classes(tree.ref(layers), np.array(images.slice()).reshape([count, inputs])).data(),
  };
});
