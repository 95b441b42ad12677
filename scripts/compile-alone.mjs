// Compiles a file of assembly/ that is not part of the core.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { root } from "./root.mjs";

const OPTIONS = ["-O3", "--noAssert", "--runtime", "stub", "--enable", "simd"];

/** The bytes of the module that `file` of assembly/ makes with these options beside the usual. */
export function compileAlone(file, options = []) {
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
