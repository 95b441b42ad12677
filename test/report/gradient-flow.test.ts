import { describe, expect, it } from "vitest";
import { gradientFlowChart } from "../../src/report/gradient-flow.js";
import { expectError } from "../expect-error.js";
import { dotsOf, ticksOf } from "./svg-positions.js";
import { faultIn } from "./well-formed.js";

const epochs = [
  { epoch: 1, layers: [1e-4, 0.01, 1] },
  { epoch: 2, layers: [1e-4, 0.01, 1] },
];

describe("gradientFlowChart", () => {
  it("draws a line for each layer, equal factors apart, and names them from the inputs up", () => {
    const svg = gradientFlowChart(epochs);
    expect(faultIn(svg)).toBeUndefined();
    const heights = dotsOf(svg, 3).map(([, y]) => y);
    expect(heights).toEqual([246, 246, 136, 136, 26, 26]);
    expect([...svg.matchAll(/class="name"[^>]*>([^<]*)</g)].map(([, text]) => text)).toEqual([
      "layer 1, 0.0001000",
      "layer 2, 0.01000",
      "layer 3, 1.000",
    ]);
    expect(ticksOf(svg, "end").get("1")).toBe(26);
  });

  it("leaves a gap where a gradient vanished to 0 or is no number", () => {
    const svg = gradientFlowChart([...epochs, { epoch: 3, layers: [0, Number.NaN, 1] }]);
    expect(dotsOf(svg, 3)).toHaveLength(7);
    expect(svg).not.toContain("NaN");
  });

  it("can be called otherwise, takes one layer or no epochs, and refuses layers that come and go", () => {
    const frame = { id: "updates", title: "Updates", yLabel: "Update (L2 norm)", isStandalone: true };
    const svg = gradientFlowChart([{ epoch: 1, layers: [2] }], frame);
    expect(svg).toContain('<title id="updates-title">Updates</title>');
    expect(svg).toContain("<style>");
    expect(gradientFlowChart([])).toContain("No values");
    expectError(
      () => gradientFlowChart([...epochs, { epoch: 3, layers: [1, 1] }]),
      "shape-mismatch",
      /^epochs\[2\]\.layers: expected 3 layers, got 2$/,
    );
  });
});
