/**
 * How a thread joins a workspace that lies in shared memory, or makes itself a private one of the same layout. Carries no
 * module of its own: the ticket brings it.
 */
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

/** What it needs where memory cannot be shared. */
export interface PrivateTicket {
  readonly module: WebAssembly.Module;
  /** Size of the memory, a multiple of the 64 KiB page. */
  readonly bytes: number;
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

/** A zeroed memory of this thread's own. */
export function openPrivately({ module, bytes }: PrivateTicket, layout: Layout): JoinedWorkspace {
  const pages = bytes / 65536;
  return joinWorkspace({ module, memory: new WebAssembly.Memory({ initial: pages, maximum: pages }) }, layout);
}
