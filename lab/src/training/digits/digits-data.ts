/** The images a run learns from: by name from beside the page, or from IDX files of the user's own. Runs in the worker. */
import { type Dataset, fashionMnist, type IdxArray, imageDataset, mnist, parseIdx, splitDataset } from "wasmlp";
import type { NamedBytes } from "./digits-protocol.js";

export interface DigitsData {
  readonly train: Dataset;
  readonly validation: Dataset;
  readonly test: Dataset;
  readonly height: number;
  readonly width: number;
  readonly classNames: readonly string[];
}

const FOLDERS = { mnist: "mnist", fashion: "fashion-mnist" } as const;

/** MNIST or Fashion-MNIST in the chapter's split, from a folder of this site, else from a public mirror. */
export async function loadNamed(
  name: keyof typeof FOLDERS,
  dataUrl: string,
  onProgress: (text: string) => void,
): Promise<DigitsData> {
  const set = name === "mnist" ? mnist : fashionMnist;
  const options = {
    onProgress: ({ url, receivedBytes }: { url: string; receivedBytes: number }) =>
      onProgress(`${url.split("/").at(-1)}, ${(receivedBytes / 1e6).toFixed(1)} MB`),
  };
  const baseUrl = `${dataUrl}${FOLDERS[name]}`;
  try {
    return { ...(await set.load({ ...options, baseUrl })), height: 28, width: 28, classNames: set.classNames };
  } catch {
    onProgress("no data beside the page; asking a public mirror");
    return { ...(await set.load(options)), height: 28, width: 28, classNames: set.classNames };
  } finally {
    void keepForOffline(baseUrl);
  }
}

const NAMES = ["train-labels-idx1", "train-images-idx3", "t10k-labels-idx1", "t10k-images-idx3"];

/** The files beside the page join those the service worker answers with. */
async function keepForOffline(baseUrl: string): Promise<void> {
  try {
    const cache = await caches.open("wasmlp-lab-data");
    for (const name of NAMES) {
      const url = `${baseUrl}/${name}-ubyte.gz`;
      if (!(await cache.match(url))) await cache.add(url);
    }
  } catch {
    // No caches here (no https), no room, no such files: the lab then needs its network.
  }
}

/**
 * Two IDX files (images and labels: split into 80, 10 and 10 %), or four (the larger pair to train and validate on, the
 * other to test).
 */
export async function readOwn(
  files: readonly NamedBytes[],
  scaling: { scale: number; shift: number },
): Promise<DigitsData> {
  const arrays = await Promise.all(files.map(readArray));
  const images = arrays.filter(({ array }) => array.shape.length === 3).sort(largestFirst);
  const labels = arrays.filter(({ array }) => array.shape.length === 1).sort(largestFirst);
  const isComplete = images.length === labels.length && images.length + labels.length === files.length;
  if (!isComplete || images.length < 1 || images.length > 2)
    throw new Error(
      `expected IDX files of images and of their labels, two or four, got ${images.length} of images and ${labels.length} of labels`,
    );
  const classes = classCount(labels.map(({ array }) => array));
  const sets = images.map((image, i) => {
    const names = { imagesName: image.name, labelsName: labels[i]!.name };
    return imageDataset(image.array, labels[i]!.array, { classes, ...scaling, ...names });
  });
  const [first, second] = sets as [Dataset, Dataset?];
  const [, height = 0, width = 0] = images[0]!.array.shape;
  if (second && second.width !== first.width)
    throw new Error(`${images[1]!.name}: expected images of ${height} × ${width} pixels, got others`);
  const classNames = Array.from({ length: first.classes }, (_, label) => String(label));
  return { ...splitOwn(first, second), height, width, classNames };
}

/** At least two: one class is nothing to learn. */
function classCount(labels: readonly IdxArray[]): number {
  let most = 1;
  for (const { values } of labels) for (const label of values) if (label > most) most = label;
  return 1 + most;
}

function splitOwn(first: Dataset, second: Dataset | undefined): Pick<DigitsData, "train" | "validation" | "test"> {
  const tenth = Math.floor(first.count / 10);
  if (tenth < 1) throw new Error(`expected at least 10 images, got ${first.count}`);
  const outer = second ? { train: first, test: second } : splitDataset(first, { testSize: tenth, seed: 123 });
  const { train, test: validation } = splitDataset(outer.train, { testSize: tenth, seed: 123 });
  return { train, validation, test: outer.test };
}

interface NamedArray {
  readonly name: string;
  readonly array: IdxArray;
}

function largestFirst(a: NamedArray, b: NamedArray): number {
  return (b.array.shape[0] ?? 0) - (a.array.shape[0] ?? 0);
}

async function readArray({ name, bytes }: NamedBytes): Promise<NamedArray> {
  const isZipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return { name, array: parseIdx(isZipped ? await unzipped(name, bytes) : bytes, name) };
}

/** More than any images the lab could train on: a file that unzips to more is refused. */
const MOST_BYTES = 2 ** 30;

async function unzipped(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (let step = await reader.read(); !step.done; step = await reader.read()) {
      length += step.value.length;
      if (length > MOST_BYTES) throw new Error("more than 1 GB once unzipped");
      parts.push(step.value);
    }
  } catch (error) {
    throw new Error(`${name}: expected whole gzip data, got ${error instanceof Error ? error.message : error}`);
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer());
}

/** Pixels become −1 … 1, as in the chapter. */
export const CHAPTER_SCALING: { readonly scale: number; readonly shift: number } = { scale: 2 / 255, shift: -1 };
