/** A grey picture in a terminal: half blocks in shades of grey, or characters of more or less ink. Pure. */

export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  /** Row-major, 0 black … 255 white. */
  readonly pixels: Uint8Array;
}

/** From no ink to all of it. */
const ramp = " .:-=+*#%@";

/** Two pixel rows a line: `▀` in the upper pixel's grey on the lower one's (colours 232 … 255 of 256). */
export function greyBlocks(picture: GreyPicture): string[] {
  return lineStarts(picture).map((y) => {
    let line = "";
    let last = "";
    for (let x = 0; x < picture.width; x++) {
      const colours = `\x1b[38;5;${greyIndex(pixel(picture, x, y))};48;5;${greyIndex(pixel(picture, x, y + 1))}m`;
      line += colours === last ? "▀" : `${colours}▀`;
      last = colours;
    }
    return `${line}\x1b[0m`;
  });
}

/** Two pixel rows a line, each character as dark as both together. */
export function inkCharacters(picture: GreyPicture): string[] {
  return lineStarts(picture).map((y) =>
    Array.from({ length: picture.width }, (_, x) => {
      const mean = (pixel(picture, x, y) + pixel(picture, x, y + 1)) / 2;
      return ramp[Math.min(ramp.length - 1, Math.ceil((mean / 255) * (ramp.length - 1)))];
    })
      .join("")
      .trimEnd(),
  );
}

function lineStarts({ height }: GreyPicture): number[] {
  return Array.from({ length: Math.ceil(height / 2) }, (_, line) => 2 * line);
}

function pixel({ width, height, pixels }: GreyPicture, x: number, y: number): number {
  return y < height ? (pixels[y * width + x] as number) : 0;
}

function greyIndex(value: number): number {
  return 232 + Math.round((value / 255) * 23);
}
