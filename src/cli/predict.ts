/** `wasmlp predict`: the class of pictures from files, or of a row of a data set. */
import type { Command } from "commander";
import { digitFromPicture, digitSide } from "../data/digit-picture.js";
import { invalidOption, shapeMismatch, WasmlpError } from "../errors.js";
import type { Mlp } from "../models/mlp.js";
import { readFileBytes } from "../node/files.js";
import { loadModel } from "../node/models.js";
import { decodePicture, MAX_PNG_BYTES, requirePngStart } from "../node/png.js";
import { addDataOptions, addJsonOption, classNamesOf, type DataFlags, loadData } from "./data-options.js";
import { describeFailure, exitCodes } from "./failures.js";
import type { Host } from "./host.js";
import { valueOption, wholeNumber } from "./parse.js";
import { type Prediction, predictionLines } from "./prediction-lines.js";

export interface PredictFlags extends DataFlags {
  index?: number;
  json?: true;
}

export function addPredictOptions(command: Command): void {
  addDataOptions(command).addOption(
    valueOption("--index <row>", "classify this test row of the data set (the first is 0)", {
      group: "Data:",
      parse: wholeNumber(0),
    }),
  );
  addJsonOption(command, "print one JSON object a line, each a picture");
}

/**
 * A picture that cannot be read is reported, and the next one taken.
 * @returns 1 when one could not be read
 * @throws WasmlpError where the model cannot be had, or reads no such pictures.
 */
export async function runPredict(path: string, images: string[], flags: PredictFlags, host: Host): Promise<number> {
  if (images.length === 0 && flags.index === undefined)
    throw invalidOption("images", "at least one PNG file, or --index with a row of the test set", "neither");
  const model = await loadModel(path);
  const names = classNamesOf(flags.data);
  const print = (prediction: Prediction): void => {
    const text = flags.json ? JSON.stringify(asJson(prediction)) : predictionLines(prediction, host.out).join("\n");
    host.out.write(`${text}\n`);
  };
  let exitCode: number = exitCodes.done;
  for (const image of images) {
    try {
      print(classify(model, names, image, await readDigit(image, model, path)));
    } catch (error) {
      if (!(error instanceof WasmlpError) || error.code === "shape-mismatch") throw error;
      host.err.write(describeFailure(error, false).text);
      exitCode = exitCodes.failure;
    }
  }
  if (flags.index !== undefined) print(await classifyRow(model, names, flags, flags.index));
  return exitCode;
}

async function readDigit(image: string, model: Mlp, path: string): Promise<Uint8Array> {
  const { inputs } = model.architecture;
  if (inputs !== digitSide * digitSide)
    throw shapeMismatch(`${path}: inputs of a model that reads pictures`, `784 (28 x 28 pixels)`, inputs);
  return digitFromPicture(
    decodePicture(await readFileBytes(image, { maxBytes: MAX_PNG_BYTES, requireStart: requirePngStart }), image),
    image,
  );
}

async function classifyRow(
  model: Mlp,
  names: readonly string[],
  flags: PredictFlags,
  index: number,
): Promise<Prediction> {
  const { test, title } = await loadData(flags, model.scaling, model.seed);
  if (index >= test.count) throw invalidOption("--index", `a row from 0 to ${test.count - 1}`, index);
  if (test.width !== model.architecture.inputs)
    throw shapeMismatch(
      "inputs of the model",
      `${test.width}, the pixels of an image of ${title}`,
      model.architecture.inputs,
    );
  const pixels = (test.features as Uint8Array).subarray(index * test.width, (index + 1) * test.width);
  return { ...classify(model, names, `test row ${index}`, pixels), actual: test.labels?.[index] as number };
}

function classify(model: Mlp, names: readonly string[], source: string, pixels: Uint8Array): Prediction {
  return {
    source,
    pixels,
    names,
    predicted: model.predict(pixels)[0] as number,
    outputs: [...model.predictProba(pixels)],
    isShare: ["sigmoid", "softmax"].includes(model.architecture.layers.at(-1)?.activation ?? ""),
  };
}

function asJson({ source, predicted, actual, names, outputs }: Prediction): object {
  return {
    source,
    class: predicted,
    name: names[predicted] ?? String(predicted),
    ...(actual !== undefined && { actual, actualName: names[actual] ?? String(actual) }),
    outputs,
  };
}
