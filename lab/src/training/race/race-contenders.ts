/** The two sides of the race: the library on some threads, and the loop in plain JavaScript. The same rows, in order. */
import { type Dataset, type EpochResult, type Mlp, storedOrder } from "wasmlp";
import { canShareMemory } from "../digits/digits-model.js";
import { slicedOrder } from "../sliced-order.js";
import { PlainNetwork } from "./plain-network.js";
import { modelOf, type RaceWork } from "./race-works.js";

export interface Racer {
  readonly name: string;
  readonly threads: number;
  /** Trains for about so long after a warm-up that is not counted; gives samples a second. */
  turn(seconds: number): Promise<number>;
}

/** More slices than any turn has. */
const ENDLESS = 2 ** 31;
/** Not counted: at least so many mini-batches, and for so long. */
const WARM_UP_BATCHES = 2;
const WARM_UP_SECONDS = 0.05;

export function libraryRacer(work: RaceWork, data: Dataset, threads: number): Racer {
  const model = modelOf(work, data);
  return {
    name: `wasmlp, ${threads} ${threads === 1 ? "thread" : "threads"}`,
    threads,
    async turn(seconds) {
      const slices = slicedOrder(storedOrder, work.batch);
      const epochs = train(model, work, data, threads, slices.order);
      slices.setSteps(WARM_UP_BATCHES);
      let [samples, spent] = [0, 0];
      for (let warm = 0; warm < WARM_UP_SECONDS; ) {
        const slice = await next(epochs);
        warm += slice.seconds;
        slices.setSteps(stepsFor(slice, work.batch, WARM_UP_SECONDS));
        if (warm >= WARM_UP_SECONDS) slices.setSteps(stepsFor(slice, work.batch, seconds / 3));
      }
      while (spent < seconds) {
        const slice = await next(epochs);
        samples += slice.samples;
        spent += slice.seconds;
      }
      await epochs.return?.();
      return samples / spent;
    },
  };
}

/** Mini-batches that take about `seconds`, judged by those of a slice. */
function stepsFor(slice: { samples: number; seconds: number }, batch: number, seconds: number): number {
  return Math.max(1, Math.round((slice.samples / batch) * (seconds / Math.max(slice.seconds, 1e-4))));
}

function train(
  model: Mlp,
  { optimizer, batch: batchSize }: RaceWork,
  data: Dataset,
  threads: number,
  order: ReturnType<typeof slicedOrder>["order"],
): AsyncIterator<EpochResult> {
  const options = { epochs: ENDLESS, batchSize, optimizer, order, threads, background: canShareMemory() };
  return model.fit(data, options)[Symbol.asyncIterator]();
}

/** There is always one more. */
async function next(epochs: AsyncIterator<EpochResult>): Promise<EpochResult> {
  return (await epochs.next()).value;
}

export function plainRacer(work: RaceWork, data: Dataset): Racer {
  const network = new PlainNetwork(modelOf(work, data).parameters, work);
  let at = 0;
  const batch = (): number => {
    if (at >= data.count) at = 0;
    const order = rowsFrom(at, Math.min(work.batch, data.count - at));
    at += order.length;
    network.step(data.features as Uint8Array, data.labels as Uint8Array, order, data);
    return order.length;
  };
  return {
    name: "plain JavaScript",
    threads: 0,
    turn(seconds) {
      const warm = performance.now();
      for (let made = 0; made < WARM_UP_BATCHES || secondsSince(warm) < WARM_UP_SECONDS; made++) batch();
      const began = performance.now();
      let samples = 0;
      do samples += batch();
      while (secondsSince(began) < seconds);
      return Promise.resolve(samples / secondsSince(began));
    },
  };
}

/** The largest difference of any weight after both sides made the same steps from the same weights. */
export async function weightsApart(work: RaceWork, data: Dataset, steps: number): Promise<number> {
  const model = modelOf(work, data);
  const plain = new PlainNetwork(model.parameters, work);
  const slices = slicedOrder(storedOrder, work.batch);
  slices.setSteps(steps);
  const epochs = train(model, work, data, 1, slices.order);
  await epochs.next();
  await epochs.return?.();
  for (let step = 0; step < steps; step++) {
    const order = rowsFrom(step * work.batch, work.batch);
    plain.step(data.features as Uint8Array, data.labels as Uint8Array, order, data);
  }
  const [ours, theirs] = [model.parameters, plain.parameters];
  let most = 0;
  for (const [l, { weight, bias }] of ours.entries()) {
    for (let i = 0; i < weight.length; i++) most = Math.max(most, Math.abs(weight[i]! - theirs[l]!.weight[i]!));
    for (let i = 0; i < bias.length; i++) most = Math.max(most, Math.abs(bias[i]! - theirs[l]!.bias[i]!));
  }
  return most;
}

function rowsFrom(first: number, length: number): Uint32Array {
  return Uint32Array.from({ length }, (_, i) => first + i);
}

function secondsSince(began: number): number {
  return Math.max(1e-4, (performance.now() - began) / 1000);
}
