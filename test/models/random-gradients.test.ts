/** Back-propagation against central differences, in f64, for networks drawn at random. */
import { describe, expect, it } from "vitest";
import { type GradientCheck, gradientCheck } from "../../src/index.js";
import { randomNetwork } from "./random-networks.js";

const NETWORKS = 200;

/** One output behind softmax, or units of relu that are all off, leave nothing to learn. */
function isFlat({ layers }: GradientCheck): boolean {
  return layers.every(({ worst }) => worst.backPropagation === 0 && worst.difference === 0);
}

describe(`back-propagation of ${NETWORKS} random networks`, () => {
  it("equals central differences to 1e-6 of the largest derivative of each layer", () => {
    let checked = 0;
    let derivatives = 0;
    let flat = 0;
    for (let seed = 0; checked < NETWORKS; seed++) {
      const { model, data } = randomNetwork(seed);
      const check = gradientCheck(model, data, { samples: 150 });
      if (isFlat(check)) {
        flat++;
        continue;
      }
      checked++;
      for (const layer of check.layers) derivatives += layer.checked;
      const shape = model.architecture.layers.map(({ units, activation }) => `${units} ${activation}`).join(", ");
      expect(check.relativeError, `seed ${seed}: ${shape}, ${model.architecture.loss}`).toBeLessThanOrEqual(1e-6);
    }
    expect(flat).toBeLessThan(NETWORKS / 10);
    expect(derivatives).toBeGreaterThan(25_000);
  });
});
