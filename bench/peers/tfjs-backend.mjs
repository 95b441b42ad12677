// TensorFlow.js on its WebAssembly backend, with the data of a work order as tensors. Has no threads in Node.
import { oneHot, readFile, readFloats, readLayers, transpose, versionOf } from "./contender.mjs";

const PACKAGES = ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm", "@tensorflow/tfjs-layers"];

/** The library, its layers, the data and the weights: `w` [inputs, units], `b` [units]. */
export async function openTensorflow(order) {
  const { widths } = order;
  const tf = await import("@tensorflow/tfjs-core");
  await import("@tensorflow/tfjs-backend-wasm");
  const { layers, sequential } = await import("@tensorflow/tfjs-layers"); // It is also what registers the gradients.
  await tf.setBackend("wasm");
  await tf.ready();
  const features = readFloats(order, "train.f32");
  const labels = readFile(order, "train-labels.u8");
  return {
    tf,
    sequential,
    dense: layers.dense,
    versions: Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)])),
    x: tf.tensor2d(features, [labels.length, widths[0]]),
    y: tf.tensor2d(oneHot(labels, widths.at(-1)), [labels.length, widths.at(-1)]),
    test: readFloats(order, "test.f32"),
    layers: readLayers(order).map(({ weight, bias, inputs, units }) => ({
      w: tf.tensor2d(transpose(weight, units, inputs), [inputs, units]),
      b: tf.tensor1d(bias),
    })),
  };
}

/** The classes of `count` images by `forward`, which takes and gives a tensor. */
export async function classesOf(tf, forward, images, count) {
  const classes = tf.tidy(() => tf.argMax(forward(tf.tensor2d(images, [count, images.length / count])), 1));
  const values = await classes.data();
  classes.dispose();
  return values;
}

/** The rows of a batch, as indices into tensors. */
export function indices(tf, rows) {
  return tf.tensor1d(Int32Array.from(rows), "int32");
}
