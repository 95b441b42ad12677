/** The machine's ceiling: a register-only loop in WebAssembly, compiled here from assembly/ceiling.ts. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The bytes of the module. */
export function compileCeiling(): Uint8Array<ArrayBuffer> {
  mkdirSync(`${root}/build`, { recursive: true });
  const out = `${root}/build/ceiling.wasm`;
  const asc = `${root}/node_modules/assemblyscript/bin/asc.js`;
  const options = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];
  // Run inside assembly/, so that the core's asconfig.json does not apply.
  execFileSync(process.execPath, [asc, "ceiling.ts", "-o", out, ...options], {
    cwd: `${root}/assembly`,
    stdio: "inherit",
  });
  return new Uint8Array(readFileSync(out));
}
