/** A tensor of a plan: where a matrix lies in a workspace and what it is. Plain data; holds no numbers itself. */
import type { F32Ptr, U8Ptr, U32Ptr } from "../kernels/contract.js";

export type Element = "f32" | "u32" | "u8";

/** What a tensor is for; the memory drawing and the checkpoint read it. */
export type Section =
  | "parameters"
  | "moments"
  | "gradients"
  | "batch"
  | "activations"
  | "deltas"
  | "data"
  | "scratch"
  | "control";

interface PointerTo {
  f32: F32Ptr;
  u32: U32Ptr;
  u8: U8Ptr;
}

export interface Tensor<E extends Element = Element> {
  readonly name: string;
  readonly section: Section;
  readonly element: E;
  readonly rows: number;
  readonly columns: number;
  /** Elements from one row to the next. */
  readonly stride: number;
  /** Byte address of the first element. */
  readonly address: PointerTo[E];
}

/** Address of row `i`. */
export function rowAddress<E extends Element>(tensor: Tensor<E>, i: number): PointerTo[E] {
  return (tensor.address + i * tensor.stride * elementBytes(tensor.element)) as PointerTo[E];
}

function elementBytes(element: Element): number {
  return element === "u8" ? 1 : 4;
}

/** Bytes from the first element to behind the last row. */
export function tensorBytes(tensor: Tensor): number {
  return tensor.rows * tensor.stride * elementBytes(tensor.element);
}
