/** How the tests fuzz: fixed seeds and enough cases, a failure told as `npm run fuzz` tells it. */
import { expect } from "vitest";
import { describeFailure } from "./failures.js";
import { hunt, type Subject } from "./hunt.js";

/** For each kernel in each build; fewer on a page, where another engine is asked about the same code, and of each mutant. */
export const TEST_CASES: number = "document" in globalThis || "__stryker__" in globalThis ? 500 : 10_000;
const SEED = 1;

export async function expectNoFailure<Input>(subject: Subject<Input>, cases: number = TEST_CASES): Promise<void> {
  const { failure, cases: done } = await hunt(subject, { seed: SEED, cases });
  if (failure) throw new Error(describeFailure(failure, failure.id));
  expect(done).toBe(cases);
}
