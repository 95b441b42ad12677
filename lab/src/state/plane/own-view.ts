/** The part of the plane that is in view. Pure. */
import type { LabelledPoint } from "./point-field.js";

/** Equally long in both directions. */
export interface PlaneView {
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
}

const HALVES = [2, 5, 10, 20, 50, 100, 1000, 1e4, 1e5];

/** Around points of one's own: grows only when one lies outside, so that it does not move while one draws. */
export function ownView(points: readonly LabelledPoint[]): PlaneView {
  const most = points.reduce((size, { x, y }) => Math.max(size, Math.abs(x), Math.abs(y)), 0);
  const half = HALVES.find((one) => one >= most) ?? 1e6;
  return { x: [-half, half], y: [-half, half] };
}
