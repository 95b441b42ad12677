/** The list of rivals is whole, and their packages are pinned. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { CONTENDERS, chooseContenders, OURS } from "../../bench/comparison/contenders.js";

const peers = fileURLToPath(new URL("../../bench/peers", import.meta.url));
const readJson = (name: string) => JSON.parse(readFileSync(join(peers, name), "utf8"));

describe("the contenders", () => {
  it("have a file each, and a reason for what they cannot do", () => {
    for (const { file, threads, alone, shares, cannot } of [OURS, ...CONTENDERS]) {
      expect(existsSync(join(peers, file)), file).toBe(true);
      expect(threads.includes(2) || alone !== undefined, file).toBe(true);
      for (const id of ["W1", "W2"]) expect(shares[id] ?? cannot?.[id], `${file}, ${id}`).toBeDefined();
    }
  });

  it("are chosen by name", () => {
    expect(chooseContenders(undefined)).toBe(CONTENDERS);
    expect(chooseContenders("numpy,tfjs-ops").map(({ name }) => name)).toEqual(["numpy", "tfjs-ops"]);
    expect(() => chooseContenders("numpi")).toThrow(/--only: expected names out of .*numpy, .*, got numpi/);
  });
});

describe("the rivals' packages", () => {
  it("are pinned to one version each, and the lock file names no registry", () => {
    const { dependencies } = readJson("package.json") as { dependencies: Record<string, string> };
    const { packages } = readJson("package-lock.json") as {
      packages: Record<string, { resolved?: string; version?: string }>;
    };
    expect(Object.keys(dependencies).length).toBeGreaterThan(5);
    for (const [name, version] of Object.entries(dependencies))
      expect(packages[`node_modules/${name}`]?.version, name).toBe(version);
    expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
  });
});
