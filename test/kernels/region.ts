/** Where a matrix of a call lies, from the spec of the kernel and the numbers of the call. */
import { pad4 } from "../../src/kernels/contract.js";
import type { KernelArgument, MatrixArgument, Sizes } from "../../src/kernels/kernel-spec.js";

/** A matrix of a call. */
export interface Region {
  readonly argument: MatrixArgument;
  readonly address: number;
  readonly stride: number;
  readonly rows: number;
  readonly columns: number;
  /** Columns that belong to the matrix: with its padding. */
  readonly width: number;
}

/** The region of `a` at an address; `sizes` holds every size of the call, strides and hidden sizes included. */
export function place(a: MatrixArgument, args: readonly KernelArgument[], sizes: Sizes, address: number): Region {
  const columns = a.columns(sizes);
  const owner = args.find((b) => b.kind === "stride" && b.of.includes(a.name));
  const width = a.packed ? columns : pad4(columns);
  return {
    argument: a,
    address,
    columns,
    width,
    rows: a.rows(sizes),
    stride: owner ? (sizes[owner.name] as number) : width,
  };
}

/** Bytes of an element. */
export function elementBytes({ argument }: Region): number {
  return argument.element === "u8" ? 1 : 4;
}

/** Bytes from the first element to behind the gap after the last row. */
export function regionBytes(region: Region): number {
  return region.rows * region.stride * elementBytes(region);
}
