/**
 * Where the time of training steps goes: a layer around the kernels that takes the time of every call and puts it down
 * to the phase of the step it belongs to. Knows the order of no step; prints nothing.
 */
import type { Kernels } from "../kernels/contract.js";
import { KERNEL_SPECS } from "../kernels/specs.js";
import type { Tensor } from "../memory/tensor.js";
import type { LayerPlan, Plan } from "../network/plan.js";

/** In the order in which they are listed. */
const PHASES = [
  "first layer, forward",
  "other layers, forward",
  "loss",
  "backward",
  "first layer, update",
  "other layers, update",
  "bucketing",
  "gathers",
  "column sums",
] as const;
type PhaseName = (typeof PHASES)[number];

/** One phase, summed over all steps. */
export interface PhaseShare {
  readonly phase: PhaseName | "JavaScript";
  readonly seconds: number;
  /** Of the time of all steps, 0 to 1. */
  readonly share: number;
  /** As kernels/specs.ts counts them; zeros that are passed over count as if they had been multiplied. */
  readonly flops: number;
}

export interface ProfileResult {
  readonly steps: number;
  readonly seconds: number;
  /** Phases that took part, then everything beside the kernels: JavaScript, pauses, the taking of times itself. */
  readonly phases: readonly PhaseShare[];
}

interface Sum {
  ms: number;
  flops: number;
  calls: number;
}

/** An argument list is numbers only, whatever the contract calls them. */
type Call = (...args: number[]) => void;
type PhaseOf = (args: readonly number[], plan: Plan) => PhaseName;

const forwardAt =
  (index: number): PhaseOf =>
  (args, { layers }) =>
    isWithin(args[index], (layers[0] as LayerPlan).output) ? "first layer, forward" : "other layers, forward";

const updateAt =
  (index: number): PhaseOf =>
  (args, { layers }) => {
    const { weight, bias, gradient } = layers[0] as LayerPlan;
    const isFirst = [weight, bias, gradient?.weight, gradient?.bias].some((tensor) => isWithin(args[index], tensor));
    return isFirst ? "first layer, update" : "other layers, update";
  };

const always =
  (phase: PhaseName): PhaseOf =>
  () =>
    phase;

/** The phase a call belongs to, by kernel, and where it matters by the address at which it writes. */
const PHASE_OF: Readonly<Record<keyof Kernels, PhaseOf>> = {
  gemmNN: forwardAt(8),
  skipNN: forwardAt(8),
  sparseNN: always("first layer, forward"),
  activate: forwardAt(3),
  softmaxRows: forwardAt(2),
  squaredError: always("loss"),
  softmaxCrossEntropy: always("loss"),
  sigmoidCrossEntropy: always("loss"),
  perceptron: always("loss"),
  scaleRows: always("loss"),
  gemmNT: always("backward"),
  activateBackward: always("backward"),
  softmaxBackward: always("backward"),
  gemmTN: updateAt(8),
  sparseTN: always("first layer, update"),
  sgdStep: updateAt(1),
  momentumStep: updateAt(1),
  adamStep: updateAt(1),
  bucketPairs: always("bucketing"),
  compressRows: always("gathers"),
  gatherU8: always("gathers"),
  gatherF32: always("gathers"),
  gatherOneHot: always("gathers"),
  columnSums: always("column sums"),
  addScaledRow: always("column sums"),
  argmaxRows: always("loss"),
};

export class StepProfile {
  readonly #sums = new Map(PHASES.map((phase) => [phase, { ms: 0, flops: 0, calls: 0 }]));
  #steps = 0;

  /** The same kernels, each call timed; made for the steps of one thread. */
  wrap(kernels: Kernels, plan: Plan): Kernels {
    const wrapped: Record<string, Call> = {};
    for (const name of Object.keys(PHASE_OF) as (keyof Kernels)[]) wrapped[name] = this.#timed(kernels, name, plan);
    return wrapped as unknown as Kernels;
  }

  /** @param seconds that all steps took by the clock. */
  result(seconds: number): ProfileResult {
    const phases: PhaseShare[] = [];
    let rest = seconds;
    for (const phase of PHASES) {
      const { ms, flops, calls } = this.#sums.get(phase) as Sum;
      if (calls === 0) continue;
      phases.push({ phase, seconds: ms / 1000, share: ms / 1000 / seconds, flops });
      rest -= ms / 1000;
    }
    phases.push({ phase: "JavaScript", seconds: rest, share: rest / seconds, flops: 0 });
    return { steps: this.#steps, seconds, phases };
  }

  #timed(kernels: Kernels, name: keyof Kernels, plan: Plan): Call {
    const call = kernels[name] as Call;
    const phaseOf = PHASE_OF[name];
    const flopsOf = flopCounter(name, plan);
    const isStep = name in STEP_MARKS;
    return (...args) => {
      const began = performance.now();
      call(...args);
      const ms = performance.now() - began;
      const sum = this.#sums.get(phaseOf(args, plan)) as Sum;
      sum.ms += ms;
      sum.flops += flopsOf(args);
      sum.calls++;
      if (isStep) this.#steps++;
    };
  }
}

/** Kernels of which a step calls exactly one, once. */
const STEP_MARKS: { readonly [K in keyof Kernels]?: true } = {
  squaredError: true,
  softmaxCrossEntropy: true,
  sigmoidCrossEntropy: true,
  perceptron: true,
};

/**
 * Flops of a call by its sizes; the one size that no argument names is the number of inputs. Sizes are mostly those of
 * the call before, whose result is kept: what is done between the kernels is to be short.
 */
function flopCounter(name: keyof Kernels, { architecture }: Plan): (args: readonly number[]) => number {
  const { arguments: all, flops } = KERNEL_SPECS[name];
  const places = all.flatMap((argument, i) => (argument.kind === "size" ? [[argument.name, i] as const] : []));
  const inputs = { k: architecture.inputs };
  let last: readonly number[] = [];
  let count = 0;
  return (args) => {
    if (last.length > 0 && places.every(([, i]) => args[i] === last[i])) return count;
    last = args;
    count = flops({ ...inputs, ...Object.fromEntries(places.map(([size, i]) => [size, args[i] as number])) });
    return count;
  };
}

function isWithin(address: number | undefined, tensor: Tensor<"f32"> | undefined): boolean {
  if (address === undefined || !tensor) return false;
  return address >= tensor.address && address < tensor.address + 4 * tensor.rows * tensor.stride;
}
