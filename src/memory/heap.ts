/** The three views of a buffer that kernels work on. */
import type { Heap } from "../kernels/contract.js";

export function heapOver(buffer: ArrayBufferLike): Heap {
  return { floats: new Float32Array(buffer), words: new Uint32Array(buffer), bytes: new Uint8Array(buffer) };
}
