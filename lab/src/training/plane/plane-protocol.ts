/** What the page *Plane* and its worker say to each other: plain data, safe to post. */
import type { PlaneView } from "../../state/plane/own-view.js";
import type { PlaneSettings } from "../../state/plane/plane-settings.js";

export type PlaneCommand =
  /** A new run at its beginning, in the place of the one before. */
  | { readonly kind: "open"; readonly settings: PlaneSettings }
  /** Goes on: until told to pause, or for one epoch. */
  | { readonly kind: "run"; readonly until: "pause" | "epoch" }
  | { readonly kind: "pause" }
  /** How far and how fast it goes. */
  | { readonly kind: "pace"; readonly settings: PlaneSettings }
  | { readonly kind: "export"; readonly index: number }
  /** A model file in the place of one model; a new run with it. */
  | { readonly kind: "import"; readonly index: number; readonly name: string; readonly bytes: Uint8Array };

/** "ready" has not begun, "done" has made all its epochs. */
export type PlaneState = "ready" | "running" | "paused" | "done";

/** The rows, training rows first. */
export interface PlanePoints {
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly labels: Uint8Array;
  readonly trainCount: number;
}

/** Values over a square grid, row-major, the lowest row first, cell centres. */
export interface Field {
  readonly side: number;
  readonly values: Float32Array;
}

/** The outputs of the units of a hidden layer over the view. */
export interface HiddenMaps {
  readonly side: number;
  readonly units: number;
  /** Row-major [units, side, side], lowest y first. */
  readonly values: Float32Array;
  /** The largest size of an output. */
  readonly limit: number;
}

export interface ModelScore {
  readonly loss: number;
  readonly accuracy: number;
}

/** What a model was worth after an epoch. */
export interface EpochScore {
  readonly epoch: number;
  readonly training: ModelScore;
  readonly test?: ModelScore;
}

/** How one model stands now. */
export interface ModelFrame {
  /** Of the epochs since the last frame; the newest last. */
  readonly scores: readonly EpochScore[];
  /** From −1, surely class A, to 1, surely class B; the class changes at 0. */
  readonly region: Field;
  readonly hidden: readonly HiddenMaps[];
  /** Where the numbers ended: the model is as it was before. */
  readonly trouble?: string;
}

/** The training loss around the present weights. */
export interface Surface {
  readonly index: number;
  readonly field: Field;
  /** Heights of the lines between shades, ascending. */
  readonly levels: readonly number[];
  /** Of the field; in weights of a linear unit, in lengths along two directions otherwise. */
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
  /** The way walked: x, y, x, y … */
  readonly path: Float64Array;
  /** Of a linear unit: the bias that is held. */
  readonly bias?: number;
  /** A perceptron's loss is a share of rows: it has steps, and no lines of equal height. */
  readonly isStepped: boolean;
}

export interface OpenedPlane {
  readonly kind: "opened";
  readonly settings: PlaneSettings;
  readonly view: PlaneView;
  /** What the coordinates are, where they are more than coordinates. */
  readonly axes?: readonly [x: string, y: string];
  readonly points: PlanePoints;
  readonly models: readonly { readonly name: string; readonly parameters: number }[];
  readonly importedFrom?: string;
}

export type PlaneEvent =
  | OpenedPlane
  | { readonly kind: "frame"; readonly epoch: number; readonly models: readonly ModelFrame[] }
  | ({ readonly kind: "surface" } & Surface)
  /** With a hash a model of the weights, where they stand still; a hash is absent without `crypto.subtle`. */
  | { readonly kind: "state"; readonly state: PlaneState; readonly hashes?: readonly (string | undefined)[] }
  | { readonly kind: "exported"; readonly name: string; readonly bytes: Uint8Array<ArrayBuffer> }
  /** Something could not be done; what was there is still there. */
  | { readonly kind: "failed"; readonly message: string };
