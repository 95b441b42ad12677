/** The debug build stands where it should, and nowhere else. This runs in both builds: the project says in which. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import type { F32Ptr } from "../../src/kernels/contract.js";
import { LayoutBuilder } from "../../src/memory/layout.js";
import { openWorkspace } from "../../src/memory/workspace.js";
import { WORKER_SOURCE } from "../../src/node/worker-source.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SAYS = "ContractError";

const isChecked = process.env.WASMLP_KERNELS === "checked";

it("is in workspaces and in workers alike, or in neither", () => {
  const builder = new LayoutBuilder();
  const matrix = builder.matrix("batch", "x", 2, 4);
  const layout = builder.finish();
  for (const engine of ["wasm", "reference"] as const) {
    const { kernels } = openWorkspace(layout, engine);
    // One row more than there is, which an unchecked kernel takes from what lies behind.
    const call = (): void => kernels.activate(3, 3, 4, matrix.address as F32Ptr, 4);
    if (isChecked) expect(call).toThrow("activate: x: expected x to end at 4128 at the earliest, got an end at 4144");
    else expect(call).not.toThrow();
  }
  expect(WORKER_SOURCE.includes(SAYS)).toBe(isChecked);
});

it("is in no published file", () => {
  const files = readdirSync(join(root, "dist")).filter((name) => name.endsWith(".js"));
  expect(files.length).toBeGreaterThan(3);
  for (const file of files) expect(readFileSync(join(root, "dist", file), "utf8"), file).not.toContain(SAYS);
});
