/**
 * Stands between a workspace and those who call its kernels, and does nothing. The debug build puts kernels here that
 * check every call against specs and layout (`npm run test:debug`, test/kernels/checked.ts). Carries no code of its own.
 */
import type { Heap, Kernels } from "../kernels/contract.js";
import type { Layout } from "./layout.js";

export function guarded<K extends Kernels>(kernels: K, _heap: Heap, _layout: Layout): K {
  return kernels;
}
