/** One model of the page: its answers, its scores, its way, its units, its settings and its file. */
import { countText, lossText, percentText } from "../../state/number-text.js";
import type { ModelSettings } from "../../state/plane/model-field.js";
import type { EpochScore, ModelFrame, OpenedPlane, Surface } from "../../training/plane/plane-protocol.js";
import { button } from "../../views/controls/button.js";
import { fileButton } from "../../views/controls/file-button.js";
import { element, setText } from "../../views/element.js";
import { panel } from "../../views/panel.js";
import { readout, readoutRow } from "../../views/readout.js";
import { hiddenView } from "./hidden-view.js";
import { modelCurve } from "./model-curve.js";
import { modelForm } from "./model-form.js";
import { regionView } from "./region-view.js";
import { surfaceView } from "./surface-view.js";

export interface ModelPanelOptions {
  readonly settings: ModelSettings;
  readonly onChange: (settings: ModelSettings) => void;
  readonly onRemove: () => void;
  readonly onSave: () => void;
  readonly onFiles: (files: readonly File[]) => void;
}

export interface ModelPanel {
  readonly element: HTMLElement;
  /** The beginning of a run; `index` is the panel's place. */
  open(opened: OpenedPlane, index: number): void;
  showTest(isShown: boolean): void;
  setFrame(frame: ModelFrame): void;
  setSurface(surface: Surface): void;
  setHash(hash: string | undefined, epoch: number): void;
  setRemovable(isRemovable: boolean): void;
  close(): void;
}

export function modelPanel(options: ModelPanelOptions): ModelPanel {
  const closing = new AbortController();
  const { signal } = closing;
  const region = regionView(signal);
  const surface = surfaceView(signal);
  const hidden = hiddenView(signal);
  const curve = modelCurve(signal);
  const form = modelForm(options.settings, options.onChange);
  const [training, test, loss] = [readout("Training accuracy"), readout("Test accuracy"), readout("Training loss")];
  const note = element("p", { class: "note" });
  const trouble = element("p", { class: "complaint", role: "status", hidden: true });
  const hash = element("code", { class: "mono hash", "data-hash": "" }, "–");
  const hashOf = element("span", { class: "note" }, "SHA-256 of the model file");
  const remove = button({
    label: "Remove this model",
    kind: "quiet",
    icon: "erase",
    isIconOnly: true,
    onPress: options.onRemove,
  });
  const files = element(
    "div",
    { class: "files" },
    button({ label: "Save model", icon: "save", onPress: options.onSave }).element,
    fileButton({ label: "Open model", accept: ".safetensors", onFiles: options.onFiles }).element,
  );
  const details = element(
    "details",
    { class: "model-details" },
    element("summary", {}, "Model and file"),
    form.element,
    files,
  );
  const box = panel(
    { title: "Model", note, tools: [remove.element] },
    readoutRow([training, test, loss]),
    trouble,
    element("div", { class: "model-body" }, region.element, surface.element, hidden.element, curve.element),
    details,
    element("p", { class: "model-hash" }, hashOf, " ", hash),
  );
  box.classList.add("model-panel");
  const heading = box.querySelector("h2") as HTMLElement;

  function showScore(newest: EpochScore): void {
    training.set(percentText(newest.training.accuracy, 1));
    test.set(newest.test ? percentText(newest.test.accuracy, 1) : "–");
    loss.set(lossText(newest.training.loss));
  }

  return {
    element: box,
    open(opened, index) {
      const { name, parameters } = opened.models[index] as OpenedPlane["models"][number];
      const settings = opened.settings.models[index] as ModelSettings;
      setText(heading, name);
      setText(note, `${countText(parameters)} parameters · ${learningOf(settings)}`);
      box.setAttribute("aria-label", name);
      form.set(settings);
      region.open(opened);
      curve.restart();
    },
    showTest: region.showTest,
    setFrame(frame) {
      region.setFrame(frame);
      hidden.set(frame.hidden);
      for (const score of frame.scores) curve.add(score);
      const newest = frame.scores.at(-1);
      if (newest) showScore(newest);
      trouble.hidden = frame.trouble === undefined;
      setText(trouble, frame.trouble === undefined ? "" : `Training ${frame.trouble}.`);
    },
    setSurface: surface.set,
    setHash(text, epoch) {
      setText(hash, text ?? "not available: the page is neither on https nor on localhost");
      setText(hashOf, `SHA-256 of the model file, ${epoch === 0 ? "before training" : `after epoch ${epoch}`}`);
    },
    setRemovable: (isRemovable) => remove.setDisabled(!isRemovable),
    close() {
      closing.abort();
      curve.close();
      box.remove();
    },
  };
}

function learningOf({ kind, loss, optimizer, rate, batch, seed }: ModelSettings): string {
  const end = `rate ${rate}, seed ${seed}`;
  if (kind === "mlp") return `${loss}, ${optimizer === "adam" ? "Adam" : "SGD"}, batch ${batch}, ${end}`;
  return kind === "adaline" ? `batch ${batch}, ${end}` : end;
}
