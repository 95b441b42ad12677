/** Kernels by name: all of them, and the spec of each. */
import type { Kernels } from "../../src/kernels/contract.js";
import type { KernelSpec } from "../../src/kernels/kernel-spec.js";
import { KERNEL_SPECS } from "../../src/kernels/specs.js";

export type KernelName = keyof Kernels;
/** A kernel as a function of the numbers of a call. */
export type Run = (...values: number[]) => void;

export const KERNELS: readonly KernelName[] = Object.keys(KERNEL_SPECS) as KernelName[];

export const specOf = (name: KernelName): KernelSpec => KERNEL_SPECS[name] as unknown as KernelSpec;
