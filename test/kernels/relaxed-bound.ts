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

/**
 * What a kernel with these arguments has to sum from the first `end` bytes of `heap`, which stays as it is: the
 * reference's own sums over f64 copies of the floats. The arrays are used again by the next call.
 */
export function termsOver(heap: Heap): (name: keyof Kernels, values: readonly number[], end: number) => Terms {
  const sums = { ...heap, floats: new Float64Array(heap.floats.length) };
  const sizes = { ...heap, floats: new Float64Array(heap.floats.length) };
  const [sum, size] = [createReferenceKernels(sums), createReferenceKernels(sizes)];
  return (name, values, end) => {
    const floats = heap.floats.subarray(0, end >> 2);
    sums.floats.set(floats);
    for (let i = 0; i < floats.length; i++) sizes.floats[i] = Math.abs(floats[i] as number);
    const args = KERNEL_SPECS[name].arguments as readonly KernelArgument[];
    (sum[name] as Run)(...values);
    (size[name] as Run)(...values.map((value, i) => (args[i]?.kind === "scalar" ? Math.abs(value) : value)));
    return { sums: sums.floats, sizes: sizes.floats };
  };
}

/** The bound of the element at `at`; undefined where a partial sum may have overflowed, and where terms are not finite. */
export function boundAt(spec: KernelSpec, sizes: Sizes, wanted: Terms, at: number): number | undefined {
  const n = spec.relaxed?.roundings(sizes) as number;
  const size = wanted.sizes[at] as number;
  if (!(size * (1 + gamma(n, U)) < LARGEST)) return undefined;
  // The f64 sum has an error of the same kind, with its own u.
  return (gamma(n, U) + gamma(n, U_OF_F64)) * size + (n / 2) * SMALLEST;
}

/** |value − sum| as a share of the bound: at most 1 is right; undefined where there is no bound. */
export function excess(spec: KernelSpec, sizes: Sizes, wanted: Terms, at: number, value: number): number | undefined {
  const bound = boundAt(spec, sizes, wanted, at);
  if (bound === undefined) return undefined;
  const off = Math.abs(value - (wanted.sums[at] as number));
  return off === 0 ? 0 : off / bound;
}
