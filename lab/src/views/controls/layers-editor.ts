/** Hidden layers one adds, removes and sizes. */
import { whole } from "../../state/fields.js";
import { HIDDEN_ACTIVATIONS, type HiddenLayer } from "../../state/network-fields.js";
import { element } from "../element.js";
import { button } from "./button.js";
import { numberField } from "./number-field.js";
import { select } from "./select.js";

export interface LayerLimits {
  readonly mostLayers: number;
  readonly mostUnits: number;
}

export interface LayersEditor {
  readonly element: HTMLElement;
  set(layers: readonly HiddenLayer[]): void;
}

export function layersEditor(
  initial: readonly HiddenLayer[],
  onChange: (layers: readonly HiddenLayer[]) => void,
  { mostLayers, mostUnits }: LayerLimits,
): LayersEditor {
  const units = whole(1, 1, mostUnits);
  let layers = [...initial];
  const rows = element("div", { class: "layer-rows" });
  const add = button({
    label: "Add a hidden layer",
    kind: "quiet",
    icon: "plus",
    onPress() {
      layers.push(layers.at(-1) ?? { units: Math.min(50, mostUnits), activation: "sigmoid" });
      changed();
    },
  });
  const changed = (): void => {
    rebuild();
    onChange([...layers]);
  };
  const replace = (index: number, part: Partial<HiddenLayer>): void => {
    layers[index] = { ...(layers[index] as HiddenLayer), ...part };
    onChange([...layers]);
  };
  const rowOf = (layer: HiddenLayer, index: number): HTMLElement => {
    const size = numberField({
      label: `Layer ${index + 1}`,
      value: layer.units,
      field: units,
      onChange: (value) => replace(index, { units: value }),
    });
    const activation = select({
      label: "activation",
      value: layer.activation,
      options: HIDDEN_ACTIVATIONS.map((value) => ({ value, label: value })),
      onChange: (value) => replace(index, { activation: value }),
    });
    const remove = button({
      label: `Remove hidden layer ${index + 1}`,
      kind: "quiet",
      icon: "erase",
      isIconOnly: true,
      onPress() {
        layers.splice(index, 1);
        changed();
        add.element.focus();
      },
    });
    return element("div", { class: "layer-row" }, size.element, activation.element, remove.element);
  };
  function rebuild(): void {
    rows.replaceChildren(...layers.map(rowOf));
    add.setDisabled(layers.length >= mostLayers);
  }
  rebuild();
  return {
    element: element("div", { class: "layers" }, rows, add.element),
    set(next) {
      layers = [...next];
      rebuild();
    },
  };
}
