/** The gathers of the reference; see reference.ts for the rules. */
import type { Heap, Kernels } from "./contract.js";
import type { Arithmetic } from "./reference-math.js";
import { clearPads } from "./reference-rows.js";

type Gathers = Pick<Kernels, "gatherU8" | "gatherF32" | "gatherOneHot">;

export function createReferenceGathers({ floats: x, words, bytes }: Heap, { round }: Arithmetic): Gathers {
  return {
    gatherU8(m, n, source, indices, scale, target, ldx) {
      const gain = round(scale);
      for (let i = 0; i < m; i++) {
        const from = source + (words[(indices >> 2) + i] as number) * n;
        const to = (target >> 2) + i * ldx;
        for (let j = 0; j < n; j++) x[to + j] = (bytes[from + j] as number) * gain;
        clearPads(x, to, n);
      }
    },

    gatherF32(m, n, source, indices, target, ldx) {
      for (let i = 0; i < m; i++) {
        const from = (source >> 2) + (words[(indices >> 2) + i] as number) * n;
        const to = (target >> 2) + i * ldx;
        for (let j = 0; j < n; j++) x[to + j] = x[from + j] as number;
        clearPads(x, to, n);
      }
    },

    gatherOneHot(m, n, labels, indices, target, ldt) {
      for (let i = 0; i < m; i++) {
        const label = bytes[labels + (words[(indices >> 2) + i] as number)] as number;
        const to = (target >> 2) + i * ldt;
        for (let j = 0; j < n; j++) x[to + j] = n === 1 ? label : Number(j === label);
        clearPads(x, to, n);
      }
    },
  };
}
