/**
 * The page's end of a run: commands to the worker, its events to the views, and another worker where one has ended. What
 * the page was told last is enough to go on from. Knows no element.
 */
import type { DigitsSettings } from "../../state/digits/digits-settings.js";
import type {
  DigitsCommand,
  DigitsEvent,
  NamedBytes,
  OpenedRun,
  RunState,
} from "../../training/digits/digits-protocol.js";
import { linkWorker, type WorkerLink } from "../../training/worker-link.js";

/** "loading": no network stands yet; "pausing": until the slice that is under way ends. */
export type SessionState = RunState | "loading" | "pausing";

export interface SessionListener {
  onEvent(event: DigitsEvent): void;
  onState(state: SessionState): void;
  /** The worker has ended, and why; whether another one has been started in its place. */
  onLoss(reason: string, isReplaced: boolean): void;
}

export interface DigitsSession {
  readonly state: SessionState;
  /** The run on show; nothing before the first one stands. */
  readonly opened: OpenedRun | undefined;
  open(settings: DigitsSettings, files?: readonly NamedBytes[]): void;
  run(until: "pause" | "batch" | "epoch"): void;
  pause(): void;
  send(command: DigitsCommand): void;
  close(): void;
}

export function startSession(listener: SessionListener): DigitsSession {
  let state: SessionState = "loading";
  let opened: OpenedRun | undefined;
  /** Where the run on show stood when another one was asked for. */
  let before: SessionState = "loading";
  /** The user's own files: those of the run on show, and those of the one asked for. */
  let files: readonly NamedBytes[] | undefined;
  let wantedFiles: readonly NamedBytes[] | undefined;
  /** The weights of the last whole epoch. */
  let kept: NamedBytes | undefined;
  let link = connect();

  function connect(): WorkerLink<DigitsCommand> {
    // In one expression, by which vite knows a worker.
    const worker = new Worker(new URL("../../training/digits/digits-worker.ts", import.meta.url), { type: "module" });
    const made = linkWorker<DigitsCommand, DigitsEvent>(worker, { onEvent, onGone });
    made.send({ kind: "start", dataUrl: new URL("data/", document.baseURI).href });
    return made;
  }

  function become(next: SessionState): void {
    state = next;
    listener.onState(next);
  }

  function onEvent(event: DigitsEvent): void {
    if (event.kind === "opened") {
      opened = event;
      files = wantedFiles;
      kept = undefined;
    } else if (event.kind === "epoch") kept = { name: `the weights of epoch ${event.epoch}`, bytes: event.file };
    else if (event.kind === "state") become(event.state);
    else if (event.kind === "failed" && state === "loading" && opened) become(before);
    listener.onEvent(event);
  }

  /** Nothing is begun again that failed before it stood: it would fail for ever. */
  function onGone(reason: string): void {
    const settings = opened?.settings;
    const weights = kept;
    listener.onLoss(reason, settings !== undefined);
    opened = undefined;
    become("loading");
    link = connect();
    if (!settings) return;
    open(settings, files);
    if (weights) link.send({ kind: "import", file: weights });
  }

  function open(settings: DigitsSettings, own?: readonly NamedBytes[]): void {
    wantedFiles = own ?? files;
    if (state !== "loading") before = state;
    become("loading");
    link.send({ kind: "open", settings, ...(own && { files: own }) });
  }

  return {
    get state() {
      return state;
    },
    get opened() {
      return opened;
    },
    open,
    run(until) {
      link.send({ kind: "run", until });
    },
    pause() {
      become("pausing");
      link.send({ kind: "pause" });
    },
    send: (command) => link.send(command),
    close: () => link.close(),
  };
}
