/** How a thread joins a workspace that lies in shared memory. Carries no module of its own: the ticket brings it. */
import type { Heap, Kernels } from "../kernels/contract.js";
import type { WasmKernels } from "../kernels/wasm-kernels.js";
import { guarded } from "./guard.js";
import { heapOver } from "./heap.js";
import type { Layout } from "./layout.js";

/** What a thread needs to join; posted as it is. */
export interface Ticket {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
}

export interface JoinedWorkspace {
  readonly kernels: Kernels;
  readonly heap: Heap;
  /** Returns once `parties` threads have called it with the same `state`: the address of three u32s, 0 at first. */
  readonly barrier: (state: number, parties: number) => void;
}

/** About 50 µs: longer than a phase of a small network, far shorter than falling asleep and being woken costs. */
const SPINS = 100_000;

export function joinWorkspace({ module, memory }: Ticket, layout: Layout): JoinedWorkspace {
  // Without the loader: it would be a fifth of what a worker is sent.
  const kernels = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as WasmKernels;
  const heap = heapOver(memory.buffer);
  return {
    kernels: guarded(kernels, heap, layout),
    heap,
    barrier: (state, parties) => kernels.barrier(state, parties, SPINS),
  };
}
