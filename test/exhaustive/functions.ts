/**
 * Every function of one number that the module computes: how it is reached, where it is defined, its value in f64, and
 * what is promised of it. Knows nothing of how inputs are gone through.
 */
import { ACTIVATION_CODES, type ActivationCode } from "../../src/kernels/contract.js";
import { type BareFunctions, BLOCK, DELTAS, INPUTS, RESULTS, ROWS, type Side, TARGETS } from "./sides.js";

/** Bits of f32s, first to last, both included. */
export type WordRange = readonly [first: number, last: number];

export interface ElementFunction {
  readonly name: string;
  /** Ranges that hold numbers of one sign each; NaNs belong to every function. */
  readonly domain: readonly WordRange[];
  /** The value in f64. */
  readonly exact: (x: number) => number;
  /** Largest error that is allowed, in units in the last place of the exact value, or in `unit`s. */
  readonly limit: number;
  /** Where results near 0 come from a difference of numbers near 1: the spacing of f32s that errors are counted in. */
  readonly unit?: number;
  /** Rises with its input, as the module computes it too. */
  readonly isMonotone: boolean;
  /** Takes `count` inputs from INPUTS, leaves as many results at RESULTS. */
  readonly run: (side: Side, count: number) => void;
}

const MINUS_ZERO = 0x80000000;
const INFINITY = 0x7f800000;
const MINUS_INFINITY = 0xff800000;
const ONE = 0x3f800000;
const MINUS_ONE = 0xbf800000;

const NANS: readonly WordRange[] = [
  [INFINITY + 1, MINUS_ZERO - 1],
  [MINUS_INFINITY + 1, 0xffffffff],
];
const EVERYWHERE: readonly WordRange[] = [[0, INFINITY], [MINUS_ZERO, MINUS_INFINITY], ...NANS];
const FINITE: readonly WordRange[] = [[0, INFINITY - 1], [MINUS_ZERO, MINUS_INFINITY - 1], ...NANS];
const NON_POSITIVE: readonly WordRange[] = [[0, 0], [MINUS_ZERO, MINUS_INFINITY], ...NANS];
const FROM_ONE: readonly WordRange[] = [[ONE, INFINITY], ...NANS];
const UNIT: readonly WordRange[] = [[0, ONE], ...NANS];
const BOTH_UNITS: readonly WordRange[] = [[0, ONE], [MINUS_ZERO, MINUS_ONE], ...NANS];

const SLOPE = Math.fround(0.01);

function activation(code: ActivationCode): ElementFunction["run"] {
  return ({ heap, kernels }, count) => {
    heap.floats.copyWithin(RESULTS >> 2, INPUTS >> 2, (INPUTS >> 2) + count);
    kernels.activate(code, 1, count, RESULTS, BLOCK);
  };
}

/** f' in terms of the output y = f(x): the inputs are the y. */
function derivative(code: ActivationCode): ElementFunction["run"] {
  return ({ heap, kernels }, count) => {
    heap.floats.fill(1, RESULTS >> 2, (RESULTS >> 2) + count);
    kernels.activateBackward(code, 1, count, INPUTS, BLOCK, RESULTS, BLOCK);
  };
}

function bare(name: keyof BareFunctions): ElementFunction["run"] {
  return ({ heap, bare }, count) => {
    heap.floats.copyWithin(RESULTS >> 2, INPUTS >> 2, (INPUTS >> 2) + count);
    bare[name](count, RESULTS);
  };
}

/** Inputs as column `column` of rows of four. */
function spread({ floats }: Side["heap"], count: number, column: number): void {
  floats.fill(0, ROWS >> 2, (ROWS >> 2) + 4 * count);
  for (let i = 0; i < count; i++) floats[(ROWS >> 2) + 4 * i + column] = floats[(INPUTS >> 2) + i] as number;
}

/** The binary cross-entropy of a logit x: log(1 + e^x) with target 0. */
export function binaryCrossEntropy(target: 0 | 1): ElementFunction["run"] {
  return ({ heap, kernels }, count) => {
    spread(heap, count, 0);
    for (let i = 0; i < count; i++) heap.floats[(TARGETS >> 2) + 4 * i] = target;
    kernels.sigmoidCrossEntropy(count, 1, 4, ROWS, TARGETS, DELTAS, 1, RESULTS);
  };
}

/** The second of softmax's two outputs for the logits 0, x. */
function softmaxPairs({ heap, kernels }: Side, count: number): void {
  spread(heap, count, 1);
  kernels.softmaxRows(count, 2, ROWS, 4);
  const { floats } = heap;
  for (let i = 0; i < count; i++) floats[(RESULTS >> 2) + i] = floats[(ROWS >> 2) + 4 * i + 1] as number;
}

function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return (x < 0 ? e : 1) / (1 + e);
}

const softplus = (x: number): number => (x > 0 ? x : 0) + Math.log1p(Math.exp(-Math.abs(x)));

const { sigmoid: SIGMOID, tanh: TANH, relu: RELU, leakyRelu: LEAKY_RELU } = ACTIVATION_CODES;

export const FUNCTIONS: readonly ElementFunction[] = [
  { name: "exp", domain: NON_POSITIVE, exact: Math.exp, limit: 1, isMonotone: true, run: bare("exp") },
  { name: "expm1", domain: NON_POSITIVE, exact: Math.expm1, limit: 2, isMonotone: true, run: bare("expm1") },
  { name: "log", domain: FROM_ONE, exact: Math.log, limit: 2, isMonotone: true, run: bare("log") },
  { name: "log1p", domain: UNIT, exact: Math.log1p, limit: 1, isMonotone: true, run: bare("log1p") },
  { name: "sigmoid", domain: EVERYWHERE, exact: sigmoid, limit: 2, isMonotone: true, run: activation(SIGMOID) },
  { name: "tanh", domain: EVERYWHERE, exact: Math.tanh, limit: 3, isMonotone: true, run: activation(TANH) },
  {
    name: "relu",
    domain: EVERYWHERE,
    exact: (x) => (x < 0 ? 0 : x),
    limit: 0,
    isMonotone: true,
    run: activation(RELU),
  },
  {
    name: "leakyRelu",
    domain: EVERYWHERE,
    exact: (x) => (x > 0 ? x : x * SLOPE),
    limit: 0.5,
    isMonotone: true,
    run: activation(LEAKY_RELU),
  },
  { name: "softplus", domain: FINITE, exact: softplus, limit: 2, isMonotone: true, run: binaryCrossEntropy(0) },
  { name: "softmaxPair", domain: FINITE, exact: sigmoid, limit: 3, isMonotone: false, run: softmaxPairs },
  {
    name: "sigmoidDerivative",
    domain: UNIT,
    exact: (y) => y * (1 - y),
    limit: 2,
    isMonotone: false,
    run: derivative(SIGMOID),
  },
  {
    name: "tanhDerivative",
    domain: BOTH_UNITS,
    exact: (y) => (1 - y) * (1 + y),
    limit: 1,
    unit: 2 ** -24,
    isMonotone: false,
    run: derivative(TANH),
  },
];
