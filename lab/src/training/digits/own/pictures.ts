/** Pictures of one digit or letter each, as the drawing pad reads what is drawn. The path of each names its class. */
import { digitFromPicture } from "wasmlp";
import { classOfPath, hasFolders, type NamedImages } from "../../../state/digits/named-images.js";
import type { NamedBytes } from "../digits-protocol.js";

const SIDE = 28;
/** Larger pictures are drawn smaller first: a digit takes 20 pixels in the end. */
const MOST_SIDE = 512;

export async function readPictures(files: readonly NamedBytes[]): Promise<NamedImages> {
  const inFolders = hasFolders(files.map(({ name }) => name));
  const pixels = new Uint8Array(files.length * SIDE * SIDE);
  const classes: string[] = [];
  for (const [i, file] of files.entries()) {
    classes.push(classOfPath(file.name, inFolders));
    pixels.set(await readPicture(file), i * SIDE * SIDE);
  }
  return { name: files[0]?.name ?? "", count: files.length, height: SIDE, width: SIDE, pixels, classes };
}

async function readPicture({ name, bytes }: NamedBytes): Promise<Uint8Array> {
  const bitmap = await createImageBitmap(new Blob([bytes])).catch(() => {
    throw new Error(`${name}: expected a picture that this browser can read, got what it cannot`);
  });
  const scale = Math.min(1, MOST_SIDE / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!canvas) throw new Error(`${name}: expected a canvas to read it on, got none`);
  canvas.imageSmoothingQuality = "high";
  canvas.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = canvas.getImageData(0, 0, width, height);
  return digitFromPicture({ width, height, channels: 4, depth: 8, data }, name);
}
