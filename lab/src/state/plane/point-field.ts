/** A point of one's own as a setting: `0.5_-1.25_a` in a link. Pure. */
import { type Field, number } from "../fields.js";

/** A labelled point of the plane. */
export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** Class A is 0, class B is 1. */
  readonly label: 0 | 1;
}

export const MOST_POINTS = 300;
export const MOST_COORDINATE = 1e6;

const coordinate = number(0, -MOST_COORDINATE, MOST_COORDINATE);

export const pointField: Field<LabelledPoint> = {
  initial: { x: 0, y: 0, label: 0 },
  expected: `two coordinates within ±${MOST_COORDINATE} and a class, as in 0.5_-1.25_a`,
  write: ({ x, y, label }) => `${x}_${y}_${label === 0 ? "a" : "b"}`,
  read(text) {
    const [first = "", second = "", name, ...rest] = text.split("_");
    const [x, y] = [coordinate.read(first), coordinate.read(second)];
    if (x === undefined || y === undefined || (name !== "a" && name !== "b") || rest.length > 0) return undefined;
    return { x, y, label: name === "a" ? 0 : 1 };
  },
};
