/** One run of the page *Plane*: all its models, each an epoch at a time on the same rows. Runs in the worker. */
import { DivergenceError, type EpochResult } from "wasmlp";
import type { PlaneSettings } from "../../state/plane/plane-settings.js";
import { LossSurface } from "./loss-surface.js";
import { type PlaneData, planeData } from "./plane-data.js";
import { type Grids, gridsOf, picturesOf, scoresOf } from "./plane-frame.js";
import { type PlaneModel, planeModel } from "./plane-model.js";
import type { EpochScore, ModelFrame, OpenedPlane, Surface } from "./plane-protocol.js";

interface Learner {
  readonly model: PlaneModel;
  readonly epochs: AsyncIterator<EpochResult>;
  readonly surface: LossSurface;
  /** Since the last frame. */
  scores: EpochScore[];
  trouble: string | undefined;
}

export class PlaneRun {
  settings: PlaneSettings;
  epoch = 0;
  readonly #data: PlaneData;
  readonly #grids: Grids;
  readonly #learners: readonly Learner[];

  /** @param opened models that are not those the settings would make, by their place. */
  constructor(settings: PlaneSettings, opened: ReadonlyMap<number, PlaneModel> = new Map()) {
    this.settings = settings;
    this.#data = planeData(settings);
    this.#grids = gridsOf(this.#data);
    this.#learners = settings.models.map((one, i) => this.#learner(opened.get(i) ?? planeModel(one)));
  }

  get models(): readonly PlaneModel[] {
    return this.#learners.map(({ model }) => model);
  }

  get opened(): OpenedPlane {
    const { view, axes, points } = this.#data;
    const models = this.models.map(({ name, network }) => ({
      name,
      parameters: network.architecture.layers.reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0),
    }));
    return { kind: "opened", settings: this.settings, view, ...(axes && { axes }), points, models };
  }

  /** Every model makes one epoch; one that left the finite numbers stays as it was. */
  async train(): Promise<void> {
    this.epoch += 1;
    for (const learner of this.#learners) if (learner.trouble === undefined) await this.#step(learner);
  }

  frames(): ModelFrame[] {
    return this.#learners.map((learner) => {
      const { model, scores, trouble } = learner;
      learner.scores = [];
      return { scores, ...picturesOf(model, this.#grids), ...(trouble !== undefined && { trouble }) };
    });
  }

  surface(index: number): Surface {
    return (this.#learners[index] as Learner).surface.measure(index, this.#data.train);
  }

  async end(): Promise<void> {
    for (const { epochs } of this.#learners) await epochs.return?.();
  }

  #learner(model: PlaneModel): Learner {
    const epochs = model.train(this.#data.train);
    return {
      model,
      epochs,
      surface: new LossSurface(model),
      scores: [scoresOf(model, this.#data, 0)],
      trouble: undefined,
    };
  }

  async #step(learner: Learner): Promise<void> {
    try {
      await learner.epochs.next();
      learner.scores.push(scoresOf(learner.model, this.#data, this.epoch));
      learner.surface.note(this.epoch);
    } catch (error) {
      if (!(error instanceof DivergenceError)) throw error;
      learner.trouble = `left the finite numbers in epoch ${this.epoch}; a lower learning rate may help`;
    }
  }
}
