/** A process that trained on threads ends by itself. */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

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
