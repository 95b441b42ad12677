/** What the hidden units of one network answer over the plane, a small map each. */
import type { HiddenMaps } from "../../training/plane/plane-protocol.js";
import { divergingRamp, onThemeChange } from "../../views/colours.js";
import { element } from "../../views/element.js";
import { pacedInView } from "../../views/frames.js";
import { paintSigned, pixelCanvas } from "../../views/pixels.js";

export interface HiddenView {
  readonly element: HTMLElement;
  set(layers: readonly HiddenMaps[]): void;
}

export function hiddenView(signal: AbortSignal): HiddenView {
  const box = element("div", { class: "hidden-units" });
  let shape = "";
  let canvases: HTMLCanvasElement[][] = [];
  let newest: readonly HiddenMaps[] = [];
  let ramp = divergingRamp();
  const paint = pacedInView(
    box,
    () => {
      for (const [l, { values, side, limit }] of newest.entries())
        for (const [unit, canvas] of (canvases[l] ?? []).entries())
          paintSigned(
            canvas,
            upsideDown(values.subarray(unit * side * side, (unit + 1) * side * side), side),
            limit,
            ramp,
          );
    },
    signal,
  );
  onThemeChange(() => {
    ramp = divergingRamp();
    paint(undefined);
  }, signal);

  function rebuild(layers: readonly HiddenMaps[]): void {
    canvases = layers.map(({ side, units }, l) =>
      Array.from({ length: units }, (_, unit) => pixelCanvas(side, side, `Hidden layer ${l + 1}, unit ${unit + 1}`)),
    );
    const rows = canvases.map((maps, l) =>
      element(
        "figure",
        { class: "unit-maps" },
        element("figcaption", { class: "note" }, `Hidden layer ${l + 1}`),
        element("div", { class: "unit-row" }, ...maps),
      ),
    );
    box.replaceChildren(...rows);
  }
  return {
    element: box,
    set(layers) {
      const now = layers.map(({ units }) => units).join();
      if (now !== shape) rebuild(layers);
      shape = now;
      box.hidden = layers.length === 0;
      newest = layers;
      paint(undefined);
    },
  };
}

/** Pixels begin at the top, maps with the lowest y. */
function upsideDown(values: Float32Array, side: number): Float32Array {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < side; row++)
    turned.set(values.subarray((side - 1 - row) * side, (side - row) * side), row * side);
  return turned;
}
