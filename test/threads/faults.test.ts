/**
 * What a worker may do wrong, at each moment of its life: the run ends with a typed error, or not at all where it can do
 * without that worker; the model keeps the weights of a whole epoch; no worker stays behind; the next run is right.
 */
import { afterEach, describe, expect, it } from "vitest";
import { Mlp, sgd } from "../../src/node/entry.js";
import { nodeThreads } from "../../src/node/threads.js";
import type { ThreadHost } from "../../src/threads/protocol.js";
import { useThreadHost } from "../../src/threads/team.js";
import { hashOf, noise, noiseModel } from "../models/problems.js";
import { FAULTS, type Fault, faultyHost, MOMENTS, type Moment } from "./faulty-worker.js";

/** Of an answer to a fault, with room for a busy machine; a run that hangs takes for ever. */
const PROMPT_MS = 2500;
const EPOCHS = 12;

const data = noise(163);
const options = { batchSize: 50, optimizer: sgd({ learningRate: 0.01 }), validation: noise(31), threads: 2 };

let hashes: string[] | undefined;
/** Weights after 0, 1 … EPOCHS epochs, on one thread. */
async function hashesOfEpochs(): Promise<string[]> {
  if (hashes) return hashes;
  const model = noiseModel();
  hashes = [hashOf(model)];
  for await (const _ of model.fit(data, { ...options, threads: 1, epochs: EPOCHS })) hashes.push(hashOf(model));
  return hashes;
}

interface Ended {
  readonly stopped?: string;
  readonly error?: { code?: string; message: string };
  readonly ms: number;
}

/** Fits until the fault; once it has happened, a fit that hangs is told to stop. */
async function fitUntil(model: Mlp, hasHappened: () => boolean, isHanging: boolean): Promise<Ended> {
  const controller = new AbortController();
  let at = performance.now();
  const timer = setInterval(() => {
    if (!hasHappened()) return;
    at = performance.now();
    clearInterval(timer);
    if (isHanging) controller.abort();
  }, 5);
  const outcome = await model.fit(data, { ...options, epochs: EPOCHS, signal: controller.signal }).then(
    ({ stopped }) => ({ stopped }),
    (error) => ({ error }),
  );
  clearInterval(timer);
  return { ...outcome, ms: performance.now() - at };
}

async function until(isSo: () => boolean): Promise<boolean> {
  const began = performance.now();
  while (!isSo() && performance.now() - began < PROMPT_MS) await new Promise((resolve) => setTimeout(resolve, 5));
  return isSo();
}

/** What the fault says of itself. */
const SAYS: Readonly<Record<Fault, RegExp>> = {
  throws: /worker 1 of 2: .*thrown on purpose/,
  exits: /worker 1 of 2: expected an answer, got its end: exit code 3/,
  "runs out of memory": /worker 1 of 2: expected an answer, got its end: .*memory/,
  "posts garbage": /worker 1 of 2: expected a reply, got/,
  "answers an earlier command": /worker 1 of 2: expected one answer to each command, got another/,
  hangs: /never said/,
};

const isEnd = (fault: Fault): boolean => ["throws", "exits", "runs out of memory"].includes(fault);
const isAfterTraining = (moment: Moment): boolean => moment === "as it closes" || moment === "at rest";

describe("a worker that", () => {
  let end = async (): Promise<unknown> => undefined;
  afterEach(async () => {
    useThreadHost(nodeThreads);
    await end();
  });

  for (const fault of FAULTS)
    it.each(MOMENTS)(`${fault} %s`, async (moment) => {
      const known = await hashesOfEpochs();
      const faulty = faultyHost(moment, fault);
      end = faulty.end;
      useThreadHost(faulty.host);
      const model = noiseModel();
      const ended = await fitUntil(model, faulty.hasHappened, fault === "hangs");
      expect(await until(faulty.hasHappened), "the fault happened").toBe(true);
      if (isAfterTraining(moment)) expect(ended).toMatchObject({ stopped: "completed" });
      else if (fault === "hangs") expect(ended).toMatchObject({ stopped: "aborted" });
      else
        expect(ended).toMatchObject({ error: { code: "worker-failed", message: expect.stringMatching(SAYS[fault]) } });
      expect(ended.ms).toBeLessThan(PROMPT_MS);
      const epochs = known.indexOf(hashOf(model));
      if (isAfterTraining(moment)) expect(epochs).toBe(EPOCHS);
      else if (moment.startsWith("as it")) expect(epochs).toBe(0);
      else expect(epochs).toBeGreaterThan(0);
      if (!isAfterTraining(moment)) expect(await until(() => faulty.alive() === 0), "no worker is left").toBe(true);

      if (fault === "hangs" && moment === "at rest") await faulty.end();
      // One that ends at rest is known to have ended once the event loop has come round to it.
      if (isAfterTraining(moment) && isEnd(fault)) expect(await until(() => faulty.alive() < 2)).toBe(true);
      const copy = new Mlp({ ...model.architecture, seed: model.seed });
      copy.setParameters(model.parameters);
      await copy.fit(data, { ...options, threads: 1, epochs: 2 });
      expect((await model.fit(data, { ...options, epochs: 2 })).stopped).toBe("completed");
      expect(hashOf(model)).toBe(hashOf(copy));
    });

  it("hangs while it answers for many rows is given up when the signal comes", async () => {
    const faulty = faultyHost("while scoring", "hangs");
    end = faulty.end;
    useThreadHost(faulty.host);
    const controller = new AbortController();
    const passing = noiseModel().predict(noise(700), { threads: 2, signal: controller.signal });
    expect(await until(faulty.hasHappened)).toBe(true);
    controller.abort(new Error("enough"));
    await expect(passing).rejects.toThrow("enough");
    expect(await until(() => faulty.alive() === 0)).toBe(true);
  });

  it("hangs as it opens is given up when the signal comes, where it was to answer for rows", async () => {
    const faulty = faultyHost("as it opens", "hangs");
    end = faulty.end;
    useThreadHost(faulty.host);
    const controller = new AbortController();
    const passing = noiseModel().evaluate(noise(700), { threads: 2, signal: controller.signal });
    expect(await until(faulty.hasHappened)).toBe(true);
    controller.abort(new Error("enough"));
    await expect(passing).rejects.toThrow("enough");
    expect(await until(() => faulty.alive() === 0)).toBe(true);
  });
});

describe("a host that", () => {
  afterEach(() => useThreadHost(nodeThreads));

  it("refuses a worker ends the run with worker-failed, and those it did start", async () => {
    const faulty = faultyHost("at rest", "throws");
    let count = 0;
    const start = (): ReturnType<ThreadHost["start"]> => {
      if (count++ === 1) throw new RangeError("no more threads");
      return faulty.host.start();
    };
    useThreadHost({ cores: 2, start });
    const model = noiseModel();
    const before = hashOf(model);
    await expect(model.fit(data, { ...options, epochs: 2 })).rejects.toMatchObject({
      code: "worker-failed",
      message: "worker 2 of 2: expected to start, got no more threads",
    });
    expect(hashOf(model)).toBe(before);
    expect(await until(() => faulty.alive() === 0)).toBe(true);
    useThreadHost(nodeThreads);
    expect((await model.fit(data, { ...options, epochs: 2 })).stopped).toBe("completed");
  });
});
