/**
 * One case of one kernel in one build, against the reference in a memory of the same layout: equal bytes, or where the
 * relaxed build sums products, the bound of their spec. Comparing all of a memory each time would cost more than the
 * case itself: what a case may touch and its surroundings are compared each time, all of it by `compareWhole`.
 */
import { createReferenceKernels } from "../../src/kernels/reference.js";
import { heapOver } from "../../src/memory/heap.js";
import { type Case, clearArena, firstDifference, forgiveUndefined, layOut } from "../kernels/arena.js";
import type { CaseInput } from "../kernels/case-input.js";
import type { Build } from "./builds.js";
import { type KernelName, type Run, specOf } from "./kernel-names.js";
import { type RelaxedCheck, relaxedCheck } from "./relaxed-check.js";

export interface KernelCheck {
  /** What is wrong after the case, or undefined. */
  check(name: KernelName, input: CaseInput): string | undefined;
  /** What is wrong anywhere in the memories, told by the last case; undefined where they are equal. */
  compareWhole(): string | undefined;
  /** Elements held to a bound so far. */
  readonly bounded: number;
}

export function openKernelCheck(build: Build): KernelCheck {
  const { heap: ours, kernels, base } = build;
  const theirs = heapOver(new ArrayBuffer(ours.bytes.length));
  const reference = createReferenceKernels(theirs);
  const relaxed: RelaxedCheck | undefined = build.math === "relaxed" ? relaxedCheck(build, theirs) : undefined;
  reset();
  let last: Case | undefined;

  /** Runs the case on both sides. */
  function compare(name: KernelName, drawn: Case): string | undefined {
    if (relaxed && specOf(name).relaxed) return relaxed.check(name, drawn);
    (kernels[name] as Run)(...drawn.values);
    (reference[name] as Run)(...drawn.values);
    forgiveUndefined(drawn, ours, theirs);
    return firstDifference(drawn, ours, theirs, drawn.end);
  }

  /** The same, where the module may have trapped. */
  function compareSafely(name: KernelName, drawn: Case): string | undefined {
    try {
      return compare(name, drawn);
    } catch (error) {
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      return `the module trapped: ${error.message}`;
    }
  }

  /** After a failure the memories are made alike again. */
  function reset(): void {
    clearArena(ours, base);
    theirs.bytes.set(ours.bytes);
  }

  return {
    check(name, input) {
      const dirtyEnd = last?.end ?? 0;
      const drawn = layOut(specOf(name), input, ours, base, dirtyEnd);
      last = drawn;
      theirs.bytes.set(ours.bytes.subarray(base, Math.max(drawn.end, dirtyEnd)), base);
      const difference = compareSafely(name, drawn);
      if (difference) reset();
      return difference;
    },
    compareWhole() {
      const difference = last && firstDifference(last, ours, theirs, ours.bytes.length);
      if (difference) reset();
      return difference;
    },
    get bounded() {
      return relaxed?.bounded ?? 0;
    },
  };
}
