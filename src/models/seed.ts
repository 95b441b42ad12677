/** Seeds as users give them. */
import { invalidOption } from "../errors.js";

/** @throws WasmlpError `invalid-option` unless `seed` is a whole number from 0 to 2³² − 1. */
export function requireSeed(option: string, seed: number): number {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff)
    throw invalidOption(option, "a whole number from 0 to 4294967295", seed);
  return seed;
}
