// One hash over everything a build depends on, names and contents.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const folders = ["assembly", "scripts", "src"];
const files = ["asconfig.json", "package-lock.json", "package.json", "tsconfig.build.json", "tsconfig.json"];
const generated = ["src/browser/worker-source.ts", "src/kernels/wasm-binary.ts", "src/node/worker-source.ts"];

/** SHA-256 in hex of the inputs below `root`. */
export function inputHash(root) {
  const hash = createHash("sha256");
  const paths = [...folders.flatMap((folder) => filesBelow(root, folder)), ...files];
  for (const path of paths.filter((path) => !generated.includes(path))) {
    const bytes = readFileSync(join(root, path));
    hash.update(`${path}\n${bytes.length}\n`).update(bytes);
  }
  return hash.digest("hex");
}

/** Paths with forward slashes, sorted, so that the hash is the same on every system. */
function filesBelow(root, folder) {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .flatMap((entry) =>
      entry.isDirectory() ? filesBelow(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    )
    .sort();
}
