/** The node vectors of ONNX (fixtures/onnx/extract.py), and their tensors as rows. Knows no kernel. */
import { readFileSync } from "node:fs";

export interface Tensor {
  readonly shape: readonly number[];
  /** Row-major. */
  readonly values: readonly number[];
}

export interface OnnxVector {
  readonly name: string;
  readonly operator: string;
  readonly attributes: Readonly<Record<string, number | string>>;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

interface Fixture {
  readonly used: Readonly<Record<string, number>>;
  readonly notUsed: Readonly<Record<string, readonly string[]>>;
  readonly vectors: readonly OnnxVector[];
}

export const fixture: Fixture = JSON.parse(
  readFileSync(new URL("../fixtures/onnx/vectors.json", import.meta.url), "utf8"),
);

/** The lines of a tensor along `axis` (from the end where it is negative), in the order of all other axes. */
export function linesAlong({ shape, values }: Tensor, axis: number): number[][] {
  const place = axis < 0 ? axis + shape.length : axis;
  const length = shape[place] as number;
  const inner = shape.slice(place + 1).reduce((a, b) => a * b, 1);
  const outer = shape.slice(0, place).reduce((a, b) => a * b, 1);
  return Array.from({ length: outer * inner }, (_, line) => {
    const first = Math.floor(line / inner) * length * inner + (line % inner);
    return Array.from({ length }, (_, i) => values[first + i * inner] as number);
  });
}

/** Its last two axes as a matrix, one for each place in the axes before. */
export function matricesOf({ shape, values }: Tensor): number[][][] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  const lines = Array.from({ length: values.length / columns }, (_, i) => values.slice(i * columns, (i + 1) * columns));
  return Array.from({ length: lines.length / rows }, (_, i) => lines.slice(i * rows, (i + 1) * rows));
}

export function transpose(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] as number));
}

/** A matrix of [rows, columns] filled from a tensor of rank 0 to 2, as NumPy broadcasts it. */
export function broadcast({ shape, values }: Tensor, rows: number, columns: number): number[][] {
  const [own, width] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  const at = (i: number, j: number): number => values[(own === 1 ? 0 : i) * width + (width === 1 ? 0 : j)] as number;
  return Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => at(i, j)));
}
