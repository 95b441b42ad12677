/** *Race*: how fast this browser trains, by the library and by a plain loop, in turns. Puts the parts together. */

import type { KernelHeat } from "../../state/race/kernel-table.js";
import { RACE_WORKS, type RaceSettings, raceSchema } from "../../state/race/race-settings.js";
import { hostText, type RaceHeat, raceJson, raceMarkdown } from "../../state/race/race-table.js";
import type { RaceCommand, RaceEvent } from "../../training/race/race-protocol.js";
import { linkWorker, type WorkerLink } from "../../training/worker-link.js";
import { button } from "../../views/controls/button.js";
import { numberField } from "../../views/controls/number-field.js";
import { segmented } from "../../views/controls/segmented.js";
import { element, setText } from "../../views/element.js";
import { sentence } from "../../views/notices.js";
import { bindShortcuts } from "../../views/shortcuts.js";
import type { MountedPage, Page, PageHost } from "../page.js";
import "../../styles/training.css";
import { heatView } from "./heat-view.js";
import { kernelView } from "./kernel-view.js";
import { thisHost } from "./race-host.js";
import "./race.css";

export const racePage: Page<RaceSettings> = { schema: raceSchema, mount };

const WORK_LABELS = { both: "Both", small: "Small", large: "Large" };

const NOTE =
  "Real MNIST bytes, the first 12,800 training images, pixels from 0 to 1. In every round each contender trains in turn, every other round in the other order; before each turn a warm-up of at least two mini-batches and 0.05 s is not counted. The plain loop is one thread of typed arrays that passes over zeros too.";

function mount(host: PageHost<RaceSettings>): MountedPage {
  const { notices } = host;
  const closing = new AbortController();
  const machine = thisHost();
  let settings = host.settings;
  let link: WorkerLink<RaceCommand> | undefined;
  let heats: readonly RaceHeat[] = [];
  let kernels: KernelHeat = { names: [], rates: [] };
  const start = button({ label: "Race", kind: "primary", icon: "play", key: "Space", onPress: toggle });
  const copyMarkdown = button({ label: "Copy Markdown", icon: "link", onPress: () => copy(raceMarkdown) });
  const copyJson = button({ label: "Copy JSON", icon: "link", onPress: () => copy(raceJson) });
  start.element.classList.add("start");
  const work = segmented({
    label: "Networks",
    value: settings.work,
    options: RACE_WORKS.map((value) => ({ value, label: WORK_LABELS[value] })),
    onChange: (value) => change({ work: value }),
  });
  const rounds = numberField({
    label: "Rounds",
    value: settings.rounds,
    field: raceSchema.rounds,
    step: 1,
    onChange: (value) => change({ rounds: value }),
  });
  const seconds = numberField({
    label: "A turn",
    unit: "s",
    value: settings.seconds,
    field: raceSchema.seconds,
    onChange: (value) => change({ seconds: value }),
  });
  const bar = element("progress", { max: 1, value: 0, "aria-label": "Share of the race" });
  const now = element("p", { class: "note", role: "status" }, "Close other programs: they race too.");
  const places = element("div", { class: "heats" });
  const transport = element("div", { class: "transport", role: "toolbar", "aria-label": "Race" }, start.element);
  transport.append(copyMarkdown.element, copyJson.element);
  host.element.append(
    element(
      "div",
      { class: "race" },
      element(
        "div",
        { class: "panel" },
        element("div", { class: "race-top" }, transport, work.element, rounds.element, seconds.element),
        bar,
        now,
      ),
      places,
      element(
        "div",
        { class: "panel race-note" },
        element("p", { class: "race-host" }, hostText(machine)),
        element("p", { class: "note" }, NOTE),
      ),
    ),
  );
  bindShortcuts(host.element, { " ": toggle }, closing.signal);
  become("ready");

  function change(part: Partial<RaceSettings>): void {
    settings = { ...settings, ...part };
    host.showSettings(settings);
  }

  function become(state: "ready" | "running" | "done"): void {
    host.element.dataset.state = state;
    const isRunning = state === "running";
    start.setLabel(isRunning ? "Stop" : "Race", isRunning ? "stop" : "play");
    for (const control of [work, rounds, seconds]) control.setDisabled(isRunning);
    for (const one of [copyMarkdown, copyJson]) one.setDisabled(heats.length === 0 || isRunning);
  }

  function toggle(): void {
    if (link) {
      end();
      setText(now, "Stopped.");
      become(heats.length > 0 ? "done" : "ready");
    } else begin();
  }

  function begin(): void {
    heats = [];
    places.replaceChildren();
    // In one expression, by which vite knows a worker.
    const worker = new Worker(new URL("../../training/race/race-worker.ts", import.meta.url), { type: "module" });
    link = linkWorker<RaceCommand, RaceEvent>(worker, { onEvent, onGone });
    const urlOf = (folder: string): string => new URL(folder, document.baseURI).href;
    link.send({ kind: "race", settings, dataUrl: urlOf("data/"), modulesUrl: urlOf("modules/") });
    setText(now, "Loading MNIST");
    become("running");
  }

  function end(): void {
    link?.close();
    link = undefined;
  }

  function onEvent(event: RaceEvent): void {
    if (event.kind === "loading") setText(now, `Loading: ${event.text}`);
    else if (event.kind === "heats") {
      ({ heats, kernels } = event);
      bar.value = event.share;
      setText(now, event.now);
      places.replaceChildren(kernelView(kernels), ...heats.map(heatView));
    } else if (event.kind === "done") {
      end();
      setText(now, `Done: ${settings.rounds} rounds.`);
      become("done");
    } else onGone(event.message);
  }

  function onGone(reason: string): void {
    end();
    notices.warn(sentence(`The race has ended: ${reason}`));
    become("ready");
  }

  function copy(write: typeof raceMarkdown): void {
    navigator.clipboard?.writeText(write(machine, kernels, heats, NOTE)).then(
      () => notices.say("The results are on the clipboard."),
      () => notices.warn("The browser does not let this page use the clipboard."),
    );
  }

  return {
    unmount() {
      closing.abort();
      end();
    },
  };
}
