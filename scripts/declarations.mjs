// Writes the declarations of the public names to dist/types: what the entries reach, and nothing else.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { root } from "./root.mjs";

const emitted = join(root, "build", "types");
const entries = ["node/entry.d.ts", "browser/entry.d.ts", "charts.d.ts"];

export function emitDeclarations() {
  rmSync(emitted, { recursive: true, force: true });
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const { status } = spawnSync(process.execPath, [tsc, "-p", "tsconfig.build.json"], { cwd: root, stdio: "inherit" });
  if (status !== 0) throw new Error("src/ has type errors; tsc's own message stands above");

  for (const path of reached(entries.map((entry) => join(emitted, entry)))) {
    const target = join(root, "dist", "types", relative(emitted, path));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(path, target);
  }
}

/** The files at `paths` and all they import. */
function reached(paths) {
  const found = new Set(paths);
  for (const path of found)
    for (const specifier of specifiersOf(readFileSync(path, "utf8"))) {
      // A package named here would have to be installed beside wasmlp, which depends on none.
      if (!specifier.startsWith("."))
        throw new Error(`${relative(emitted, path)}: expected relative imports in public types, got "${specifier}"`);
      found.add(resolve(dirname(path), specifier.replace(/\.js$/, ".d.ts")));
    }
  return found;
}

function specifiersOf(text) {
  const patterns = [/\bfrom\s+"([^"]+)"/g, /\bimport\s*\(?\s*"([^"]+)"/g, /<reference\s+types="([^"]+)"/g];
  return patterns.flatMap((pattern) => Array.from(text.matchAll(pattern), ([, specifier]) => specifier));
}
