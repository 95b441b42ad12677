/** What one model is and how it learns, to be changed. Says what was changed; does not know what follows. */
import {
  MODEL_KINDS,
  MOST_LAYERS,
  MOST_UNITS,
  type ModelSettings,
  modelField,
  modelFields,
  PLANE_LOSSES,
} from "../../state/plane/model-field.js";
import type { Control } from "../../views/controls/field-frame.js";
import { layersEditor } from "../../views/controls/layers-editor.js";
import { numberField } from "../../views/controls/number-field.js";
import { segmented } from "../../views/controls/segmented.js";
import { select } from "../../views/controls/select.js";
import { element } from "../../views/element.js";

export interface ModelForm {
  readonly element: HTMLElement;
  set(settings: ModelSettings): void;
}

const KIND_LABELS: Readonly<Record<ModelSettings["kind"], string>> = {
  mlp: "MLP",
  perceptron: "Perceptron",
  adalineGD: "Adaline, full batch",
  adaline: "Adaline, mini-batches",
  adalineSGD: "Adaline, online (SGD)",
};

/** Learning rates that suit, and may be changed. */
const USUAL_RATES = { perceptron: 0.1, adalineGD: 0.1, adaline: 0.05, adalineSGD: 0.01, sgd: 0.3, adam: 0.03 } as const;

function usualRate({ kind, optimizer }: ModelSettings): number {
  return USUAL_RATES[kind === "mlp" ? optimizer : kind];
}

export function modelForm(initial: ModelSettings, onChange: (settings: ModelSettings) => void): ModelForm {
  let settings = initial;
  const change = (part: Partial<ModelSettings>): void => {
    settings = { ...settings, ...part };
    if (part.kind !== undefined || part.optimizer !== undefined) settings = { ...settings, rate: usualRate(settings) };
    showWhatApplies();
    onChange(settings);
  };
  const numberOf = (name: "rate" | "batch" | "seed", label: string, step?: number): Control<number> =>
    numberField({
      label,
      value: settings[name],
      field: modelFields[name],
      onChange: (value) => change({ [name]: value }),
      ...(step !== undefined && { step }),
    });
  const kind = select({
    label: "Model",
    value: settings.kind,
    options: MODEL_KINDS.map((value) => ({ value, label: KIND_LABELS[value] })),
    onChange: (value) => change({ kind: value }),
  });
  const layers = layersEditor(settings.layers, (value) => change({ layers: value }), {
    mostLayers: MOST_LAYERS,
    mostUnits: MOST_UNITS,
  });
  const loss = select({
    label: "Loss",
    value: settings.loss,
    options: PLANE_LOSSES.map((value) => ({ value, label: value })),
    onChange: (value) => change({ loss: value }),
  });
  const optimizer = segmented({
    label: "Optimizer",
    value: settings.optimizer,
    options: [
      { value: "sgd", label: "SGD" },
      { value: "adam", label: "Adam" },
    ],
    onChange: (value) => change({ optimizer: value }),
  });
  const [rate, batch, seed] = [
    numberOf("rate", "Learning rate"),
    numberOf("batch", "Batch size"),
    numberOf("seed", "Seed", 1),
  ];

  /** Settings that do nothing now are out of sight. */
  function showWhatApplies(): void {
    const isMlp = settings.kind === "mlp";
    for (const part of [layers, loss, optimizer]) part.element.hidden = !isMlp;
    batch.element.hidden = !isMlp && settings.kind !== "adaline";
    if (rate.value !== settings.rate) rate.set(settings.rate);
  }
  showWhatApplies();
  const numbers = element("div", { class: "pair" }, rate.element, batch.element, seed.element);
  return {
    element: element(
      "form",
      { class: "settings model-form", "aria-label": "Model" },
      kind.element,
      layers.element,
      loss.element,
      optimizer.element,
      numbers,
    ),
    set(next) {
      if (modelField.write(next) === modelField.write(settings)) return;
      settings = next;
      kind.set(next.kind);
      layers.set(next.layers);
      loss.set(next.loss);
      optimizer.set(next.optimizer);
      rate.set(next.rate);
      batch.set(next.batch);
      seed.set(next.seed);
      showWhatApplies();
    },
  };
}
