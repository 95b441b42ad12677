/** How many samples and seconds it takes to classify so much of the test set right. */
import { type Dataset, Mlp, sgd } from "../src/node/entry.js";
import { lapOrder } from "./lap-order.js";
import { W2 } from "./workloads.js";

const GOALS = [0.97, 0.98];
/** Trained on between two looks at the test set: a tenth of an epoch. */
const ROWS_OF_LAP = 5500;
const MOST_LAPS = 100;

export interface GoalReached {
  readonly goal: number;
  /** The first accuracy that is not below the goal. */
  readonly accuracy: number;
  readonly samples: number;
  /** Of training; the looks at the test set are not in it. */
  readonly seconds: number;
}

/** Trains until the last goal is reached; pixels are 0 … 1 here. Goals that ten epochs do not reach are left out. */
export async function* timeToAccuracy(train: Dataset, test: Dataset, threads: number): AsyncGenerator<GoalReached> {
  const pixels = { scale: 1 / 255, shift: 0 };
  const order = lapOrder(train.count, ROWS_OF_LAP, MOST_LAPS);
  const laps = new Mlp(W2.model).fit(
    { ...train, ...pixels },
    {
      epochs: MOST_LAPS,
      batchSize: 128,
      optimizer: sgd({ learningRate: 0.2, momentum: 0.8 }),
      order: (lap) => order.subarray((lap - 1) * ROWS_OF_LAP, lap * ROWS_OF_LAP),
      validation: { ...test, ...pixels },
      threads,
    },
  );
  const goals = [...GOALS];
  let [samples, seconds] = [0, 0];
  for await (const lap of laps) {
    samples += lap.samples;
    seconds += lap.seconds;
    const accuracy = lap.validation?.accuracy ?? 0;
    while (goals[0] !== undefined && accuracy >= goals[0])
      yield { goal: goals.shift() as number, accuracy, samples, seconds };
    if (goals.length === 0) return;
  }
}
