/**
 * From the IDX files of MNIST and its kin to data sets ready to train on, in the chapter's split or the published one.
 * Does not know where the files come from: a host passes in a reader.
 */

import {
  invalidFile,
  invalidOption,
  requireCallback,
  requireOptions,
  requireSignal,
  shapeMismatch,
} from "../errors.js";
import { requireScaling } from "../network/scaling.js";
import type { DataFile, ImageFileRole, ImageSet } from "./catalog.js";
import { concatenateRows, type Dataset, dataset } from "./dataset.js";
import type { DownloadProgress } from "./download.js";
import { type IdxArray, idxMagic, parseIdx, requireIdxArray } from "./idx.js";
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
  /** Stops waiting and downloading; `load` rejects with its reason. */
  signal?: AbortSignal;
  /** Called as the bytes of a download arrive. */
  onProgress?: (progress: DownloadProgress) => void;
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
  requireOptions(options);
  const { imagesName = "images", labelsName = "labels", classes } = options;
  if (!Number.isInteger(classes) || classes < 1 || classes > 256)
    throw invalidOption("classes", "a whole number from 1 to 256", classes);
  requireIdxArray(imagesName, images);
  requireIdxArray(labelsName, labels);
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

/** The plain bytes of a file, handed over to be worked in, and what errors call them. */
export interface OpenedFile {
  readonly bytes: Uint8Array;
  readonly name: string;
}

/**
 * The loader of `set`.
 * @param opener checks a host's own options and gives what opens one file at a time
 */
export function makeImageSetLoader<Options extends ImageSetOptions>(
  set: ImageSet,
  opener: (options: Options) => (file: DataFile) => Promise<OpenedFile>,
): ImageSetLoader<Options> {
  const load = async (options: Options = {} as Options): Promise<ChapterSets | StandardSets> => {
    requireLoadOptions(options);
    const open = opener(options);
    const train = await openPair(set, "trainImages", "trainLabels", open, options);
    const test = await openPair(set, "testImages", "testLabels", open, options);
    if (test.width !== train.width)
      throw shapeMismatch(`pixels of an image in ${set.files.testImages.name}`, train.width, test.width);
    return options.split === "standard" ? { train, test } : chapterSets(train, test);
  };
  return { classNames: set.classNames, load: load as ImageSetLoader<Options>["load"] };
}

async function openPair(
  set: ImageSet,
  imagesRole: ImageFileRole,
  labelsRole: ImageFileRole,
  open: (file: DataFile) => Promise<OpenedFile>,
  { scale, shift, signal }: ImageSetOptions,
): Promise<Dataset> {
  signal?.throwIfAborted();
  const labels = await open(set.files[labelsRole]);
  signal?.throwIfAborted();
  const images = await open(set.files[imagesRole]);
  return imageDataset(parseIdx(images.bytes, images.name), parseIdx(labels.bytes, labels.name), {
    classes: set.classNames.length,
    imagesName: images.name,
    labelsName: labels.name,
    ...(scale !== undefined && { scale }),
    ...(shift !== undefined && { shift }),
  });
}

function requireLoadOptions(options: ImageSetOptions): void {
  requireOptions(options);
  const { split = "chapter", scale = 1, shift = 0, signal, onProgress } = options;
  if (split !== "chapter" && split !== "standard") throw invalidOption("split", '"chapter" or "standard"', split);
  requireScaling({ scale, shift });
  requireSignal(signal);
  requireCallback("onProgress", onProgress);
}

/**
 * The chapter's split of the pooled rows: those of `train`, then those of `test`.
 * 55,000 + 5,000 rows fit exactly where 60,000 were, so the pixels are rearranged in place, in the files' own buffers:
 * a second copy of 55 MB never exists. `train` and `test` are used up.
 */
function chapterSets(train: Dataset, test: Dataset): ChapterSets {
  if (train.count !== 60_000 || test.count !== 10_000)
    throw invalidOption(
      "split",
      'files of 60,000 and 10,000 images for "chapter" ("standard" takes any number)',
      `${train.count} and ${test.count}`,
    );
  // Row numbers go through the split in place of the pixels.
  const rows = chapterSplit(concatenateRows(rowNumbers(train, 0), rowNumbers(test, train.count)));
  const parts = [rows.train, rows.validation, rows.test];
  rearrangeRows(train, test, Uint32Array.from(parts.flatMap(({ features }) => Array.from(features))));
  const pixels = train.features as Uint8Array;
  const { width, scale, shift } = train;
  const end = rows.train.count * width;
  return {
    train: { ...rows.train, features: pixels.subarray(0, end), width, scale, shift },
    // A copy, so that train and validation never share a buffer that someone may transfer.
    validation: { ...rows.validation, features: pixels.slice(end), width, scale, shift },
    test: { ...rows.test, features: test.features, width, scale, shift },
  };
}

/**
 * Moves row order[i] of the pooled rows to place i, for every i, following each cycle of the permutation once.
 * `order` ends as 0, 1, 2, …
 */
function rearrangeRows(train: Dataset, test: Dataset, order: Uint32Array): void {
  const spare = new Uint8Array(train.width);
  for (let start = 0; start < order.length; start++) {
    if (order[start] === start) continue;
    spare.set(pooledRow(train, test, start));
    let place = start;
    for (let from = order[place] as number; from !== start; from = order[place] as number) {
      pooledRow(train, test, place).set(pooledRow(train, test, from));
      order[place] = place;
      place = from;
    }
    pooledRow(train, test, place).set(spare);
    order[place] = place;
  }
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
