// Not part of the core: compiled on its own by the tests that try every f32.
// The functions of exponential.ts that the core does not export alone, over a row of `count` floats, in place. Rows are
// taken four floats at a time, so what lies behind the last of them up to a whole vector changes too.

import { expm1OfNonPositive, expOfNonPositive, log1pOfUnit, logFromOne } from "./exponential";

export function exp(count: i32, x: usize): void {
  for (let p = x; p < x + (count << 2); p += 16) v128.store(p, expOfNonPositive(v128.load(p)));
}

export function expm1(count: i32, x: usize): void {
  for (let p = x; p < x + (count << 2); p += 16) v128.store(p, expm1OfNonPositive(v128.load(p)));
}

export function log(count: i32, x: usize): void {
  for (let p = x; p < x + (count << 2); p += 16) v128.store(p, logFromOne(v128.load(p)));
}

export function log1p(count: i32, x: usize): void {
  for (let p = x; p < x + (count << 2); p += 16) v128.store(p, log1pOfUnit(v128.load(p)));
}
