import { describe, expect, it } from "vitest";
import {
  chapterOrder,
  minibatches,
  type RowOrder,
  sgd,
  shuffledOrder,
  storedOrder,
  takeRows,
} from "../../src/index.js";
import { expectError } from "../expect-error.js";
import { noise, noiseModel } from "../models/problems.js";

const windowsOf = (...args: Parameters<typeof minibatches>): number[][] =>
  Array.from(minibatches(...args), (w) => [...w]);

describe("minibatches", () => {
  it("cuts the order into windows, the last one smaller", () => {
    expect(windowsOf(7, { batchSize: 3, order: storedOrder })).toEqual([[0, 1, 2], [3, 4, 5], [6]]);
    expect(windowsOf(6, { batchSize: 3, order: storedOrder, dropLast: true })).toHaveLength(2);
    expect(windowsOf(7, { batchSize: 3, order: storedOrder, dropLast: true })).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(windowsOf(2, { order: storedOrder })).toEqual([[0, 1]]);
  });

  it("takes every row once an epoch, in the order of the seed", () => {
    const [first, second] = [shuffledOrder(5), shuffledOrder(5)].map((order) =>
      [order(1, 50), order(2, 50)].flatMap((o) => [...o]),
    );
    expect(first).toEqual(second);
    expect(windowsOf(50, { batchSize: 7, seed: 5, epochs: 2 }).flat()).toEqual(first);
    expect(
      windowsOf(50, { batchSize: 7 })
        .flat()
        .sort((a, b) => a - b),
    ).toEqual([...storedOrder(1, 50)]);
  });

  it.each<[string, { dropLast?: boolean; order?: () => RowOrder }]>([
    ["shuffled by the seed", {}],
    ["shuffled by the seed, the last window dropped", { dropLast: true }],
    ["in the chapter's order", { order: () => chapterOrder(4, 9) }],
  ])("are those of fit to the bit: rows %s", async (_name, { dropLast = false, order }) => {
    const data = noise(30);
    const optimizer = sgd({ learningRate: 0.1, momentum: 0.5 });
    const common = { batchSize: 8, epochs: 3, dropLast };
    const chosen = () => (order ? { order: order() } : { seed: 11 });
    const [fitted, stepped] = [noiseModel(), noiseModel()];
    await fitted.fit(data, { ...common, ...chosen(), optimizer });
    for (const rows of minibatches(data, { ...common, ...chosen() }))
      stepped.partialFit(takeRows(data, rows), { optimizer });
    expect(stepped.parameters).toEqual(fitted.parameters);
  });

  it("gives windows of their own: changing one changes nothing else", () => {
    const order = Uint32Array.of(0, 1, 2, 3);
    for (const rows of minibatches(4, { batchSize: 2, order: () => order })) rows.fill(9);
    expect(order).toEqual(Uint32Array.of(0, 1, 2, 3));
  });

  it("refuses at once what it cannot do", () => {
    const refuse = (said: RegExp, ...args: readonly unknown[]): void =>
      expectError(() => minibatches(...(args as Parameters<typeof minibatches>)), "invalid-option", said);
    refuse(/^rows: expected a whole number from 1 to/, 0);
    refuse(/^rows/, 2 ** 40);
    refuse(/^rows/, null);
    refuse(/^rows/, "5");
    refuse(/^options/, 5, null);
    refuse(/^batchSize: .*got 1.5/, 5, { batchSize: 1.5 });
    refuse(/^batchSize: expected at most the 5 rows with dropLast, got 6/, 5, { batchSize: 6, dropLast: true });
    refuse(/^epochs/, 5, { epochs: 0 });
    refuse(/^dropLast/, 5, { dropLast: "yes" });
    refuse(/^seed/, 5, { seed: -1 });
    refuse(/^seed: expected none beside order/, 5, { seed: 1, order: storedOrder });
    refuse(/^order/, 5, { order: [1, 2] });
  });

  it("refuses an order that names rows that are not there", () => {
    const take = (order: RowOrder) => () => windowsOf(5, { order });
    expectError(
      take(() => Uint32Array.of(5)),
      "invalid-option",
      /row numbers below 5/,
    );
    expectError(
      take(() => Uint32Array.of(1, 1)),
      "invalid-option",
      /at most once/,
    );
    expectError(
      () => windowsOf(5, { batchSize: 5, dropLast: true, order: () => Uint32Array.of(1) }),
      "invalid-option",
      /^batchSize/,
    );
  });
});
