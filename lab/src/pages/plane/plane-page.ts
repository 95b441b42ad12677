/** *Plane*: models learn to part two classes of points, side by side on the same data. Puts the parts together. */

import { INITIAL_MODEL, type ModelSettings } from "../../state/plane/model-field.js";
import { isSamePlaneRun, MOST_MODELS, type PlaneSettings, planeSchema } from "../../state/plane/plane-settings.js";
import { type LabelledPoint, MOST_POINTS } from "../../state/plane/point-field.js";
import { readPoints, writeCsv, writeJson } from "../../state/plane/points-file.js";
import type { OpenedPlane, PlaneEvent } from "../../training/plane/plane-protocol.js";
import { button } from "../../views/controls/button.js";
import { download, takeDrops } from "../../views/controls/file-button.js";
import { element } from "../../views/element.js";
import { messageOf, sentence } from "../../views/notices.js";
import { settingsPanel } from "../../views/settings-panel.js";
import { bindShortcuts } from "../../views/shortcuts.js";
import type { MountedPage, Page, PageHost } from "../page.js";
import "../../styles/training.css";
import { dataForm } from "./data-form.js";
import { type ModelPanel, modelPanel } from "./model-panel.js";
import "./plane.css";
import { type PlaneSession, startPlaneSession } from "./plane-session.js";
import { planeTransport } from "./plane-transport.js";

export const planePage: Page<PlaneSettings> = { schema: planeSchema, mount };

/** So long after the last change, a run begins with it: sliders are dragged. */
const SETTLE_MS = 120;

function mount(host: PageHost<PlaneSettings>): MountedPage {
  const { notices } = host;
  const closing = new AbortController();
  let settings = host.settings;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let panels: ModelPanel[] = [];
  let epoch = 0;
  const session: PlaneSession = startPlaneSession({ onEvent, onState, onLoss });
  const transport = planeTransport({
    session,
    settings,
    onChange: change,
    onRun: () => timer !== undefined && reopen(),
    onRewind: reopen,
    onCopyLink: copyLink,
  });
  const data = dataForm({
    settings,
    onChange: change,
    shownPoints: () => pointsOn(session.opened).slice(0, MOST_POINTS),
    onSave: savePoints,
    onFiles: (files) => void openPoints(files),
    signal: closing.signal,
  });
  const add = button({ label: "Add a model", icon: "plus", onPress: addModel });
  const models = element("div", { class: "models" });
  host.element.append(
    element(
      "div",
      { class: "plane" },
      element("div", { class: "panel plane-top", "data-area": "top" }, transport.element),
      settingsPanel(data.element, add.element),
      models,
    ),
  );
  bindShortcuts(host.element, transport.shortcuts, closing.signal);
  takeDrops(host.element, (files) => void takeFiles(files));
  showPanels();
  reopen();

  /** How it is looked at changes at once; all else begins another run. */
  function change(part: Partial<PlaneSettings>): void {
    const before = settings;
    settings = { ...settings, ...part };
    data.set(settings);
    host.showSettings(settings);
    if (!isSamePlaneRun(before, settings)) reopenSoon();
    else {
      session.send({ kind: "pace", settings });
      for (const one of panels) one.showTest(settings.showTest);
    }
  }

  function reopenSoon(): void {
    clearTimeout(timer);
    timer = setTimeout(reopen, SETTLE_MS);
  }

  function reopen(): void {
    clearTimeout(timer);
    timer = undefined;
    const isOwn = settings.data === "own";
    if (isOwn && new Set(settings.points.map(({ label }) => label)).size < 2) return;
    session.open(settings);
  }

  function onEvent(event: PlaneEvent): void {
    if (event.kind === "opened") begin(event);
    else if (event.kind === "frame") {
      epoch = event.epoch;
      transport.setEpoch(epoch);
      for (const [i, frame] of event.models.entries()) panels[i]?.setFrame(frame);
    } else if (event.kind === "surface") panels[event.index]?.setSurface(event);
    else if (event.kind === "state")
      for (const [i, hash] of (event.hashes ?? []).entries()) panels[i]?.setHash(hash, epoch);
    else if (event.kind === "exported") download(event.name, event.bytes);
    else notices.warn(sentence(event.message));
  }

  function begin(event: OpenedPlane): void {
    if (timer === undefined) {
      settings = event.settings;
      host.showSettings(settings);
      data.set(settings);
      transport.set(settings);
    }
    for (const i of event.models.keys()) panels[i]?.open(event, i);
    if (event.importedFrom !== undefined)
      notices.say(`Loaded ${event.importedFrom}. Rewind leads back to the start of the settings.`);
  }

  function onState(state: PlaneSession["state"]): void {
    transport.show(state);
    host.element.dataset.state = state;
  }

  function onLoss(reason: string): void {
    notices.warn(`The training worker has ended: ${reason}. Another one has been started, at the beginning.`);
  }

  function showPanels(): void {
    for (const one of panels) one.close();
    panels = settings.models.map((model, index) =>
      modelPanel({
        settings: model,
        onChange: (next) => change({ models: settings.models.map((one, i) => (i === index ? next : one)) }),
        onRemove: () => setModels(settings.models.filter((_, i) => i !== index)),
        onSave: () => session.send({ kind: "export", index }),
        onFiles: (files) => void openModelFile(files, index),
      }),
    );
    models.replaceChildren(...panels.map((one) => one.element));
    for (const one of panels) one.setRemovable(panels.length > 1);
    add.setDisabled(panels.length >= MOST_MODELS);
  }

  function setModels(next: readonly ModelSettings[]): void {
    change({ models: next });
    showPanels();
  }

  function addModel(): void {
    if (settings.models.length < MOST_MODELS) setModels([...settings.models, settings.models.at(-1) ?? INITIAL_MODEL]);
  }

  function copyLink(): void {
    navigator.clipboard?.writeText(location.href).then(
      () => notices.say("The link is on the clipboard: it makes this run again, to the last bit."),
      () => notices.say("The link is the address of this page: it makes this run again, to the last bit."),
    );
  }

  function savePoints(form: "csv" | "json"): void {
    const points = pointsOn(session.opened);
    const text = form === "csv" ? writeCsv(points) : writeJson(points);
    download(`points-${settings.data}.${form}`, new TextEncoder().encode(text), "text/plain");
  }

  async function openPoints(files: readonly File[]): Promise<void> {
    await guarded(async () => {
      const [file] = files;
      if (!file || files.length > 1) throw new Error(`expected one file of points, got ${files.length}`);
      const points = readPoints(await file.text(), file.name);
      change({ data: "own", points });
      notices.say(`Loaded ${points.length} points of ${file.name}.`);
    });
  }

  async function openModelFile([file]: readonly File[], index: number): Promise<void> {
    await guarded(async () => {
      if (!file) return;
      const bytes = new Uint8Array(await file.arrayBuffer());
      session.send({ kind: "import", index, name: file.name, bytes }, [bytes.buffer]);
    });
  }

  /** Dropped: a model goes in the place of the first one. */
  async function takeFiles(files: readonly File[]): Promise<void> {
    if (files[0]?.name.endsWith(".safetensors")) await openModelFile(files, 0);
    else await openPoints(files);
  }

  async function guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      notices.warn(sentence(messageOf(error)));
    }
  }

  return {
    unmount() {
      clearTimeout(timer);
      closing.abort();
      for (const one of panels) one.close();
      session.close();
    },
  };
}

/** Points drawn as f32 need nine digits to be the same again. */
function pointsOn(opened: OpenedPlane | undefined): LabelledPoint[] {
  if (!opened) return [];
  const { x, y, labels } = opened.points;
  const short = (value: number): number => Number(value.toPrecision(9));
  return Array.from(labels, (label, row) => ({ x: short(x[row]!), y: short(y[row]!), label: label === 0 ? 0 : 1 }));
}
