/** Functions that split rows and deal them out: a call of each that works, and its doors. */
import {
  chapterSplit,
  kFold,
  minibatches,
  splitDataset,
  splitRows,
  stratifiedKFold,
  stratifiedShuffleSplit,
} from "../../src/index.js";
import { eightRows, shapeDoors } from "./dataset-doors.js";
import type { Call } from "./doors.js";
import { callable, flag, numbers, options, whole } from "./values.js";

const SEED = whole(0, 2 ** 32 - 1);
const EIGHT_LABELS = (): number[] => [0, 1, 0, 1, 0, 1, 0, 1];

export const SPLIT_CALLS: readonly Call[] = [
  {
    name: "chapterSplit",
    good: () => [
      {
        ...eightRows(),
        features: new Uint8Array(70_000),
        width: 1,
        count: 70_000,
        labels: new Uint8Array(70_000).map((_, i) => i % 2),
      },
    ],
    call: chapterSplit,
    doors: shapeDoors("0").filter(({ place }) => place !== "0.width" && place !== "0.features"),
  },
  {
    name: "splitRows",
    good: () => [EIGHT_LABELS(), { testSize: 4, seed: 1, stratify: true }],
    call: splitRows,
    doors: [
      { place: "0", values: numbers(8), but: ["one more", "one less", "a DataView", "an ArrayBuffer"] },
      { place: "1", values: options },
      { place: "1.testSize", values: whole(1, 7) },
      { place: "1.seed", values: SEED },
      { place: "1.stratify", values: flag },
    ],
  },
  {
    name: "splitDataset",
    good: () => [eightRows(), { testSize: 4, seed: 1, stratify: true }],
    call: splitDataset,
    doors: [
      ...shapeDoors("0"),
      { place: "1", values: options },
      { place: "1.testSize", values: whole(1, 7) },
      { place: "1.seed", values: SEED },
      { place: "1.stratify", values: flag },
    ],
  },
  {
    name: "kFold",
    good: () => [10, { folds: 3, shuffle: true, seed: 1 }],
    call: kFold,
    doors: [
      { place: "0", values: whole(3, 2 ** 26) },
      { place: "1", values: options, but: ["null"] },
      { place: "1.folds", values: whole(2, 10) },
      { place: "1.shuffle", values: flag },
      { place: "1.seed", values: SEED },
    ],
  },
  {
    name: "stratifiedKFold",
    good: () => [EIGHT_LABELS(), { folds: 3, shuffle: true, seed: 1 }],
    call: stratifiedKFold,
    doors: [
      { place: "0", values: numbers(8), but: ["one more", "one less"] },
      { place: "1", values: options },
      { place: "1.folds", values: whole(2, 4) },
      { place: "1.shuffle", values: flag },
      { place: "1.seed", values: SEED },
    ],
  },
  {
    name: "stratifiedShuffleSplit",
    good: () => [EIGHT_LABELS(), { splits: 2, trainSize: 4, testSize: 4, seed: 1 }],
    call: stratifiedShuffleSplit,
    doors: [
      { place: "0", values: numbers(8), but: ["one more", "one less"] },
      { place: "1", values: options },
      { place: "1.splits", values: whole(1, 2 ** 20) },
      { place: "1.trainSize", values: whole(2, 4) },
      { place: "1.testSize", values: whole(2, 4) },
      { place: "1.seed", values: SEED },
    ],
  },
  {
    name: "minibatches",
    good: () => [8, { batchSize: 2, seed: 1, dropLast: true, epochs: 2 }],
    call: minibatches,
    doors: [
      { place: "0", values: whole(2, 2 ** 26) },
      { place: "1", values: options },
      { place: "1.batchSize", values: whole(1, 8) },
      { place: "1.seed", values: SEED },
      { place: "1.dropLast", values: flag },
      { place: "1.epochs", values: whole(1, 2 ** 31) },
      { place: "1.order", values: callable },
    ],
  },
  {
    name: "minibatches of a data set",
    good: () => [eightRows()],
    call: minibatches,
    doors: [{ place: "0.count", values: whole(1, 2 ** 26) }],
  },
];
