/** The short form of `npm run test:soak`: what stays behind of 300 models. */
import { expect, it } from "vitest";
import { slopeOf, soak } from "./cycles.js";

it("300 models made, trained, asked and dropped leave less than 2 kB each and no handle behind", async () => {
  const samples = await soak(300, 50, () => {});
  expect(samples).toHaveLength(7);
  const growth = slopeOf(samples.map(({ cycle, heap, external }) => [cycle, heap + external]));
  expect(growth).toBeLessThan(2048);
  // The workers at rest, which the first fits on threads have started, stay.
  expect((samples.at(-1)?.handles as number) - (samples[1]?.handles as number)).toBeLessThanOrEqual(0);
}, 120_000);

it("a slope is that of the samples after the first third", () => {
  const samples = Array.from({ length: 9 }, (_, i) => [10 * i, i < 3 ? 1e6 : 500 + 70 * i] as const);
  expect(slopeOf(samples)).toBeCloseTo(7, 9);
});
