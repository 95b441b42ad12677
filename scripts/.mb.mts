import fs from "node:fs";
import { mnist } from "/work/main/src/node/entry.js";
const { train } = await mnist.load();
const mods = process.argv.slice(2);
const runs: Record<string, () => void> = {};
for (const file of mods) {
  const memory = new WebAssembly.Memory({ initial: 200, maximum: 65536 });
  const k = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(file)), { env: { memory } }).exports as any;
  const u8 = new Uint8Array(memory.buffer), u32 = new Uint32Array(memory.buffer), f = new Float32Array(memory.buffer);
  let top = 8192; const alloc = (b: number) => { const r = top; top = (top + b + 127) & ~127; return r; };
  const src = alloc(78400), rec = alloc(300000), off = alloc(404), idx = alloc(400), V = alloc(1024), W = alloc(784 * 208), bias = alloc(208), C = alloc(100 * 208), D = alloc(100 * 208), pairs = alloc(784 * 200), counts = alloc(784 * 4), S = alloc(20000 * 4), X = alloc(100 * 784 * 4), sums = alloc(208);
  u8.set(train.features.subarray(0, 78400), src); k.compressRows(100, 784, src, rec, off);
  for (let i = 0; i < 100; i++) u32[idx / 4 + i] = i;
  for (let i = 0; i < 256; i++) f[V / 4 + i] = i * 0.007;
  for (let i = 0; i < 784 * 52; i++) f[W / 4 + i] = (i % 17) * 1e-3;
  for (let i = 0; i < 5200; i++) f[D / 4 + i] = 1e-9;
  k.bucketPairs(100, 784, rec, off, idx, pairs, 100, counts);
  k.gatherU8(100, 784, src, idx, 0.007, X, 784);
  const n = file.split("/").pop();
  runs[`${n} sparseNN`] = () => k.sparseNN(100, 50, rec, off, idx, V, W, 52, bias, C, 52, 0);
  runs[`${n} bucket`] = () => k.bucketPairs(100, 784, rec, off, idx, pairs, 100, counts);
  runs[`${n} sparseTN`] = () => k.sparseTN(784, 50, 784, 1, 100, pairs, counts, V, D, 52, 1, -1, sums, W, 52, S);
  runs[`${n} sparseTN0`] = () => k.sparseTN(784, 50, 784, 1, 100, pairs, counts, V, D, 52, 1, 0, sums, W, 52, S);
  runs[`${n} gemmNN`] = () => k.gemmNN(100, 50, 784, X, 784, W, 52, bias, C, 52, 0, S);
  runs[`${n} gemmTN`] = () => k.gemmTN(784, 50, 100, X, 784, D, 52, 1, W, 52, S);
  runs[`${n} colsum`] = () => k.columnSums(784, 50, W, 52, 0, sums);
}
const all: Record<string, number[]> = {};
for (let r = 0; r < 400; r++) for (const n in runs) { const t = performance.now(); for (let i = 0; i < 5; i++) runs[n]!(); (all[n] ??= []).push((performance.now() - t) * 200); }
for (const n in all) { const a = all[n]!.slice(50).sort((x, y) => x - y); console.log(n.padEnd(28), "best", a[0]!.toFixed(1), "median", a[a.length >> 1]!.toFixed(1)); }
