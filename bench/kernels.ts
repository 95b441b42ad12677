/** The matrix products at the sizes of real layers, and the other kernels at those of the chapter's network. */
import {
  ACTIVATION_CODES,
  type F32Ptr,
  type MathMode,
  pad4,
  type U8Ptr,
  type U32Ptr,
} from "../src/kernels/contract.js";
import { createWasmKernels } from "../src/kernels/wasm.js";
import type { Contender } from "./harness.js";

const MEGABYTE = 2 ** 20;
const memory = new WebAssembly.Memory({ initial: 1024, maximum: 1024 });
const [a, b, c, d, scratch, row] = [1, 9, 17, 25, 33, 41].map((megabytes) => (megabytes * MEGABYTE) as F32Ptr) as [
  F32Ptr,
  F32Ptr,
  F32Ptr,
  F32Ptr,
  F32Ptr,
  F32Ptr,
];
const bytes = (49 * MEGABYTE) as U8Ptr;
const indices = (62 * MEGABYTE) as U32Ptr;

/** Batch, inputs, units of a layer: forward is NN, the weights' gradient TN, the inputs' NT. */
export const LAYERS: readonly (readonly [batch: number, inputs: number, units: number])[] = [
  [100, 784, 50],
  [100, 50, 10],
  [100, 784, 512],
  [100, 512, 512],
  [100, 512, 10],
  [256, 256, 256],
  [1024, 1024, 1024],
];

export function fillMemory(): void {
  const floats = new Float32Array(memory.buffer, a);
  for (let i = 0; i < floats.length; i++) floats[i] = ((i * 7919) % 2003) / 2003 - 0.5;
  const pixels = new Uint8Array(memory.buffer, bytes, 8000 * 784);
  for (let i = 0; i < pixels.length; i++) pixels[i] = i * 31;
  const order = new Uint32Array(memory.buffer, indices, 100);
  for (let i = 0; i < order.length; i++) order[i] = (i * 6101) % 8000;
}

/** The three products of one layer; work in flops. */
export function productContenders([batch, inputs, units]: (typeof LAYERS)[number], math: MathMode): Contender[] {
  const kernels = createWasmKernels(memory, math);
  const [ldx, ldz] = [pad4(inputs), pad4(units)];
  const flops = 2 * batch * inputs * units;
  const { identity } = ACTIVATION_CODES;
  return [
    {
      name: "forward",
      work: flops,
      run: () => kernels.gemmNN(batch, units, inputs, a, ldx, b, ldz, row, c, ldz, identity, scratch),
    },
    {
      name: "dW",
      work: flops,
      run: () => kernels.gemmTN(inputs, units, batch, a, ldx, c, ldz, 0, d, ldz, scratch),
    },
    {
      name: "dX",
      work: flops,
      run: () => kernels.gemmNT(batch, inputs, units, c, ldz, b, ldz, identity, a, ldx, d, ldx, scratch),
    },
  ];
}

/** Kernels that work element by element, at batch 100; work in elements. */
export function elementContenders(): Contender[] {
  const kernels = createWasmKernels(memory);
  const hidden = 100 * 50;
  const contender = (name: string, work: number, run: () => void): Contender => ({ name, work, run });
  const activations = (Object.entries(ACTIVATION_CODES) as [string, number][]).slice(1);
  return [
    ...activations.map(([name, code]) => contender(name, hidden, () => kernels.activate(code, 100, 50, c, 52))),
    contender("sigmoid backward", hidden, () => kernels.activateBackward(1, 100, 50, c, 52, d, 52)),
    contender("softmaxRows", 1000, () => kernels.softmaxRows(100, 10, d, 12)),
    contender("squaredError", 1000, () => kernels.squaredError(100, 10, 12, a, b, d, 0.02, row)),
    contender("softmaxCrossEntropy", 1000, () => kernels.softmaxCrossEntropy(100, 10, 12, a, b, d, 0.01, row)),
    contender("sigmoidCrossEntropy", 1000, () => kernels.sigmoidCrossEntropy(100, 10, 12, a, b, d, 0.01, row)),
    contender("sgdStep", 784 * 52, () => kernels.sgdStep(784 * 52, d, a, 1e-9, 0)),
    contender("momentumStep", 784 * 52, () => kernels.momentumStep(784 * 52, d, a, c, 1e-9, 0.9, 0, 0)),
    contender("adamStep", 784 * 52, () =>
      kernels.adamStep(784 * 52, d, a, c, b, 0.9, 0.1, 0.999, 0.001, 1e-9, 1, 1e-8, 0),
    ),
    contender("columnSums", hidden, () => kernels.columnSums(100, 50, c, 52, 0, row)),
    contender("argmaxRows", 1000, () => kernels.argmaxRows(100, 10, c, 12, indices as unknown as U32Ptr)),
    contender("gatherU8", 78_400, () => kernels.gatherU8(100, 784, bytes, indices, 0.007, a, 784)),
  ];
}
