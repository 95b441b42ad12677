// Compiles a file of assembly/ that is not part of the core.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const OPTIONS: readonly string[] = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];

/** The bytes of the module that `file` of assembly/ makes with these options beside the usual. */
export function compileAlone(file: string, options: readonly string[] = []): Uint8Array<ArrayBuffer> {
  const asc = join(root, "node_modules", "assemblyscript", "bin", "asc.js");
  const folder = mkdtempSync(join(tmpdir(), "wasmlp-module-"));
  const out = join(folder, "module.wasm");
  try {
    // Run inside assembly/, so that the core's asconfig.json does not apply.
    execFileSync(process.execPath, [asc, file, "-o", out, ...OPTIONS, ...options], {
      cwd: join(root, "assembly"),
      stdio: "inherit",
    });
    return new Uint8Array(readFileSync(out));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
