/** A pad to draw on with a mouse, a finger or a pen, and without any: a test image at the press of a key. */
import type { PictureToClassify } from "../../training/digits/digits-protocol.js";
import { inkRamp, onThemeChange, tokenColour } from "../../views/colours.js";
import { element } from "../../views/element.js";
import { paintBytes } from "../../views/pixels.js";

const SIDE = 280;
/** As wide, in proportion, as the strokes of MNIST. */
const STROKE = 22;

export interface DrawingPad {
  readonly element: HTMLElement;
  /** What is on it; nothing where it is empty. */
  readonly picture: PictureToClassify | undefined;
  clear(): void;
  /** Shows an image of the data. */
  showImage(pixels: Uint8Array, width: number, height: number): void;
}

/** Ink is kept as strokes in black on white, whatever the theme paints them in. */
export function drawingPad(onChange: () => void, signal: AbortSignal): DrawingPad {
  const canvas = element("canvas", {
    class: "pad",
    width: SIDE,
    height: SIDE,
    role: "img",
    "aria-label": "Drawing pad. Without a pointer, press T for a test image.",
  });
  const ink = new OffscreenCanvas(SIDE, SIDE).getContext("2d", { willReadFrequently: true });
  let strokes: [x: number, y: number][][] = [];
  let image: { pixels: Uint8Array; width: number; height: number } | undefined;

  const repaint = (): void => {
    const context = canvas.getContext("2d");
    if (!context) return;
    if (image) {
      [canvas.width, canvas.height] = [image.width, image.height];
      paintBytes(canvas, image.pixels, inkRamp());
      return;
    }
    if (canvas.width !== SIDE || canvas.height !== SIDE) [canvas.width, canvas.height] = [SIDE, SIDE];
    draw(context, strokes, tokenColour("--image-paper"), tokenColour("--image-ink"));
  };
  const place = (event: PointerEvent): [number, number] => {
    const box = canvas.getBoundingClientRect();
    return [((event.clientX - box.left) / box.width) * SIDE, ((event.clientY - box.top) / box.height) * SIDE];
  };
  const changed = (): void => {
    repaint();
    onChange();
  };
  canvas.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    image = undefined;
    strokes.push([place(event)]);
    changed();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const moves = event.getCoalescedEvents?.() ?? [];
    for (const move of moves.length > 0 ? moves : [event]) strokes.at(-1)?.push(place(move));
    changed();
  });
  onThemeChange(repaint, signal);
  repaint();
  return {
    element: canvas,
    get picture(): PictureToClassify | undefined {
      if (image) return { form: "image", pixels: image.pixels };
      if (strokes.length === 0 || !ink) return undefined;
      draw(ink, strokes, "white", "black");
      return { form: "canvas", width: SIDE, height: SIDE, data: ink.getImageData(0, 0, SIDE, SIDE).data };
    },
    clear() {
      strokes = [];
      image = undefined;
      changed();
    },
    showImage(pixels, width, height) {
      strokes = [];
      image = { pixels, width, height };
      changed();
    },
  };
}

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

function draw(context: Context, strokes: readonly (readonly [number, number][])[], paper: string, ink: string): void {
  context.fillStyle = paper;
  context.fillRect(0, 0, SIDE, SIDE);
  context.strokeStyle = ink;
  context.lineWidth = STROKE;
  context.lineCap = "round";
  context.lineJoin = "round";
  for (const points of strokes) {
    context.beginPath();
    points.forEach(([x, y], i) => {
      if (i === 0) context.moveTo(x, y);
      context.lineTo(x, y);
    });
    context.stroke();
  }
}
