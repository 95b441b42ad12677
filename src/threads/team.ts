/**
 * The main thread's side: workers that share one memory, or one with its own. The main thread only posts and waits for
 * messages; it never blocks. A worker that fails or disappears ends the whole team with a typed error.
 */
import { WasmlpError } from "../errors.js";
import type { AnswerJob } from "../evaluation/answers.js";
import type { PrivateTicket, Ticket } from "../memory/join.js";
import type { Piece } from "../memory/pieces.js";
import type { StepsJob } from "../network/passes.js";
import type { Plan } from "../network/plan.js";
import { watched } from "./patience.js";
import { isReply, type Order, type Reply, type ThreadHost, type WorkerHandle } from "./protocol.js";

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

/**
 * Longest time that workers may take to open a job and to let go of it. At work, one that hangs cannot be told from one
 * with much to do: then it is for the caller to give up.
 */
const OPEN_MS = 10_000;
const CLOSE_MS = 1000;

/** The command that workers are at. */
interface Waiting {
  readonly turn: number;
  readonly resolve: (done: number) => void;
  readonly reject: (error: unknown) => void;
  /** Parts that have not answered yet. */
  readonly left: Set<number>;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
  done: number;
}

export class Team {
  readonly #workers: readonly WorkerHandle[];
  readonly #onReply: (reply: Reply) => void;
  #waiting: Waiting | undefined;
  #turn = 0;
  #failure: WasmlpError | undefined;

  /** @param onReply hears every reply before whoever waits for it */
  constructor(workers: readonly WorkerHandle[], onReply: (reply: Reply) => void = () => {}) {
    this.#workers = workers;
    this.#onReply = onReply;
    workers.forEach((worker, part) => {
      worker.hold(true);
      worker.listen(
        (posted) => this.#take(posted, part),
        (reason) => this.#fail(`${this.#name(part)}: expected an answer, got its end: ${reason}`),
      );
    });
  }

  /** Gives every worker the memory and the plan. */
  open(ticket: Ticket, plan: Plan): Promise<number> {
    this.#countHeld(ticket.memory, plan);
    return this.#ask((part) => ({ kind: "open", ticket, plan, part, parts: this.#workers.length }), OPEN_MS);
  }

  /** Has each worker make a memory of its own. */
  openPrivate(ticket: PrivateTicket, plan: Plan): Promise<number> {
    this.#countHeld(ticket, plan);
    return this.#ask(() => ({ kind: "open-private", ticket, plan }), OPEN_MS);
  }

  /** Into private memory. */
  write(pieces: readonly Piece[]): Promise<number> {
    return this.#ask(() => ({ kind: "write", pieces }), OPEN_MS);
  }

  /** Ends the job under way in private memory with its current slice. */
  stop(): void {
    if (!this.#waiting) return;
    const { turn } = this.#waiting;
    for (const worker of this.#workers) worker.post({ turn, kind: "stop" });
  }

  /** Resolves with the step after the last one performed. */
  train(job: StepsJob): Promise<number> {
    return this.#ask(() => ({ kind: "train", job }));
  }

  answer(job: AnswerJob): Promise<number> {
    return this.#ask(() => ({ kind: "answer", job }));
  }

  /**
   * Lets the memory go and the workers rest: true. After a failure, and where they have not answered yet, they are ended
   * instead.
   */
  async close(): Promise<boolean> {
    if (!this.#failure && !this.#waiting) {
      await this.#ask(() => ({ kind: "close" }), CLOSE_MS).catch(() => {});
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

  #ask(order: (part: number) => Order, limitMs?: number): Promise<number> {
    if (this.#failure) return Promise.reject(this.#failure);
    const turn = ++this.#turn;
    return new Promise((resolve, reject) => {
      const left = new Set(this.#workers.keys());
      const timer = limitMs === undefined ? undefined : setTimeout(() => this.#giveUp(left, limitMs), limitMs);
      this.#waiting = { turn, resolve, reject, left, timer, done: 0 };
      this.#workers.forEach((worker, part) => {
        worker.post({ turn, ...order(part) });
      });
    });
  }

  #take(posted: unknown, part: number): void {
    if (this.#failure) return;
    const waiting = this.#waiting;
    if (!isReply(posted)) this.#fail(`${this.#name(part)}: expected a reply, got ${typeof posted}`);
    else if (posted.kind === "failed")
      this.#fail(`${this.#name(part)}: expected a result, got an error: ${posted.message}`);
    else if (posted.turn !== waiting?.turn || !waiting.left.has(part))
      this.#fail(`${this.#name(part)}: expected one answer to each command, got another to ${posted.turn}`);
    else {
      this.#onReply(posted);
      if (posted.kind === "tick") return;
      waiting.left.delete(part);
      if (part === 0) waiting.done = posted.done;
      if (waiting.left.size === 0) this.#settle()?.resolve(waiting.done);
    }
  }

  #giveUp(left: ReadonlySet<number>, limitMs: number): void {
    const [part] = left;
    this.#fail(`${this.#name(part as number)}: expected an answer within ${limitMs / 1000} s, got none`);
  }

  #fail(message: string): void {
    this.#failure ??= new WasmlpError("worker-failed", message);
    this.#terminate();
    this.#settle()?.reject(this.#failure);
  }

  /** Nothing is waited for any more. */
  #settle(): Waiting | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    clearTimeout(waiting?.timer);
    return waiting;
  }

  #name(part: number): string {
    return `worker ${part + 1} of ${this.#workers.length}`;
  }

  #terminate(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

/** Keeps a worker for the next job, as long as it lives and does not hold too much. */
function rest(worker: WorkerHandle): void {
  worker.hold(false);
  if ((held.get(worker)?.bytes ?? 0) > MAX_HELD_BYTES) {
    end(worker);
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

/** Ends a worker that nobody listens to any more. */
function end(worker: WorkerHandle): void {
  worker.listen(
    () => {},
    () => {},
  );
  worker.terminate();
}

/**
 * A team of `threads` workers, from those at rest and new ones.
 * @param onReply hears every reply before whoever waits for it
 * @throws WasmlpError `worker-failed` where the host refuses to start one.
 */
export function openTeam(threads: number, onReply?: (reply: Reply) => void): Team {
  const workers: WorkerHandle[] = [];
  try {
    while (workers.length < threads) workers.push(idle.pop() ?? (host as ThreadHost).start());
  } catch (cause) {
    workers.forEach(end);
    const refusal = `worker ${workers.length + 1} of ${threads}: expected to start, got ${(cause as Error).message}`;
    throw new WasmlpError("worker-failed", refusal, { cause });
  }
  return new Team(workers, onReply);
}

/** Whether a team has taken up its job. It is closed where `isStopped` said so first, or opening failed. */
export async function isOpened(team: Team, opening: Promise<number>, isStopped: () => boolean): Promise<boolean> {
  let isOpen = false;
  try {
    isOpen = (await watched(opening, isStopped)) !== undefined;
  } finally {
    if (!isOpen) await team.close();
  }
  return isOpen;
}
