/** The set-up of a fresh clone: what it does once, what it skips, what it says; and how the tests are counted. */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { root } from "./installed-package.js";

/** A project with the real set-up, no packages to install, and builders that only leave a mark. */
let project: string;

const builders = {
  "build-core.mjs": `import { writeFileSync } from "node:fs";
    export const buildCore = () => { for (const path of ["build/core.wasm", "src/kernels/wasm-binary.ts"]) writeFileSync(path, ""); };`,
  "build-workers.mjs": `import { writeFileSync } from "node:fs";
    export const buildWorkers = () => { for (const host of ["browser", "node"]) writeFileSync("src/" + host + "/worker-source.ts", ""); };`,
  "bundle.mjs": `import { existsSync, writeFileSync } from "node:fs";
    export const bundle = () => {
      if (existsSync("fail-now")) process.kill(process.pid, "SIGKILL");
      for (const name of ["browser.js", "charts.js", "cli.js", "node.js", "third-party-licenses.txt", "worker.js"]) writeFileSync("dist/" + name, "");
    };`,
  "declarations.mjs": `import { mkdirSync, writeFileSync } from "node:fs";
    export const emitDeclarations = () => { for (const host of ["node", "browser"]) {
      mkdirSync("dist/types/" + host, { recursive: true }); writeFileSync("dist/types/" + host + "/entry.d.ts", "");
    } writeFileSync("dist/types/charts.d.ts", ""); };`,
};

function write(path: string, text: string): void {
  writeFileSync(join(project, path), text);
}

function setUp(): string {
  const { stdout, stderr } = spawnSync(process.execPath, ["scripts/setup.mjs"], { cwd: project, encoding: "utf8" });
  return stdout + stderr;
}

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), "wasmlp set-up "));
  for (const folder of ["assembly", "build", "scripts", "src/kernels", "src/browser", "src/node"])
    mkdirSync(join(project, folder), { recursive: true });
  for (const name of readdirSync(join(root, "scripts")))
    if (name.endsWith(".mjs")) copyFileSync(join(root, "scripts", name), join(project, "scripts", name));
  for (const [name, text] of Object.entries(builders)) write(`scripts/${name}`, text);
  const name = '"name": "empty", "version": "1.0.0"';
  write("package.json", `{ ${name} }`);
  write("package-lock.json", `{ ${name}, "lockfileVersion": 3, "packages": { "": { ${name} } } }`);
  for (const path of ["asconfig.json", "tsconfig.json", "tsconfig.build.json"]) write(path, "{}");
  write("src/a.ts", "1");
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

describe("the set-up", () => {
  it("installs and builds once, and is silent then", () => {
    const first = setUp();
    expect(first).toMatch(/Installing .*\nInstalled .*\nBuilding .*\nBuilt /s);
    expect(setUp()).toBe("");
  });

  it("builds again when a source changes, appears or goes, and does not install", () => {
    setUp();
    write("src/a.ts", "2");
    expect(setUp()).toMatch(/^Building/);
    write("assembly/b.ts", "");
    expect(setUp()).toMatch(/^Building/);
    rmSync(join(project, "assembly/b.ts"));
    expect(setUp()).toMatch(/^Building/);
    write("src/kernels/wasm-binary.ts", "generated, no input");
    write("README.md", "no input either");
    expect(setUp()).toBe("");
  });

  it("builds again when what was built is gone", () => {
    setUp();
    rmSync(join(project, "dist/cli.js"));
    expect(setUp()).toMatch(/^Building/);
    rmSync(join(project, "src/kernels/wasm-binary.ts"));
    expect(setUp()).toMatch(/^Building/);
  });

  it("builds again after a build that was killed", () => {
    setUp();
    write("src/a.ts", "2");
    write("fail-now", "");
    expect(setUp()).toBe("Building ...\n");
    write("src/a.ts", "1");
    rmSync(join(project, "fail-now"));
    expect(setUp()).toMatch(/^Building .*Built /s);
  });

  it("installs again when the lock file changes or node_modules is gone", () => {
    setUp();
    const lock = readFileSync(join(project, "package-lock.json"), "utf8");
    write("package-lock.json", `${lock}\n`);
    rmSync(join(project, "node_modules", ".package-lock.json"), { force: true });
    expect(setUp()).toMatch(/^Installing/);
    rmSync(join(project, "node_modules"), { recursive: true });
    expect(setUp()).toMatch(/^Installing/);
  });

  it("takes what npm install has put in place for the same lock file, and nothing else", () => {
    const packages = { "node_modules/a": { version: "1.0.0", integrity: "sha512-a" } };
    const manifest = { name: "empty", version: "1.0.0" };
    write(
      "package-lock.json",
      JSON.stringify({ ...manifest, lockfileVersion: 3, packages: { "": manifest, ...packages } }),
    );
    mkdirSync(join(project, "node_modules"));
    write("node_modules/.package-lock.json", JSON.stringify({ packages }));
    expect(setUp()).toMatch(/^Building/);
    rmSync(join(project, "node_modules", ".wasmlp-lock-sha256"));
    packages["node_modules/a"].integrity = "sha512-b";
    write("node_modules/.package-lock.json", JSON.stringify({ packages }));
    expect(setUp()).toMatch(/^Installing/);
  });

  it("says so in one line when npm ci fails, and leaves no stamp", () => {
    write("package-lock.json", "{");
    expect(setUp()).toMatch(/\nwasmlp: npm ci ended with 1; its own message stands above\n$/);
    expect(existsSync(join(project, "node_modules", ".wasmlp-lock-sha256"))).toBe(false);
  });

  it.each(["12.22.0", "18.20.4", "20.18.3"])("refuses Node %s with one friendly line", (version) => {
    write("old.mjs", `Object.defineProperty(process.versions, "node", { value: "${version}" });`);
    const words = ["--import", "./old.mjs", "scripts/setup.mjs"];
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: project, encoding: "utf8" });
    expect(stderr).toBe(`wasmlp: expected Node.js 20.19 or newer, got ${version}. See https://nodejs.org\n`);
    expect(status).toBe(1);
  });
});

describe("the count of tests", () => {
  function count(report: string | undefined): string {
    if (report !== undefined) write("report.json", report);
    const words = ["scripts/count-tests.mjs", "report.json"];
    return spawnSync(process.execPath, words, { cwd: project, encoding: "utf8" }).stdout.trim();
  }
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((status) => ({ status })),
  });

  it("adds up the tests of every file, and leaves out the skipped", () => {
    const testResults = [file("passed", "passed", "passed", "skipped"), file("failed", "passed", "failed", "todo")];
    expect(count(JSON.stringify({ testResults }))).toBe("3 1");
  });

  it("takes a file that could not be run for a failed test", () => {
    expect(count(JSON.stringify({ testResults: [file("failed"), file("passed", "passed")] }))).toBe("1 1");
  });

  it("takes a missing or broken report for a failed test", () => {
    expect(count(undefined)).toBe("0 1");
    expect(count("{")).toBe("0 1");
    expect(count("{}")).toBe("0 1");
  });
});
