/** What the module exports: the kernels, and what threads need beside them. A type; carries no code. */
import type { Kernels } from "./contract.js";

export interface WasmKernels extends Kernels {
  /** First byte of the memory that the module's own static data leaves free. */
  heapBase(): number;
  /**
   * Waits until all `parties` threads have called it; `state` is the address of three u32s in shared memory, 0 at
   * first. A thread spins `spins` turns before it sleeps.
   */
  barrier(state: number, parties: number, spins: number): void;
}
