/**
 * The main thread's side: workers that share one memory, or one with its own. The main thread only posts and waits for messages; it never
 * blocks. A worker that fails or disappears ends the whole team with a typed error.
 */
import { WasmlpError } from "../errors.js";
import type { AnswerJob } from "../evaluation/answers.js";
import type { PrivateTicket, Ticket } from "../memory/join.js";
import type { Piece } from "../memory/pieces.js";
import type { StepsJob } from "../network/passes.js";
import type { Plan } from "../network/plan.js";
import type { Command, Reply, ThreadHost, WorkerHandle } from "./protocol.js";

let host: ThreadHost | undefined;
/** Workers without a job, kept for the next one. */
const idle: WorkerHandle[] = [];

/**
 * Bytes of the memories a worker has been given. A worker at rest does not collect garbage, so it holds on to them all:
 * past this many it is ended, and the next job starts a fresh one.
 */
const MAX_HELD_BYTES = 2 ** 27;
const held = new WeakMap<WorkerHandle, { readonly last: object; readonly bytes: number }>();

/** Called once by a host's entry. */
export function useThreadHost(offered: ThreadHost): void {
  host = offered;
}

/** Threads the host can run at once; 1 where it has none to offer. */
export function availableThreads(): number {
  return host?.cores ?? 1;
}

/** Whether several workers can work on one memory here. */
export function hasThreads(): boolean {
  return host !== undefined && host.sharesMemory !== false;
}

/** Whether there are workers at all, if only with memory of their own. */
export function hasWorkers(): boolean {
  return host !== undefined;
}

interface Waiting {
  readonly resolve: (done: number) => void;
  readonly reject: (error: unknown) => void;
  left: number;
  done: number;
}

export class Team {
  readonly #workers: readonly WorkerHandle[];
  readonly #onReply: (reply: Reply) => void;
  #waiting: Waiting | undefined;
  #failure: WasmlpError | undefined;

  /** @param onReply hears every reply before whoever waits for it */
  constructor(workers: readonly WorkerHandle[], onReply: (reply: Reply) => void = () => {}) {
    this.#workers = workers;
    this.#onReply = onReply;
    workers.forEach((worker, part) => {
      worker.hold(true);
      worker.listen(
        (reply) => this.#take(reply, part),
        (reason) => this.#fail(`worker ${part + 1} of ${workers.length}: expected an answer, got its end: ${reason}`),
      );
    });
  }

  /** Gives every worker the memory and the plan. */
  open(ticket: Ticket, plan: Plan): Promise<number> {
    this.#countHeld(ticket.memory, plan);
    return this.#ask((part) => ({ kind: "open", ticket, plan, part, parts: this.#workers.length }));
  }

  /** Has each worker make a memory of its own. */
  openPrivate(ticket: PrivateTicket, plan: Plan): Promise<number> {
    this.#countHeld(ticket, plan);
    return this.#ask(() => ({ kind: "open-private", ticket, plan }));
  }

  /** Into private memory. */
  write(pieces: readonly Piece[]): Promise<number> {
    return this.#ask(() => ({ kind: "write", pieces }));
  }

  /** Ends the job under way in private memory with its current slice. */
  stop(): void {
    if (!this.#waiting) return;
    for (const worker of this.#workers) worker.post({ kind: "stop" });
  }

  /** Resolves with the step after the last one performed. */
  train(job: StepsJob): Promise<number> {
    return this.#ask(() => ({ kind: "train", job }));
  }

  answer(job: AnswerJob): Promise<number> {
    return this.#ask(() => ({ kind: "answer", job }));
  }

  /** Lets the memory go and the workers rest: true. After a failure they are ended instead. */
  async close(): Promise<boolean> {
    if (!this.#failure && !this.#waiting) {
      await this.#ask(() => ({ kind: "close" })).catch(() => {});
      if (!this.#failure) {
        for (const worker of this.#workers) rest(worker);
        return true;
      }
    }
    this.#terminate();
    return false;
  }

  #countHeld(memory: object, { layout }: Plan): void {
    for (const worker of this.#workers) {
      const before = held.get(worker);
      const bytes = (before?.bytes ?? 0) + (before?.last === memory ? 0 : layout.bytes);
      held.set(worker, { last: memory, bytes });
    }
  }

  #ask(command: (part: number) => Command): Promise<number> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject, left: this.#workers.length, done: 0 };
      this.#workers.forEach((worker, part) => {
        worker.post(command(part));
      });
    });
  }

  #take(reply: Reply, part: number): void {
    if (reply.kind === "failed") {
      this.#fail(`worker ${part + 1} of ${this.#workers.length}: expected a result, got an error: ${reply.message}`);
      return;
    }
    this.#onReply(reply);
    const waiting = this.#waiting;
    if (!waiting || reply.kind === "tick") return;
    if (part === 0) waiting.done = reply.done;
    if (--waiting.left > 0) return;
    this.#waiting = undefined;
    waiting.resolve(waiting.done);
  }

  #fail(message: string): void {
    this.#failure ??= new WasmlpError("worker-failed", message);
    this.#terminate();
    const waiting = this.#waiting;
    this.#waiting = undefined;
    waiting?.reject(this.#failure);
  }

  #terminate(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

/** Keeps a worker for the next job, as long as it lives and does not hold too much. */
function rest(worker: WorkerHandle): void {
  worker.hold(false);
  if ((held.get(worker)?.bytes ?? 0) > MAX_HELD_BYTES) {
    worker.listen(
      () => {},
      () => {},
    );
    worker.terminate();
    return;
  }
  worker.listen(
    () => {},
    () => {
      const place = idle.indexOf(worker);
      if (place >= 0) idle.splice(place, 1);
    },
  );
  idle.push(worker);
}

/** A team of `threads` workers, from those at rest and new ones. */
export function openTeam(threads: number, onReply?: (reply: Reply) => void): Team {
  const workers = Array.from({ length: threads }, () => idle.pop() ?? (host as ThreadHost).start());
  return new Team(workers, onReply);
}
