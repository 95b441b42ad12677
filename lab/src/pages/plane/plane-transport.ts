/** Start, pause, one epoch, rewind; how far and how fast. What can be done is what can be pressed. */

import { countText } from "../../state/number-text.js";
import { type PlaneSettings, planeSchema, SPEEDS } from "../../state/plane/plane-settings.js";
import { button } from "../../views/controls/button.js";
import { numberField } from "../../views/controls/number-field.js";
import { segmented } from "../../views/controls/segmented.js";
import { element, setText } from "../../views/element.js";
import type { Shortcuts } from "../../views/shortcuts.js";
import type { PlaneSession, PlaneSessionState } from "./plane-session.js";

export interface PlaneTransport {
  readonly element: HTMLElement;
  readonly shortcuts: Shortcuts;
  show(state: PlaneSessionState): void;
  setEpoch(epoch: number): void;
  set(settings: PlaneSettings): void;
}

export interface PlaneTransportOptions {
  readonly session: PlaneSession;
  readonly settings: PlaneSettings;
  readonly onChange: (part: Partial<PlaneSettings>) => void;
  /** Before anything runs: what has just been changed takes its place. */
  readonly onRun: () => void;
  readonly onRewind: () => void;
  readonly onCopyLink: () => void;
}

const LABELS: Readonly<Record<PlaneSessionState, string>> = {
  loading: "Start",
  ready: "Start",
  running: "Pause",
  pausing: "Pausing…",
  paused: "Go on",
  done: "Done",
};

const SPEED_LABELS = { slow: "4", medium: "40", fast: "Most" };

export function planeTransport(options: PlaneTransportOptions): PlaneTransport {
  const { session, settings, onChange, onRun, onRewind, onCopyLink } = options;
  const canRun = (): boolean => ["ready", "paused", "loading"].includes(session.state);
  const main = (): void => {
    onRun();
    if (session.state === "running") session.pause();
    else if (canRun()) session.run("pause");
  };
  const oneEpoch = (): void => {
    onRun();
    if (session.state === "ready" || session.state === "paused") session.run("epoch");
  };
  const start = button({ label: "Start", kind: "primary", icon: "play", key: "Space", onPress: main });
  const step = button({ label: "Epoch", icon: "step", key: "E", onPress: oneEpoch });
  const rewind = button({ label: "Rewind", icon: "rewind", key: "R", onPress: onRewind });
  const link = button({
    label: "Copy link",
    kind: "quiet",
    icon: "link",
    key: "L",
    isIconOnly: true,
    onPress: onCopyLink,
  });
  start.element.classList.add("start");
  const epoch = element("output", { class: "epoch-count", "data-epoch": "" }, "0");
  const counter = element("p", { class: "epoch-counter" }, element("span", { class: "note" }, "epoch "), epoch);
  const epochs = numberField({
    label: "Stop after, epochs",
    value: settings.epochs,
    field: planeSchema.epochs,
    onChange: (value) => onChange({ epochs: value }),
  });
  const speed = segmented({
    label: "Epochs a second",
    value: settings.speed,
    options: SPEEDS.map((value) => ({ value, label: SPEED_LABELS[value] })),
    onChange: (value) => onChange({ speed: value }),
  });
  const bar = element("div", { class: "transport", role: "toolbar", "aria-label": "Training" }, start.element);
  bar.append(step.element, rewind.element, counter, link.element);
  return {
    element: element("div", { class: "plane-transport" }, bar, speed.element, epochs.element),
    shortcuts: { " ": main, e: oneEpoch, r: onRewind, l: onCopyLink },
    show(state) {
      start.setLabel(LABELS[state], state === "running" || state === "pausing" ? "pause" : "play");
      start.setDisabled(state === "pausing" || state === "done");
      step.setDisabled(state !== "ready" && state !== "paused");
    },
    setEpoch: (value) => setText(epoch, countText(value)),
    set(next) {
      if (epochs.value !== next.epochs) epochs.set(next.epochs);
      if (speed.value !== next.speed) speed.set(next.speed);
    },
  };
}
