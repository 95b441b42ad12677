/** Hidden layers one adds, removes and sizes. */
import { whole } from "../../state/fields.js";
import { HIDDEN_ACTIVATIONS, type HiddenLayer } from "../../state/network-fields.js";
import { button } from "../../views/controls/button.js";
import { numberField } from "../../views/controls/number-field.js";
import { select } from "../../views/controls/select.js";
import { element } from "../../views/element.js";

const MOST_LAYERS = 6;
const units = whole(50, 1, 4096);

export interface LayersEditor {
  readonly element: HTMLElement;
  set(layers: readonly HiddenLayer[]): void;
}

export function layersEditor(
  initial: readonly HiddenLayer[],
  onChange: (layers: readonly HiddenLayer[]) => void,
): LayersEditor {
  let layers = [...initial];
  const rows = element("div", { class: "layer-rows" });
  const add = button({
    label: "Add a hidden layer",
    kind: "quiet",
    icon: "plus",
    onPress() {
      layers.push(layers.at(-1) ?? { units: 50, activation: "sigmoid" });
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
    add.setDisabled(layers.length >= MOST_LAYERS);
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
