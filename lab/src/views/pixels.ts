/** Numbers as the pixels of a canvas, one each; CSS scales them without smoothing. Knows colours, no page. */
import type { Ramp } from "./colours.js";
import { element } from "./element.js";

/** A canvas of so many pixels whose size on the page CSS decides. */
export function pixelCanvas(width: number, height: number, label: string): HTMLCanvasElement {
  return element("canvas", { class: "pixels", width, height, role: "img", "aria-label": label });
}

/** Bytes, 0 the ramp's first colour. */
export function paintBytes(canvas: HTMLCanvasElement, bytes: ArrayLike<number>, ramp: Ramp): void {
  paint(canvas, (i) => bytes[i] ?? 0, ramp);
}

/** Values from −limit to limit over a diverging ramp; more than that is cut off. */
export function paintSigned(canvas: HTMLCanvasElement, values: ArrayLike<number>, limit: number, ramp: Ramp): void {
  const scale = limit > 0 ? 127.5 / limit : 0;
  paint(canvas, (i) => 127.5 + scale * (values[i] ?? 0), ramp);
}

/** Values from 0 to limit. */
export function paintShares(canvas: HTMLCanvasElement, values: ArrayLike<number>, limit: number, ramp: Ramp): void {
  const scale = limit > 0 ? 255 / limit : 0;
  paint(canvas, (i) => scale * (values[i] ?? 0), ramp);
}

function paint(canvas: HTMLCanvasElement, levelOf: (index: number) => number, ramp: Ramp): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const image = context.createImageData(canvas.width, canvas.height);
  const words = new Uint32Array(image.data.buffer);
  const colours = new Uint32Array(ramp.buffer);
  for (let i = 0; i < words.length; i++) {
    const level = Math.round(levelOf(i));
    words[i] = colours[level < 0 ? 0 : level > 255 ? 255 : level] as number;
  }
  context.putImageData(image, 0, 0);
}
