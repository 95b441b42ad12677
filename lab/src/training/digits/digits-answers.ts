/** What a network says to one image: as it saw it, how sure it is, what every hidden unit gave. Runs in the worker. */
import { digitFromPicture, type Mlp, WasmlpError } from "wasmlp";
import type { DigitsData } from "./digits-data.js";
import type { DigitsCommand, DigitsEvent, PictureToClassify } from "./digits-protocol.js";

/** @throws Error where the images of the data are not of the size a drawing becomes. */
export function answerTo(
  { picture, asker }: DigitsCommand & { kind: "classify" },
  model: Mlp,
  data: DigitsData,
): DigitsEvent {
  const pixels = picture.form === "image" ? picture.pixels : drawnPixels(picture, data);
  if (pixels === undefined) return { kind: "blank", asker };
  const outputs = model.activations(pixels).map(({ values }) => Float32Array.from(values));
  return {
    kind: "answer",
    asker,
    pixels,
    probabilities: outputs.at(-1) as Float32Array,
    activations: outputs.slice(0, -1),
  };
}

/** Nothing where nothing was drawn. */
function drawnPixels(
  { width, height, data: canvas }: PictureToClassify & { form: "canvas" },
  data: DigitsData,
): Uint8Array | undefined {
  if (data.width !== 28 || data.height !== 28)
    throw new Error(`a drawing becomes 28 × 28 pixels; this network expects ${data.height} × ${data.width}`);
  try {
    return digitFromPicture({ width, height, channels: 4, depth: 8, data: canvas }, "the drawing");
  } catch (error) {
    if (error instanceof WasmlpError && error.code === "invalid-file") return undefined;
    throw error;
  }
}
