/**
 * Images as CSV: a line each, its class and its pixels from 0 to 255, row by row, with or without a line of names. The
 * class stands first, or where the names say "label" or "class". Pure.
 */
import type { NamedImages } from "./named-images.js";

const LINE_END = 0x0a;
const CLASS_HEADS: readonly string[] = ["label", "class", "target", "digit", "y"];
/** 171,000 images of MNIST's size: more would not fit the memory of a page twice. */
const MOST_PIXELS = 2 ** 27;

/** @throws Error that names the file, the line, what was expected and what was there. */
export function readImagesCsv(bytes: Uint8Array, name: string): NamedImages {
  const first = lineText(bytes, 0);
  const separator = [",", ";", "\t"].find((one) => first.includes(one)) ?? ",";
  const heads = first.split(separator).map((cell) => bare(cell));
  const isNamed = heads.filter((cell) => !isNumber(cell)).length > 1 || isClassHead(heads[0] as string);
  const classColumn = isNamed ? Math.max(0, heads.findIndex(isClassHead)) : 0;
  const side = Math.sqrt(heads.length - 1);
  if (heads.length < 2 || !Number.isInteger(side))
    throw new Error(
      `${name}: expected lines of a class and the pixels of a square image, 784 of 28 × 28, got ${heads.length - 1} after the class`,
    );
  const layout = { name, separator: separator.charCodeAt(0), columns: heads.length, classColumn };
  const read = readLines(bytes, isNamed ? endOfLine(bytes, 0) + 1 : 0, isNamed ? 2 : 1, layout);
  return { name, height: side, width: side, ...read };
}

interface Layout {
  readonly name: string;
  readonly separator: number;
  readonly columns: number;
  readonly classColumn: number;
}

function readLines(
  bytes: Uint8Array,
  begin: number,
  firstLine: number,
  layout: Layout,
): Pick<NamedImages, "count" | "pixels" | "classes"> {
  const { name, columns } = layout;
  const width = columns - 1;
  const most = countLines(bytes, begin) * width;
  if (most > MOST_PIXELS) throw new Error(`${name}: expected at most ${MOST_PIXELS} pixels in all, got ${most}`);
  const pixels = new Uint8Array(most);
  const classes: string[] = [];
  let line = firstLine;
  for (let at = begin; at < bytes.length; line++) {
    const end = endOfLine(bytes, at);
    if (!isBlank(bytes, at, end)) {
      const row = pixels.subarray(classes.length * width, (classes.length + 1) * width);
      classes.push(readLine(bytes, at, end, row, layout, line));
    }
    at = end + 1;
  }
  return { count: classes.length, pixels: pixels.subarray(0, classes.length * width), classes };
}

/** Fills `row`; returns the class. */
function readLine(
  bytes: Uint8Array,
  begin: number,
  end: number,
  row: Uint8Array,
  { name, separator, columns, classColumn }: Layout,
  line: number,
): string {
  let className = "";
  let column = 0;
  let place = 0;
  for (let at = begin; at <= end; column++) {
    let cellEnd = at;
    while (cellEnd < end && bytes[cellEnd] !== separator) cellEnd++;
    if (column === classColumn) className = bare(text(bytes, at, cellEnd));
    else if (place < row.length) row[place++] = pixelAt(bytes, at, cellEnd, `${name}, line ${line}`);
    at = cellEnd + 1;
  }
  if (column !== columns)
    throw new Error(`${name}, line ${line}: expected ${columns} values as in the first line, got ${column}`);
  if (className === "") throw new Error(`${name}, line ${line}: expected a class, got nothing`);
  return className;
}

/** Digits are read as they come; anything else (`12.0`, spaces, quotes) by way of a text. */
function pixelAt(bytes: Uint8Array, begin: number, end: number, place: string): number {
  let value = end > begin ? 0 : Number.NaN;
  for (let at = begin; at < end; at++) {
    const digit = (bytes[at] as number) - 0x30;
    value = digit >= 0 && digit <= 9 ? value * 10 + digit : Number.NaN;
  }
  if (Number.isNaN(value)) value = Number(bare(text(bytes, begin, end)) || Number.NaN);
  if (!(Number.isInteger(value) && value >= 0 && value <= 255))
    throw new Error(`${place}: expected a whole number from 0 to 255, got “${text(bytes, begin, end).slice(0, 20)}”`);
  return value;
}

function endOfLine(bytes: Uint8Array, begin: number): number {
  const end = bytes.indexOf(LINE_END, begin);
  return end < 0 ? bytes.length : end;
}

function countLines(bytes: Uint8Array, begin: number): number {
  let count = 0;
  for (let at = begin; at < bytes.length; at = endOfLine(bytes, at) + 1) count++;
  return count;
}

function isBlank(bytes: Uint8Array, begin: number, end: number): boolean {
  for (let at = begin; at < end; at++) if ((bytes[at] as number) > 0x20) return false;
  return true;
}

function lineText(bytes: Uint8Array, begin: number): string {
  return text(bytes, begin, endOfLine(bytes, begin));
}

function text(bytes: Uint8Array, begin: number, end: number): string {
  return new TextDecoder().decode(bytes.subarray(begin, end));
}

function bare(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, "$1")
    .trim();
}

function isClassHead(cell: string): boolean {
  return CLASS_HEADS.includes(cell.toLowerCase());
}

function isNumber(cell: string): boolean {
  return cell !== "" && !Number.isNaN(Number(cell));
}
