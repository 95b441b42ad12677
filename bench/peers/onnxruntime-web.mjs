// ONNX Runtime Web in Node, WebAssembly: the training step as an ONNX graph made by hand, a run a batch.
import { compete, versionOf } from "./contender.mjs";
import { openOnnx } from "./onnx-session.mjs";

await compete(async (order) => {
  const ort = await import("onnxruntime-web");
  ort.env.wasm.numThreads = order.threads;
  const contender = await openOnnx(ort, { executionProviders: ["wasm"] }, order);
  return { ...contender, versions: { "onnxruntime-web": versionOf("onnxruntime-web") } };
});
