/** IDX files of images and of their labels, in pairs: the largest images belong to the longest labels. */
import { type IdxArray, parseIdx } from "wasmlp";
import type { NamedImages } from "../../../state/digits/named-images.js";
import type { NamedBytes } from "../digits-protocol.js";

interface NamedArray {
  readonly name: string;
  readonly array: IdxArray;
}

export function readIdxFiles(files: readonly NamedBytes[]): NamedImages[] {
  const arrays = files.map(({ name, bytes }) => ({ name, array: parseIdx(bytes, name) }));
  const images = arrays.filter(({ array }) => array.shape.length === 3).sort(largestFirst);
  const labels = arrays.filter(({ array }) => array.shape.length === 1).sort(largestFirst);
  const isComplete = images.length === labels.length && images.length + labels.length === files.length;
  if (!isComplete || images.length < 1 || images.length > 2)
    throw new Error(
      `expected IDX files of images and of their labels, two or four, got ${images.length} of images and ${labels.length} of labels`,
    );
  return images.map((image, i) => namedImages(image, labels[i] as NamedArray));
}

function largestFirst(a: NamedArray, b: NamedArray): number {
  return (b.array.shape[0] ?? 0) - (a.array.shape[0] ?? 0);
}

function namedImages(images: NamedArray, labels: NamedArray): NamedImages {
  const [count = 0, height = 0, width = 0] = images.array.shape;
  const pixels = images.array.values;
  if (!(pixels instanceof Uint8Array)) throw new Error(`${images.name}: expected pixels as bytes, got other numbers`);
  if (labels.array.values.length !== count)
    throw new Error(`${labels.name}: expected ${count} labels, one an image, got ${labels.array.values.length}`);
  return { name: images.name, count, height, width, pixels, classes: Array.from(labels.array.values, String) };
}
