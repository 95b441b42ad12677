/** The update rules of the reference; see reference.ts for the rules. */
import type { Heap, Kernels } from "./contract.js";
import type { Arithmetic } from "./reference-math.js";

type Optimizers = Pick<Kernels, "sgdStep" | "momentumStep" | "adamStep">;

export function createReferenceOptimizers(heap: Heap, { round }: Arithmetic): Optimizers {
  const x = heap.floats;

  /** g' = G + weightDecay·W */
  function decayed(g: number, w: number, weightDecay: number): number {
    return round((x[g] as number) + round(weightDecay * (x[w] as number)));
  }

  return {
    sgdStep(count, w, g, learningRate, weightDecay) {
      const step = round(learningRate);
      const decay = round(weightDecay);
      for (let i = 0; i < count; i++) {
        const at = (w >> 2) + i;
        x[at] = (x[at] as number) - round(step * decayed((g >> 2) + i, at, decay));
      }
    },

    momentumStep(count, w, g, v, learningRate, momentum, weightDecay, nesterov) {
      const step = round(learningRate);
      const keep = round(momentum);
      const decay = round(weightDecay);
      for (let i = 0; i < count; i++) {
        const at = (w >> 2) + i;
        const gradient = decayed((g >> 2) + i, at, decay);
        const velocity = round(gradient + round(keep * (x[(v >> 2) + i] as number)));
        x[(v >> 2) + i] = velocity;
        const direction = nesterov ? round(gradient + round(keep * velocity)) : velocity;
        x[at] = (x[at] as number) - round(step * direction);
      }
    },

    adamStep(count, w, g, m, v, beta1, gain1, beta2, gain2, stepSize, rootScale, epsilon, weightDecay) {
      const [keep1, take1, keep2, take2] = [round(beta1), round(gain1), round(beta2), round(gain2)];
      const [step, scale, tiny, decay] = [round(stepSize), round(rootScale), round(epsilon), round(weightDecay)];
      for (let i = 0; i < count; i++) {
        const at = (w >> 2) + i;
        const gradient = decayed((g >> 2) + i, at, decay);
        const mean = round(round(keep1 * (x[(m >> 2) + i] as number)) + round(take1 * gradient));
        const square = round(round(keep2 * (x[(v >> 2) + i] as number)) + round(round(take2 * gradient) * gradient));
        x[(m >> 2) + i] = mean;
        x[(v >> 2) + i] = square;
        const root = round(tiny + round(round(Math.sqrt(square)) * scale));
        x[at] = (x[at] as number) - round(round(step * mean) / root);
      }
    },
  };
}
