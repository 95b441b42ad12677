/**
 * ONNX's operators by wasmlp's kernels: what a vector gives, value for value in the order in which `wanted` puts its
 * outputs. Each operator gives one list for each way in which the kernels can compute it.
 */
import { ACTIVATION_CODES } from "../../src/kernels/contract.js";
import { callKernel, type Side } from "./kernel-call.js";
import { broadcast, linesAlong, matricesOf, type OnnxVector, type Tensor, transpose } from "./onnx-vectors.js";

type Matrix = readonly (readonly number[])[];
type Rows = number[][];
export type Operator = (side: Side, vector: OnnxVector) => readonly number[][];

const numberOf = ({ attributes }: OnnxVector, name: string, otherwise: number): number =>
  (attributes[name] as number | undefined) ?? otherwise;
const axisOf = (vector: OnnxVector): number => numberOf(vector, "axis", vector.operator === "ArgMax" ? 0 : -1);
const zeros = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => new Array<number>(columns).fill(0));

/** What an operator ought to give. */
export function wanted(vector: OnnxVector): number[] {
  const { operator, outputs } = vector;
  if (operator === "Softmax" || operator === "LogSoftmax")
    return linesAlong(outputs[0] as Tensor, axisOf(vector)).flat();
  if (operator !== "SoftmaxCrossEntropyLoss") return outputs.flatMap(({ values }) => values);
  const [loss, logProbabilities] = outputs as [Tensor, Tensor?];
  return [...loss.values, ...(logProbabilities ? linesAlong(logProbabilities, 1).flat() : [])];
}

function elementwise(activation: number): Operator {
  return (side, { inputs }) => {
    const x = [(inputs[0] as Tensor).values];
    const { x: y } = callKernel(side, "activate", { activation, m: 1, n: x[0]?.length as number, x }, { x });
    return [(y as number[][]).flat()];
  };
}

/** The binary cross-entropy of a logit x with target 0. */
const softplus: Operator = (side, { inputs }) => {
  const z = (inputs[0] as Tensor).values.map((x) => [x]);
  const given = { m: z.length, n: 1, z, t: zeros(z.length, 1), scale: 1 };
  return [(callKernel(side, "sigmoidCrossEntropy", given, { rowLoss: [z.flat()] }).rowLoss as number[][]).flat()];
};

const softmax: Operator = (side, vector) => {
  const x = linesAlong(vector.inputs[0] as Tensor, axisOf(vector));
  const { x: y } = callKernel(side, "softmaxRows", { m: x.length, n: (x[0] as number[]).length, x }, { x });
  return [(y as number[][]).flat()];
};

/** −Σ t·log softmax(z) by rows. */
function crossEntropies(side: Side, z: Matrix, t: Matrix): number[] {
  const given = { m: z.length, n: (z[0] as number[]).length, z, t, scale: 1 };
  const { rowLoss } = callKernel(side, "softmaxCrossEntropy", given, { rowLoss: [z.map(() => 0)] });
  return (rowLoss as number[][]).flat();
}

/** The cross-entropy with one class at a time as the target. */
function logSoftmaxRows(side: Side, z: Matrix): number[] {
  const classes = (z[0] as number[]).length;
  const columns = Array.from({ length: classes }, (_, c) =>
    crossEntropies(
      side,
      z,
      z.map((row) => row.map((_, j) => Number(j === c))),
    ).map((loss) => -loss),
  );
  return transpose(columns).flat();
}

const logSoftmax: Operator = (side, vector) => [
  logSoftmaxRows(side, linesAlong(vector.inputs[0] as Tensor, axisOf(vector))),
];

/** A class's weight is what its one-hot target holds instead of 1; a label that is ignored has a weight of 0. */
const softmaxCrossEntropy: Operator = (side, vector) => {
  const [scores, labels, weights] = vector.inputs as [Tensor, Tensor, Tensor?];
  const z = linesAlong(scores, 1);
  const ignored = vector.attributes.ignore_index;
  const weightOf = (label: number): number => (label === ignored ? 0 : weights ? (weights.values[label] as number) : 1);
  const t = z.map((row, i) => {
    const label = labels.values[i] as number;
    return row.map((_, j) => (j === label ? weightOf(label) : 0));
  });
  const losses = crossEntropies(side, z, t);
  const sum = losses.reduce((a, b) => a + b, 0);
  const total = labels.values.reduce((a, label) => a + weightOf(label), 0);
  const { reduction } = vector.attributes;
  const loss = reduction === "none" ? losses : [reduction === "sum" ? sum : sum / total];
  return [vector.outputs.length > 1 ? [...loss, ...logSoftmaxRows(side, z)] : loss];
};

/** A·B + C by each kernel that can: those that add a row take only a C whose rows are all the same. */
function products(side: Side, a: Matrix, b: Matrix, c: Matrix): number[][] {
  const [m, n, k] = [a.length, (b[0] as number[]).length, b.length];
  const bias = [c[0] as number[]];
  const asRow = { m, n, k, a, b, bias, activation: ACTIVATION_CODES.identity };
  const added = callKernel(side, "gemmTN", { m, n, k, a: transpose(a), b, beta: 1, c }, { c });
  if (c.some((row) => row.some((value, j) => value !== bias[0]?.[j]))) return [(added.c as number[][]).flat()];
  const product = callKernel(side, "gemmNT", { m, n, k, a, b: transpose(b), activation: 0, y: c }, { c });
  const results = [
    added,
    callKernel(side, "gemmNN", asRow, { c }),
    callKernel(side, "skipNN", asRow, { c }),
    callKernel(side, "addScaledRow", { m, n, row: bias, scale: 1, c: product.c as number[][] }, { c }),
  ];
  return results.map(({ c }) => (c as number[][]).flat());
}

const gemm: Operator = (side, vector) => {
  const [first, second, third] = vector.inputs as [Tensor, Tensor, Tensor?];
  const [a, b] = [matricesOf(first)[0], matricesOf(second)[0]] as [number[][], number[][]];
  const left = vector.attributes.transA ? transpose(a) : a;
  const right = vector.attributes.transB ? transpose(b) : b;
  const scaled = left.map((row) => row.map((value) => numberOf(vector, "alpha", 1) * value));
  const bias = third ?? { shape: [], values: [0] };
  const c = broadcast(bias, left.length, (right[0] as number[]).length);
  const beta = numberOf(vector, "beta", 1);
  return products(
    side,
    scaled,
    right,
    c.map((row) => row.map((value) => beta * value)),
  );
};

const matMul: Operator = (side, { inputs }) => {
  const [left, right] = inputs.map(matricesOf) as [number[][][], number[][][]];
  const each = left.map((a, i) => {
    const b = right[i] as number[][];
    return products(side, a, b, zeros(a.length, (b[0] as number[]).length));
  });
  return (each[0] as number[][]).map((_, way) => each.flatMap((results) => results[way] as number[]));
};

const argMax: Operator = (side, vector) => {
  const a = linesAlong(vector.inputs[0] as Tensor, axisOf(vector));
  const given = { m: a.length, n: (a[0] as number[]).length, a };
  return [(callKernel(side, "argmaxRows", given, { out: [a.map(() => 0)] }).out as number[][]).flat()];
};

const reduceSum: Operator = (side, { inputs }) => {
  const [data, axes] = inputs as [Tensor, Tensor];
  const [axis] = axes.values;
  const lines = axis === undefined ? [data.values] : linesAlong(data, axis);
  const d = transpose(lines);
  const given = { m: d.length, n: lines.length, d, beta: 0 };
  return [(callKernel(side, "columnSums", given, { out: [lines.map(() => 0)] }).out as number[][]).flat()];
};

/** Inputs R, T, then as many X as there are G, and so on for each of the `kinds`. */
function tensorsOf({ inputs }: OnnxVector, kinds: number): number[][][] {
  const values = inputs.slice(2).map((tensor) => tensor.values.slice());
  const count = values.length / kinds;
  return Array.from({ length: kinds }, (_, kind) => values.slice(kind * count, (kind + 1) * count));
}

/** All tensors one after the other, as optimizers take them: a multiple of four floats. */
const flattened = (tensors: number[][]): number[] => {
  const all = tensors.flat();
  return [...all, ...new Array<number>((4 - (all.length % 4)) % 4).fill(0)];
};

/** The vectors are first steps (T = 0), before ONNX's corrections begin; without bias correction, rootScale is 1. */
const adam: Operator = (side, vector) => {
  const [w, g, m, v] = tensorsOf(vector, 4).map((tensors) => [flattened(tensors)]) as [Rows, Rows, Rows, Rows];
  const [beta1, beta2] = [numberOf(vector, "alpha", 0.9), numberOf(vector, "beta", 0.999)];
  // ONNX computed this one with 0.01, though its node does not say so (onnx/backend/test/case/node/adam.py).
  const epsilon = vector.name === "adam_multiple" ? 0.01 : numberOf(vector, "epsilon", 1e-6);
  const given = {
    ...{ count: (w[0] as number[]).length, w, g, m, v, beta1, gain1: 1 - beta1, beta2, gain2: 1 - beta2 },
    ...{ stepSize: stepOf(vector), rootScale: 1, epsilon },
    weightDecay: numberOf(vector, "norm_coefficient", 0),
  };
  const { w: newW, m: newM, v: newV } = callKernel(side, "adamStep", given, { w, m, v });
  return [firstOf(vector, newW, newM, newV)];
};

const momentum: Operator = (side, vector) => {
  const [w, g, v] = tensorsOf(vector, 3).map((tensors) => [flattened(tensors)]) as [Rows, Rows, Rows];
  const given = {
    ...{ count: (w[0] as number[]).length, w, g, v, learningRate: stepOf(vector) },
    ...{ momentum: numberOf(vector, "alpha", 0), weightDecay: numberOf(vector, "norm_coefficient", 0) },
    nesterov: Number(vector.attributes.mode === "nesterov"),
  };
  const { w: newW, v: newV } = callKernel(side, "momentumStep", given, { w, v });
  return [firstOf(vector, newW, newV)];
};

function stepOf({ inputs }: OnnxVector): number {
  const [rate, step] = inputs as [Tensor, Tensor];
  if (step.values[0] !== 0) throw new Error(`expected a first step, got step ${step.values[0]}`);
  return rate.values[0] as number;
}

/** Without what rounds each kind up to a multiple of four. */
function firstOf({ outputs }: OnnxVector, ...kinds: (number[][] | undefined)[]): number[] {
  const all = outputs.reduce((sum, { values }) => sum + values.length, 0);
  return kinds.flatMap((rows) => rows?.[0]?.slice(0, all / kinds.length) ?? []);
}

export const OPERATORS: Readonly<Record<string, Operator>> = {
  Adam: adam,
  ArgMax: argMax,
  Gemm: gemm,
  LeakyRelu: elementwise(ACTIVATION_CODES.leakyRelu),
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  Momentum: momentum,
  ReduceSum: reduceSum,
  Relu: elementwise(ACTIVATION_CODES.relu),
  Sigmoid: elementwise(ACTIVATION_CODES.sigmoid),
  Softmax: softmax,
  SoftmaxCrossEntropyLoss: softmaxCrossEntropy,
  Softplus: softplus,
  Tanh: elementwise(ACTIVATION_CODES.tanh),
};
