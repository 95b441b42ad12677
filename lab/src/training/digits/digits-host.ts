/**
 * Owns the data, the model and the run of the page *Digits*; does what it is told, in turn, and says what happens. What
 * goes wrong is said and leaves the rest as it was: a new run takes the place of the old one only once it stands.
 */
import { type Mlp, MT19937, parseModel, serializeModel } from "wasmlp";
import type { DigitsSettings } from "../../state/digits/digits-settings.js";
import { fileHash } from "../weights-hash.js";
import { answerTo } from "./digits-answers.js";
import { CHAPTER_SCALING, type DigitsData, loadNamed } from "./digits-data.js";
import { canShareMemory, newModel, parameterCountOf, shapeOf } from "./digits-model.js";
import type { DigitsCommand, DigitsEvent, NamedBytes, OpenedRun, RunState } from "./digits-protocol.js";
import { DigitsRun } from "./digits-run.js";
import { imageAt, scoreEpoch, scoreTest, trainingSample } from "./digits-scoring.js";
import { readOwn } from "./own/own-data.js";

/** First-layer units whose weights are shown, and how often. */
const SHOWN_UNITS = 100;
const WEIGHTS_INTERVAL_MS = 100;

interface Loaded {
  readonly data: DigitsData;
  readonly sample: DigitsData["train"];
}

/** The run on show. */
interface Current extends Loaded {
  settings: DigitsSettings;
  readonly run: DigitsRun;
}

export class DigitsHost {
  readonly #post: (event: DigitsEvent) => void;
  readonly #loaded = new Map<DigitsSettings["data"], Loaded>();
  readonly #random: MT19937 = new MT19937(1);
  #dataUrl = "";
  #current: Current | undefined;
  #state: RunState = "ready";
  #isPauseWanted = false;
  /** The commands before, and the training they set off. */
  #before: Promise<void> = Promise.resolve();
  #training: Promise<void> = Promise.resolve();
  #weightsSentAt: number = Number.NEGATIVE_INFINITY;

  constructor(post: (event: DigitsEvent) => void) {
    this.#post = post;
  }

  /** Answers at once; everything else waits for the commands before it. */
  take(command: DigitsCommand): void {
    if (command.kind === "classify" || command.kind === "sample") this.#guard(() => this.#answer(command));
    else this.#before = this.#before.then(() => this.#perform(command)).catch((error) => this.#fail(error));
  }

  async #perform(command: DigitsCommand): Promise<void> {
    if (command.kind === "start") this.#dataUrl = command.dataUrl;
    else if (command.kind === "open") await this.#open(command.settings, command.files);
    else if (command.kind === "import") await this.#import(command.file);
    else if (command.kind === "run") this.#run(command.until);
    else if (command.kind === "pause") this.#isPauseWanted = true;
    else if (command.kind === "stop") await this.#stop();
    else if (command.kind === "setEpochs") await this.#setEpochs(command.epochs);
    else if (command.kind === "export") this.#export();
  }

  async #open(settings: DigitsSettings, files: readonly NamedBytes[] | undefined): Promise<void> {
    const loaded = await this.#load(settings.data, files);
    await this.#show(settings, loaded, newModel(settings, loaded.data));
  }

  async #import({ name, bytes }: NamedBytes): Promise<void> {
    const { data, sample, settings } = this.#present();
    const model = parseModel(bytes, name, { math: settings.math });
    const { inputs, outputs } = model.architecture;
    if (inputs !== data.train.width || outputs !== data.train.classes)
      throw new Error(
        `${name}: expected a network of ${data.train.width} inputs and ${data.train.classes} outputs, got ${inputs} and ${outputs}`,
      );
    await this.#show(settings, { data, sample }, model, name);
  }

  /** Puts a model in the place of what was there, at the beginning of a run of its own. */
  async #show(settings: DigitsSettings, loaded: Loaded, model: Mlp, importedFrom?: string): Promise<void> {
    const run = new DigitsRun(model, loaded.data, settings);
    this.#isPauseWanted = true;
    await this.#current?.run.end();
    await this.#training;
    this.#current = { ...loaded, settings, run };
    this.#post({ ...openedRun(this.#current), ...(importedFrom !== undefined && { importedFrom }) });
    this.#sendWeights(model);
    await this.#score(this.#current, 0, undefined);
    await this.#settle("ready");
  }

  async #load(name: DigitsSettings["data"], files: readonly NamedBytes[] | undefined): Promise<Loaded> {
    const before = this.#loaded.get(name);
    if (before && !files) return before;
    const say = (text: string): void => this.#post({ kind: "loading", text });
    if (name === "own" && !files)
      throw new Error("This link is of somebody's own images: drop their files on the page");
    const data =
      name === "own" ? await readOwn(files ?? [], CHAPTER_SCALING) : await loadNamed(name, this.#dataUrl, say);
    const loaded = { data, sample: trainingSample(data) };
    this.#loaded.set(name, loaded);
    return loaded;
  }

  #run(until: "pause" | "batch" | "epoch"): void {
    const current = this.#present();
    if (this.#state !== "ready" && this.#state !== "paused") return;
    this.#isPauseWanted = false;
    this.#state = "running";
    this.#post({ kind: "state", state: "running" });
    this.#training = this.#train(current, until).catch(async (error) => {
      this.#fail(error);
      await current.run.end();
      await this.#settle("ended");
    });
  }

  async #train(current: Current, until: "pause" | "batch" | "epoch"): Promise<void> {
    const { run } = current;
    do {
      const report = await run.slice(until === "batch");
      if (!report) return this.#settle("ended");
      const { epochLoss, ...slice } = report;
      this.#post(slice);
      this.#sendWeights(run.model);
      if (epochLoss === undefined) continue;
      await this.#score(current, slice.place.epoch, epochLoss);
      if (run.epochsMade >= current.settings.epochs) return this.#finish(current);
      if (until === "epoch") break;
    } while (!this.#isPauseWanted && until !== "batch");
    await this.#settle("paused");
  }

  async #finish({ run, data }: Current): Promise<void> {
    this.#post({ kind: "test", score: await scoreTest(run.model, data) });
    await this.#settle("done");
  }

  async #stop(): Promise<void> {
    const { run } = this.#present();
    this.#isPauseWanted = true;
    await run.end();
    await this.#training;
    if (this.#state !== "ended") await this.#settle("ended");
  }

  /** More epochs let a run that was done go on. */
  async #setEpochs(epochs: number): Promise<void> {
    const current = this.#present();
    current.settings = { ...current.settings, epochs };
    const isEnough = current.run.epochsMade >= epochs;
    if (this.#state === "done" && !isEnough) await this.#settle("paused");
    else if (this.#state === "paused" && isEnough) await this.#settle("done");
  }

  #export(): void {
    const { run } = this.#present();
    const name = `${shapeOf(run.model)}-epoch-${run.epochsMade}.safetensors`;
    this.#post({ kind: "exported", file: { name, bytes: serializeModel(run.model).slice() } });
  }

  #answer(command: DigitsCommand & { kind: "classify" | "sample" }): void {
    const current = this.#current;
    if (!current) return;
    if (command.kind === "classify") {
      this.#post(answerTo(command, current.run.model, current.data));
      return;
    }
    const { test } = current.data;
    const row = this.#random.randint(0, test.count);
    this.#post({ kind: "sampled", row, pixels: imageAt(test, row), label: test.labels?.[row] ?? 0 });
  }

  async #score({ run, data, sample }: Current, epoch: number, loss: number | undefined): Promise<void> {
    this.#post(await scoreEpoch(run.model, data, sample, epoch, loss));
  }

  /** Says where the run stands, with the hash of weights that no longer move. */
  async #settle(state: RunState): Promise<void> {
    const model = this.#current?.run.model;
    if (model) this.#sendWeights(model, true);
    const hash = model && (await fileHash(serializeModel(model)));
    this.#state = state;
    this.#post({ kind: "state", state, ...(hash !== undefined && { hash }) });
  }

  #sendWeights(model: Mlp, isLast = false): void {
    const now = performance.now();
    if (!isLast && now - this.#weightsSentAt < WEIGHTS_INTERVAL_MS) return;
    this.#weightsSentAt = now;
    const { inputs, layers } = model.architecture;
    const units = Math.min(SHOWN_UNITS, layers[0]?.units ?? 0);
    const values = Float32Array.from(model.parameters[0]?.weight.subarray(0, units * inputs) ?? []);
    this.#post({ kind: "weights", units, values });
  }

  #present(): Current {
    if (!this.#current) throw new Error("there is no network yet");
    return this.#current;
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#post({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
}

function openedRun({ settings, run, data }: Current): OpenedRun {
  const { train, validation, test, height, width, classNames } = data;
  const { model, threads } = run;
  return {
    kind: "opened",
    settings,
    shape: shapeOf(model),
    parameterCount: parameterCountOf(model),
    layers: model.architecture.layers.map(({ units, activation }) => ({ units, activation })),
    threads,
    hasSharedMemory: canShareMemory(),
    rows: { train: train.count, validation: validation.count, test: test.count },
    height,
    width,
    classNames,
  };
}
