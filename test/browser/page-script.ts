/** A module of the tests as one script for a page. */
import { fileURLToPath } from "node:url";
import { type BuildOptions, buildSync } from "esbuild";

/** @param path from the top of the repository */
export function pageScript(path: string, options: BuildOptions = {}): string {
  const root = fileURLToPath(new URL("../..", import.meta.url));
  const { outputFiles } = buildSync({
    absWorkingDir: root,
    entryPoints: [path],
    bundle: true,
    format: "esm",
    write: false,
    ...options,
  });
  return outputFiles?.[0]?.text as string;
}
