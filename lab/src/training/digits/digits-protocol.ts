/** What the page *Digits* and its worker say to each other: plain data, safe to post. */
import type { DigitsSettings } from "../../state/digits/digits-settings.js";
import type { Place } from "../sliced-order.js";

export interface NamedBytes {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

export type DigitsCommand =
  /** First of all: where the data lies, ending in a slash. */
  | { readonly kind: "start"; readonly dataUrl: string }
  /** A new run at its beginning; ends the one before. `files` only where they are new. */
  | { readonly kind: "open"; readonly settings: DigitsSettings; readonly files?: readonly NamedBytes[] }
  /** Goes on: until told to pause, for one mini-batch, or to the end of the epoch. */
  | { readonly kind: "run"; readonly until: "pause" | "batch" | "epoch" }
  | { readonly kind: "pause" }
  /** Ends the run where it is and gives its memory back. */
  | { readonly kind: "stop" }
  | { readonly kind: "setEpochs"; readonly epochs: number }
  | { readonly kind: "classify"; readonly asker: Asker; readonly picture: PictureToClassify }
  /** Asks for a test image, another one each time. */
  | { readonly kind: "sample" }
  | { readonly kind: "export" }
  | { readonly kind: "import"; readonly file: NamedBytes };

/** The part of the page that wants to know. */
export type Asker = "pad" | "wall";

/** A drawing as canvas pixels, or an image of the data set as it is. */
export type PictureToClassify =
  | { readonly form: "canvas"; readonly width: number; readonly height: number; readonly data: Uint8ClampedArray }
  | { readonly form: "image"; readonly pixels: Uint8Array };

export interface LayerShape {
  readonly units: number;
  readonly activation: string;
}

/** Where a run stands: "ready" has not begun, "done" has made all its epochs, "ended" cannot go on. */
export type RunState = "ready" | "running" | "paused" | "done" | "ended";

export interface ScoreText {
  readonly loss: number;
  readonly accuracy: number;
}

/** A validation image the network got wrong. */
export interface WrongImage {
  readonly row: number;
  readonly pixels: Uint8Array;
  readonly label: number;
  readonly predicted: number;
}

export interface OpenedRun {
  readonly kind: "opened";
  readonly settings: DigitsSettings;
  /** `784-50-10` */
  readonly shape: string;
  readonly parameterCount: number;
  readonly layers: readonly LayerShape[];
  readonly threads: number;
  /** Without it there is one worker, and as good. */
  readonly hasSharedMemory: boolean;
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  /** Of an image. */
  readonly height: number;
  readonly width: number;
  readonly classNames: readonly string[];
  /** The file its weights came from, where they came from one. */
  readonly importedFrom?: string;
}

export interface SliceEvent {
  readonly kind: "slice";
  readonly place: Place;
  /** Mean over the slice, each mini-batch before its update. */
  readonly loss: number;
  readonly samplesPerSecond: number;
  /** Since the run began. */
  readonly samples: number;
  /** Spent on training steps since the run began. */
  readonly seconds: number;
  /** Of each layer, from the inputs up. */
  readonly flow: readonly { readonly gradientRms: number; readonly isStalled: boolean }[];
}

export interface EpochEvent {
  readonly kind: "epoch";
  /** 0: before training. */
  readonly epoch: number;
  /** Mean over the epoch's mini-batches; absent before training. */
  readonly loss?: number;
  /** Of as many training rows as there are validation rows. */
  readonly training: ScoreText;
  readonly validation: ScoreText;
  /** Of the validation rows, row-major [actual][predicted]. */
  readonly confusion: Uint32Array;
  readonly wrongCount: number;
  readonly wrong: readonly WrongImage[];
  /** Of that file; absent without `crypto.subtle`. */
  readonly hash?: string;
  /** The model as a file, for when the worker should end. */
  readonly file: Uint8Array<ArrayBuffer>;
}

export type DigitsEvent =
  | { readonly kind: "loading"; readonly text: string }
  | OpenedRun
  | SliceEvent
  | EpochEvent
  /** First-layer weights of the first units, row-major [units, inputs]. */
  | { readonly kind: "weights"; readonly units: number; readonly values: Float32Array }
  /** With the hash of the weights as they stand, where they stand still. */
  | { readonly kind: "state"; readonly state: RunState; readonly hash?: string }
  /** Of the test rows, once all epochs are made. */
  | { readonly kind: "test"; readonly score: ScoreText }
  | {
      readonly kind: "answer";
      readonly asker: Asker;
      /** As the network saw it. */
      readonly pixels: Uint8Array;
      readonly probabilities: Float32Array;
      /** Of every hidden layer. */
      readonly activations: readonly Float32Array[];
    }
  /** Nothing was drawn. */
  | { readonly kind: "blank"; readonly asker: Asker }
  | { readonly kind: "sampled"; readonly pixels: Uint8Array; readonly label: number; readonly row: number }
  | { readonly kind: "exported"; readonly file: NamedBytes }
  /** Something could not be done; what was there is still there. */
  | { readonly kind: "failed"; readonly message: string };
