// Trains and classifies with ONNX Runtime's JavaScript interface, the same for its WebAssembly and its native half.
import { argmaxRows, batchesOf, gatherRows, oneHot, readFile, readFloats, readLayers } from "./contender.mjs";
import { inferenceGraph, stepGraph, weightShapes } from "./onnx-graphs.mjs";

/** What competes, on `ort`: the module; `options`: those of its sessions. */
export async function openOnnx(ort, options, order) {
  const { widths, batchSize } = order;
  const features = readFloats(order, "train.f32");
  const targets = oneHot(readFile(order, "train-labels.u8"), widths.at(-1));
  const shapes = weightShapes(order);
  const tensor = (values, shape) => new ort.Tensor("float32", values, shape);

  const session = await ort.InferenceSession.create(stepGraph(order), options);
  let weights = {};
  readLayers(order).forEach(({ weight, bias }, l) => {
    weights[`w${l}`] = tensor(weight, shapes[`w${l}`]);
    weights[`b${l}`] = tensor(bias, shapes[`b${l}`]);
  });
  const x = tensor(new Float32Array(batchSize * widths[0]), [batchSize, widths[0]]);
  const y = tensor(new Float32Array(batchSize * widths.at(-1)), [batchSize, widths.at(-1)]);

  let reader; // a session that classifies with the weights as they stand
  return {
    async train(rows) {
      reader = undefined;
      for (const batch of batchesOf(rows, order)) {
        gatherRows(features, widths[0], batch, x.data);
        gatherRows(targets, widths.at(-1), batch, y.data);
        const next = await session.run({ a0: x, y, ...weights });
        weights = Object.fromEntries(Object.keys(shapes).map((name) => [name, next[`${name}'`]]));
      }
    },
    test: readFloats(order, "test.f32"),
    async classify(images, count) {
      reader ??= await ort.InferenceSession.create(inferenceGraph(order, dataOf(weights)), options);
      const results = await reader.run({ a0: tensor(images, [count, widths[0]]) });
      return argmaxRows(results[`a${widths.length - 1}`].data, count);
    },
  };
}

function dataOf(tensors) {
  return Object.fromEntries(Object.entries(tensors).map(([name, { data }]) => [name, data]));
}
