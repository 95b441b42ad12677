/**
 * MNIST: the IDX files it comes in, pixels from −1 to 1, the stratified split, and a look at the digits.
 *   npx tsx examples/obtaining-mnist.ts [folder for the figures]
 */
import { mkdirSync, writeFileSync } from "node:fs";
import {
  concatenateRows,
  type Dataset,
  imageDataset,
  mnist,
  parseIdx,
  serializeIdx,
  splitRows,
  takeRows,
} from "wasmlp";
import { imageGrid } from "wasmlp/charts";

const folder = process.argv[2] ?? "figures";
const published = await mnist.load({ split: "standard" });
console.log(`published: ${published.train.count} training rows, ${published.test.count} test rows`);

// What an IDX file looks like: two zero bytes, a type (08: bytes), a rank (03), three sizes, then the pixels.
const three = takeRows(published.train, [0, 1, 2]);
const images = serializeIdx({ shape: [3, 28, 28], values: three.features as Uint8Array });
const labels = serializeIdx({ shape: [3], values: three.labels as Uint8Array });
const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
console.log(`three of them as IDX: ${images.length} bytes, header ${hex(images.subarray(0, 16))}`);
console.log(`their labels:         ${labels.length} bytes,   all ${hex(labels)}`);
const read = imageDataset(parseIdx(images, "images"), parseIdx(labels, "labels"), { classes: 10 });
console.log(`read again: ${read.count} rows of ${read.width} pixels, labels ${read.labels?.join(", ")}`);

// Pixels 0 … 255 become −1 … 1: x = ((byte / 255) − 0.5)·2 = scale·byte + shift. In memory they stay bytes.
const scaled = (byte: number) => (read.scale * byte + read.shift).toFixed(3);
console.log(`pixel 0 becomes ${scaled(0)}, 51 ${scaled(51)}, 255 ${scaled(255)}\n`);

// The chapter draws its own parts from all 70,000 rows, so that every class has its share in each.
const all = concatenateRows(published.train, published.test);
const outer = splitRows(all.labels as Uint8Array, { testSize: 10_000, seed: 123, stratify: true });
const rest = takeRows(all, outer.train);
const inner = splitRows(rest.labels as Uint8Array, { testSize: 5_000, seed: 123, stratify: true });
const train = takeRows(rest, inner.train);
const parts: Record<string, Dataset> = {
  train,
  validation: takeRows(rest, inner.test),
  test: takeRows(all, outer.test),
};
for (const [name, part] of Object.entries(parts)) {
  const counts = Array.from({ length: 10 }, (_, digit) => part.labels?.filter((label) => label === digit).length);
  console.log(`${name.padEnd(10)} ${part.count} rows, of each digit ${counts.join(" ")}`);
  console.log(`${" ".repeat(10)} first labels ${part.labels?.slice(0, 10).join(" ")}`);
}
// The same three parts with one call.
const ready = await mnist.load();
const same = ready.train.features.every((byte, i) => byte === train.features[i]);
console.log(`mnist.load() gives the same rows: ${same}`);

const digits = [...(train.labels?.keys() ?? [])];
const ofClass = (digit: number) => digits.filter((row) => train.labels?.[row] === digit);
const figures = {
  "mnist-digits": {
    title: "The first digit of each class",
    rows: Array.from({ length: 10 }, (_, d) => ofClass(d)[0] as number),
  },
  "mnist-sevens": { title: "25 ways to write a seven", rows: ofClass(7).slice(0, 25) },
};
mkdirSync(folder, { recursive: true });
for (const [id, { title, rows }] of Object.entries(figures)) {
  const svg = imageGrid({ id, title, images: takeRows(train, rows), columns: 5, isStandalone: true });
  writeFileSync(`${folder}/${id}.svg`, svg);
  console.log(`${folder}/${id}.svg`);
}
