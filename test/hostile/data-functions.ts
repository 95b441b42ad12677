/** Public functions that make, split and describe data: a call of each that works, and its doors. */
import {
  chapterIris,
  chapterSplit,
  concatenateRows,
  type Dataset,
  dataset,
  digitFromPicture,
  featureRange,
  imageDataset,
  kFold,
  MT19937,
  makeBlobs,
  makeCircles,
  makeMoons,
  makeSpirals,
  makeXor,
  measureStandardization,
  minibatches,
  oneHot,
  parseIdx,
  serializeIdx,
  splitDataset,
  splitRows,
  standardize,
  stratifiedKFold,
  stratifiedShuffleSplit,
  takeColumns,
  takeRows,
  threshold,
} from "../../src/index.js";
import type { Call, Door } from "./doors.js";
import {
  bytes,
  callable,
  detached,
  flag,
  type Hostile,
  labels,
  number,
  numbers,
  options,
  thing,
  whole,
} from "./values.js";

const SEED = whole(0, 2 ** 32 - 1);

/** Eight rows of two floats in two classes. */
export function eightRows(): Dataset {
  const features = Float32Array.from({ length: 16 }, (_, i) => (i % 5) / 4);
  return { ...dataset({ features, width: 2, labels: [0, 1, 0, 1, 0, 1, 0, 1] }) };
}

/** In place of the features of a data set. */
const FEATURES: readonly Hostile[] = [
  ...bytes,
  ["a Uint16Array", () => new Uint16Array(16)],
  ["an Int8Array", () => new Int8Array(16)],
  ["a BigUint64Array", () => new BigUint64Array(16)],
  ["one value more", () => new Float32Array(17)],
  ["one value less", () => new Float32Array(15)],
  ["a detached Float32Array", () => detached(new Float32Array(16))],
];

/** The right kind and number of features, wrong ones among them. */
const VALUES: readonly Hostile[] = [
  ["NaN among them", () => new Float32Array(16).fill(Number.NaN, 15)],
  ["Infinity among them", () => new Float64Array(16).fill(Number.POSITIVE_INFINITY, 3, 4)],
  ["an f64 beyond f32", () => new Float64Array(16).fill(1e39, 3, 4)],
];

/** In place of the labels in a data set of eight rows and two classes, which are bytes. */
const BYTE_LABELS: readonly Hostile[] = [
  ...numbers(8),
  ["an array of the right labels", () => [0, 1, 0, 1, 0, 1, 0, 1]],
];

const WRONG_LABELS: readonly Hostile[] = [
  ["a label of 2", () => Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 2)],
  ["a label of 255", () => Uint8Array.of(255, 0, 0, 0, 0, 0, 0, 0)],
];

/** The doors of a data set like `eightRows` that stands at `place`. */
export function datasetDoors(place: string): Door[] {
  return [
    ...shapeDoors(place),
    { place: `${place}.features`, values: VALUES },
    { place: `${place}.labels`, values: WRONG_LABELS },
    { place: `${place}.classes`, values: whole(2, 2) },
  ];
}

/** The same where rows are moved, not looked at: kinds and counts alone. */
function shapeDoors(place: string): Door[] {
  return [
    { place, values: thing },
    { place: `${place}.features`, values: FEATURES },
    { place: `${place}.labels`, values: BYTE_LABELS },
    { place: `${place}.count`, values: whole(8, 8) },
    { place: `${place}.width`, values: whole(2, 2) },
    { place: `${place}.classes`, values: whole(0, 2 ** 53 - 1) },
  ];
}

const synthetic = (name: string, make: (given: never) => Dataset, more: readonly Door[] = [], least = 2): Call => ({
  name,
  good: () => [{ count: 20, noise: 0.1, seed: 1 }],
  call: make as Call["call"],
  doors: [
    { place: "0", values: options },
    { place: "0.count", values: whole(least, 1e6) },
    { place: "0.noise", values: number(-1, -5e-324, 1e7) },
    { place: "0.seed", values: SEED },
    ...more,
  ],
});

const EIGHT_LABELS = (): number[] => [0, 1, 0, 1, 0, 1, 0, 1];

export const DATA_CALLS: readonly Call[] = [
  {
    name: "dataset",
    good: () => [{ features: new Uint8Array(16), width: 2, labels: EIGHT_LABELS(), classes: 2, scale: 1, shift: 0 }],
    call: dataset,
    doors: [
      { place: "0", values: thing },
      { place: "0.features", values: FEATURES },
      { place: "0.features", values: VALUES },
      { place: "0.width", values: whole(2, 2) },
      { place: "0.labels", values: labels(8, 2) },
      { place: "0.classes", values: whole(2, 256) },
      { place: "0.scale", values: number(1e38, -1e300) },
      { place: "0.shift", values: number(1e39, -1e300) },
    ],
  },
  {
    name: "dataset with targets",
    good: () => [{ features: new Float32Array(16), width: 2, targets: new Float32Array(8) }],
    call: dataset,
    doors: [
      { place: "0.features", values: FEATURES },
      {
        place: "0.targets",
        values: [...FEATURES.filter(([name]) => !/one value/.test(name)), ...numbers(8)],
        but: ["undefined"],
      },
      { place: "0.scale", values: number(1) },
    ],
  },
  {
    name: "takeRows",
    good: () => [eightRows(), [0, 7]],
    call: takeRows,
    doors: [
      ...shapeDoors("0"),
      {
        place: "1",
        values: labels(2, 8),
        but: ["none", "one more", "one less", "a detached array", "a view of a buffer that shrank"],
      },
    ],
  },
  {
    name: "takeColumns",
    good: () => [eightRows(), [0, 1]],
    call: takeColumns,
    doors: [...shapeDoors("0"), { place: "1", values: labels(2, 2), but: ["one more", "one less"] }],
  },
  {
    name: "concatenateRows",
    good: () => [eightRows(), eightRows()],
    call: concatenateRows,
    doors: [...shapeDoors("0"), ...shapeDoors("1")],
  },
  { name: "measureStandardization", good: () => [eightRows()], call: measureStandardization, doors: shapeDoors("0") },
  {
    name: "standardize",
    good: () => [eightRows(), { mean: [0, 0], std: [1, 1] }],
    call: standardize,
    doors: [
      ...shapeDoors("0"),
      { place: "1", values: thing, but: ["undefined"] },
      { place: "1.mean", values: numbers(2) },
      { place: "1.std", values: [...numbers(2, 1), ["a std of 0", () => [0, 1]], ["a std below 0", () => [1, -1]]] },
    ],
  },
  {
    name: "featureRange",
    good: () => [eightRows(), 1, 1],
    call: featureRange,
    doors: [...shapeDoors("0"), { place: "1", values: whole(0, 1) }, { place: "2", values: number(-1) }],
  },
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
      { place: "1", values: options },
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
    name: "oneHot",
    good: () => [[0, 1], 2],
    call: oneHot,
    doors: [
      {
        place: "0",
        values: labels(2, 2),
        but: ["none", "one more", "one less", "a detached array", "a view of a buffer that shrank"],
      },
      { place: "1", values: whole(2, 2 ** 29) },
    ],
  },
  {
    name: "threshold",
    good: () => [[0, 1], 0.5],
    call: threshold,
    doors: [
      {
        place: "0",
        values: numbers(2),
        but: ["none", "one more", "one less", "Infinity", "a detached array", "a view of a buffer that shrank"],
      },
      { place: "1", values: number() },
    ],
  },
  synthetic("makeXor", makeXor),
  synthetic("makeMoons", makeMoons),
  synthetic("makeCircles", makeCircles, [{ place: "0.factor", values: number(-0.1, 1) }]),
  synthetic("makeBlobs", makeBlobs, [
    {
      place: "0.centers",
      values: [
        ...whole(1, 256),
        ["a hole", () => Array(2)],
        ["three coordinates", () => [[1, 2, 3]]],
        ["texts", () => [["1", "2"]]],
        ["a NaN", () => [[0, Number.NaN]]],
        ["a bigint within", () => [[1n, 2n]]],
      ],
    },
  ]),
  synthetic("makeSpirals", makeSpirals, [
    { place: "0.arms", values: whole(1, 20) },
    { place: "0.turns", values: number(-1, 101) },
  ]),
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
  {
    name: "parseIdx",
    good: () => [Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 7), "a.idx"],
    call: parseIdx,
    doors: [{ place: "0", values: bytes }],
  },
  {
    name: "serializeIdx",
    good: () => [{ shape: [2], values: Uint8Array.of(1, 2) }],
    call: serializeIdx,
    doors: [
      { place: "0", values: thing },
      {
        place: "0.shape",
        values: [...numbers(1, 2), ["a size of -0.5", () => [-0.5]], ["a size of 2^32", () => [2 ** 32]]],
        but: ["one more"],
      },
      {
        place: "0.values",
        values: [...numbers(2), ...bytes.filter(([name]) => !name.startsWith("a Uint8Clamped"))],
        but: [],
      },
    ],
  },
  {
    name: "imageDataset",
    good: () => [
      { shape: [2, 1, 1], values: Uint8Array.of(1, 2) },
      { shape: [2], values: Uint8Array.of(0, 1) },
      { classes: 2, scale: 1, shift: 0 },
    ],
    call: imageDataset,
    doors: [
      { place: "0", values: thing },
      { place: "0.shape", values: numbers(3, 2) },
      { place: "0.values", values: numbers(2) },
      { place: "1", values: thing },
      { place: "1.shape", values: numbers(1, 2) },
      { place: "1.values", values: [...numbers(2), ["a label of 2", () => Uint8Array.of(0, 2)]] },
      { place: "2", values: thing },
      { place: "2.classes", values: whole(2, 256) },
      { place: "2.scale", values: number(1e300) },
      { place: "2.shift", values: number(1e300) },
    ],
  },
  {
    name: "digitFromPicture",
    good: () => [{ width: 2, height: 2, channels: 1, depth: 8, data: Uint8Array.of(0, 255, 255, 255) }, "digit"],
    call: digitFromPicture,
    doors: [
      { place: "0", values: thing },
      { place: "0.width", values: whole(2, 2) },
      { place: "0.height", values: whole(2, 2) },
      { place: "0.channels", values: whole(1, 1) },
      { place: "0.depth", values: whole(8, 8) },
      { place: "0.data", values: [...bytes, ["one byte more", () => new Uint8Array(5)]], but: ["a Uint8ClampedArray"] },
    ],
  },
  ...mt19937Calls(),
];

function mt19937Calls(): Call[] {
  const one = new MT19937(1);
  const { key } = one.state();
  return [
    {
      name: "MT19937",
      good: () => [1],
      call: (seed: number) => new MT19937(seed),
      doors: [{ place: "0", values: SEED }],
    },
    {
      name: "MT19937.uniform",
      good: () => [0, 1],
      call: (a: number, b: number) => one.uniform(a, b),
      doors: [
        { place: "0", values: number() },
        { place: "1", values: number() },
      ],
    },
    {
      name: "MT19937.normal",
      good: () => [0, 1],
      call: (a: number, b: number) => one.normal(a, b),
      doors: [
        { place: "0", values: number() },
        { place: "1", values: number(-1) },
      ],
    },
    {
      name: "MT19937.randint",
      good: () => [0, 2],
      call: (a: number, b: number) => one.randint(a, b),
      doors: [
        { place: "0", values: whole(-(2 ** 53) + 1, 1) },
        { place: "1", values: whole(1, 2 ** 32) },
      ],
    },
    {
      name: "MT19937.permutation",
      good: () => [4],
      call: (n: number) => one.permutation(n),
      doors: [{ place: "0", values: SEED }],
    },
    {
      name: "MT19937.choice",
      good: () => [4, 2, { replace: false }],
      call: (n: number, size: number, o: object) => one.choice(n, size, o),
      doors: [
        { place: "0", values: whole(2, 2 ** 32 - 1) },
        { place: "1", values: whole(0, 4) },
        { place: "2", values: options },
        { place: "2.replace", values: flag },
      ],
    },
    {
      name: "MT19937.shuffle",
      good: () => [[1, 2]],
      call: (a: number[]) => one.shuffle(a),
      doors: [
        {
          place: "0",
          values: [...thing, ["a frozen array", () => Object.freeze([1, 2])]],
          but: ["an empty array", "an array of arrays"],
        },
      ],
    },
    {
      name: "MT19937.fromState",
      good: () => [{ key: key.slice(), position: 0, gaussian: null }],
      call: (state: never) => MT19937.fromState(state),
      doors: [
        { place: "0", values: thing },
        { place: "0.key", values: [...numbers(624), ["zeros only", () => new Uint32Array(624)]] },
        { place: "0.position", values: whole(0, 624) },
        { place: "0.gaussian", values: number(), but: ["null"] },
      ],
    },
    { name: "chapterIris", good: () => [], call: chapterIris, doors: [] },
  ];
}
