/** Who competes: what each is called, how it is started, and what it cannot do. */

export interface Contender {
  readonly name: string;
  readonly title: string;
  /** Below bench/peers/. */
  readonly file: string;
  /** Numbers of threads it can be told to use; where 2 is missing, `alone` says why. */
  readonly threads: readonly number[];
  readonly alone?: string;
  /** What it trains, with the share of a lap that is timed: slow ones do less of the same work, in the same order. */
  readonly shares: Readonly<Record<string, number>>;
  /** Workloads it cannot do, and why. */
  readonly cannot?: Readonly<Record<string, string>>;
  /** Times single images and thousands of them too. */
  readonly infers?: boolean;
  /** How far its test accuracy may lie from ours, in points. */
  readonly tolerance: number;
  readonly denseData?: boolean;
}

const BOTH = { W1: 1, W2: 1 };
const EXACT = 0.5;
const NO_TENSORFLOW_THREADS = "its WebAssembly backend has no threads in Node (tfjs issue 3830)";

export const OURS: Contender = {
  name: "wasmlp",
  title: "wasmlp",
  file: "wasmlp.mjs",
  threads: [1, 2],
  shares: BOTH,
  tolerance: 0,
};

export const CONTENDERS: readonly Contender[] = [
  {
    ...OURS,
    name: "wasmlp-dense",
    title: "wasmlp, dense data (no pixel is 0)",
    infers: true,
    tolerance: 1,
    denseData: true,
  },
  {
    name: "onnxruntime-web",
    title: "ONNX Runtime Web (WASM), graph by hand",
    file: "onnxruntime-web.mjs",
    threads: [1, 2],
    shares: BOTH,
    infers: true,
    tolerance: EXACT,
  },
  {
    name: "tfjs-ops",
    title: "TensorFlow.js (WASM), backward by hand",
    file: "tfjs-ops.mjs",
    threads: [1],
    alone: NO_TENSORFLOW_THREADS,
    shares: { W1: 0.2, W2: 0.5 },
    infers: true,
    tolerance: EXACT,
  },
  {
    name: "tfjs-autograd",
    title: "TensorFlow.js (WASM), optimizer.minimize",
    file: "tfjs-autograd.mjs",
    threads: [1],
    alone: NO_TENSORFLOW_THREADS,
    shares: { W1: 0.2, W2: 0.1 },
    tolerance: EXACT,
  },
  {
    name: "tfjs-fit",
    title: "TensorFlow.js (WASM), model.fit",
    file: "tfjs-fit.mjs",
    threads: [1],
    alone: NO_TENSORFLOW_THREADS,
    shares: { W1: 0.2, W2: 0.1 },
    tolerance: EXACT,
  },
  {
    name: "jax-js",
    title: "jax-js (WASM), jit and grad",
    file: "jax-js.mjs",
    threads: [1],
    alone: "it has no threads in Node",
    shares: { W1: 0.2, W2: 0.5 },
    tolerance: EXACT,
  },
  {
    name: "brain",
    title: "brain.js (JavaScript), row by row",
    file: "brain.mjs",
    threads: [1],
    alone: "it has no threads",
    shares: { W1: 0.05 },
    cannot: { W2: "it has no softmax" },
    tolerance: 1,
  },
  {
    name: "onnxruntime-node",
    title: "ONNX Runtime for Node (native), graph by hand",
    file: "onnxruntime-node.mjs",
    threads: [1, 2],
    shares: BOTH,
    infers: true,
    tolerance: EXACT,
  },
  {
    name: "numpy",
    title: "NumPy float32, in place",
    file: "numpy-float32.py",
    threads: [1, 2],
    shares: BOTH,
    infers: true,
    tolerance: EXACT,
  },
  {
    name: "torch-autograd",
    title: "PyTorch, autograd",
    file: "torch-autograd.py",
    threads: [1, 2],
    shares: BOTH,
    tolerance: EXACT,
  },
  {
    name: "torch-manual",
    title: "PyTorch, backward by hand",
    file: "torch-manual.py",
    threads: [1, 2],
    shares: BOTH,
    infers: true,
    tolerance: EXACT,
  },
];

/** Those named in a list like `numpy,tfjs-ops`; all without one. */
export function chooseContenders(names: string | undefined): readonly Contender[] {
  if (names === undefined) return CONTENDERS;
  return names.split(",").map((name) => {
    const found = CONTENDERS.find((contender) => contender.name === name);
    const known = CONTENDERS.map((contender) => contender.name).join(", ");
    if (!found) throw new Error(`--only: expected names out of ${known}, got ${name}`);
    return found;
  });
}
