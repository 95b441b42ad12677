/** The lock files serve every system and every registry. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { root } from "./installed-package.js";

interface Locked {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

/** The project's own, and those of what single commands install. */
const FOLDERS = [".", "bench/peers", "test/browser/chromium", "test/consumers", "test/consumers/next", "test/hosts"];

describe.each(FOLDERS)("in %s", (folder) => {
  const read = (name: string) => JSON.parse(readFileSync(join(root, folder, name), "utf8"));
  const { packages } = read("package-lock.json") as { packages: Record<string, Locked> };

  it("package-lock.json names no registry", () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });

  // npm leaves out the binaries of systems that the registry did not offer when the lock file was made, and `npm ci`
  // then refuses it. Add such packages by hand, like their siblings: version, cpu, os, libc, optional.
  it("package-lock.json names the packages of every system, so npm ci takes it everywhere", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.entries(optionalDependencies).filter(([name, wanted]) => {
        const found = packages[`${path}/node_modules/${name}`] ?? packages[`node_modules/${name}`];
        return !found || (/^\d/.test(wanted) && found.version !== wanted);
      }),
    );
    expect(missing).toEqual([]);
  });

  it("package.json pins every package to one version", () => {
    const { dependencies = {}, devDependencies = {} } = read("package.json");
    const versions = Object.entries({ ...dependencies, ...devDependencies } as Record<string, string>);
    expect(versions.filter(([, version]) => !/^(npm:[\w-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
    expect(versions.length).toBeGreaterThan(0);
  });
});
