/** What makes a run, to be changed: data, network, training. Says what was changed; does not know what follows. */
import {
  type DigitsSettings,
  digitsSchema,
  INITIAL_WEIGHTS,
  LOSS_NAMES,
  MATH_NAMES,
} from "../../state/digits/digits-settings.js";
import type { Control } from "../../views/controls/field-frame.js";
import { fileButton } from "../../views/controls/file-button.js";
import { layersEditor } from "../../views/controls/layers-editor.js";
import { numberField } from "../../views/controls/number-field.js";
import { segmented } from "../../views/controls/segmented.js";
import { select } from "../../views/controls/select.js";
import { toggle } from "../../views/controls/toggle.js";
import { element } from "../../views/element.js";

export interface SettingsForm {
  readonly element: HTMLElement;
  readonly settings: DigitsSettings;
  set(settings: DigitsSettings): void;
}

export interface FormOptions {
  readonly settings: DigitsSettings;
  readonly onChange: (settings: DigitsSettings) => void;
  readonly onOwnFiles: (files: readonly File[]) => void;
}

type NumberName = { [K in keyof DigitsSettings]: DigitsSettings[K] extends number ? K : never }[keyof DigitsSettings];

const OWN_NOTE =
  "IDX files of images and labels; CSV, a line an image: class, then pixels 0 to 255; or pictures named by class, as in 7_a.png, or in a folder for each. Drop them anywhere.";
const WEIGHT_LABELS = { normal: "Normal, σ 0.1", auto: "He or Glorot" };

export function settingsForm({ settings: initial, onChange, onOwnFiles }: FormOptions): SettingsForm {
  let settings = initial;
  const change = (part: Partial<DigitsSettings>): void => {
    settings = { ...settings, ...part };
    showWhatApplies();
    onChange(settings);
  };
  const numberOf = (name: NumberName, label: string, step?: number, hint?: string): Control<number> =>
    numberField({
      label,
      value: settings[name],
      field: digitsSchema[name],
      onChange: (value) => change({ [name]: value }),
      ...(step !== undefined && { step }),
      ...(hint !== undefined && { hint }),
    });
  const numbers = {
    rate: numberOf("rate", "Learning rate"),
    batch: numberOf("batch", "Batch size"),
    epochs: numberOf("epochs", "Epochs", 1),
    seed: numberOf("seed", "Seed", 1),
    momentum: numberOf("momentum", "Momentum", 0.1),
    beta1: numberOf("beta1", "β₁", 0.01),
    beta2: numberOf("beta2", "β₂", 0.001),
    epsilon: numberOf("epsilon", "ε"),
    decay: numberOf("decay", "Weight decay"),
    threads: numberOf("threads", "Threads", 1, "0: as many as pay, one core left to the page. Never changes a bit."),
  };
  const data = select({
    label: "Images",
    value: settings.data,
    options: [
      { value: "mnist", label: "MNIST digits" },
      { value: "fashion", label: "Fashion-MNIST" },
      { value: "own", label: "Your own" },
    ],
    onChange: (value) => change({ data: value }),
  });
  const own = element(
    "div",
    { class: "own" },
    fileButton({ label: "Open images…", isMany: true, onFiles: onOwnFiles }).element,
    element("p", { class: "note" }, OWN_NOTE),
  );
  const layers = layersEditor(settings.layers, (value) => change({ layers: value }), {
    mostLayers: 6,
    mostUnits: 4096,
  });
  const loss = select({
    label: "Loss",
    value: settings.loss,
    options: LOSS_NAMES.map((value) => ({ value, label: value })),
    onChange: (value) => change({ loss: value }),
    hint: "crossEntropy ends in softmax, all others in sigmoid.",
  });
  const weights = select({
    label: "Initial weights",
    value: settings.weights,
    options: INITIAL_WEIGHTS.map((value) => ({ value, label: WEIGHT_LABELS[value] })),
    onChange: (value) => change({ weights: value }),
  });
  const optimizer = segmented({
    label: "Optimizer",
    value: settings.optimizer,
    options: [
      { value: "sgd", label: "SGD" },
      { value: "adam", label: "Adam" },
    ],
    onChange: (value) => change({ optimizer: value, rate: value === "adam" ? 0.001 : 0.1 }),
  });
  const nesterov = toggle({
    label: "Nesterov",
    value: settings.nesterov,
    onChange: (value) => change({ nesterov: value }),
  });
  const math = segmented({
    label: "Sums",
    value: settings.math,
    options: MATH_NAMES.map((value) => ({ value, label: value === "strict" ? "Strict" : "Relaxed" })),
    onChange: (value) => change({ math: value }),
  });

  /** Settings that do nothing now are out of sight. */
  function showWhatApplies(): void {
    const isAdam = settings.optimizer === "adam";
    own.hidden = settings.data !== "own";
    for (const control of [numbers.beta1, numbers.beta2, numbers.epsilon]) control.element.hidden = !isAdam;
    numbers.momentum.element.hidden = isAdam;
    nesterov.element.hidden = isAdam || settings.momentum === 0;
    if (numbers.rate.value !== settings.rate) numbers.rate.set(settings.rate);
  }
  showWhatApplies();

  const pair = (...controls: Control<number>[]): HTMLElement =>
    element("div", { class: "pair" }, ...controls.map((control) => control.element));
  const { rate, batch, epochs, seed, momentum, beta1, beta2, epsilon, decay, threads } = numbers;
  return {
    element: element(
      "form",
      { class: "settings", "aria-label": "Settings" },
      group("Data", data.element, own),
      group("Network", layers.element, weights.element, loss.element),
      group(
        "Training",
        optimizer.element,
        pair(rate, batch, epochs, seed, momentum, beta1, beta2, epsilon, decay),
        nesterov.element,
      ),
      group("Machine", threads.element, math.element),
    ),
    get settings() {
      return settings;
    },
    set(next) {
      settings = next;
      for (const [name, control] of Object.entries(numbers)) control.set(next[name as NumberName]);
      data.set(next.data);
      layers.set(next.layers);
      loss.set(next.loss);
      weights.set(next.weights);
      optimizer.set(next.optimizer);
      nesterov.set(next.nesterov);
      math.set(next.math);
      showWhatApplies();
    },
  };
}

function group(title: string, ...children: HTMLElement[]): HTMLElement {
  return element("section", { class: "settings-group" }, element("h3", {}, title), ...children);
}
