/**
 * From the IDX files of MNIST and its kin to data sets ready to train on, in the chapter's split or the published one.
 * Does not know where the files come from: a host passes in a reader.
 */
import { invalidFile, invalidOption, shapeMismatch } from "../errors.js";
import type { DataFile, ImageSet } from "./catalog.js";
import { concatenateRows, type Dataset, dataset } from "./dataset.js";
import { type IdxArray, idxMagic, parseIdx } from "./idx.js";
import { chapterSplit } from "./split.js";

/** The chapter's scaling, ((x/255) − 0.5)·2, as scale·x + shift: pixels become −1 … 1. */
const chapterScaling = { scale: 2 / 255, shift: -1 } as const;

/** How pixels are read and what errors call the files. */
export interface ImageDatasetOptions {
  /** Labels run from 0 to classes − 1. */
  classes: number;
  /** x = scale·byte + shift. Default 2/255 and −1, the chapter's: pixels become −1 … 1. */
  scale?: number;
  shift?: number;
  /** Default "images" and "labels". */
  imagesName?: string;
  labelsName?: string;
}

/** The chapter's 55,000 / 5,000 / 10,000 rows, drawn by class from all 70,000. */
export interface ChapterSets {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
}

/** The published 60,000 / 10,000 rows, in the order of the files. */
export interface StandardSets {
  readonly train: Dataset;
  readonly test: Dataset;
}

/** What every host's `load` takes. */
export interface ImageSetOptions {
  /** Default "chapter". */
  split?: "chapter" | "standard";
  /** x = scale·byte + shift. Default 2/255 and −1: pixels become −1 … 1. */
  scale?: number;
  shift?: number;
}

/** How far a download has come. */
export interface DownloadProgress {
  /** The URL being read. */
  readonly url: string;
  readonly receivedBytes: number;
  /** Absent where the server does not say. */
  readonly totalBytes?: number;
}

/** A data set known by name; `load` differs by host only in where it looks. */
export interface ImageSetLoader<Options extends ImageSetOptions> {
  /** Label 0 first. */
  readonly classNames: readonly string[];
  /**
   * @throws WasmlpError `not-found`, `network`, `checksum-mismatch`, `invalid-file`, `io` or `invalid-option`;
   *   the signal's reason when aborted.
   */
  load(options: Options & { split: "standard" }): Promise<StandardSets>;
  load(options?: Options & { split?: "chapter" }): Promise<ChapterSets>;
}

/**
 * Images [count, rows, columns] and labels [count] as one data set; pixels and features are the same bytes, not a copy.
 * @throws WasmlpError `invalid-file`, naming the file, or `invalid-option`.
 */
export function imageDataset(images: IdxArray, labels: IdxArray, options: ImageDatasetOptions): Dataset {
  const { imagesName = "images", labelsName = "labels", classes } = options;
  const pixels = requireBytes(images, "0x00000803", imagesName);
  const classOf = requireBytes(labels, "0x00000801", labelsName);
  const [count = 0, rows = 0, columns = 0] = images.shape;
  if (pixels.length === 0)
    throw invalidFile(imagesName, "at least one image of at least one pixel", images.shape.join(" x "));
  if (classOf.length !== count) throw invalidFile(labelsName, `${count} labels, one an image`, classOf.length);
  const wrong = classOf.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw invalidFile(labelsName, `labels from 0 to ${classes - 1}`, `${classOf[wrong]} for image ${wrong}`);
  const { scale = chapterScaling.scale, shift = chapterScaling.shift } = options;
  return dataset({ features: pixels, labels: classOf, width: rows * columns, classes, scale, shift });
}

/** The plain bytes of a file and what errors call them. */
export interface OpenedFile {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/**
 * Reads the four files of `set`, one after the other, and makes the split that was asked for.
 * @throws WasmlpError `invalid-option` before anything is read; `invalid-file`; whatever `read` throws.
 */
export async function loadImageSet(
  set: ImageSet,
  read: (file: DataFile) => Promise<OpenedFile>,
  options: ImageSetOptions,
): Promise<ChapterSets | StandardSets> {
  const { split = "chapter", scale = chapterScaling.scale, shift = chapterScaling.shift } = options;
  if (split !== "chapter" && split !== "standard") throw invalidOption("split", '"chapter" or "standard"', split);
  if (!Number.isFinite(scale)) throw invalidOption("scale", "a finite number", scale);
  if (!Number.isFinite(shift)) throw invalidOption("shift", "a finite number", shift);
  const classes = set.classNames.length;
  const readPair = async (imagesFile: DataFile, labelsFile: DataFile): Promise<Dataset> => {
    const labels = await read(labelsFile);
    const images = await read(imagesFile);
    return imageDataset(parseIdx(images.bytes, images.name), parseIdx(labels.bytes, labels.name), {
      ...{ classes, scale, shift },
      ...{ imagesName: images.name, labelsName: labels.name },
    });
  };
  const train = await readPair(set.files.trainImages, set.files.trainLabels);
  const test = await readPair(set.files.testImages, set.files.testLabels);
  if (test.width !== train.width)
    throw shapeMismatch(`pixels of an image in ${set.files.testImages.name}`, train.width, test.width);
  return split === "standard" ? { train, test } : chapterSets(train, test);
}

/**
 * The chapter's split of the pooled rows: those of `train`, then those of `test`.
 * Row numbers go through the split in place of the pixels, so each pixel is copied once, straight to where it belongs.
 */
export function chapterSets(train: Dataset, test: Dataset): ChapterSets {
  const rows = chapterSplit(concatenateRows(rowNumbers(train, 0), rowNumbers(test, train.count)));
  const { width, scale, shift } = train;
  const withPixels = (part: Dataset): Dataset => {
    const features = new Uint8Array(part.count * width);
    for (const [i, row] of part.features.entries()) features.set(pooledRow(train, test, row), i * width);
    return { ...part, features, width, scale, shift };
  };
  return { train: withPixels(rows.train), validation: withPixels(rows.validation), test: withPixels(rows.test) };
}

/** `source` with its row numbers, from `first` on, as its one feature: exact in f32 up to 2²⁴ rows. */
function rowNumbers(source: Dataset, first: number): Dataset {
  const features = Float32Array.from({ length: source.count }, (_, row) => first + row);
  return { ...source, features, width: 1, scale: 1, shift: 0 };
}

function pooledRow(train: Dataset, test: Dataset, row: number): Uint8Array {
  const source = row < train.count ? train : test;
  const start = (row < train.count ? row : row - train.count) * source.width;
  return (source.features as Uint8Array).subarray(start, start + source.width);
}

function requireBytes(array: IdxArray, expected: string, name: string): Uint8Array {
  const got = idxMagic(array);
  if (got !== expected || !(array.values instanceof Uint8Array)) throw invalidFile(name, `magic ${expected}`, `${got}`);
  return array.values;
}
