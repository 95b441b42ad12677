/** What a network is worth after an epoch: its scores, whom it takes for whom, and the images it got wrong. */
import { confusionMatrix, type Dataset, type Mlp, type Score, serializeModel, takeRows } from "wasmlp";
import { fileHash } from "../weights-hash.js";
import type { DigitsData } from "./digits-data.js";
import type { EpochEvent, ScoreText, WrongImage } from "./digits-protocol.js";

/** Images on the wall. */
const WALL = 40;

/** As many of the first training rows as there are validation rows: a fair comparison, and as quick. */
export function trainingSample({ train, validation }: DigitsData): Dataset {
  const count = Math.min(train.count, validation.count);
  return takeRows(
    train,
    Uint32Array.from({ length: count }, (_, row) => row),
  );
}

export async function scoreEpoch(
  model: Mlp,
  { validation }: DigitsData,
  sample: Dataset,
  epoch: number,
  loss: number | undefined,
): Promise<EpochEvent> {
  const options = { threads: "auto" } as const;
  const training = await model.evaluate(sample, options);
  const scored = await model.evaluate(validation, options);
  const predicted = await model.predict(validation, options);
  const labels = validation.labels as Uint8Array;
  const wrongRows = rowsWhere(labels, predicted);
  const file = serializeModel(model).slice();
  const hash = await fileHash(file);
  return {
    kind: "epoch",
    epoch,
    ...(loss !== undefined && { loss }),
    training: scoreText(training),
    validation: scoreText(scored),
    confusion: flat(confusionMatrix(labels, predicted, validation.classes)),
    wrongCount: wrongRows.length,
    wrong: wrongRows.slice(0, WALL).map((row) => wrongImage(validation, predicted, row)),
    ...(hash !== undefined && { hash }),
    file,
  };
}

export async function scoreTest(model: Mlp, { test }: DigitsData): Promise<ScoreText> {
  return scoreText(await model.evaluate(test, { threads: "auto" }));
}

function scoreText({ loss, accuracy = Number.NaN }: Score): ScoreText {
  return { loss, accuracy };
}

function rowsWhere(labels: Uint8Array, predicted: Uint32Array): number[] {
  const rows: number[] = [];
  for (let row = 0; row < labels.length; row++) if (labels[row] !== predicted[row]) rows.push(row);
  return rows;
}

function wrongImage(data: Dataset, predicted: Uint32Array, row: number): WrongImage {
  const label = (data.labels as Uint8Array)[row] as number;
  return { row, pixels: imageAt(data, row), label, predicted: predicted[row] as number };
}

/** A copy of the bytes of one image. */
export function imageAt({ features, width }: Dataset, row: number): Uint8Array {
  return (features as Uint8Array).slice(row * width, (row + 1) * width);
}

function flat(rows: readonly Uint32Array[]): Uint32Array {
  return Uint32Array.from(rows.flatMap((row) => Array.from(row)));
}
