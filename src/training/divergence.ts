/** Whether a step left the finite numbers. */
import { DivergenceError } from "../errors.js";
import type { Heap } from "../kernels/contract.js";
import { firstNonFiniteLayer } from "../network/parameters.js";
import type { Plan } from "../network/plan.js";

/** @throws DivergenceError unless the loss of this step (any multiple of it) and all weights after it are finite. */
export function requireConverging(heap: Heap, plan: Plan, epoch: number, step: number, loss: number): void {
  const layer = firstNonFiniteLayer(heap, plan);
  if (!Number.isFinite(loss)) throw new DivergenceError(epoch, step, layer, `a loss of ${loss}`);
  if (layer >= 0) throw new DivergenceError(epoch, step, layer, "a weight that is not finite");
}
