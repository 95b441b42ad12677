/** *Digits*: a network learns handwritten digits, and everything of it can be seen. Puts the parts together. */
import { type DigitsSettings, digitsSchema, isSameRun } from "../../state/digits/digits-settings.js";
import type { DigitsEvent, NamedBytes } from "../../training/digits/digits-protocol.js";
import { button } from "../../views/controls/button.js";
import { download, fileButton, pathOf, takeDrops } from "../../views/controls/file-button.js";
import { element } from "../../views/element.js";
import { messageOf, sentence } from "../../views/notices.js";
import { settingsPanel } from "../../views/settings-panel.js";
import { bindShortcuts } from "../../views/shortcuts.js";
import type { MountedPage, Page, PageHost } from "../page.js";
import { confusionView } from "./confusion-view.js";
import { curves } from "./curves.js";
import "../../styles/training.css";
import "./digits.css";
import { type DigitsSession, startSession } from "./digits-session.js";
import { flowView } from "./flow-view.js";
import { padView } from "./pad-view.js";
import { runStatus } from "./run-status.js";
import { settingsForm } from "./settings-form.js";
import { transportBar } from "./transport-bar.js";
import { wallView } from "./wall-view.js";
import { weightsView } from "./weights-view.js";

export const digitsPage: Page<DigitsSettings> = { schema: digitsSchema, mount };

function mount(host: PageHost<DigitsSettings>): MountedPage {
  const { notices } = host;
  const closing = new AbortController();
  const session: DigitsSession = startSession({ onEvent, onState, onLoss });
  const status = runStatus();
  const curve = curves(closing.signal);
  const flow = flowView(closing.signal);
  const pad = padView(() => session, closing.signal);
  const views = [
    status,
    curve,
    weightsView(closing.signal),
    pad,
    confusionView(closing.signal),
    wallView(() => session, closing.signal),
    flow,
  ] as const;
  const [, , weights, , confusion, wall] = views;
  const form = settingsForm({ settings: host.settings, onChange: onSettings, onOwnFiles: takeFiles });
  const transport = transportBar({ session, onRewind: rewind, onCopyLink: copyLink });
  const pending = element(
    "p",
    { class: "pending note", role: "status", hidden: true },
    "Changed: rewind to begin a run with these.",
  );
  const files = element(
    "div",
    { class: "files" },
    button({ label: "Save model", icon: "save", key: "S", onPress: save }).element,
    fileButton({ label: "Open model", accept: ".safetensors", onFiles: takeFiles }).element,
  );
  host.element.append(
    element(
      "div",
      { class: "digits" },
      element("div", { class: "panel digits-top", "data-area": "top" }, transport.element, status.element),
      settingsPanel(form.element, pending, files),
      ...curve.elements,
      weights.element,
      pad.element,
      confusion.element,
      wall.element,
      flow.element,
    ),
  );
  bindShortcuts(host.element, { ...transport.shortcuts, ...pad.shortcuts, s: save }, closing.signal);
  takeDrops(host.element, takeFiles);
  addEventListener("offline", () => notices.say("No network. Nothing here needs one."), { signal: closing.signal });
  session.open(host.settings);

  function onEvent(event: DigitsEvent): void {
    if (event.kind === "opened") {
      host.showSettings(event.settings);
      if (event.settings.data === "own") form.set({ ...form.settings, data: "own" });
      if (event.importedFrom !== undefined)
        notices.say(`Loaded ${event.importedFrom}. Rewind leads back to the settings.`);
      showPending();
    } else if (event.kind === "failed") notices.warn(sentence(event.message));
    else if (event.kind === "exported") download(event.file.name, event.file.bytes);
    for (const view of views) view.onEvent(event);
  }

  function onState(state: DigitsSession["state"]): void {
    transport.show(state);
    host.element.dataset.state = state;
  }

  function onLoss(reason: string, isReplaced: boolean): void {
    const next = isReplaced
      ? "Another one has been started with the weights of the last whole epoch; Rewind begins the run again."
      : "Rewind starts another one.";
    notices.warn(`The training worker has ended: ${reason}. ${next}`);
  }

  /** Before a run has begun, settings apply at once; how far it goes, at any time. */
  function onSettings(settings: DigitsSettings): void {
    const { opened } = session;
    if (opened && isSameRun(settings, opened.settings)) {
      session.send({ kind: "setEpochs", epochs: settings.epochs });
      status.setEpochs(settings.epochs);
      host.showSettings(settings);
    } else if (settings.data !== "own" && (session.state === "ready" || session.state === "loading"))
      session.open(settings);
    showPending();
  }

  function showPending(): void {
    const { opened } = session;
    pending.hidden = opened === undefined || session.state === "loading" || isSameRun(form.settings, opened.settings);
  }

  function rewind(): void {
    notices.clear();
    session.open(form.settings);
    showPending();
  }

  function save(): void {
    session.send({ kind: "export" });
  }

  function copyLink(): void {
    navigator.clipboard?.writeText(location.href).then(
      () => notices.say("The link is on the clipboard: it makes this run again, to the last bit."),
      () => notices.say("The link is the address of this page: it makes this run again, to the last bit."),
    );
  }

  /** Files dropped or opened: a model, or images. */
  async function takeFiles(chosen: readonly File[]): Promise<void> {
    try {
      const read = await Promise.all(chosen.map(readFile));
      const models = read.filter(({ name }) => name.endsWith(".safetensors"));
      if (models.length === 1 && read.length === 1) session.send({ kind: "import", file: models[0] as NamedBytes });
      else if (models.length > 0) throw new Error(`expected one model, got ${read.length} files`);
      else session.open({ ...form.settings, data: "own" }, read);
    } catch (error) {
      notices.warn(sentence(messageOf(error)));
    }
  }

  return {
    unmount() {
      closing.abort();
      session.close();
      curve.close();
      flow.close();
    },
  };
}

async function readFile(file: File): Promise<NamedBytes> {
  return { name: pathOf(file), bytes: new Uint8Array(await file.arrayBuffer()) };
}
