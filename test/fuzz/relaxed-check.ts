/**
 * A kernel that sums products in the relaxed build: each sum keeps the bound of its spec, the activation is applied bit
 * for bit to what was summed, pads come out +0, and nothing else is touched. The bound itself is checked for laxness in
 * every case: a sum twice the bound off must not pass.
 */
import type { Heap, Kernels } from "../../src/kernels/contract.js";
import type { KernelArgument, Sizes } from "../../src/kernels/kernel-spec.js";
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { type Case, firstDifference, forgiveUndefined } from "../kernels/arena.js";
import type { Region } from "../kernels/region.js";
import { boundAt, excess, type Terms, termsOver } from "../kernels/relaxed-bound.js";
import type { Build } from "./builds.js";
import { type KernelName, type Run, specOf } from "./kernel-names.js";

export interface RelaxedCheck {
  /** The case is laid out in both memories alike; afterwards it has run in the build's. */
  check(name: KernelName, drawn: Case): string | undefined;
  readonly bounded: number;
}

export function relaxedCheck({ kernels, heap: ours, base }: Build, theirs: Heap): RelaxedCheck {
  const reference = createReferenceKernels(theirs);
  const termsOf = termsOver(ours);
  let bounded = 0;

  /** The bound, element by element. */
  function checkSums(name: KernelName, drawn: Case, wanted: Terms, region: Region): string | undefined {
    const spec = specOf(name);
    for (let i = 0; i < region.rows; i++)
      for (let j = 0; j < region.columns; j++) {
        const at = (region.address >> 2) + i * region.stride + j;
        const over = excess(spec, drawn.sizes, wanted, at, ours.floats[at] as number);
        if (over === undefined) continue;
        bounded++;
        if (!(over <= 1))
          return `c[${i},${j}]: got ${ours.floats[at]}, expected ${wanted.sums[at]}: ${over} bounds off`;
        if (j === 0 && isLax(name, drawn, wanted, at)) return `c[${i},${j}]: a sum two bounds off passes`;
      }
    return undefined;
  }

  return {
    check(name, drawn) {
      const c = drawn.regions.find(({ argument }) => argument.name === "c") as Region;
      const plain = withoutActivation(name, drawn.values);
      const wanted = termsOf(name, plain, drawn.end);
      (kernels[name] as Run)(...plain);
      const wrong = checkSums(name, drawn, wanted, c);
      if (wrong) return wrong;
      if (drawn.sizes.activation) {
        // Once more from the same start, now with the activation; the other side applies it to the sums.
        const sums = theirs.bytes.slice(base, drawn.end);
        takeResult(ours, theirs, c);
        ours.bytes.set(sums, base);
        (kernels[name] as Run)(...drawn.values);
        activate(reference, name, drawn.sizes);
      } else takeResult(ours, theirs, c);
      forgiveUndefined(drawn, ours, theirs);
      return firstDifference(drawn, ours, theirs, drawn.end);
    },
    get bounded() {
      return bounded;
    },
  };
}

/** What the kernel does to its sums with an activation. */
function activate(reference: Kernels, name: KernelName, sizes: Sizes): void {
  const numbers = (...names: string[]): number[] => names.map((each) => sizes[each] as number);
  if (name === "gemmNT")
    (reference.activateBackward as Run)(...numbers("activation", "m", "n", "y", "ldy", "c", "ldc"));
  else (reference.activate as Run)(...numbers("activation", "m", "n", "c", "ldc"));
}

function isLax(name: KernelName, drawn: Case, wanted: Terms, at: number): boolean {
  const bound = boundAt(specOf(name), drawn.sizes, wanted, at) as number;
  const moved = Math.fround((wanted.sums[at] as number) + 2 * bound);
  return Number.isFinite(moved) && (excess(specOf(name), drawn.sizes, wanted, at, moved) as number) <= 1;
}

/** The arguments with activation 0. */
function withoutActivation(name: KernelName, values: readonly number[]): number[] {
  const args = specOf(name).arguments as readonly KernelArgument[];
  return values.map((value, i) => (args[i]?.name === "activation" ? 0 : value));
}

/** The sums as they were computed, pads as they must be. */
function takeResult(from: Heap, to: Heap, { address, stride, rows, columns, width }: Region): void {
  for (let i = 0; i < rows; i++) {
    const at = (address >> 2) + i * stride;
    to.words.set(from.words.subarray(at, at + columns), at);
    to.words.fill(0, at + columns, at + width);
  }
}
