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
const w2 = process.argv[2] === "w2", dense = process.argv[3] === "dense";
const { train } = await mnist.load();
const arch = w2 ? validateArchitecture({ inputs: 784, layers: [{ units: 512, activation: "relu" }, { units: 512, activation: "relu" }, { units: 10, activation: "softmax" }], loss: "crossEntropy" }) : validateArchitecture({ inputs: 784, layers: [{ units: 50, activation: "sigmoid" }, { units: 10, activation: "sigmoid" }], loss: "sumSquaredError" });
const cap = w2 ? 128 : 100;
const t0 = performance.now();
const shape = dense ? sourceShape("t", train) : compactShape("t", train, 1);
const t1 = performance.now();
const plan = planWorkspace(arch, { capacity: cap, sources: [shape], training: { keepsGradient: false, moments: [] } });
const { heap, kernels } = openWorkspace(plan.layout, "wasm");
writeParameters(heap, plan.layers, initialParameters(arch, 1));
const t2 = performance.now();
loadRows(kernels, heap, plan.sources[0]!, train, 0, train.count);
const t3 = performance.now();
console.log("shape", (t1 - t0).toFixed(1), "ms; load", (t3 - t2).toFixed(1), "ms; MB", (plan.layout.bytes / 1e6).toFixed(0));
heap.words.set(shuffledOrder(1)(1, train.count), plan.order.address >>> 2);
const times: Record<string, number> = {};
const timed = Object.fromEntries(Object.entries(kernels).map(([name, f]) => [name, typeof f === "function" ? (...a: number[]) => { const t = performance.now(); (f as any)(...a); const key = name === "columnSums" && a[0] === 784 ? "columnSumsW" : name.startsWith("gemm") || name==="columnSums"|| name==="activateBackward" ? `${name} ${a[0]}x${a[1]}x${name==="columnSums"?"":a[2]}` : name; ((times as any)[key] ??= []).push(performance.now() - t); } : f])) as any;
const rule = { optimizer: sgd({ learningRate: 0.1 }), correction: FIRST_CORRECTION };
const steps = Math.floor(train.count / cap);
for (let e = 0; e < 4; e++) {
  for (const k in times) delete times[k];
  const s = performance.now();
  for (let i = 0; i < steps; i++) {
    const batch = { source: plan.sources[0]!, scaling: train, start: i * cap, rows: cap };
    const ks = e === 3 ? timed : kernels;
    phaseA(ks, plan, batch, rule, sliceOf(plan, cap, ALONE));
    phaseB(ks, plan, batch, rule, 0, 1);
  }
  console.log("epoch", e, ((steps * cap) / (performance.now() - s)).toFixed(0), "k/s, us a step", (((performance.now() - s) * 1000) / steps).toFixed(1));
}
console.log(Object.entries(times as any).map(([k, v]: any) => { v.sort((a: number, b: number) => a - b); return `${k} p10 ${(v[Math.floor(v.length / 10)] * 1000).toFixed(1)} median ${(v[v.length >> 1] * 1000).toFixed(1)}`; }).join("\n"));
