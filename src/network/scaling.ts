/** How far bytes may be stretched: x = scale·byte + shift stays a finite f32 for every byte. Knows two numbers only. */
import { invalidOption } from "../errors.js";
import type { Scaling } from "./first-layer.js";

/** 255 times the one plus the other is 3.35e38; the largest f32 is 3.40e38. */
const MAX_SCALE = 1e36;
const MAX_SHIFT = 8e37;

/** @throws WasmlpError `invalid-option` for a scale beyond ±1e36 or a shift beyond ±8e37. */
export function requireScaling({ scale, shift }: Scaling): void {
  requireWithin("scale", scale, MAX_SCALE);
  requireWithin("shift", shift, MAX_SHIFT);
}

function requireWithin(option: string, value: number, most: number): void {
  if (!Number.isFinite(value)) throw invalidOption(option, "a finite number", value);
  if (Math.abs(value) > most) throw invalidOption(option, `a number from -${most} to ${most}`, value);
}
