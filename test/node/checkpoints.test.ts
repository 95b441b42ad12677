/** Checkpoints as files: whole or not there. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { adam, checkpointing, loadCheckpoint, loadModel, saveCheckpoint } from "../../src/node/entry.js";
import { defaults, everyCheckpoint, networkOf, type Problem, rows } from "../training/checkpoint-problems.js";

const folder = mkdtempSync(join(tmpdir(), "wasmlp-checkpoints-"));
const path = join(folder, "run.safetensors");
const problem: Problem = { data: rows, fit: () => ({ optimizer: adam() }) };
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("checkpoints in files", () => {
  it("come back as they were, and leave nothing beside", async () => {
    for (const checkpoint of (await everyCheckpoint(problem)).checkpoints) {
      await saveCheckpoint(checkpoint, path);
      expect(await loadCheckpoint(path)).toEqual(checkpoint);
    }
    expect(readdirSync(folder)).toEqual(["run.safetensors"]);
    expect((await loadModel(path)).parameters).toEqual((await loadCheckpoint(path)).parameters);
  });

  it("are refused by the name of the file where there is none, or half of one", async () => {
    const missing = join(folder, "missing");
    await expect(loadCheckpoint(missing)).rejects.toMatchObject({ code: "not-found" });
    const half = join(folder, "half");
    const bytes = readFileSync(path);
    writeFileSync(half, bytes.subarray(0, bytes.length / 2));
    await expect(loadCheckpoint(half)).rejects.toMatchObject({
      code: "invalid-file",
      message: expect.stringMatching(/half: /),
    });
  });

  it.skipIf(!existsSync("/dev/full"))(
    "on a full disk stop training with io, and the model keeps what it has learned",
    async () => {
      const model = networkOf(problem);
      const checkpoints = checkpointing({
        everySteps: 3,
        save: (checkpoint) => saveCheckpoint(checkpoint, "/dev/full"),
      });
      const failure = await model
        .fit(rows, { ...defaults(problem.fit()), checkpoints })
        .then(undefined, (error: unknown) => error);
      expect(failure).toMatchObject({ code: "io" });
      expect((failure as Error).message).toBe(
        "/dev/full: expected a file that can be written, got no space left on the device (ENOSPC)",
      );
      expect(model.parameters).not.toEqual(networkOf(problem).parameters);
    },
  );
});
