/** The random stream: a call of each of its methods that works, and its doors. */
import { MT19937 } from "../../src/index.js";
import type { Call } from "./doors.js";
import { flag, number, numbers, options, thing, whole } from "./values.js";

const SEED = whole(0, 2 ** 32 - 1);
const one = new MT19937(1);

export const RANDOM_CALLS: readonly Call[] = [
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
      { place: "2", values: options, but: ["null"] },
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
    good: () => [{ key: one.state().key, position: 0, gaussian: null }],
    call: (state: never) => MT19937.fromState(state),
    doors: [
      { place: "0", values: thing },
      { place: "0.key", values: [...numbers(624), ["zeros only", () => new Uint32Array(624)]] },
      { place: "0.position", values: whole(0, 624) },
      { place: "0.gaussian", values: number(), but: ["null"] },
    ],
  },
];
