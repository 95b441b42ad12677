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
      const { field, levels, path, x, y, isStepped } = newest;
      const shadeOf = (value: number): number => (255 * bandOf(value, levels)) / Math.max(1, levels.length);
      paintField(canvas, field, { ramp, shadeOf, levels, line, lineOpacity: isStepped ? 0 : 0.22 });
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

function captionOf(surface: Surface): string {
  const heights = heightsOf(surface);
  if (surface.bias !== undefined) return `${heights}. w₁ across, w₂ up, bias held at ${surface.bias.toFixed(2)}.`;
  return `${heights}. A slice through the present weights along two random directions; the way as it projects onto it.`;
}

function heightsOf({ levels, field, isStepped }: Surface): string {
  const short = (value: number): string => axisText(Number(value.toPrecision(2)));
  const [low = field.values[0] ?? 0, high = low] = [levels[0], levels.at(-1)];
  if (isStepped) return "Share of training points on the wrong side, strongest where least";
  return low === high ? `Training loss about ${lossText(low)}` : `Lines of loss ${short(low)} to ${short(high)}`;
}
