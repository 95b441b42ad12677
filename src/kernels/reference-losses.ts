/** The losses of the reference; see reference.ts for the rules. */
import type { Heap, Kernels } from "./contract.js";
import type { Arithmetic } from "./reference-math.js";
import { clearPads, rowExponentials, rowMaximum } from "./reference-rows.js";

type Losses = Pick<Kernels, "squaredError" | "softmaxCrossEntropy" | "sigmoidCrossEntropy" | "perceptron">;

export function createReferenceLosses(heap: Heap, arithmetic: Arithmetic): Losses {
  const x = heap.floats;
  const { round, expOfNonPositive, logFromOne, logisticLoss } = arithmetic;

  return {
    squaredError(m, n, ld, a, t, d, scale, rowLoss) {
      const gain = round(scale);
      for (let i = 0; i < m; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) {
          const error = round((x[(a >> 2) + i * ld + j] as number) - (x[(t >> 2) + i * ld + j] as number));
          sum = round(sum + round(error * error));
          x[(d >> 2) + i * ld + j] = error * gain;
        }
        clearPads(x, (d >> 2) + i * ld, n);
        x[(rowLoss >> 2) + i] = sum;
      }
    },

    softmaxCrossEntropy(m, n, ld, z, t, d, scale, rowLoss) {
      const gain = round(scale);
      for (let i = 0; i < m; i++) {
        const zi = (z >> 2) + i * ld;
        const ti = (t >> 2) + i * ld;
        const di = (d >> 2) + i * ld;
        const largest = rowMaximum(x, n, zi);
        const sum = rowExponentials(x, arithmetic, n, zi, di);
        const logSum = logFromOne(sum);
        let loss = 0;
        let weight = 0;
        for (let j = 0; j < n; j++) {
          const target = x[ti + j] as number;
          loss = round(loss + round(target * round(logSum - round((x[zi + j] as number) - largest))));
          weight = round(weight + target);
        }
        for (let j = 0; j < n; j++) {
          const probability = round((x[di + j] as number) / sum);
          x[di + j] = round(round(probability * weight) - (x[ti + j] as number)) * gain;
        }
        clearPads(x, di, n);
        x[(rowLoss >> 2) + i] = loss;
      }
    },

    sigmoidCrossEntropy(m, n, ld, z, t, d, scale, rowLoss) {
      const gain = round(scale);
      for (let i = 0; i < m; i++) {
        let loss = 0;
        for (let j = 0; j < n; j++) {
          const v = x[(z >> 2) + i * ld + j] as number;
          const target = x[(t >> 2) + i * ld + j] as number;
          const e = expOfNonPositive(-Math.abs(v));
          loss = round(loss + logisticLoss(v, target, e));
          const probability = round((v < 0 ? e : 1) / (1 + e));
          x[(d >> 2) + i * ld + j] = round(probability - target) * gain;
        }
        clearPads(x, (d >> 2) + i * ld, n);
        x[(rowLoss >> 2) + i] = loss;
      }
    },

    perceptron(m, n, ld, z, t, d, scale, rowLoss) {
      const gain = round(scale);
      for (let i = 0; i < m; i++) {
        let wrong = 0;
        for (let j = 0; j < n; j++) {
          const step = Number((x[(z >> 2) + i * ld + j] as number) >= 0);
          const target = x[(t >> 2) + i * ld + j] as number;
          wrong += Number(step !== target);
          x[(d >> 2) + i * ld + j] = round(step - target) * gain;
        }
        clearPads(x, (d >> 2) + i * ld, n);
        x[(rowLoss >> 2) + i] = wrong;
      }
    },
  };
}
