// ONNX Runtime for Node, native code: the same graph as onnxruntime-web.mjs.
import { compete, versionOf } from "./contender.mjs";
import { openOnnx } from "./onnx-session.mjs";

await compete(async (order) => {
  const ort = await import("onnxruntime-node");
  const options = { executionProviders: ["cpu"], intraOpNumThreads: order.threads, interOpNumThreads: 1 };
  const contender = await openOnnx(ort, options, order);
  return { ...contender, versions: { "onnxruntime-node": versionOf("onnxruntime-node") } };
});
