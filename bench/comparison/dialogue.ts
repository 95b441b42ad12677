/** A contender's process, and what is said with it. Whatever it does, each question ends in an answer or an error. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { type Message, parseMessage } from "./protocol.js";

const SECONDS_TO_START = 90;
const SECONDS_TO_ANSWER = 180;

/** A contender that cannot be had: its own reason, or how its process ended. */
export class AbsentError extends Error {
  readonly contender: string;

  constructor(contender: string, reason: string) {
    super(reason);
    this.contender = contender;
  }
}

type Answer = (seconds: number) => Promise<Message>;

export class Dialogue {
  readonly #name: string;
  readonly #process: ChildProcess;
  readonly #answer: Answer;
  #versions: Readonly<Record<string, string>> = {};

  private constructor(name: string, child: ChildProcess) {
    this.#name = name;
    this.#process = child;
    this.#answer = answersOf(name, child);
  }

  /** Starts the process of the contender `name` and waits until it has loaded. */
  static async start(
    name: string,
    command: readonly string[],
    environment: Readonly<Record<string, string>>,
  ): Promise<Dialogue> {
    const [program, ...words] = command as [string, ...string[]];
    const child = spawn(program, words, { env: { ...process.env, ...environment }, stdio: "pipe" });
    const dialogue = new Dialogue(name, child);
    try {
      const first = await dialogue.#answer(SECONDS_TO_START);
      if ("absent" in first) throw new AbsentError(name, first.absent);
      if ("ready" in first) dialogue.#versions = first.ready;
      return dialogue;
    } catch (error) {
      dialogue.end();
      throw error;
    }
  }

  /** Versions of what it runs on, by name. */
  get versions(): Readonly<Record<string, string>> {
    return this.#versions;
  }

  /** Samples a second of its next lap. */
  async lap(): Promise<number> {
    const message = await this.#ask("lap");
    return "samples" in message ? message.samples / message.seconds : this.#refuse(message);
  }

  /** Images a second, classified `count` at a time. */
  async infer(count: number): Promise<number> {
    const message = await this.#ask(`infer ${count}`);
    return "images" in message ? message.images / message.seconds : this.#refuse(message);
  }

  /** Of the 10,000 test images, with the weights as they stand: 0 to 1. */
  async accuracy(): Promise<number> {
    const message = await this.#ask("accuracy");
    return "accuracy" in message ? message.accuracy : this.#refuse(message);
  }

  end(): void {
    this.#process.kill("SIGKILL");
  }

  #ask(words: string): Promise<Message> {
    this.#process.stdin?.write(`${words}\n`);
    return this.#answer(SECONDS_TO_ANSWER);
  }

  #refuse(message: Message): never {
    throw new AbsentError(this.#name, `not what was asked for: ${JSON.stringify(message)}`);
  }
}

/** Gives the process's next message; AbsentError when it ends or is silent for too long. */
function answersOf(name: string, child: ChildProcess): Answer {
  const waiting: Message[] = [];
  let complaint = "";
  let ending: string | undefined;
  let wake = (): void => {};
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) => {
    const message = parseMessage(line);
    if (message) waiting.push(message);
    wake();
  });
  createInterface({ input: child.stderr as NodeJS.ReadableStream }).on("line", (line) => {
    if (/error|exception/i.test(line)) complaint = line.trim();
  });
  child.stdin?.on("error", () => {}); // its end is told by "close"
  child.on("error", (error) => {
    ending = error.message;
    wake();
  });
  child.on("close", (code, signal) => {
    ending ??= `its process ended with ${signal ?? code}${complaint && `: ${complaint}`}`;
    wake();
  });
  return async (seconds) => {
    const deadline = performance.now() + 1000 * seconds;
    while (waiting.length === 0) {
      const left = deadline - performance.now();
      if (ending !== undefined) throw new AbsentError(name, ending);
      if (left <= 0) throw new AbsentError(name, `no answer within ${seconds} s`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return waiting.shift() as Message;
  };
}
