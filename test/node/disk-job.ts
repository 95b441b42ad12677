/** Runs as a process of its own, on a disk that refuses: writes what it is told to, and prints what came of it. */
import { join } from "node:path";
import { imageSetLoader } from "../../src/node/datasets.js";
import { Mlp, saveModel, WasmlpError } from "../../src/node/entry.js";
import { writeFileAtomic } from "../../src/node/files.js";
import { serveFiles, tinyGzips, tinySet } from "../data/tiny-set.js";

const [job, directory] = process.argv.slice(2) as [string, string];

async function download(): Promise<void> {
  const server = await serveFiles(tinyGzips());
  try {
    await imageSetLoader(tinySet()).load({ mirrors: [server.url], cacheDirectory: directory, split: "standard" });
  } finally {
    server.close();
  }
}

const JOBS: Readonly<Record<string, () => Promise<void>>> = {
  model: () => saveModel(new Mlp({ inputs: 784, layers: [{ units: 50 }], loss: "mse" }), join(directory, "file")),
  text: () => writeFileAtomic(join(directory, "file"), "long ".repeat(40_000)),
  download,
};

try {
  await (JOBS[job] as () => Promise<void>)();
  console.log("done");
} catch (error) {
  console.log(error instanceof WasmlpError ? `${error.code} ${error.message}` : `not ours: ${(error as Error).stack}`);
}
