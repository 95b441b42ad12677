/**
 * Owns the run of the page *Plane*; does what it is told, in turn, and says what happens. What goes wrong is said and
 * leaves the rest as it was. Runs in the worker.
 */
import { serializeModel } from "wasmlp";
import type { PlaneSettings } from "../../state/plane/plane-settings.js";
import { fileHash } from "../weights-hash.js";
import { openModel } from "./plane-model.js";
import type { PlaneCommand, PlaneEvent, PlaneState } from "./plane-protocol.js";
import { PlaneRun } from "./plane-run.js";

/** Epochs a second; 0: as many as there are. */
const EPOCHS_PER_SECOND = { slow: 4, medium: 40, fast: 0 } as const;
/** Between two frames. */
const FRAME_MS = 50;
/** Surfaces may take so large a share of the time. */
const SURFACE_SHARE = 0.25;

export class PlaneHost {
  readonly #post: (event: PlaneEvent) => void;
  #run: PlaneRun | undefined;
  #state: PlaneState = "ready";
  #isPauseWanted = false;
  #before: Promise<void> = Promise.resolve();
  #training: Promise<void> = Promise.resolve();
  #surfacesDueAt = 0;

  constructor(post: (event: PlaneEvent) => void) {
    this.#post = post;
  }

  take(command: PlaneCommand): void {
    this.#before = this.#before.then(() => this.#perform(command)).catch((error) => this.#fail(error));
  }

  async #perform(command: PlaneCommand): Promise<void> {
    if (command.kind === "open") await this.#show(new PlaneRun(command.settings));
    else if (command.kind === "import") await this.#import(command);
    else if (command.kind === "run") this.#start(command.until);
    else if (command.kind === "pause") this.#isPauseWanted = true;
    else if (command.kind === "pace") await this.#pace(command.settings);
    else if (command.kind === "export") this.#export(command.index);
  }

  async #import({ index, name, bytes }: PlaneCommand & { kind: "import" }): Promise<void> {
    const { settings } = this.#present();
    const like = settings.models[index];
    if (!like) throw new Error(`${name}: expected a model to put it in the place of, got none`);
    const model = openModel(bytes, name, like);
    const models = settings.models.map((one, i) => (i === index ? model.settings : one));
    await this.#show(new PlaneRun({ ...settings, models }, new Map([[index, model]])), name);
  }

  async #show(run: PlaneRun, importedFrom?: string): Promise<void> {
    this.#isPauseWanted = true;
    await this.#training;
    await this.#run?.end();
    this.#run = run;
    this.#post({ ...run.opened, ...(importedFrom !== undefined && { importedFrom }) });
    await this.#settle("ready");
  }

  async #pace(settings: PlaneSettings): Promise<void> {
    const run = this.#present();
    const { epochs, speed, showTest } = settings;
    run.settings = { ...run.settings, epochs, speed, showTest };
    const isEnough = run.epoch >= epochs;
    if (this.#state === "done" && !isEnough) await this.#settle("paused");
    else if (this.#state === "paused" && isEnough) await this.#settle("done");
  }

  #start(until: "pause" | "epoch"): void {
    const run = this.#present();
    if (this.#state !== "ready" && this.#state !== "paused") return;
    this.#isPauseWanted = false;
    this.#state = "running";
    this.#post({ kind: "state", state: "running" });
    this.#training = this.#train(run, until).catch(async (error) => {
      this.#fail(error);
      await this.#settle("paused");
    });
  }

  async #train(run: PlaneRun, until: "pause" | "epoch"): Promise<void> {
    do {
      const began = performance.now();
      await this.#trainUntilFrame(run, until === "epoch");
      this.#sendFrames(run);
      await rest(Math.max(1, FRAME_MS - (performance.now() - began)));
    } while (until === "pause" && !this.#isPauseWanted && run.epoch < run.settings.epochs);
    await this.#settle(run.epoch >= run.settings.epochs ? "done" : "paused");
  }

  /** As many epochs as are due until the next frame. */
  async #trainUntilFrame(run: PlaneRun, isOne: boolean): Promise<void> {
    const began = performance.now();
    const perSecond = EPOCHS_PER_SECOND[run.settings.speed];
    const due = isOne ? 1 : perSecond === 0 ? Number.POSITIVE_INFINITY : Math.max(1, (perSecond * FRAME_MS) / 1000);
    for (let made = 0; made < due && run.epoch < run.settings.epochs; made++) {
      await run.train();
      if (this.#isPauseWanted || performance.now() - began > 0.7 * FRAME_MS) break;
    }
    if (!isOne && perSecond > 0 && perSecond * FRAME_MS < 1000) await rest(1000 / perSecond - FRAME_MS);
  }

  #sendFrames(run: PlaneRun): void {
    this.#post({ kind: "frame", epoch: run.epoch, models: run.frames() });
    if (performance.now() >= this.#surfacesDueAt) this.#sendSurfaces(run);
  }

  #sendSurfaces(run: PlaneRun): void {
    const began = performance.now();
    for (const index of run.models.keys()) this.#post({ kind: "surface", ...run.surface(index) });
    const now = performance.now();
    this.#surfacesDueAt = now + Math.max(200, (now - began) / SURFACE_SHARE);
  }

  /** Says where the run stands, with the hashes of weights that no longer move. */
  async #settle(state: PlaneState): Promise<void> {
    const run = this.#present();
    this.#post({ kind: "frame", epoch: run.epoch, models: run.frames() });
    this.#sendSurfaces(run);
    const hashes = await Promise.all(run.models.map(({ network }) => fileHash(serializeModel(network))));
    this.#state = state;
    this.#post({ kind: "state", state, hashes });
  }

  #export(index: number): void {
    const run = this.#present();
    const model = run.models[index];
    if (!model) throw new Error(`expected a model at place ${index + 1}, got none`);
    const name = `${model.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-")}-epoch-${run.epoch}.safetensors`;
    this.#post({ kind: "exported", name, bytes: serializeModel(model.network).slice() });
  }

  #present(): PlaneRun {
    if (!this.#run) throw new Error("there is no run yet");
    return this.#run;
  }

  #fail(error: unknown): void {
    this.#post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
