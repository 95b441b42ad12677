/**
 * One run: `fit` in slices of about a tenth of a second, between which it tells how it goes and can be paused. Paused,
 * it is an iterator nobody asks: it keeps its memory and goes on to the same bits. Runs in the worker.
 */
import { type EpochResult, type Mlp, shuffledOrder } from "wasmlp";
import type { DigitsSettings } from "../../state/digits/digits-settings.js";
import { type SlicedOrder, slicedOrder } from "../sliced-order.js";
import type { DigitsData } from "./digits-data.js";
import { canShareMemory, optimizerOf, threadsOf } from "./digits-model.js";
import type { SliceEvent } from "./digits-protocol.js";

/** How long a slice should take: a tenth of a second, with what is done between two. */
const SLICE_SECONDS = 0.08;
const FIRST_STEPS = 8;

/** More slices than any run has. */
const ENDLESS = 2 ** 31;

export interface SliceReport extends SliceEvent {
  /** Of the epoch, when this slice was its last. */
  readonly epochLoss?: number;
}

export class DigitsRun {
  readonly model: Mlp;
  readonly threads: number;
  readonly #slices: SlicedOrder;
  readonly #abort = new AbortController();
  readonly #results: AsyncIterator<EpochResult>;
  #samples = 0;
  #seconds = 0;
  #steps: number = FIRST_STEPS;
  #epochLoss = { sum: 0, samples: 0 };

  constructor(model: Mlp, data: DigitsData, settings: DigitsSettings) {
    this.model = model;
    this.threads = threadsOf(settings, model);
    this.#slices = slicedOrder(shuffledOrder(settings.seed), settings.batch);
    const results = model.fit(data.train, {
      epochs: ENDLESS,
      batchSize: settings.batch,
      optimizer: optimizerOf(settings),
      order: this.#slices.order,
      threads: this.threads,
      background: canShareMemory(),
      recordFlow: true,
      signal: this.#abort.signal,
    });
    this.#results = results[Symbol.asyncIterator]();
  }

  /** Epochs that are whole. */
  get epochsMade(): number {
    const { epoch, step, steps } = this.#slices.place;
    return step === steps ? epoch : epoch - 1;
  }

  /** Trains one slice: of one mini-batch, or of about a tenth of a second. Nothing when the run was ended. */
  async slice(isOneStep: boolean): Promise<SliceReport | undefined> {
    const before = this.#slices.place;
    this.#slices.setSteps(isOneStep ? 1 : this.#steps);
    const { done, value } = await this.#results.next();
    if (done) return undefined;
    const { place } = this.#slices;
    const steps = place.epoch === before.epoch ? place.step - before.step : place.step;
    if (!isOneStep && value.seconds > 0) this.#steps = Math.min(1e6, (steps / value.seconds) * SLICE_SECONDS);
    return this.#report(value);
  }

  /** Ends it, wherever it is; the model keeps the weights reached. */
  async end(): Promise<void> {
    this.#abort.abort();
    await this.#results.return?.();
  }

  #report({ loss, samples, seconds, flow = [] }: EpochResult): SliceReport {
    const { place } = this.#slices;
    this.#samples += samples;
    this.#seconds += seconds;
    this.#epochLoss.sum += loss * samples;
    this.#epochLoss.samples += samples;
    const epochLoss = this.#epochLoss.sum / this.#epochLoss.samples;
    const isLast = place.step === place.steps;
    if (isLast) this.#epochLoss = { sum: 0, samples: 0 };
    return {
      kind: "slice",
      place,
      loss,
      samplesPerSecond: samples / Math.max(seconds, 1e-6),
      samples: this.#samples,
      seconds: this.#seconds,
      flow: flow.map(({ gradientRms, isStalled }) => ({ gradientRms, isStalled })),
      ...(isLast && { epochLoss }),
    };
  }
}
