/**
 * The host of the real program: the standard streams, signals and the end of the process. Streams fail late and from
 * the side (a closed pipe, a full disk), so their errors are dealt with here, once.
 */
import { constants } from "node:os";
import type { WriteStream } from "node:tty";
import { styleText } from "node:util";
import { exitCodes } from "./failures.js";
import { type Host, Interruption, type Output } from "./host.js";

const endingSignals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** 128 + SIGPIPE, as programs end that a closed pipe kills. */
const closedPipeExitCode = 141;

export function nodeHost(): Host {
  const actions: (() => void)[] = [];
  const interrupt = new AbortController();
  const leave = (): void => {
    for (const action of actions) action();
  };
  process.on("exit", leave);
  handleStreamErrors(interrupt.signal);
  return {
    out: outputTo(process.stdout),
    err: outputTo(process.stderr),
    catchInterrupts: () => {
      handleSignals(interrupt, leave);
      return interrupt.signal;
    },
    beforeLeaving: (action) => {
      actions.push(action);
    },
  };
}

function handleSignals(interrupt: AbortController, leave: () => void): void {
  const onSignal = (name: (typeof endingSignals)[number]): void => {
    // From here on the system's own handling: a second signal ends the process even while it is busy computing.
    for (const each of endingSignals) process.removeListener(each, onSignal);
    interrupt.abort(new Interruption(128 + constants.signals[name]));
  };
  for (const name of endingSignals) process.on(name, onSignal);
  if (process.platform === "win32") return;
  process.on("SIGTSTP", () => {
    leave();
    process.kill(process.pid, "SIGSTOP");
  });
}

/**
 * A reader that went away ends the program quietly; any other failure of standard output, with a message. Not so once
 * the program was asked to stop: Ctrl-C ends the reader of a pipe too, and what was trained still has to be saved.
 */
function handleStreamErrors(stopping: AbortSignal): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (stopping.aborted) return;
    if (error.code === "EPIPE") process.exit(closedPipeExitCode);
    const got = error.code === "ENOSPC" ? "no space left on the device (ENOSPC)" : error.message;
    process.stderr.write(`wasmlp: standard output: expected a stream that can be written, got ${got}\n`);
    process.exit(exitCodes.failure);
  });
  process.stderr.on("error", () => {}); // there is nowhere left to say it
}

function outputTo(stream: WriteStream): Output {
  return {
    write: (text) => {
      stream.write(text);
    },
    isTerminal: stream.isTTY === true && process.env.TERM !== "dumb",
    get columns() {
      return stream.columns > 0 ? stream.columns : 80;
    },
    hasColors: styleText("bold", "x", { stream }) !== "x",
    hasGreys: stream.isTTY === true && stream.hasColors(256),
  };
}
