import { describe, expect, it } from "vitest";
import { flowSection } from "../../src/report/flow-section.js";
import { STALLED_RATIO } from "../../src/training/flow.js";
import { faultIn } from "./well-formed.js";

/** Epochs whose layers have these gradients. */
function epochsOf(...gradients: readonly number[][]) {
  return gradients.map((layers, i) => ({
    epoch: i + 1,
    loss: 1,
    samples: 100,
    seconds: 1,
    flow: layers.map((gradientRms) => ({
      gradientRms,
      updateRms: 1,
      weightRms: 1,
      activationRms: 1,
      isStalled: gradientRms <= STALLED_RATIO * (layers.at(-1) as number),
    })),
  }));
}

describe("flowSection", () => {
  it("draws a line for each layer and warns of nothing where all layers learn", () => {
    const markup = flowSection(epochsOf([0.1, 0.2, 0.3], [0.05, 0.1, 0.2]));
    expect(faultIn(markup)).toBeUndefined();
    expect(markup).toContain("layer 3, 0.2000");
    expect(markup).not.toContain("warning");
  });

  it("names the layers that had stopped learning in the end, not those that had for a while", () => {
    const two = flowSection(epochsOf([1e-9, 1e-9, 1e-9, 1], [1e-5, 1e-4, 0.01, 1]));
    expect(two).toContain(
      '<p class="warning">Layers 1 and 2 have stopped learning: after epoch 2 the gradient there is at most 1/1,000 of',
    );
    expect(faultIn(two)).toBeUndefined();
    expect(flowSection(epochsOf([0, 1]))).toContain('<p class="warning">Layer 1 has stopped learning: after epoch 1');
    expect(flowSection(epochsOf([0, 0, 0, 1]))).toContain("Layers 1, 2 and 3 have stopped");
  });

  it("is empty where nothing was recorded, and for a single layer", () => {
    expect(flowSection([])).toBe("");
    expect(flowSection([{ epoch: 1, loss: 1, samples: 1, seconds: 1 }])).toBe("");
    expect(flowSection(epochsOf([0.1]))).toBe("");
  });
});
