/** Start, pause, one mini-batch, one epoch, rewind, stop: what can be done is what can be pressed. */
import { button } from "../../views/controls/button.js";
import { element } from "../../views/element.js";
import type { Shortcuts } from "../../views/shortcuts.js";
import type { DigitsSession, SessionState } from "./digits-session.js";

export interface TransportBar {
  readonly element: HTMLElement;
  readonly shortcuts: Shortcuts;
  show(state: SessionState): void;
}

export interface TransportOptions {
  readonly session: DigitsSession;
  /** To the beginning of the run the form describes. */
  readonly onRewind: () => void;
  readonly onCopyLink: () => void;
}

const LABELS: Readonly<Record<SessionState, string>> = {
  loading: "Start",
  ready: "Start",
  running: "Pause",
  pausing: "Pausing…",
  paused: "Go on",
  done: "All epochs done",
  ended: "Ended",
};

export function transportBar({ session, onRewind, onCopyLink }: TransportOptions): TransportBar {
  let state: SessionState = "loading";
  let isStartWanted = false;
  const canRun = (): boolean => state === "ready" || state === "paused";
  const main = (): void => {
    if (state === "running") session.pause();
    else if (canRun()) session.run("pause");
    else if (state === "loading" && !isStartWanted) {
      isStartWanted = true;
      show(state);
    }
  };
  const ifCan = (action: () => void) => () => {
    if (canRun()) action();
  };
  const oneBatch = ifCan(() => session.run("batch"));
  const oneEpoch = ifCan(() => session.run("epoch"));
  const end = (): void => {
    if (state === "running" || state === "paused") session.send({ kind: "stop" });
  };
  const start = button({ label: "Start", kind: "primary", icon: "play", key: "Space", onPress: main });
  const batch = button({ label: "Mini-batch", icon: "tick", key: "B", onPress: oneBatch });
  const epoch = button({ label: "Epoch", icon: "step", key: "E", onPress: oneEpoch });
  const rewind = button({ label: "Rewind", icon: "rewind", key: "R", onPress: onRewind });
  const stop = button({ label: "End", icon: "stop", key: "X", onPress: end });
  const link = button({ label: "Copy link", kind: "quiet", icon: "link", key: "L", onPress: onCopyLink });
  start.element.classList.add("start");

  function show(next: SessionState): void {
    state = next;
    if (isStartWanted && state === "ready") {
      isStartWanted = false;
      session.run("pause");
    }
    const isWaiting = state === "loading" && isStartWanted;
    start.setLabel(
      isWaiting ? "Starting…" : LABELS[state],
      state === "running" || state === "pausing" ? "pause" : "play",
    );
    start.setDisabled(isWaiting || state === "pausing" || state === "done" || state === "ended");
    batch.setDisabled(!canRun());
    epoch.setDisabled(!canRun());
    stop.setDisabled(state !== "running" && state !== "paused");
  }
  show(state);
  const bar = element("div", { class: "transport", role: "toolbar", "aria-label": "Training" });
  bar.append(...[start, batch, epoch, rewind, stop, link].map((one) => one.element));
  const shortcuts = { " ": main, b: oneBatch, e: oneEpoch, r: onRewind, x: end, l: onCopyLink };
  return { element: bar, shortcuts, show };
}
