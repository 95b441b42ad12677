/**
 * The bits of the chapter's network after one epoch of MNIST. A change of these is a breaking change: it is written
 * into the changelog, and only then here. Seen on Node 20.20, 22.23, 24.21 and 26.10, on one and two threads.
 */
import { expect, it } from "vitest";
import { mnist } from "../../src/node/entry.js";
import { chapterFit, chapterModel } from "./chapter.js";
import { hashOf } from "./problems.js";

const WEIGHTS_SHA256 = "76de75bac2a73b2bc6220763d9c5e48068bdf8cb00413e49afe3a0bb0dfdb1c5";

it.each([1, 2, 3])("the chapter's network has its bits after one epoch on %s threads", async (threads) => {
  const { train, validation } = await mnist.load();
  const model = chapterModel();
  await model.fit(train, { ...chapterFit(1, validation), scoreTraining: false, threads });
  expect(hashOf(model)).toBe(WEIGHTS_SHA256);
});
