/** The first three epochs of the chapter's run in the f64 reference, to every printed digit. A file of its own: the
 * reference runs several times faster in a process that has seen one precision only. */
import { expect, it } from "vitest";
import { mnist } from "../../src/node/datasets.js";
import { chapterFit, chapterModel } from "./chapter.js";

const PRINTED = [
  ["0.049904", "76.15", "0.049577", "75.98"],
  ["0.031140", "85.45", "0.030880", "85.04"],
  ["0.024293", "87.82", "0.024183", "87.60"],
];

it("the f64 reference gives the chapter's first three epochs to every printed digit", async () => {
  const { train, validation } = await mnist.load();
  const { epochs } = await chapterModel("reference-f64").fit(train, chapterFit(3, validation));
  const percent = (share: number | undefined): string => (100 * (share ?? Number.NaN)).toFixed(2);
  const printed = epochs.map(({ training, validation }) => [
    training?.meanSquaredError?.toFixed(6),
    percent(training?.accuracy),
    validation?.meanSquaredError?.toFixed(6),
    percent(validation?.accuracy),
  ]);
  expect(printed).toEqual(PRINTED);
}, 300_000);
