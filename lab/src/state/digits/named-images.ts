/** Images of one size, each with the name of its class; and names of classes as numbers. Pure. */

export interface NamedImages {
  /** The file, or the first of several. */
  readonly name: string;
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Row-major [count, height, width]. */
  readonly pixels: Uint8Array;
  /** One an image. */
  readonly classes: readonly string[];
}

const MOST_CLASSES = 256;

/**
 * The classes of all images, in the order of their numbers. Where all are whole numbers below 256, each keeps its own;
 * others are numbered in the order of their letters.
 * @throws Error for fewer than 2 or more than 256.
 */
export function classNamesOf(sets: readonly NamedImages[]): string[] {
  const found = [...new Set(sets.flatMap(({ classes }) => classes))].sort();
  if (found.length < 2) throw new Error(`expected images of at least 2 classes, got those of “${found[0]}” alone`);
  if (found.length > MOST_CLASSES) throw new Error(`expected at most ${MOST_CLASSES} classes, got ${found.length}`);
  const most = Math.max(...found.map((name) => (/^\d{1,3}$/.test(name) ? Number(name) : Number.NaN)));
  return most < MOST_CLASSES ? Array.from({ length: most + 1 }, (_, label) => String(label)) : found;
}

/** The class of each image as its place among `classNames`. */
export function labelsOf({ classes }: NamedImages, classNames: readonly string[]): Uint8Array {
  const places = new Map(classNames.map((name, label) => [name, label]));
  return Uint8Array.from(classes, (name) => (places.get(name) ?? places.get(String(Number(name)))) as number);
}

/** The class that the path of a picture names, as in `7/a.png` where pictures lie in several folders, else `7_a.png`. */
export function classOfPath(path: string, isInFolders: boolean): string {
  const [file, folder] = path.split("/").reverse() as [string, string?];
  const [, before] = /^([^-_ .(]+)[-_ .(]/.exec(file.replace(/\.[^.]*$/, "")) ?? [];
  const name = isInFolders ? folder : before;
  if (!name)
    throw new Error(`${path}: expected the class first in the name, as in 7_a.png, or a folder for each class`);
  return name;
}

/** Whether pictures lie in folders by class: in more than one. */
export function hasFolders(paths: readonly string[]): boolean {
  return new Set(paths.map((path) => path.split("/").at(-2))).size > 1;
}
