/** The 256-bit operations that newer V8 makes of pairs of 128-bit ones, asked for. Changes no bit of any result. */
import { setFlagsFromString } from "node:v8";
import { invalidOption, WasmlpError } from "../errors.js";
import { hasCompiled } from "../memory/workspace.js";

/** The first Node whose V8 does it. */
const FIRST_NODE = 24;

/**
 * Has V8 join pairs of vector operations in all WebAssembly that this process compiles from now on. An experiment of
 * V8's, off by default: it changes no result; products of matrices were seen 1.2 to 1.7 times as fast.
 * Takes effect on x64 processors with AVX2. Call it before the first model computes.
 * @throws WasmlpError `unsupported` before Node 24 or where the processor is not x64; `invalid-option` once the kernels
 * have been compiled.
 */
export function enableRevectorization(): void {
  const { arch, versions } = process;
  if (Number.parseInt(versions.node, 10) < FIRST_NODE || arch !== "x64")
    throw new WasmlpError(
      "unsupported",
      `revectorization: expected Node ${FIRST_NODE} or newer on x64, got Node ${versions.node} on ${arch}`,
    );
  if (hasCompiled())
    throw invalidOption("revectorization", "to be enabled before the first model computes", "a call after it");
  setFlagsFromString("--experimental-wasm-revectorize");
}
