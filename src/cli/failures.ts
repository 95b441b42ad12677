/** From anything thrown to one line for a person and an exit code for programs. */
import { WasmlpError } from "../errors.js";
import { Interruption } from "./host.js";

/** 0 done, 1 it could not be done, 2 it was asked for wrongly, 70 a bug (EX_SOFTWARE); 128 + n after signal n. */
export const exitCodes = { done: 0, failure: 1, usage: 2, bug: 70 } as const;

export interface Failure {
  readonly exitCode: number;
  /** Lines ending in a newline; one, unless a stack was asked for. */
  readonly text: string;
}

/** @param isDebug show where an unexpected error came from */
export function describeFailure(error: unknown, isDebug: boolean): Failure {
  if (error instanceof Interruption) return { exitCode: error.exitCode, text: "wasmlp: interrupted\n" };
  if (error instanceof WasmlpError) {
    const isUsage = error.code === "invalid-option";
    const message = isUsage ? asFlag(error.message) : error.message;
    return { exitCode: isUsage ? exitCodes.usage : exitCodes.failure, text: `wasmlp: ${oneLine(message)}\n` };
  }
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const stack = isDebug && error instanceof Error && error.stack ? `${error.stack}\n` : "";
  const hint = stack === "" ? "; WASMLP_DEBUG=1 shows where" : "";
  return { exitCode: exitCodes.bug, text: `wasmlp: ${oneLine(message)} (a bug in wasmlp${hint})\n${stack}` };
}

/** `got\n  a\n  b` as `got a; b`; other control characters, which could write to a terminal at will, as \\xNN. */
export function oneLine(message: string): string {
  const [first = "", ...rest] = message.trim().split(/\s*\n\s*/);
  const line = [first, rest.join("; ")].filter((part) => part !== "").join(" ");
  return line.replace(/\p{Cc}/gu, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** What the library calls its options, and what they are called here. */
const flags: Readonly<Record<string, string>> = {
  batchSize: "--batch-size",
  beta1: "--beta1",
  beta2: "--beta2",
  epsilon: "--epsilon",
  folds: "--folds",
  layers: "--hidden",
  learningRate: "--learning-rate",
  momentum: "--momentum",
  nesterov: "--nesterov",
  resume: "--resume",
  scale: "--scale",
  shift: "--shift",
  split: "--split",
  std: "--initial-std",
  testSize: "--validation-size",
  trainSizes: "--rows",
  weightDecay: "--weight-decay",
};

/** `learningRate: expected …` as `--learning-rate: expected …`, `layers[0].units: …` as `--hidden: …`. */
function asFlag(message: string): string {
  return message.replace(/^(\w+)(\[\d+\])?(\.\w+)?(?=: expected )/, (whole, name: string) => flags[name] ?? whole);
}
