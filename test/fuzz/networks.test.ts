/** Random networks end in the same bytes in WASM and by the reference, on any number of threads, online and resumed. */
import { expect, it } from "vitest";
import { Draws } from "../kernels/draws.js";
import { caseSeed } from "./hunt.js";
import { expectNoFailure } from "./in-tests.js";
import { drawNetwork } from "./network-input.js";
import { networkSubject } from "./network-subject.js";

const CASES = 300;

it(`${CASES} random networks`, async () => {
  await expectNoFailure(networkSubject, CASES);
});

it("the draws reach every loss, activation, optimizer and way to run", () => {
  const inputs = Array.from({ length: CASES }, (_, i) => drawNetwork(new Draws(caseSeed("networks", 1, i))));
  const kinds = (of: (input: (typeof inputs)[number]) => unknown): number => new Set(inputs.map(of)).size;
  expect(kinds(({ loss }) => loss)).toBe(5);
  expect(new Set(inputs.flatMap(({ layers }) => layers.map(({ activation }) => activation))).size).toBe(6);
  expect(kinds(({ layers }) => layers.length)).toBe(4);
  expect(
    kinds(
      ({ optimizer }) => `${optimizer.kind} ${"momentum" in optimizer && [optimizer.momentum > 0, optimizer.nesterov]}`,
    ),
  ).toBe(4);
  expect(kinds(({ threads, background }) => `${threads} ${background}`)).toBe(8);
  expect(kinds(({ threads, threadsAfter }) => `${threads} ${threadsAfter}`)).toBe(16);
  expect(kinds(({ stopAt }) => stopAt)).toBeGreaterThan(15);
  expect(
    kinds(({ features, density, answers, weights }) => [features, density, answers, weights].join()),
  ).toBeGreaterThan(40);
});
