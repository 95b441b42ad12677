/** Everything that makes a run of the page *Plane*, as it stands in a link. At first: what one line cannot part. */
import { choice, flag, list, number, whole } from "../fields.js";
import type { Schema } from "../link.js";
import { INITIAL_MODEL, type ModelSettings, modelField } from "./model-field.js";
import { type LabelledPoint, MOST_POINTS, pointField } from "./point-field.js";

const DATA_NAMES = ["xor", "circle", "blobs", "moons", "spiral", "iris", "own"] as const;
export type PlaneDataName = (typeof DATA_NAMES)[number];
export const SPEEDS = ["slow", "medium", "fast"] as const;
export const MOST_MODELS = 4;

export interface PlaneSettings {
  data: PlaneDataName;
  count: number;
  /** Standard deviation of what moves the points; of blobs, of the clouds. */
  noise: number;
  dataSeed: number;
  /** Rows to test on, %. */
  test: number;
  standardize: boolean;
  models: readonly ModelSettings[];
  epochs: number;
  speed: (typeof SPEEDS)[number];
  showTest: boolean;
  points: readonly LabelledPoint[];
}

export const planeSchema: Schema<PlaneSettings> = {
  data: choice(DATA_NAMES, "xor"),
  count: whole(200, 10, 2000),
  noise: number(0.05, 0, 5),
  dataSeed: whole(1, 0, 2 ** 32 - 1),
  test: whole(30, 0, 80),
  standardize: flag(true),
  models: list(modelField, [INITIAL_MODEL, { ...INITIAL_MODEL, kind: "adalineGD", rate: 0.1 }], 1, MOST_MODELS),
  epochs: whole(300, 1, 100_000),
  speed: choice(SPEEDS, "medium"),
  showTest: flag(true),
  points: list(pointField, [], 0, MOST_POINTS),
};

/** Noise that leaves a problem what it is. */
export const USUAL_NOISE: Readonly<Record<PlaneDataName, number>> = {
  xor: 0.05,
  circle: 0.1,
  blobs: 0.5,
  moons: 0.15,
  spiral: 0.02,
  iris: 0,
  own: 0,
};

/** Settings of how a run is looked at; all others make another run. */
const LIVE: readonly (keyof PlaneSettings)[] = ["epochs", "speed", "showTest"];

/** Whether both settings are of one run, but for how far and how fast it goes. */
export function isSamePlaneRun(a: PlaneSettings, b: PlaneSettings): boolean {
  return (Object.keys(planeSchema) as (keyof PlaneSettings)[]).every((key) => {
    const field = planeSchema[key] as { write(value: unknown): string };
    return LIVE.includes(key) || field.write(a[key]) === field.write(b[key]);
  });
}
