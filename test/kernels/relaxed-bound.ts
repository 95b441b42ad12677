/** The bound of the relaxed module on one element: the sum in f64, and the sum of the absolute values of its terms. */
import type { Heap, Kernels } from "../../src/kernels/contract.js";
import type { KernelArgument, KernelSpec, Sizes } from "../../src/kernels/kernel-spec.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";

export interface Terms {
  /** Σ terms, by the place in the heap. */
  readonly sums: ArrayLike<number>;
  /** Σ |terms|. */
  readonly sizes: ArrayLike<number>;
}

type Run = (...values: number[]) => void;

const U = 2 ** -24;
const U_OF_F64 = 2 ** -53;
const SMALLEST = 2 ** -149;
const LARGEST = 3.4028234663852886e38;

function gamma(n: number, u: number): number {
  return (n * u) / (1 - n * u);
}

/** What a kernel with these arguments has to sum from the first `bytes` of `heap`, which stays as it is. */
export function terms(name: keyof Kernels, values: readonly number[], heap: Heap, bytes: number): Terms {
  const args = KERNEL_SPECS[name].arguments as readonly KernelArgument[];
  const absolute = values.map((value, i) => (args[i]?.kind === "scalar" ? Math.abs(value) : value));
  return { sums: run(name, values, heap, bytes, (x) => x), sizes: run(name, absolute, heap, bytes, Math.abs) };
}

function run(
  name: keyof Kernels,
  values: readonly number[],
  heap: Heap,
  size: number,
  of: (x: number) => number,
): Float64Array {
  const bytes = heap.bytes.slice(0, size);
  const floats = new Float64Array(size / 4);
  for (let i = 0; i < floats.length; i++) floats[i] = of(heap.floats[i] as number);
  (createReferenceKernels({ floats, bytes, words: new Uint32Array(bytes.buffer) })[name] as Run)(...values);
  return floats;
}

/**
 * |value − sum| as a share of the bound: at most 1 is right. Undefined where a partial sum may have overflowed, and
 * where terms are not finite. The f64 sum has an error of the same kind, with its own u.
 */
export function excess(spec: KernelSpec, sizes: Sizes, wanted: Terms, at: number, value: number): number | undefined {
  const n = spec.relaxed?.roundings(sizes) as number;
  const size = wanted.sizes[at] as number;
  if (!(size * (1 + gamma(n, U)) < LARGEST)) return undefined;
  const bound = (gamma(n, U) + gamma(n, U_OF_F64)) * size + (n / 2) * SMALLEST;
  const off = Math.abs(value - (wanted.sums[at] as number));
  return off === 0 ? 0 : off / bound;
}
