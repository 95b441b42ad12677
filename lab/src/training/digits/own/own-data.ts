/** Images of the user's own: IDX files, CSV, or pictures. Runs in the worker. */
import { type Dataset, imageDataset, splitDataset } from "wasmlp";
import { readImagesCsv } from "../../../state/digits/images-csv.js";
import { classNamesOf, labelsOf, type NamedImages } from "../../../state/digits/named-images.js";
import type { DigitsData } from "../digits-data.js";
import type { NamedBytes } from "../digits-protocol.js";
import { readIdxFiles } from "./idx-files.js";
import { readPictures } from "./pictures.js";
import { unzipped } from "./unzipped.js";

type Kind = "IDX files" | "CSV files" | "pictures";

/** A tenth of so many is one. */
const FEWEST = 10;

const READERS: Readonly<Record<Kind, (files: readonly NamedBytes[]) => NamedImages[] | Promise<NamedImages[]>>> = {
  "IDX files": readIdxFiles,
  "CSV files": (files) => files.map(({ name, bytes }) => readImagesCsv(bytes, name)),
  pictures: async (files) => [await readPictures(files)],
};

/**
 * One set of images is split into 80, 10 and 10 %; of two, the larger is there to train and validate on, the other to
 * test.
 */
export async function readOwn(
  files: readonly NamedBytes[],
  scaling: { scale: number; shift: number },
): Promise<DigitsData> {
  const plain = await Promise.all(files.map(unzipped));
  const [kind, ...others] = new Set(plain.map(kindOf));
  if (!kind || others.length > 0)
    throw new Error(`expected files of one kind, got ${[kind ?? "none", ...others].join(" and ")}`);
  const sets = [...(await READERS[kind](plain))].sort((a, b) => b.count - a.count);
  if (sets.length > 2) throw new Error(`expected one set of images or two, got ${sets.length}`);
  const [first, second] = sets as [NamedImages, NamedImages?];
  const { height, width } = first;
  if (second && (second.height !== height || second.width !== width))
    throw new Error(`${second.name}: expected images of ${height} × ${width} pixels, got others`);
  if (first.count < FEWEST) throw new Error(`${first.name}: expected at least ${FEWEST} images, got ${first.count}`);
  const classNames = classNamesOf(sets);
  const [larger, smaller] = sets.map((set) => datasetOf(set, classNames, scaling)) as [Dataset, Dataset?];
  return { ...split(larger, smaller), height, width, classNames };
}

function kindOf({ name }: NamedBytes): Kind {
  if (/\.(csv|tsv|txt)$/i.test(name)) return "CSV files";
  return /\.(png|jpe?g|webp|gif|bmp|avif)$/i.test(name) ? "pictures" : "IDX files";
}

function datasetOf(
  set: NamedImages,
  classNames: readonly string[],
  scaling: { scale: number; shift: number },
): Dataset {
  const { name, count, height, width, pixels } = set;
  const images = { shape: [count, height, width], values: pixels };
  const labels = { shape: [count], values: labelsOf(set, classNames) };
  return imageDataset(images, labels, { classes: classNames.length, ...scaling, imagesName: name, labelsName: name });
}

function split(first: Dataset, second: Dataset | undefined): Pick<DigitsData, "train" | "validation" | "test"> {
  const tenth = Math.floor(first.count / FEWEST);
  const outer = second ? { train: first, test: second } : splitDataset(first, { testSize: tenth, seed: 123 });
  const { train, test: validation } = splitDataset(outer.train, { testSize: tenth, seed: 123 });
  return { train, validation, test: outer.test };
}
