/** Training in the background: on workers even where one thread is enough, to the same bytes. */
import { afterEach, describe, expect, it } from "vitest";
import { adam, Mlp } from "../../src/node/entry.js";
import { nodeThreads } from "../../src/node/threads.js";
import type { Command, ThreadHost } from "../../src/threads/protocol.js";
import { useThreadHost } from "../../src/threads/team.js";
import { codeOf, hashOf, noise, noiseModel } from "../models/problems.js";

afterEach(() => useThreadHost(nodeThreads));

/** Real workers, and what each is told. */
function watchedHost(): { host: ThreadHost; told: Command["kind"][][] } {
  const told: Command["kind"][][] = [];
  const start = (): ReturnType<ThreadHost["start"]> => {
    const worker = nodeThreads.start();
    const commands: Command["kind"][] = [];
    told.push(commands);
    const post = (command: Command): void => {
      commands.push(command.kind);
      worker.post(command);
    };
    return { ...worker, post };
  };
  return { host: { cores: 2, start }, told };
}

const options = { epochs: 3, batchSize: 10, optimizer: adam(), validation: noise(31), scoreTraining: true };

describe("a fit in the background", () => {
  it("does a job for one thread on one worker", async () => {
    const { host, told } = watchedHost();
    useThreadHost(host);
    await noiseModel().fit(noise(57), { ...options, threads: 1 });
    expect(told).toEqual([]);
    await noiseModel().fit(noise(57), { ...options, threads: 1, background: true });
    const epoch = ["train", "answer", "answer"];
    expect(told).toEqual([["open", ...epoch, ...epoch, ...epoch, "close"]]);
  });

  it("gives the bytes and the history of a fit on the calling thread", async () => {
    const trained = async (background: boolean, threads: number | "auto"): Promise<unknown> => {
      const model = noiseModel();
      const { epochs } = await model.fit(noise(57), { ...options, background, threads });
      return [hashOf(model), epochs.map(({ loss, training, validation }) => [loss, training, validation])];
    };
    const expected = await trained(false, 1);
    for (const threads of [1, 2, "auto"] as const) expect(await trained(true, threads)).toEqual(expected);
  });

  it("goes on several at a time, each to its own end", async () => {
    const models = Array.from({ length: 5 }, noiseModel);
    const fits = models.map((model, i) =>
      model.fit(noise(57), { ...options, epochs: 2 + i, threads: 1, background: true }),
    );
    const histories = await Promise.all(fits);
    expect(histories.map(({ epochs }) => epochs.length)).toEqual([2, 3, 4, 5, 6]);
    const alone = noiseModel();
    await alone.fit(noise(57), { ...options, epochs: 4 });
    expect(hashOf(models[2] as Mlp)).toBe(hashOf(alone));
  });

  it("is refused where no worker can do it", () => {
    expect(codeOf(() => noiseModel().fit(noise(), { ...options, background: 1 as unknown as boolean }))).toBe(
      "invalid-option",
    );
    const reference = new Mlp({ ...noiseModel().architecture, backend: "reference" });
    expect(codeOf(() => reference.fit(noise(), { ...options, background: true }))).toBe("invalid-option");
  });
});
