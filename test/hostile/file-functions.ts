/** Files, pictures and data sets by name: a call of each that works, and its doors. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import {
  decodePicture,
  fashionMnist,
  kmnist,
  loadCheckpoint,
  loadModel,
  Mlp,
  mnist,
  saveCheckpoint,
  saveModel,
  serializeIdx,
  serializeModel,
  writeCheckpoint,
} from "../../src/node/entry.js";
import { file, header, packedRows, pixels } from "../node/png-file.js";
import type { Call } from "./doors.js";
import { smallCheckpoint } from "./small-checkpoint.js";
import { bytes, callable, choice, number, options, path, thing } from "./values.js";

/** Made when first asked for, left to the system's own clearing up. */
let directory: string | undefined;
function scratch(): string {
  directory ??= mkdtempSync(join(tmpdir(), "wasmlp-hostile-"));
  return directory;
}

const model = (): Mlp => new Mlp({ inputs: 2, layers: [{ units: 1, activation: "sigmoid" }], loss: "mse" });

const PICTURE = file(header(2, 1, 8, 0), pixels(packedRows([[0, 255]], 8)));

function savedModel(): string {
  const to = join(scratch(), "model.safetensors");
  writeFileSync(to, serializeModel(model()));
  return to;
}

function savedCheckpoint(): string {
  const to = join(scratch(), "run.safetensors");
  writeFileSync(to, writeCheckpoint(smallCheckpoint()));
  return to;
}

/** A directory of four IDX files of a few pixels. */
function idxDirectory(): string {
  for (const name of ["train", "t10k"]) {
    writeFileSync(
      join(scratch(), `${name}-images-idx3-ubyte.gz`),
      gzipSync(serializeIdx({ shape: [2, 1, 1], values: Uint8Array.of(1, 2) })),
    );
    writeFileSync(
      join(scratch(), `${name}-labels-idx1-ubyte`),
      serializeIdx({ shape: [2], values: Uint8Array.of(0, 1) }),
    );
  }
  return scratch();
}

const loader = (name: string, set: typeof mnist): Call => ({
  name,
  good: () => [
    {
      directory: idxDirectory(),
      split: "standard",
      scale: 1,
      shift: 0,
      cacheDirectory: scratch(),
      mirrors: ["http://127.0.0.1:9/"],
    },
  ],
  call: (given: never) => set.load(given),
  doors: [
    { place: "0", values: options },
    { place: "0.directory", values: path, but: ["undefined", "a null character"] },
    { place: "0.cacheDirectory", values: path, but: ["undefined", "a null character"] },
    {
      place: "0.mirrors",
      values: [
        ...thing,
        ["a number in it", () => [5]],
        ["a path", () => ["/etc"]],
        ["another protocol", () => ["file:///etc/passwd"]],
      ],
      but: ["undefined"],
    },
    { place: "0.split", values: choice },
    { place: "0.scale", values: number(1e300) },
    { place: "0.shift", values: number(1e300) },
    { place: "0.signal", values: callable },
    { place: "0.onProgress", values: callable },
  ],
});

export const FILE_CALLS: readonly Call[] = [
  {
    name: "decodePicture",
    good: () => [new Uint8Array(PICTURE), "a.png"],
    call: decodePicture,
    doors: [{ place: "0", values: bytes }],
  },
  {
    name: "loadModel",
    good: () => [savedModel(), {}],
    call: loadModel,
    doors: [
      { place: "0", values: path },
      { place: "1", values: options },
      { place: "1.backend", values: choice },
      { place: "1.math", values: choice },
    ],
  },
  {
    name: "saveModel",
    good: () => [model(), join(scratch(), "saved.safetensors")],
    call: saveModel,
    doors: [
      { place: "0", values: thing },
      { place: "1", values: path },
    ],
  },
  {
    name: "saveCheckpoint",
    good: () => [smallCheckpoint(), join(scratch(), "checkpoint.safetensors")],
    call: saveCheckpoint,
    doors: [
      { place: "0", values: thing },
      { place: "1", values: path },
    ],
  },
  {
    name: "loadCheckpoint",
    good: () => [savedCheckpoint()],
    call: loadCheckpoint,
    doors: [{ place: "0", values: path }],
  },
  loader("mnist", mnist),
  loader("fashionMnist", fashionMnist),
  loader("kmnist", kmnist),
];
