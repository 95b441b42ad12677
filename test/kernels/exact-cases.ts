/** Cases small enough to check by hand, one or more for every kernel of the contract. */
import type { Kernels } from "../../src/kernels/contract.js";

export type Rows = readonly (readonly number[])[];

/** Arguments by name: numbers by value, matrices by rows (strides follow from them); and the matrices afterwards. */
export interface ExactCase {
  readonly given: Readonly<Record<string, number | Rows>>;
  readonly gives: Readonly<Record<string, Rows>>;
}

const f = Math.fround;

/** The row 0 3 0 5 as a record: count, columns 1 and 3, values 3 and 5. */
const RECORD = [2, 1 | (3 << 16), 3 | (5 << 8)];
/** Byte b stands for b / 2. */
const HALVES = Array.from({ length: 256 }, (_, byte) => byte / 2);
/** Two bins of two rows and two buckets: column 0 has byte 4 in row 1 of the first bin and byte 2 in row 0 of the second. */
const BUCKETS = {
  ...{ m: 2, n: 1, k: 2, bins: 2, binRows: 2, counts: [[1, 0, 1, 0]], values: [HALVES], d: [[1], [10], [100], [1000]] },
  buckets: [
    [4, 1, 0, 0],
    [0, 0, 0, 0],
    [2, 0, 0, 0],
    [0, 0, 0, 0],
  ],
};

/**
 * A kernel without a case does not compile. In the last case of gemmNN, 2^24 + 1 is not an f32: added in index order
 * the ones are lost, added first they are not; the bias comes last. The first step of Adam moves every weight by the
 * learning rate against the sign of its gradient.
 */
// biome-ignore format: a case a line
export const CASES: { readonly [K in keyof Kernels]: readonly ExactCase[] } = {
  gemmNN: [
    {
      given: { m: 2, n: 2, k: 3, a: [[1, 2, 3], [4, 5, 6]], b: [[1, 2], [3, 4], [5, 6]], bias: [[10, -20]], activation: 0 },
      gives: { c: [[1 + 6 + 15 + 10, 2 + 8 + 18 - 20], [4 + 15 + 30 + 10, 8 + 20 + 36 - 20]] },
    },
    { given: { m: 1, n: 2, k: 1, a: [[1]], b: [[1, -1]], bias: [[0, 0]], activation: 3 }, gives: { c: [[1, 0]] } },
    { given: { m: 1, n: 1, k: 0, a: [[]], b: [], bias: [[7]], activation: 0 }, gives: { c: [[7]] } },
    {
      given: { m: 1, n: 1, k: 3, a: [[2 ** 24, 1, 1]], b: [[1], [1], [1]], bias: [[2]], activation: 0 },
      gives: { c: [[2 ** 24 + 2]] },
    },
  ],
  gemmTN: [
    {
      given: { m: 2, n: 1, k: 3, a: [[1, 4], [2, 5], [3, 6]], b: [[1], [10], [100]], beta: 0, c: [[Number.NaN], [Number.NaN]] },
      gives: { c: [[321], [654]] },
    },
    {
      given: { m: 2, n: 1, k: 3, a: [[1, 4], [2, 5], [3, 6]], b: [[1], [10], [100]], beta: 1, c: [[1000], [2000]] },
      gives: { c: [[1321], [2654]] },
    },
  ],
  gemmNT: [
    {
      given: { m: 1, n: 2, k: 3, a: [[1, 2, 3]], b: [[1, 1, 1], [0, 10, 0]], activation: 0, y: [[Number.NaN, Number.NaN]] },
      gives: { c: [[6, 20]] },
    },
    {
      given: { m: 1, n: 2, k: 1, a: [[4]], b: [[1], [1]], activation: 1, y: [[0.5, 0.25]] },
      gives: { c: [[4 * 0.25, 4 * 0.1875]] },
    },
  ],
  activate: [
    { given: { activation: 0, m: 1, n: 3, x: [[-1, 0, 5]] }, gives: { x: [[-1, 0, 5]] } },
    {
      given: { activation: 1, m: 1, n: 5, x: [[0, 200, -200, Number.NaN, Number.NEGATIVE_INFINITY]] },
      gives: { x: [[0.5, 1, 0, Number.NaN, 0]] },
    },
    {
      given: { activation: 2, m: 1, n: 5, x: [[0, 30, -30, -0, Number.NaN]] },
      gives: { x: [[0, 1, -1, -0, Number.NaN]] },
    },
    {
      given: { activation: 3, m: 2, n: 2, x: [[-1, 2], [0, Number.NaN]] },
      gives: { x: [[0, 2], [0, Number.NaN]] },
    },
    { given: { activation: 4, m: 1, n: 2, x: [[-100, 2]] }, gives: { x: [[f(-100 * f(0.01)), 2]] } },
  ],
  activateBackward: [
    { given: { activation: 0, m: 1, n: 1, y: [[Number.NaN]], d: [[3]] }, gives: { d: [[3]] } },
    { given: { activation: 1, m: 1, n: 2, y: [[0.5, 1]], d: [[8, 8]] }, gives: { d: [[2, 0]] } },
    { given: { activation: 2, m: 1, n: 2, y: [[0.5, -1]], d: [[8, 8]] }, gives: { d: [[6, 0]] } },
    { given: { activation: 3, m: 1, n: 3, y: [[0, 2, 0]], d: [[8, 8, -8]] }, gives: { d: [[0, 8, 0]] } },
    { given: { activation: 4, m: 1, n: 2, y: [[-1, 2]], d: [[100, 8]] }, gives: { d: [[f(100 * f(0.01)), 8]] } },
  ],
  softmaxRows: [
    {
      given: { m: 2, n: 4, x: [[1, 1, 1, 1], [500, 500, -500, -500]] },
      gives: { x: [[0.25, 0.25, 0.25, 0.25], [0.5, 0.5, 0, 0]] },
    },
    { given: { m: 1, n: 1, x: [[-3]] }, gives: { x: [[1]] } },
  ],
  softmaxBackward: [
    { given: { m: 1, n: 2, y: [[0.25, 0.75]], d: [[4, 8]] }, gives: { d: [[0.25 * (4 - 7), 0.75 * (8 - 7)]] } },
  ],
  squaredError: [
    {
      given: { m: 2, n: 2, a: [[1, 2], [3, 4]], t: [[0, 4], [3, 3.5]], scale: 2, d: [[0, 0], [0, 0]], rowLoss: [[0, 0]] },
      gives: { rowLoss: [[5, 0.25]], d: [[2, -4], [0, 1]] },
    },
  ],
  softmaxCrossEntropy: [
    {
      given: { m: 1, n: 2, z: [[50, 50]], t: [[1, 0]], scale: 4, d: [[0, 0]], rowLoss: [[0]] },
      gives: { rowLoss: [[f(Math.LN2)]], d: [[-2, 2]] },
    },
    {
      given: { m: 1, n: 1, z: [[-7]], t: [[1]], scale: 1, d: [[0]], rowLoss: [[0]] },
      gives: { rowLoss: [[0]], d: [[0]] },
    },
  ],
  sigmoidCrossEntropy: [
    {
      given: { m: 1, n: 3, z: [[0, 200, -200]], t: [[1, 1, 0]], scale: 2, d: [[0, 0, 0]], rowLoss: [[0]] },
      gives: { rowLoss: [[f(Math.LN2)]], d: [[-1, 0, 0]] },
    },
    {
      // With target 1/2, z·(1 − t) = |z|/2 does not outweigh the logarithm: z/2 + log(1 + e^-z), and its f32 is the one below.
      given: { m: 1, n: 1, z: [[f(0.06)]], t: [[0.5]], scale: 1, d: [[0]], rowLoss: [[0]] },
      gives: { rowLoss: [[0.6935970783233643]], d: [[f(f(1 / (1 + Math.exp(-f(0.06)))) - 0.5)]] },
    },
  ],
  perceptron: [
    {
      given: { m: 2, n: 3, z: [[-0, 0.5, -1e-30], [-3, 7, Number.NaN]], t: [[1, 0, 0], [1, 1, 0]], scale: -0.5, d: [[9, 9, 9], [9, 9, 9]], rowLoss: [[9, 9]] },
      gives: { rowLoss: [[1, 1]], d: [[-0, -0.5, -0], [0.5, -0, -0]] },
    },
  ],
  sgdStep: [
    {
      given: { count: 4, w: [[1, 2, 3, 4]], g: [[1, 1, 0, -1]], learningRate: 0.5, weightDecay: 0.25 },
      gives: { w: [[1 - 0.5 * 1.25, 2 - 0.5 * 1.5, 3 - 0.5 * 0.75, 4 - 0.5 * 0]] },
    },
  ],
  momentumStep: [
    {
      given: { count: 4, w: [[1, 1, 1, 1]], g: [[1, 0, 2, -1]], v: [[2, 2, 0, 0]], learningRate: 0.5, momentum: 0.5, weightDecay: 0, nesterov: 0 },
      gives: { v: [[2, 1, 2, -1]], w: [[0, 0.5, 0, 1.5]] },
    },
    {
      given: { count: 4, w: [[1, 1, 1, 1]], g: [[1, 0, 2, -1]], v: [[2, 2, 0, 0]], learningRate: 0.5, momentum: 0.5, weightDecay: 0, nesterov: 1 },
      gives: { v: [[2, 1, 2, -1]], w: [[0, 0.75, -0.5, 1.75]] },
    },
  ],
  adamStep: [
    {
      given: { count: 4, w: [[1, 1, 1, 1]], g: [[2, -2, 0, 8]], m: [[0, 0, 0, 0]], v: [[0, 0, 0, 0]], beta1: 0.5, gain1: 0.5, beta2: 0.75, gain2: 0.25, stepSize: 0.25 / 0.5, rootScale: 2, epsilon: 2 ** -40, weightDecay: 0 },
      gives: { m: [[1, -1, 0, 4]], v: [[1, 1, 0, 16]], w: [[0.75, 1.25, 1, 0.75]] },
    },
  ],
  columnSums: [
    {
      given: { m: 3, n: 2, d: [[1, 10], [2, 20], [3, 30]], beta: 0, out: [[Number.NaN, Number.NaN]] },
      gives: { out: [[6, 60]] },
    },
    {
      given: { m: 3, n: 2, d: [[1, 10], [2, 20], [3, 30]], beta: 1, out: [[100, 200]] },
      gives: { out: [[106, 260]] },
    },
  ],
  argmaxRows: [
    {
      given: { m: 4, n: 3, a: [[1, 3, 2], [5, 5, 5], [-3, -2, -1], [-0, 0, -1]], out: [[9, 9, 9, 9]] },
      gives: { out: [[1, 0, 2, 0]] },
    },
  ],
  gatherU8: [
    {
      given: { m: 2, n: 3, source: [[0, 128, 255], [1, 2, 3]], indices: [[1, 0]], scale: 0.5, x: [[0, 0, 0], [0, 0, 0]] },
      gives: { x: [[0.5, 1, 1.5], [0, 64, 127.5]] },
    },
  ],
  gatherF32: [
    {
      given: { m: 2, n: 2, source: [[1, 2], [3, 4]], indices: [[1, 1]], x: [[0, 0], [0, 0]] },
      gives: { x: [[3, 4], [3, 4]] },
    },
  ],
  gatherOneHot: [
    {
      given: { m: 2, n: 3, labels: [[2, 0]], indices: [[0, 1]], t: [[0, 0, 0], [0, 0, 0]] },
      gives: { t: [[0, 0, 1], [1, 0, 0]] },
    },
    { given: { m: 2, n: 1, labels: [[1, 0]], indices: [[1, 0]], t: [[0], [0]] }, gives: { t: [[0], [1]] } },
  ],
  addScaledRow: [
    { given: { m: 2, n: 3, row: [[1, 2, 3]], scale: -0.5, c: [[10, 10, 10], [0, 1, 2]] }, gives: { c: [[9.5, 9, 8.5], [-0.5, 0, 0.5]] } },
  ],
  scaleRows: [
    {
      given: { m: 3, n: 2, factors: [[0, 0.5, 3]], indices: [[2, 0, 2]], d: [[1, -2], [4, 5], [0.5, 0]], rowLoss: [[2, 7, 0.25]] },
      gives: { d: [[3, -6], [0, 0], [1.5, 0]], rowLoss: [[6, 0, 0.75]] },
    },
  ],
  compressRows: [
    {
      given: { m: 2, n: 4, source: [[0, 3, 0, 5], [0, 0, 0, 0]], records: [], offsets: [[4]] },
      gives: { records: [[0, ...RECORD, 0]], offsets: [[4, 16, 20]] },
    },
  ],
  sparseNN: [
    {
      given: { m: 1, n: 2, k: 4, records: [RECORD], offsets: [[0, 12]], indices: [[0]], values: [HALVES], w: [[9, 9], [1, 2], [9, 9], [10, 20]], bias: [[100, 200]], activation: 0 },
      gives: { c: [[1.5 + 25 + 100, 3 + 50 + 200]] },
    },
  ],
  bucketPairs: [
    {
      given: { m: 2, n: 4, k: 4, records: [[...RECORD, 0]], offsets: [[0, 12, 16]], indices: [[1, 0]], buckets: [], binRows: 2 },
      gives: { buckets: [[0, 0, 0, 0], [3, 1, 0, 0], [0, 0, 0, 0], [5, 1, 0, 0]], counts: [[0, 1, 0, 1]] },
    },
  ],
  sparseTN: [
    {
      given: { ...BUCKETS, beta: 1, shift: -1, sums: [[7]], c: [[1000], [2000]] },
      gives: { c: [[1000 + (20 + 100) - 7], [2000 - 7]] },
    },
    {
      given: { ...BUCKETS, beta: 0, shift: 0, sums: [[Number.NaN]], c: [[Number.NaN], [Number.NaN]] },
      gives: { c: [[120], [0]] },
    },
  ],
  skipNN: [
    {
      given: { m: 1, n: 2, k: 3, a: [[2, 0, 3]], b: [[1, 10], [Number.NaN, Number.POSITIVE_INFINITY], [100, 1000]], bias: [[0.5, -0.5]], activation: 0 },
      gives: { c: [[302.5, 3019.5]] },
    },
  ],
};
