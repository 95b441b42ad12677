/** A host without threads searches on the calling thread, to the same table. */
import { expect, it } from "vitest";
import { crossValidate, gridSearch } from "../../src/index.js";
import { nodeThreads } from "../../src/node/threads.js";
import { useThreadHost } from "../../src/threads/team.js";
import { expectError } from "../expect-error.js";
import { blobCandidate, blobs, shapes } from "./blobs.js";

it("a search gives the same table without threads as on workers", async () => {
  const candidate = blobCandidate({ units: 3, learningRate: 0.1 });
  expectError(
    () => crossValidate(blobs(), candidate, { threads: 2 }),
    "unsupported",
    /^threads: expected a host with shared memory .* got none for 2 threads$/,
  );
  const searched = async (): Promise<string> =>
    JSON.stringify(await gridSearch(blobs(), shapes, blobCandidate, { folds: 3 }));
  const alone = await searched();
  useThreadHost(nodeThreads);
  expect(await searched()).toBe(alone);
});
