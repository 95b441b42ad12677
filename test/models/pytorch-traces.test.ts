/** A hundred steps of training as PyTorch makes them: every optimizer, with every loss and activation that go together. */
import { describe, expect, it } from "vitest";
import type { Optimizer } from "../../src/index.js";
import { distanceFrom, fixture } from "./pytorch-traces.js";

/**
 * In f64 the two differ by the order of some additions, which is less than the 13 digits of the fixture leave out (up to
 * 5e-13). In f32 each step adds roundings of 6e-8, which momentum carries along: 4.4e-6 is the most that was seen. Where
 * weight decay has brought a gradient next to 0, Adam divides it by a root as small, rounding and all: 1.3e-4.
 */
function boundOf(backend: "reference-f64" | "wasm", optimizer: number): number {
  if (backend === "reference-f64") return 1e-12;
  const { kind, weightDecay = 0 } = fixture.optimizers[optimizer] as Optimizer;
  return kind === "adam" && weightDecay > 0 ? 1e-3 : 1e-5;
}

function describeOptimizer(optimizer: number): string {
  return JSON.stringify(fixture.optimizers[optimizer]).replaceAll(/[{}"]/g, "");
}

describe("a hundred steps of a 5-7-3 network are PyTorch's", () => {
  it("in 672 runs, of which 112 are compared weight by weight, too", () => {
    const runs = fixture.traces.map(({ optimizer, loss, output, hidden }) => [optimizer, loss, output, hidden].join());
    expect(new Set(runs).size).toBe(672);
    expect(fixture.parameters).toHaveLength(112);
    expect(fixture.steps).toEqual([1, 10, 100]);
  });

  for (const backend of ["reference-f64", "wasm"] as const)
    for (const o of fixture.optimizers.keys())
      it(`${backend}, ${describeOptimizer(o)}`, () => {
        for (const [index, trace] of fixture.traces.entries()) {
          if (trace.optimizer !== o) continue;
          const what = `${trace.loss}, ${trace.output} after ${trace.hidden}`;
          for (const [name, distance] of Object.entries(distanceFrom(index, backend)))
            if (!Number.isNaN(distance) || name !== "parameter")
              expect(distance, `${name}, ${what}`).toBeLessThanOrEqual(boundOf(backend, o));
        }
      });

  it("and are told from those of another rule", () => {
    const [plain, decayed] = [0, fixture.traces.findIndex(({ optimizer }) => optimizer === 1)];
    const swapped = fixture.traces[plain] as { optimizer: number };
    swapped.optimizer = 1;
    expect(distanceFrom(plain, "reference-f64").sum).toBeGreaterThan(1e-4);
    swapped.optimizer = 0;
    expect(distanceFrom(decayed, "reference-f64").sum).toBeLessThanOrEqual(1e-12);
  });
});
