/**
 * The plain meaning of every kernel, in TypeScript: natural loop order, one accumulator an element, each operation
 * rounded by `round`. Over a Float32Array it gives the bytes of the WASM module; over a Float64Array the same code
 * gives the numbers of textbooks. Knows nothing of tiles, packing or lanes. Scratch is never touched.
 */
import { ACTIVATION_CODES, type Heap, type Kernels } from "./contract.js";
import { createReferenceGathers } from "./reference-gather.js";
import { createReferenceLosses } from "./reference-losses.js";
import { type Arithmetic, DOUBLE, SINGLE } from "./reference-math.js";
import { createReferenceOptimizers } from "./reference-optimizers.js";
import { clearPads, rowExponentials } from "./reference-rows.js";
import { createReferenceSparse } from "./reference-sparse.js";

const { sigmoid: SIGMOID, tanh: TANH, relu: RELU, leakyRelu: LEAKY_RELU } = ACTIVATION_CODES;

/** The reference over a heap; precision follows the heap's floats. */
export function createReferenceKernels(heap: Heap): Kernels {
  const arithmetic = heap.floats instanceof Float32Array ? SINGLE : DOUBLE;
  const activations = createReferenceActivations(heap, arithmetic);
  return {
    ...createReferenceProducts(heap, arithmetic),
    ...activations,
    ...createReferenceSparse(heap, arithmetic, activations.activate),
    ...createReferenceLosses(heap, arithmetic),
    ...createReferenceOptimizers(heap, arithmetic),
    ...createReferenceGathers(heap, arithmetic),
  };
}

type Products = Pick<
  Kernels,
  "gemmNN" | "gemmTN" | "gemmNT" | "columnSums" | "argmaxRows" | "addScaledRow" | "scaleRows"
>;

function createReferenceProducts(heap: Heap, arithmetic: Arithmetic): Products {
  const x = heap.floats;
  const { round } = arithmetic;
  const { activate, activateBackward } = createReferenceActivations(heap, arithmetic);

  /** Σ_l x[p + l·dp]·x[q + l·dq], in order of l. */
  function dot(k: number, p: number, dp: number, q: number, dq: number): number {
    let sum = 0;
    for (let l = 0; l < k; l++) {
      sum = round(sum + round((x[p] as number) * (x[q] as number)));
      p += dp;
      q += dq;
    }
    return sum;
  }

  return {
    gemmNN(m, n, k, a, lda, b, ldb, bias, c, ldc, activation) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++)
          x[(c >> 2) + i * ldc + j] = dot(k, (a >> 2) + i * lda, 1, (b >> 2) + j, ldb) + (x[(bias >> 2) + j] as number);
        clearPads(x, (c >> 2) + i * ldc, n);
      }
      activate(activation, m, n, c, ldc);
    },

    gemmTN(m, n, k, a, lda, b, ldb, beta, c, ldc) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) {
          const at = (c >> 2) + i * ldc + j;
          const sum = dot(k, (a >> 2) + i, lda, (b >> 2) + j, ldb);
          x[at] = beta ? (x[at] as number) + sum : sum;
        }
        clearPads(x, (c >> 2) + i * ldc, n);
      }
    },

    gemmNT(m, n, k, a, lda, b, ldb, activation, y, ldy, c, ldc) {
      for (let i = 0; i < m; i++) {
        for (let j = 0; j < n; j++) x[(c >> 2) + i * ldc + j] = dot(k, (a >> 2) + i * lda, 1, (b >> 2) + j * ldb, 1);
        clearPads(x, (c >> 2) + i * ldc, n);
      }
      activateBackward(activation, m, n, y, ldy, c, ldc);
    },

    columnSums(m, n, d, ldd, beta, out) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let i = 0; i < m; i++) sum = round(sum + (x[(d >> 2) + i * ldd + j] as number));
        const at = (out >> 2) + j;
        x[at] = beta ? (x[at] as number) + sum : sum;
      }
      clearPads(x, out >> 2, n);
    },

    addScaledRow(m, n, row, scale, c, ldc) {
      const gain = round(scale);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          const at = (c >> 2) + i * ldc + j;
          x[at] = (x[at] as number) + round(gain * (x[(row >> 2) + j] as number));
        }
    },

    scaleRows(m, n, factors, indices, d, ldd, rowLoss) {
      for (let i = 0; i < m; i++) {
        const factor = x[(factors >> 2) + (heap.words[(indices >> 2) + i] as number)] as number;
        for (let j = 0; j < n; j++) x[(d >> 2) + i * ldd + j] = (x[(d >> 2) + i * ldd + j] as number) * factor;
        x[(rowLoss >> 2) + i] = (x[(rowLoss >> 2) + i] as number) * factor;
      }
    },

    argmaxRows(m, n, a, lda, out) {
      for (let i = 0; i < m; i++) {
        const row = (a >> 2) + i * lda;
        let column = 0;
        for (let j = 1; j < n; j++) if ((x[row + j] as number) > (x[row + column] as number)) column = j;
        heap.words[(out >> 2) + i] = column;
      }
    },
  };
}

type Activations = Pick<Kernels, "activate" | "activateBackward" | "softmaxRows" | "softmaxBackward">;

function createReferenceActivations(heap: Heap, arithmetic: Arithmetic): Activations {
  const x = heap.floats;
  const { round, expOfNonPositive, expm1OfNonPositive } = arithmetic;
  const slope = round(0.01);

  function value(activation: number, v: number): number {
    if (activation === SIGMOID) {
      const e = expOfNonPositive(-Math.abs(v));
      return (v < 0 ? e : 1) / (1 + e); // in f64, rounded once where it is stored
    }
    if (activation === TANH) {
      const t = expm1OfNonPositive(-2 * Math.abs(v));
      const size = Math.abs(t / round(2 + t));
      return v < 0 || Object.is(v, -0) ? -size : size;
    }
    if (activation === RELU) return v < 0 ? 0 : v;
    if (activation === LEAKY_RELU) return v > 0 ? v : v * slope;
    return v;
  }

  function derivativeTimes(activation: number, d: number, y: number): number {
    if (activation === SIGMOID) return d * round(y * round(1 - y));
    if (activation === TANH) return d * round(1 - round(y * y));
    if (activation === RELU) return y <= 0 ? 0 : d;
    if (activation === LEAKY_RELU) return y > 0 ? d : d * slope;
    return d;
  }

  return {
    activate(activation, m, n, address, ldx) {
      if (activation === ACTIVATION_CODES.identity) return;
      for (let i = 0; i < m; i++) {
        const row = (address >> 2) + i * ldx;
        for (let j = 0; j < n; j++) x[row + j] = value(activation, x[row + j] as number);
        clearPads(x, row, n);
      }
    },

    activateBackward(activation, m, n, y, ldy, d, ldd) {
      if (activation === ACTIVATION_CODES.identity) return;
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          const at = (d >> 2) + i * ldd + j;
          x[at] = derivativeTimes(activation, x[at] as number, x[(y >> 2) + i * ldy + j] as number);
        }
    },

    softmaxRows(m, n, address, ldx) {
      for (let i = 0; i < m; i++) {
        const row = (address >> 2) + i * ldx;
        const sum = rowExponentials(x, arithmetic, n, row, row);
        for (let j = 0; j < n; j++) x[row + j] = (x[row + j] as number) / sum;
        clearPads(x, row, n);
      }
    },

    softmaxBackward(m, n, y, ldy, d, ldd) {
      for (let i = 0; i < m; i++) {
        const yi = (y >> 2) + i * ldy;
        const di = (d >> 2) + i * ldd;
        let dot = 0;
        for (let j = 0; j < n; j++) dot = round(dot + round((x[di + j] as number) * (x[yi + j] as number)));
        for (let j = 0; j < n; j++) x[di + j] = (x[yi + j] as number) * round((x[di + j] as number) - dot);
      }
    },
  };
}
