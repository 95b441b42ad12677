/** How one model divides the plane: its answer as shades, the line where the class changes, the points over both. */
import type { ModelFrame, OpenedPlane } from "../../training/plane/plane-protocol.js";
import { onThemeChange, softDivergingRamp, tokenRgb } from "../../views/colours.js";
import { element } from "../../views/element.js";
import { fieldCanvas, paintField } from "../../views/field-pixels.js";
import { pacedInView } from "../../views/frames.js";
import { drawMark, drawTicks, planeCanvas } from "../../views/plane-canvas.js";

export interface RegionView {
  readonly element: HTMLElement;
  open(opened: OpenedPlane): void;
  showTest(isShown: boolean): void;
  setFrame(frame: ModelFrame): void;
}

export function regionView(signal: AbortSignal): RegionView {
  const canvas = fieldCanvas("Answers of the model over the plane");
  const over = planeCanvas("Training and test points", signal);
  const caption = element("figcaption", { class: "note" });
  const box = element(
    "figure",
    { class: "plane-figure" },
    element("div", { class: "stack" }, canvas, over.element),
    caption,
  );
  let [ramp, line] = [softDivergingRamp(), tokenRgb("--ink")];
  let opened: OpenedPlane | undefined;
  let region: ModelFrame["region"] | undefined;
  let hasTest = true;
  const paint = pacedInView(
    box,
    () => {
      if (!region) return;
      const shadeOf = (value: number): number => 127.5 + 127.5 * value;
      paintField(canvas, region, { ramp, shadeOf, levels: [0], line, lineOpacity: 0.9 });
    },
    signal,
  );
  onThemeChange(() => {
    [ramp, line] = [softDivergingRamp(), tokenRgb("--ink")];
    paint(undefined);
  }, signal);

  function drawPoints(): void {
    const now = opened;
    if (!now) return;
    over.draw(now.view, (context, place, size) => {
      drawTicks(context, place, now.view, size);
      const { x, y, labels, trainCount } = now.points;
      const radius = Math.max(2.2, Math.min(4.5, size / 75));
      const last = hasTest ? labels.length : trainCount;
      for (let row = 0; row < last; row++)
        drawMark(context, place(x[row]!, y[row]!), labels[row]!, row >= trainCount, radius);
    });
  }
  return {
    element: box,
    open(next) {
      opened = next;
      hasTest = next.settings.showTest;
      caption.textContent = next.axes ? `Across: ${next.axes[0]}. Up: ${next.axes[1]}.` : "";
      drawPoints();
    },
    showTest(isShown) {
      if (isShown === hasTest) return;
      hasTest = isShown;
      drawPoints();
    },
    setFrame(frame) {
      region = frame.region;
      paint(undefined);
    },
  };
}
