/** The training loss around a model's weights, as shades between lines of equal loss, and the way walked over it. */
import { axisText, lossText } from "../../state/number-text.js";
import type { Surface } from "../../training/plane/plane-protocol.js";
import { heightRamp, onThemeChange, tokenRgb } from "../../views/colours.js";
import { element, setText } from "../../views/element.js";
import { bandOf, fieldCanvas, paintField } from "../../views/field-pixels.js";
import { pacedInView } from "../../views/frames.js";
import { drawnColour, drawTicks, type Place, planeCanvas } from "../../views/plane-canvas.js";

export interface SurfaceView {
  readonly element: HTMLElement;
  set(surface: Surface): void;
}

export function surfaceView(signal: AbortSignal): SurfaceView {
  const canvas = fieldCanvas("Training loss around the weights");
  const over = planeCanvas("The way the weights walked", signal);
  const caption = element("figcaption", { class: "note" });
  const stack = element("div", { class: "stack" }, canvas, over.element);
  const box = element("figure", { class: "plane-figure" }, stack, caption);
  let [ramp, line] = [heightRamp(), tokenRgb("--ink")];
  let newest: Surface | undefined;
  const paint = pacedInView(
    box,
    () => {
      if (!newest) return;
      const { field, levels, path, x, y } = newest;
      const shadeOf = (value: number): number => (255 * bandOf(value, levels)) / Math.max(1, levels.length);
      paintField(canvas, field, { ramp, shadeOf, levels, line, lineOpacity: 0.22 });
      over.draw({ x, y }, (context, place, size) => {
        drawTicks(context, place, { x, y }, size);
        drawPath(context, place, path);
      });
      setText(caption, captionOf(newest));
    },
    signal,
  );
  onThemeChange(() => {
    [ramp, line] = [heightRamp(), tokenRgb("--ink")];
    paint(undefined);
  }, signal);
  return {
    element: box,
    set(surface) {
      newest = surface;
      paint(undefined);
    },
  };
}

/** A ring where it began, a disc where it is. */
function drawPath(context: CanvasRenderingContext2D, place: Place, path: Float64Array): void {
  const colour = drawnColour("--ink");
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineWidth = 1.5;
  context.lineJoin = "round";
  context.beginPath();
  for (let i = 0; i < path.length; i += 2) context.lineTo(...place(path[i]!, path[i + 1]!));
  context.stroke();
  const disc = (i: number, radius: number): void => {
    context.beginPath();
    context.arc(...place(path[i]!, path[i + 1]!), radius, 0, 2 * Math.PI);
  };
  disc(0, 3.5);
  context.fillStyle = drawnColour("--surface");
  context.fill();
  context.stroke();
  disc(path.length - 2, 4);
  context.fillStyle = colour;
  context.fill();
}

function captionOf({ levels, bias }: Surface): string {
  const [low, high] = [levels[0] ?? 0, levels.at(-1) ?? 0];
  const lines =
    low === high
      ? `Training loss about ${lossText(low)}`
      : `Lines of loss ${axisText(Number(low.toPrecision(2)))} to ${axisText(Number(high.toPrecision(2)))}`;
  if (bias !== undefined) return `${lines}. w₁ across, w₂ up, bias held at ${bias.toFixed(2)}.`;
  return `${lines}. A slice through the present weights along two random directions; the way as it projects onto it.`;
}
