/** Seeds as users give them. */
import { requireWhole } from "../errors.js";

/** @throws WasmlpError `invalid-option` unless `seed` is a whole number from 0 to 2³² − 1. */
export function requireSeed(option: string, seed: number): number {
  requireWhole(option, seed, 0, 0xffffffff);
  return seed;
}
