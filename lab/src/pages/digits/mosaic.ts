/** Many small images as one. Pure. */

/** Pixels between two images. */
const GAP = 2;

export interface Mosaic {
  readonly units: number;
  /** Of one image. */
  readonly height: number;
  readonly width: number;
  readonly columns: number;
  readonly rows: number;
}

/** Images [units, height, width] side by side, zeros between them. */
export function mosaic(
  values: Float32Array,
  { units, height, width, columns, rows }: Mosaic,
): { readonly values: Float32Array; readonly width: number; readonly height: number } {
  const stride = columns * (width + GAP) - GAP;
  const placed = new Float32Array(stride * (rows * (height + GAP) - GAP));
  for (let unit = 0; unit < units; unit++) {
    const left = (unit % columns) * (width + GAP);
    const top = Math.floor(unit / columns) * (height + GAP);
    for (let y = 0; y < height; y++) {
      const from = (unit * height + y) * width;
      placed.set(values.subarray(from, from + width), (top + y) * stride + left);
    }
  }
  return { values: placed, width: stride, height: placed.length / stride };
}
