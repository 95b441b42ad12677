/** The machine's ceiling: a register-only loop in WebAssembly, compiled here from assembly/ceiling.ts. */
import { compileAlone } from "../scripts/compile-alone.mjs";

/** The bytes of the module. */
export function compileCeiling(): Uint8Array<ArrayBuffer> {
  return compileAlone("ceiling.ts");
}
