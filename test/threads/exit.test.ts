/** A process that trained on threads ends by itself, whatever its workers did. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { expect, it } from "vitest";
import { FAULTS } from "./faulty-worker.js";

const root = fileURLToPath(new URL("../..", import.meta.url));

const script = `
import { dataset, Mlp, sgd } from "./src/node/entry.ts";
const data = dataset({ features: new Float32Array(4000).map((_, i) => Math.sin(i)), width: 20, labels: Array.from({ length: 200 }, (_, i) => i % 3) });
const model = new Mlp({ inputs: 20, layers: [{ units: 3, activation: "softmax" }], loss: "crossEntropy" });
(async () => {
  const { stopped } = await model.fit(data, { epochs: 3, optimizer: sgd({ learningRate: 0.1 }), threads: 2 });
  console.log(stopped);
})();
`;

it("a process that trained on threads ends by itself, without an unhandled error", () => {
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  const began = performance.now();
  const { status, stdout, stderr } = spawnSync(process.execPath, [tsx, "--eval", script], {
    cwd: root,
    encoding: "utf8",
    timeout: 20_000,
  });
  expect(stderr).toBe("");
  expect(stdout).toBe("completed\n");
  expect(status).toBe(0);
  expect(performance.now() - began).toBeLessThan(15_000);
});

it("so does one whose workers threw, ended, hung or posted nonsense", () => {
  const directory = mkdtempSync(join(tmpdir(), "wasmlp-exit-"));
  try {
    const outfile = join(directory, "fits.mjs");
    const entryPoints = [join(root, "test/threads/faulty-fits.ts")];
    // The entry is imported for its names and for what it does.
    buildSync({ entryPoints, bundle: true, platform: "node", format: "esm", outfile, ignoreAnnotations: true });
    const { status, stdout, stderr } = spawnSync(process.execPath, [outfile], { encoding: "utf8", timeout: 60_000 });
    expect(status, stderr).toBe(0);
    expect(stderr).not.toMatch(/unhandled|warning/i);
    const lines = stdout.trim().split("\n");
    expect(lines).toHaveLength(3 * FAULTS.length);
    for (const line of lines)
      expect(line).toMatch(/^(worker-failed|aborted) where .* (as it opens|step)$|^completed where .* as it closes$/);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});
