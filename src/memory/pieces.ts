/** Parts of a memory as bytes of their own: how two memories of the same layout are kept alike without being shared. */
import type { Heap } from "../kernels/contract.js";
import { rowAddress, type Tensor, tensorBytes } from "./tensor.js";

/** Bytes, and the address they have in either memory. */
export interface Piece {
  readonly address: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A whole tensor, copied. */
export function pieceOf(heap: Heap, tensor: Tensor): Piece {
  return copyBytes(heap, tensor.address, tensor.address + tensorBytes(tensor));
}

/** Rows first … last − 1 of a tensor, copied. */
export function rowsPiece(heap: Heap, tensor: Tensor, first: number, last: number): Piece {
  return copyBytes(heap, rowAddress(tensor, first), rowAddress(tensor, last));
}

/** The bytes of addresses begin … end − 1, copied. */
export function copyBytes({ bytes }: Heap, begin: number, end: number): Piece {
  return { address: begin, bytes: new Uint8Array(bytes.subarray(begin, end)) };
}

export function putPieces({ bytes }: Heap, pieces: readonly Piece[]): void {
  for (const piece of pieces) bytes.set(piece.bytes, piece.address);
}
