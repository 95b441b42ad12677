/**
 * Values that are not what an argument asks for, by what it asks for: numbers out of range, other kinds, holes, lies
 * about lengths. Knows nothing of functions; what takes which is in the tables beside this file.
 */

/** A name for messages, and the value made anew for each use. */
export type Hostile = readonly [name: string, make: () => unknown];

const value = (name: string, it: unknown): Hostile => [name, () => it];

/** Other kinds in place of a number; several of them turn into one when computed with. */
const NO_NUMBERS: readonly Hostile[] = [
  value("null", null),
  value("a text", "1"),
  value("an empty text", ""),
  value("true", true),
  value("a bigint", 1n),
  value("a symbol", Symbol("1")),
  value("a boxed number", Object(1)),
  value("an object with valueOf", { valueOf: () => 1 }),
  value("an object whose valueOf throws", {
    valueOf() {
      throw new Error("must not be asked");
    },
  }),
  value("an array of a number", [1]),
  value("an empty array", []),
  value("a function", () => 1),
  value("a Date", new Date(1)),
];

const NOT_FINITE: readonly Hostile[] = [
  value("NaN", Number.NaN),
  value("Infinity", Number.POSITIVE_INFINITY),
  value("-Infinity", Number.NEGATIVE_INFINITY),
];

/** In place of a whole number from `least` to `most`. */
export function whole(least: number, most: number): readonly Hostile[] {
  const outside = [least - 1, -1, -(2 ** 31), -(2 ** 53), most + 1, 2 ** 53, 1e308];
  return [
    ...NO_NUMBERS,
    ...NOT_FINITE,
    value("a half", least + 0.5),
    value("the smallest f64", 5e-324),
    ...[...new Set(outside)].filter((n) => n < least || n > most).map((n) => value(String(n), n)),
  ];
}

/** In place of a number; `others` are outside its range. */
export function number(...others: number[]): readonly Hostile[] {
  return [...NO_NUMBERS, ...NOT_FINITE, ...others.map((n) => value(String(n), n))];
}

/** In place of true or false. */
export const flag: readonly Hostile[] = [
  value("null", null),
  value("0", 0),
  value("1", 1),
  value("a text", "true"),
  value("an object", {}),
  value("an array", []),
  value("a bigint", 1n),
  value("a symbol", Symbol("true")),
  value("a boxed boolean", Object(true)),
];

/** In place of one of some words. */
export const choice: readonly Hostile[] = [
  value("null", null),
  value("an empty text", ""),
  value("a word with a space", "sigmoid "),
  value("capitals", "MSE"),
  value("__proto__", "__proto__"),
  value("constructor", "constructor"),
  value("toString", "toString"),
  value("a long text", "x".repeat(1_000_000)),
  value("a number", 0),
  value("an object", {}),
  value("an array of a word", ["sigmoid"]),
  value("a symbol", Symbol("sigmoid")),
  value("a bigint", 1n),
  value("true", true),
];

/** In place of an object of options. */
export const options: readonly Hostile[] = [
  value("null", null),
  value("a number", 5),
  value("NaN", Number.NaN),
  value("a text", "options"),
  value("true", true),
  value("a bigint", 1n),
  value("a symbol", Symbol("options")),
];

/** In place of a function. */
export const callable: readonly Hostile[] = [
  value("null", null),
  value("a number", 1),
  value("a text", "() => 1"),
  value("an object", {}),
  value("an array", []),
  value("true", true),
  value("a symbol", Symbol("f")),
];

/** In place of any object with something in it. */
export const thing: readonly Hostile[] = [
  ...options,
  value("undefined", undefined),
  value("an empty object", {}),
  value("an object without a prototype", Object.create(null)),
  value("an empty array", []),
  value("an array of arrays", [[[]]]),
  value("a Map", new Map()),
  value("a Date", new Date(0)),
  value("a function", () => 1),
  value("an ArrayBuffer", new ArrayBuffer(8)),
  value("a promise", Promise.resolve()),
  value("a Proxy of nothing", new Proxy({}, {})),
];

/** A typed array whose memory was handed to someone else: its length is 0. */
export function detached<A extends Uint8Array | Uint32Array | Float32Array | Float64Array>(array: A): A {
  structuredClone(array.buffer, { transfer: [array.buffer as ArrayBuffer] });
  return array;
}

/** A view that follows a buffer which has since shrunk to nothing. */
function shrunk(length: number): Uint8Array {
  const Resizable = ArrayBuffer as unknown as new (
    length: number,
    options: { maxByteLength: number },
  ) => ArrayBuffer & { resize(length: number): void };
  const buffer = new Resizable(length, { maxByteLength: length });
  const view = new Uint8Array(buffer);
  buffer.resize(0);
  return view;
}

const NO_ARRAYS: readonly Hostile[] = [
  value("null", null),
  value("undefined", undefined),
  value("a number", 4),
  value("a text", "0101"),
  value("true", true),
  value("a bigint", 1n),
  value("a symbol", Symbol("array")),
  value("a function", (_a: unknown, _b: unknown) => 1),
  value("an empty object", {}),
  value("a Set", new Set([0, 1])),
  value("a DataView", new DataView(new ArrayBuffer(4))),
  value("an ArrayBuffer", new ArrayBuffer(4)),
  value("a length below 0", { length: -1 }),
  value("a length of NaN", { length: Number.NaN }),
  value("a length of Infinity", { length: Number.POSITIVE_INFINITY }),
  value("half a length", { length: 1.5 }),
  value("a length that is a text", { length: "2" }),
  value("a length of 2^53", { length: 2 ** 53 }),
];

/** In place of `length` numbers that are each `good`, one after the other. */
export function numbers(length: number, good = 0): readonly Hostile[] {
  const all = (): unknown[] => Array<unknown>(length).fill(good);
  const withLast = (last: unknown): (() => unknown) => {
    return () => [...all().slice(1), last];
  };
  return [
    ...NO_ARRAYS,
    ["none", () => []],
    ["one more", () => [...all(), good]],
    ["one less", () => all().slice(1)],
    ["only holes", () => Array(length)],
    ["a hole in the end", () => Object.assign(all().slice(1), { length })],
    ["a length without values", () => ({ length })],
    ["a length of four billion", () => Array(2 ** 32 - 1)],
    ["NaN", withLast(Number.NaN)],
    ["Infinity", withLast(Number.POSITIVE_INFINITY)],
    ["texts", () => all().map(String)],
    ["bigints", () => all().map(() => 1n)],
    ["a BigInt64Array", () => new BigInt64Array(length)],
    ["a symbol", withLast(Symbol("0"))],
    ["null", withLast(null)],
    ["an array in the array", withLast([good])],
    ["a detached array", () => detached(new Float64Array(length).fill(good))],
    ["a view of a buffer that shrank", () => shrunk(length)],
  ];
}

/** In place of a whole number below `classes`, `length` of them. */
export function labels(length: number, classes: number): readonly Hostile[] {
  const withLast = (last: number): Hostile => [
    `a label of ${last}`,
    () => Object.assign(Array<number>(length).fill(0), { [length - 1]: last }),
  ];
  return [...numbers(length), ...[classes, 255, 256, -1, 0.5, 2 ** 32, 1e308].map(withLast)];
}

/** In place of bytes of a file. */
export const bytes: readonly Hostile[] = [
  ...NO_ARRAYS,
  value("an array", [0, 0, 8, 1]),
  value("a Uint16Array", new Uint16Array(8)),
  value("a Uint8ClampedArray", new Uint8ClampedArray(16)),
  value("a SharedArrayBuffer", new SharedArrayBuffer(16)),
  ["a detached array", () => detached(new Uint8Array(16))],
  ["a view of a buffer that shrank", () => shrunk(16)],
];

/** In place of a path. */
export const path: readonly Hostile[] = [
  value("an empty text", ""),
  value("a null character", "a\0b"),
  value("null", null),
  value("undefined", undefined),
  value("a number", 5),
  value("an object", {}),
  value("an array", ["a"]),
  value("a symbol", Symbol("a")),
  value("a URL", new URL("file:///nowhere")),
  value("bytes", new Uint8Array(3)),
];
