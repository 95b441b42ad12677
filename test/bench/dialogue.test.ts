/** What is said between the comparison and its contenders, with small processes that stand in for libraries. */
import { afterEach, describe, expect, it } from "vitest";
import { AbsentError, Dialogue } from "../../bench/comparison/dialogue.js";
import { parseMessage } from "../../bench/comparison/protocol.js";

describe("a line", () => {
  it.each([
    ['{"ready":{"numpy":"1.24.2"}}', { ready: { numpy: "1.24.2" } }],
    ['{"absent":"no such package"}', { absent: "no such package" }],
    ['{"samples":100,"seconds":0.5}', { samples: 100, seconds: 0.5 }],
    ['{"images":1000,"seconds":0.25}', { images: 1000, seconds: 0.25 }],
    ['{"accuracy": 0.9454}', { accuracy: 0.9454 }],
  ])("%s is a message", (line, message) => {
    expect(parseMessage(line)).toEqual(message);
  });

  it.each([
    "",
    "Loading ...",
    "{",
    "{}",
    "[1]",
    '{"samples":100}',
    '{"samples":100,"seconds":0}',
    '{"samples":"100","seconds":1}',
    '{"accuracy":null}',
    '{"ready":null}',
  ])("%s is none", (line) => {
    expect(parseMessage(line)).toBeUndefined();
  });
});

describe("a dialogue", () => {
  const open: Dialogue[] = [];
  afterEach(() => {
    for (const dialogue of open.splice(0)) dialogue.end();
  });
  const start = async (script: string): Promise<Dialogue> => {
    const dialogue = await Dialogue.start("rival", [process.execPath, "-e", script], { GREETING: "hello" });
    open.push(dialogue);
    return dialogue;
  };
  const answering = (answers: string): string => `
    console.log("a library's own talk");
    console.log(JSON.stringify({ ready: { greeting: process.env.GREETING } }));
    require("node:readline").createInterface({ input: process.stdin }).on("line", (word) => {
      const answers = ${answers};
      if (answers[word]) console.log(JSON.stringify(answers[word])); else process.exit(3);
    });`;

  it("asks for laps, inference and accuracy, and gives rates", async () => {
    const dialogue = await start(
      answering(
        `{ lap: { samples: 100, seconds: 0.5 }, "infer 10": { images: 40, seconds: 2 }, accuracy: { accuracy: 0.5 } }`,
      ),
    );
    expect(dialogue.versions).toEqual({ greeting: "hello" });
    expect([await dialogue.lap(), await dialogue.infer(10), await dialogue.accuracy()]).toEqual([200, 20, 0.5]);
  });

  it("says why a contender is not there", async () => {
    await expect(start(`console.log('{"absent":"it is not installed"}')`)).rejects.toThrow("it is not installed");
    await expect(start(`throw new Error("Error: no such backend")`)).rejects.toThrow(/ended with 1: .*no such backend/);
    await expect(Dialogue.start("rival", ["/no/such/program"], {})).rejects.toBeInstanceOf(AbsentError);
  });

  it("ends with an error that names the contender when its process does, or answers something else", async () => {
    const died = (await start(answering("{}"))).lap();
    await expect(died).rejects.toMatchObject({ contender: "rival", message: "its process ended with 3" });
    const odd = (await start(answering("{ lap: { accuracy: 1 } }"))).lap();
    await expect(odd).rejects.toThrow('not what was asked for: {"accuracy":1}');
  });
});
