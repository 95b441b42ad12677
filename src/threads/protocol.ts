/** What the main thread and a worker say to each other. Plain data, posted as it stands. */
import type { AnswerJob } from "../evaluation/answers.js";
import type { Ticket } from "../memory/join.js";
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
  | { readonly kind: "train"; readonly job: StepsJob }
  | { readonly kind: "answer"; readonly job: AnswerJob }
  /** Lets the memory go; the worker stays for the next job. */
  | { readonly kind: "close" };

export type Reply = { readonly turn: number } & Outcome;

export type Outcome =
  /** `done`: the step after the last one performed (train), else 0. */
  { readonly kind: "done"; readonly done: number } | { readonly kind: "failed"; readonly message: string };

/** Whether what a worker posted has the form of a reply. */
export function isReply(posted: unknown): posted is Reply {
  if (typeof posted !== "object" || posted === null) return false;
  const { turn, kind, done, message } = posted as Record<string, unknown>;
  return (
    Number.isInteger(turn) &&
    (kind === "done" ? Number.isInteger(done) : kind === "failed" && typeof message === "string")
  );
}

/** A worker as the main thread sees it, on any host. */
export interface WorkerHandle {
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
}
