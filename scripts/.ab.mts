import { mnist } from "/work/main/src/node/entry.js";
import { planWorkspace } from "/work/main/src/network/plan.js";
import { validateArchitecture } from "/work/main/src/network/architecture.js";
import { compactShape, loadRows, sourceShape } from "/work/main/src/data/sources.js";
import { openWorkspace } from "/work/main/src/memory/workspace.js";
import { initialParameters, writeParameters } from "/work/main/src/network/parameters.js";
import { phaseA, phaseB, sliceOf, ALONE } from "/work/main/src/network/step.js";
import { shuffledOrder } from "/work/main/src/training/order.js";
import { sgd } from "/work/main/src/network/optimizers.js";
import { FIRST_CORRECTION } from "/work/main/src/network/update.js";
const w2 = process.argv[2] === "w2";
const { train } = await mnist.load();
const arch = w2 ? validateArchitecture({ inputs: 784, layers: [{ units: 512, activation: "relu" }, { units: 512, activation: "relu" }, { units: 10, activation: "softmax" }], loss: "crossEntropy" }) : validateArchitecture({ inputs: 784, layers: [{ units: 50, activation: "sigmoid" }, { units: 10, activation: "sigmoid" }], loss: "sumSquaredError" });
const cap = w2 ? 128 : 100;
const rule = { optimizer: sgd({ learningRate: 0.1 }), correction: FIRST_CORRECTION };
const steps = Math.floor(train.count / cap);
const make = (dense: boolean) => {
  const shape = dense ? sourceShape("t", train) : compactShape("t", train, 1);
  const plan = planWorkspace(arch, { capacity: cap, sources: [shape], training: { keepsGradient: false, moments: [] } });
  const { heap, kernels } = openWorkspace(plan.layout, "wasm");
  writeParameters(heap, plan.layers, initialParameters(arch, 1));
  loadRows(kernels, heap, plan.sources[0]!, train, 0, train.count);
  heap.words.set(shuffledOrder(1)(1, train.count), plan.order.address >>> 2);
  let i = 0;
  const n = w2 ? 4 : 25;
  return () => { const t = performance.now(); for (let r = 0; r < n; r++, i = (i + 1) % steps) {
    const batch = { source: plan.sources[0]!, scaling: train, start: i * cap, rows: cap };
    phaseA(kernels, plan, batch, rule, sliceOf(plan, cap, ALONE));
    phaseB(kernels, plan, batch, rule, 0, 1);
  } return (performance.now() - t) * 1000 / n; };
};
const a = make(false), b = make(true), A: number[] = [], B: number[] = [], R: number[] = [];
for (let r = 0; r < 150; r++) { const x = a(), y = b(); if (r > 20) { A.push(x); B.push(y); R.push(y / x); } }
const med = (v: number[]) => v.sort((x, y) => x - y)[v.length >> 1]!;
console.log("sparse us", med(A).toFixed(0), "best", A[0]!.toFixed(0), (cap * 1000 / A[0]!).toFixed(0), "k/s; dense", med(B).toFixed(0), "best", B[0]!.toFixed(0), (cap * 1000 / B[0]!).toFixed(0), "k/s; ratio median", med(R).toFixed(2));
