/** Optimizers, initializers and orders: a call of each that works, and its doors. */
import {
  adam,
  chapterOrder,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  MT19937,
  normal,
  reshuffledOrder,
  sgd,
  shuffledOrder,
  storedOrder,
  uniform,
  zeros,
} from "../../src/index.js";
import type { Call } from "./doors.js";
import { flag, number, options, thing, whole } from "./values.js";

const SEED = whole(0, 2 ** 32 - 1);
const RATE = number(-1);
const plain = (name: string, call: () => unknown): Call => ({ name, good: () => [], call, doors: [] });

export const RULE_CALLS: readonly Call[] = [
  {
    name: "sgd",
    good: () => [{ learningRate: 0.1, momentum: 0.5 }],
    call: sgd,
    doors: [
      { place: "0", values: thing },
      { place: "0.learningRate", values: RATE },
      { place: "0.momentum", values: number(-0.1, 1) },
      { place: "0.nesterov", values: flag },
      { place: "0.weightDecay", values: number(-1) },
    ],
  },
  {
    name: "adam",
    good: () => [{}],
    call: adam,
    doors: [
      { place: "0", values: options },
      { place: "0.learningRate", values: RATE },
      { place: "0.beta1", values: number(-1, 1) },
      { place: "0.beta2", values: number(-1, 1) },
      { place: "0.epsilon", values: number(0, -1, 1e-39) },
      { place: "0.weightDecay", values: number(-1) },
    ],
  },
  {
    name: "normal",
    good: () => [{}],
    call: normal,
    doors: [
      { place: "0", values: options, but: ["null"] },
      { place: "0.std", values: number(-1, 1e38) },
      { place: "0.mean", values: number(1e38, -1e38) },
    ],
  },
  {
    name: "uniform",
    good: () => [{ limit: 1 }],
    call: uniform,
    doors: [
      { place: "0", values: thing },
      { place: "0.limit", values: number(-1, 1e38) },
    ],
  },
  {
    name: "shuffledOrder",
    good: () => [1],
    call: (seed: number) => shuffledOrder(seed)(1, 4),
    doors: [{ place: "0", values: SEED }],
  },
  {
    name: "chapterOrder",
    good: () => [1, 2],
    call: (seed: number, n: number) => chapterOrder(seed, n)(2, 4),
    doors: [
      { place: "0", values: SEED },
      { place: "1", values: whole(0, 2 ** 28) },
    ],
  },
  {
    name: "reshuffledOrder",
    good: () => [new MT19937(1)],
    call: (random: MT19937) => reshuffledOrder(random)(1, 4),
    doors: [{ place: "0", values: thing }],
  },
  { name: "storedOrder", good: () => [1, 4], call: storedOrder, doors: [{ place: "1", values: whole(0, 2 ** 28) }] },
  plain("glorotNormal", glorotNormal),
  plain("glorotUniform", glorotUniform),
  plain("heNormal", heNormal),
  plain("heUniform", heUniform),
  plain("zeros", zeros),
];
