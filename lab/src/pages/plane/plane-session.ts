/** The page's end of a run: commands to the worker, its events, another worker where one has ended. Knows no element. */
import type { PlaneSettings } from "../../state/plane/plane-settings.js";
import type { OpenedPlane, PlaneCommand, PlaneEvent, PlaneState } from "../../training/plane/plane-protocol.js";
import { linkWorker, type WorkerLink } from "../../training/worker-link.js";

/** "loading": no run stands yet; "pausing": until the epoch that is under way ends. */
export type PlaneSessionState = PlaneState | "loading" | "pausing";

export interface PlaneListener {
  onEvent(event: PlaneEvent): void;
  onState(state: PlaneSessionState): void;
  onLoss(reason: string): void;
}

export interface PlaneSession {
  readonly state: PlaneSessionState;
  readonly opened: OpenedPlane | undefined;
  open(settings: PlaneSettings): void;
  run(until: "pause" | "epoch"): void;
  pause(): void;
  send(command: PlaneCommand, transfer?: Transferable[]): void;
  close(): void;
}

export function startPlaneSession(listener: PlaneListener): PlaneSession {
  let state: PlaneSessionState = "loading";
  let opened: OpenedPlane | undefined;
  let isRunWanted = false;
  /** Runs asked for that do not stand yet: what is heard before the newest stands is of older ones. */
  let awaited = 0;
  let link = connect();

  function connect(): WorkerLink<PlaneCommand> {
    // In one expression, by which vite knows a worker.
    const worker = new Worker(new URL("../../training/plane/plane-worker.ts", import.meta.url), { type: "module" });
    return linkWorker<PlaneCommand, PlaneEvent>(worker, { onEvent, onGone });
  }

  function become(next: PlaneSessionState): void {
    state = next;
    listener.onState(next);
  }

  function onEvent(event: PlaneEvent): void {
    if (event.kind === "opened") {
      awaited = Math.max(0, awaited - 1);
      opened = event;
    } else if (event.kind === "failed") awaited = 0;
    if (awaited > 0) return;
    if (event.kind === "state") become(event.state);
    listener.onEvent(event);
    if (event.kind === "state" && event.state === "ready" && isRunWanted) run("pause");
  }

  function onGone(reason: string): void {
    const settings = opened?.settings;
    opened = undefined;
    awaited = 0;
    become("loading");
    listener.onLoss(reason);
    link = connect();
    if (settings) open(settings);
  }

  function open(settings: PlaneSettings): void {
    awaited += 1;
    become("loading");
    link.send({ kind: "open", settings });
  }

  function run(until: "pause" | "epoch"): void {
    isRunWanted = state === "loading" && until === "pause";
    if (!isRunWanted) link.send({ kind: "run", until });
  }

  return {
    get state() {
      return state;
    },
    get opened() {
      return opened;
    },
    open,
    run,
    pause() {
      become("pausing");
      link.send({ kind: "pause" });
    },
    send: (command, transfer) => link.send(command, transfer),
    close: () => link.close(),
  };
}
