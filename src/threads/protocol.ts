/** What the main thread and a worker say to each other. Plain data, posted as it stands. */
import type { AnswerJob } from "../evaluation/answers.js";
import type { PrivateTicket, Ticket } from "../memory/join.js";
import type { Piece } from "../memory/pieces.js";
import type { StepsJob } from "../network/passes.js";
import type { Plan } from "../network/plan.js";

/** A command and its answer carry the same `turn`: an answer that comes late or twice is told from the one awaited. */
export type Command = { readonly turn: number } & Order;

export type Order =
  | {
      readonly kind: "open";
      readonly ticket: Ticket;
      readonly plan: Plan;
      readonly part: number;
      readonly parts: number;
    }
  /** Where memory cannot be shared: the worker makes one of its own, and has to be told what is in it. */
  | { readonly kind: "open-private"; readonly ticket: PrivateTicket; readonly plan: Plan }
  /** For private memory. */
  | { readonly kind: "write"; readonly pieces: readonly Piece[] }
  | { readonly kind: "train"; readonly job: StepsJob }
  | { readonly kind: "answer"; readonly job: AnswerJob }
  /** With private memory: the job under way ends with its current slice. Has no reply. */
  | { readonly kind: "stop" }
  /** Lets the memory go; the worker stays for the next job. */
  | { readonly kind: "close" };

export type Reply = { readonly turn: number } & Outcome;

export type Outcome =
  /**
   * `done`: the step after the last one performed (train), 1 where all rows are answered from private memory (answer),
   * else 0. `pieces`: what the job has changed, from private memory.
   */
  | { readonly kind: "done"; readonly done: number; readonly pieces?: readonly Piece[] }
  /** From private memory, after each slice of a job: steps done (train), and the losses of their rows. */
  | { readonly kind: "tick"; readonly done: number; readonly pieces: readonly Piece[] }
  | { readonly kind: "failed"; readonly message: string };

/** Whether what a worker posted has the form of a reply. */
export function isReply(posted: unknown): posted is Reply {
  if (typeof posted !== "object" || posted === null) return false;
  const { turn, kind, done, message } = posted as Record<string, unknown>;
  if (!Number.isInteger(turn)) return false;
  if (kind === "failed") return typeof message === "string";
  return (kind === "done" || kind === "tick") && Number.isInteger(done);
}

/** A worker as the main thread sees it, on any host. */
export interface WorkerHandle {
  /** Pieces in it are handed over, not copied. */
  post(command: Command): void;
  /** Ends it at once, whatever it is doing. */
  terminate(): void;
  /** Called for all it posts, which should be replies, and once when the worker is gone for a reason of its own. */
  listen(onPost: (posted: unknown) => void, onGone: (reason: string) => void): void;
  /** Whether the process must stay alive for it (Node); idle workers must not hold it. */
  hold(isHeld: boolean): void;
}

/** What a host offers: how many threads make sense, and a way to start one. */
export interface ThreadHost {
  readonly cores: number;
  readonly start: () => WorkerHandle;
  /** Whether workers and the main thread can work on the same memory. Default true. */
  readonly sharesMemory?: boolean;
}

/** The buffers of a message that are handed over with it. */
export function buffersOf(message: Command | Reply): ArrayBuffer[] {
  return "pieces" in message && message.pieces ? message.pieces.map(({ bytes }) => bytes.buffer) : [];
}
