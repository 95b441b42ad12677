/** IDX files that a user picked or dropped, plain or `.gz`: one as an array, two as a data set of labelled images. */
import type { Dataset } from "../data/dataset.js";
import { type IdxArray, parseIdx } from "../data/idx.js";
import { type ImageDatasetOptions, imageDataset } from "../data/mnist.js";
import { isGzip } from "../data/published-file.js";
import { invalidOption } from "../errors.js";
import { blobBytes, nameOf } from "./blob.js";
import { gunzip } from "./gunzip.js";

/** A user's own file may be long, but not without end. */
const MAX_BYTES = 2 ** 30;

/**
 * An IDX array from a file; gzip is undone.
 * @throws WasmlpError `invalid-file`, naming the file; `io` where it cannot be read.
 */
export async function readIdxFile(file: Blob): Promise<IdxArray> {
  const bytes = await blobBytes(file, MAX_BYTES);
  const name = nameOf(file);
  return parseIdx(isGzip(bytes) ? await gunzip(bytes, MAX_BYTES, name) : bytes, name);
}

/**
 * A data set from two IDX files in either order: images [count, rows, columns] and labels [count].
 * @throws WasmlpError `invalid-option` for another number of files; `invalid-file`, naming the file; `io`.
 */
export async function imageDatasetFromFiles(
  files: Iterable<Blob>,
  options: Omit<ImageDatasetOptions, "imagesName" | "labelsName">,
): Promise<Dataset> {
  const [first, second, ...more] = files;
  if (!first || !second || more.length > 0)
    throw invalidOption("files", "two: images and labels", `${[...files].length}`);
  const arrays = [await readIdxFile(first), await readIdxFile(second)] as const;
  const isSwapped = arrays[0].shape.length < arrays[1].shape.length;
  const [images, labels] = isSwapped ? [arrays[1], arrays[0]] : arrays;
  const [imagesName, labelsName] = isSwapped ? [nameOf(second), nameOf(first)] : [nameOf(first), nameOf(second)];
  return imageDataset(images, labels, { ...options, imagesName, labelsName });
}
