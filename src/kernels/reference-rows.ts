/** What several kernels of the reference do to one row; `row`, `z` and `e` are indices into the heap's floats. */
import { type Heap, pad4 } from "./contract.js";
import type { Arithmetic } from "./reference-math.js";

/** e[j] = exp(z[j] − max z); returns Σ e in index order. `z` and `e` are indices of rows, and may be equal. */
export function rowExponentials(
  x: Heap["floats"],
  { round, expOfNonPositive }: Arithmetic,
  n: number,
  z: number,
  e: number,
): number {
  const largest = rowMaximum(x, n, z);
  let sum = 0;
  for (let j = 0; j < n; j++) {
    x[e + j] = expOfNonPositive(round((x[z + j] as number) - largest));
    sum = round(sum + (x[e + j] as number));
  }
  return sum;
}

/** The first of the largest values of a row; a NaN in the first place stays. */
export function rowMaximum(x: Heap["floats"], n: number, row: number): number {
  let largest = x[row] as number;
  for (let j = 1; j < n; j++) if ((x[row + j] as number) > largest) largest = x[row + j] as number;
  return largest;
}

/** Pad columns behind a row of n values: +0. */
export function clearPads(x: Heap["floats"], row: number, n: number): void {
  for (let j = n; j < pad4(n); j++) x[row + j] = 0;
}
